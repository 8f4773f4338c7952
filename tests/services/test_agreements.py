"""Agreements in the record of a case: what holds, what became of each, what rests on them, and who is to be told."""

from datetime import date, timedelta
from typing import Any

import pytest
from builders.offices import AnOffice
from builders.records import OnRecord, agreed, on_record

from interview.audit.events import Event
from interview.casework.agreement_versions import Change
from interview.casework.agreements import Standing
from interview.casework.clocks import ClockKind
from interview.casework.refusals import NotPermitted
from interview.casework.sharing import NO_AGREEMENT
from interview.questionnaire.answers import key_of
from interview.services import agreements, case_file, entries, summaries
from interview.services.agreements import SECTION, TAKING_BACK, Ledger
from interview.services.results import AskOnceMore, Saved

HARBOUR: dict[str, Any] = {
    "a_agr_recipient": "Harbour Light",
    "a_agr_purpose": "help",
    "a_agr_given": "yes",
    "a_agr_classes": {"ticked": ["name", "needs"]},
    "a_agr_date": "2026-11-15",
    "a_agr_until": "2027-06-15",
    "a_agr_how": "oral_witnessed",
}
REFERRAL: dict[str, Any] = {
    "a_out_org": "Harbour Light",
    "a_out_date": "2026-11-15",
    "a_out_consent": "yes",
    "a_out_result": "ongoing",
}


@pytest.fixture
def record(office: AnOffice) -> OnRecord:
    found = on_record(office)
    agreed(found)
    return found


def ledger(record: OnRecord, name: str = "Amina") -> Ledger:
    with record.office.at_work(name) as (work, actor):
        return agreements.ledger(work, actor, record.case_id)


def tasks(record: OnRecord) -> list[ClockKind]:
    with record.office.at_work("Amina") as (work, _):
        return [clock.kind for clock in work.clocks.of_case(record.case_id)]


def key(item: str, entry_id: str) -> str:
    return key_of(item, "agreement", entry_id)


def amended(record: OnRecord, entry_id: str, page_id: str, **given: object) -> None:
    """One page of an agreement, changed with a reason, and the others gone through as they are."""
    with record.office.at_work("Amina") as (work, actor):
        entries.amend(work, actor, record.record_id, "agreement", entry_id, "She asked for it")
    record.save(f"{page_id}-{entry_id}", {key(item, entry_id): value for item, value in given.items()})
    record.save(f"{TAKING_BACK}-{entry_id}", {})


def taken_back(record: OnRecord, entry_id: str, on: str = "2026-11-15") -> None:
    amended(record, entry_id, TAKING_BACK, a_agr_withdrawn=on)


def test_an_agreement_is_an_entry_and_is_done_with_its_last_page(record: OnRecord) -> None:
    entry_id = record.add(SECTION, **HARBOUR)

    (line,) = ledger(record).lines

    assert line.agreement.entry_id == entry_id
    assert (line.agreement.recipient, sorted(line.agreement.classes)) == ("Harbour Light", ["name", "needs"])
    assert line.done
    assert [step.change for step in line.steps] == [Change.GIVEN]
    assert not line.untold


def test_it_can_be_noted_before_anything_else(office: AnOffice) -> None:
    found = on_record(office)

    found.add(SECTION, **HARBOUR)

    assert len(ledger(found).lines) == 1


def test_a_no_is_noted_too_and_asks_for_nothing_more(record: OnRecord) -> None:
    record.add(SECTION, **{**HARBOUR, "a_agr_given": "no"})

    (line,) = ledger(record).lines

    assert line.done
    assert line.standing is Standing.NOT_GIVEN
    assert [step.change for step in line.steps] == [Change.NOT_GIVEN]
    assert ClockKind.AGREEMENT not in tasks(record)


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ({"a_agr_guardian": "parent", "a_agr_guardian_agreed": "yes"}, Standing.LIVE),
        ({"a_agr_guardian": "parent", "a_agr_guardian_agreed": "no"}, Standing.NOT_GIVEN),
        ({"a_agr_guardian": "none_available"}, Standing.LIVE),
    ],
)
def test_of_a_child_whoever_may_agree_for_them_is_asked_too(
    record: OnRecord, said: dict[str, str], standing: Standing
) -> None:
    record.save("k0_1", {"s_child_now": "yes"})
    record.add(SECTION, **HARBOUR, **said)

    (line,) = ledger(record).lines

    assert line.done
    assert line.standing is standing


def test_what_was_narrowed_and_taken_back_is_told_by_its_versions(record: OnRecord) -> None:
    entry_id = record.add(SECTION, **HARBOUR)
    amended(record, entry_id, "a1a_4", a_agr_classes={"ticked": ["needs"]})
    amended(record, entry_id, "a1a_5", a_agr_until="2027-07-15")
    taken_back(record, entry_id)

    (line,) = ledger(record).lines

    changes = [step.change for step in line.steps]
    assert changes == [Change.GIVEN, Change.NARROWED, Change.RENEWED, Change.WITHDRAWN]
    assert [sorted(step.agreement.classes) for step in line.steps][:2] == [["name", "needs"], ["needs"]]
    assert line.untold


def test_taking_everything_back_ends_each_agreement_and_keeps_what_became_of_it(record: OnRecord) -> None:
    entry_id = record.add(SECTION, **HARBOUR)
    amended(record, entry_id, "a1a_4", a_agr_classes={"ticked": ["needs"]})
    record.save("a1_9", {"a_cons_withdrawn": "2026-11-25"})

    (line,) = ledger(record).lines

    assert [step.change for step in line.steps] == [Change.GIVEN, Change.NARROWED, Change.WITHDRAWN]
    assert line.untold


def test_those_that_hold_stand_first(record: OnRecord) -> None:
    taken_back(record, record.add(SECTION, **HARBOUR))
    record.add(SECTION, **{**HARBOUR, "a_agr_recipient": "Open Door"})
    record.add(SECTION, **{**HARBOUR, "a_agr_recipient": "River House", "a_agr_given": "no"})

    found = ledger(record)

    today = [line.agreement.recipient for line in found.lines]
    assert today == ["Open Door", "Harbour Light", "River House"]


def test_an_agreement_runs_until_its_last_day_and_somebody_asks_again(record: OnRecord) -> None:
    record.add(SECTION, **HARBOUR)

    assert ClockKind.AGREEMENT in tasks(record)


def test_whoever_it_was_for_is_told_once_it_is_taken_back(record: OnRecord) -> None:
    entry_id = record.add(SECTION, **HARBOUR)
    record.add("a17", **REFERRAL)
    taken_back(record, entry_id)
    before = tasks(record)
    amended(record, entry_id, TAKING_BACK, a_agr_told="2026-11-15")

    assert ClockKind.AGREEMENT not in before
    assert before.count(ClockKind.TELL) == 1
    assert before.count(ClockKind.RESTS) == 1
    assert ClockKind.TELL not in tasks(record)


def test_a_referral_that_rests_on_it_is_named_until_its_result_is_said(record: OnRecord) -> None:
    entry_id = record.add(SECTION, **HARBOUR)
    referral = record.add("a17", **REFERRAL)
    taken_back(record, entry_id)
    named = ledger(record).lines[0].left_open
    with record.office.at_work("Amina") as (work, actor):
        entries.amend(work, actor, record.record_id, "outgoing_referral", referral, "It has come to an end")
    record.save(f"a17_2-{referral}", {key_of("a_out_result", "outgoing_referral", referral): "stopped"})

    assert named == (key_of("a_out_org", "outgoing_referral", referral),)
    assert ledger(record).lines[0].left_open == ()
    assert ClockKind.RESTS not in tasks(record)


def test_an_agreement_that_is_struck_out_asks_for_nothing(record: OnRecord) -> None:
    entry_id = record.add(SECTION, **HARBOUR)
    with record.office.at_work("Amina") as (work, actor):
        entries.strike(work, actor, record.record_id, "agreement", entry_id, "Noted with the wrong person")

    assert ledger(record).lines == ()
    assert ClockKind.AGREEMENT not in tasks(record)


def shared(record: OnRecord, entry_id: str, *, again: bool = False, **other: object) -> Saved | AskOnceMore:
    """A referral, saved with what is said about it."""
    said = {**REFERRAL, **other}
    for page in ("a17_1", "a17_2"):
        on_page = {
            key_of(item, "outgoing_referral", entry_id): value
            for item, value in said.items()
            if (item in {"a_out_org", "a_out_date"}) is (page == "a17_1")
        }
        asked = again or page == "a17_1"
        result = record.save(f"{page}-{entry_id}", on_page, asked_once_more=asked)
    assert isinstance(result, Saved | AskOnceMore)
    return result


def test_what_no_agreement_lets_be_shared_is_asked_about_once_and_kept_as_it_was_said(record: OnRecord) -> None:
    first = shared(record, "1" * 32)
    second = shared(record, "1" * 32, again=True)
    found = ledger(record)

    assert isinstance(first, AskOnceMore)
    assert [problem.code for problem in first.problems] == [NO_AGREEMENT]
    assert isinstance(second, Saved)
    assert found.opened.view.values[key_of("a_out_consent", "outgoing_referral", "1" * 32)] == "yes"
    assert found.without == (key_of("a_out_org", "outgoing_referral", "1" * 32),)


def test_what_an_agreement_lets_be_shared_is_not_asked_about(record: OnRecord) -> None:
    record.add(SECTION, **HARBOUR)

    assert isinstance(shared(record, "1" * 32, a_out_data_shared={"ticked": ["needs"]}), Saved)
    assert ledger(record).without == ()
    assert isinstance(shared(record, "2" * 32, a_out_data_shared={"ticked": ["health"]}), AskOnceMore)


def test_consent_stays_as_it_was_when_something_was_shared(fresh_office: AnOffice) -> None:
    record = on_record(fresh_office)
    entry_id = record.add(SECTION, **HARBOUR)
    shared(record, "1" * 32, a_out_data_shared={"ticked": ["name"]})
    fresh_office.clock.advance(timedelta(days=3))
    amended(record, entry_id, "a1a_4", a_agr_classes={"ticked": ["needs"]})
    taken_back(record, entry_id, "2026-11-27")
    shared(record, "2" * 32, again=True, a_out_date="2026-11-28", a_out_data_shared={"ticked": ["needs"]})

    assert ledger(record).without == (key_of("a_out_org", "outgoing_referral", "2" * 32),)


@pytest.mark.parametrize("name", ["Bruno", "Ines", "Anna", "Adam"])
def test_nobody_else_finds_what_was_agreed(record: OnRecord, name: str) -> None:
    with pytest.raises(NotPermitted):
        ledger(record, name)


def test_a_supervisor_of_the_team_reads_it_and_that_is_recorded(fresh_office: AnOffice) -> None:
    found = on_record(fresh_office)
    found.add(SECTION, **HARBOUR)
    before = fresh_office.events(Event.ANSWERS_READ)

    assert len(ledger(found, "Siri").lines) == 1
    assert fresh_office.events(Event.ANSWERS_READ) > before


def test_the_page_of_the_case_shows_those_that_hold(record: OnRecord) -> None:
    record.add(SECTION, **HARBOUR)
    taken_back(record, record.add(SECTION, **{**HARBOUR, "a_agr_recipient": "Open Door"}))
    with record.office.at_work("Amina") as (work, actor):
        found = case_file.show(work, actor, record.case_id)

    assert [one.recipient for one in found.agreements] == ["Harbour Light"]
    assert found.agreements[0].until == date(2027, 6, 15)


def test_paper_has_what_was_agreed(record: OnRecord) -> None:
    entry_id = record.add(SECTION, **HARBOUR)
    with record.office.at_work("Amina") as (work, actor):
        found = summaries.summary(work, actor, record.record_id)

    part = next(part for part in found.parts if part.section.id == SECTION)
    assert key("a_agr_until", entry_id) in part.blocks[0].keys
