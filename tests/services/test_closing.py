"""Closing a case: asked for by one person, closed by another, and never opened again by itself."""

import pytest
from builders.offices import AnOffice
from builders.records import CLOSING, OnRecord, agreed, on_record
from builders.reviews import another_supervisor

from interview.audit.events import Event
from interview.casework.cases import CaseStage
from interview.casework.interviews import InterviewState
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import closing, entries
from interview.services.closing import Changed, Done, Fault, Held, Hold
from interview.services.results import Saved

SERVICE = {"a_srv_type": "legal_advice", "a_srv_state": "planned"}


@pytest.fixture
def record(office: AnOffice) -> OnRecord:
    found = on_record(office)
    agreed(found)
    return found


def ask(record: OnRecord, name: str = "Amina") -> object:
    revision = record.opened(name).revision
    with record.office.at_work(name) as (work, actor):
        return closing.ask(work, actor, record.record_id, revision=revision)


def decide(record: OnRecord, name: str = "Siri", *, approve: bool = True, text: str = "") -> object:
    revision = record.opened(name).revision
    with record.office.at_work(name) as (work, actor):
        return closing.decide(work, actor, record.record_id, revision=revision, approve=approve, text=text)


def reopen(record: OnRecord, name: str = "Amina", reason: str = "She called again") -> object:
    with record.office.at_work(name) as (work, actor):
        return closing.reopen(work, actor, record.record_id, reason)


def stage_of(record: OnRecord) -> CaseStage:
    with record.office.at_work("Siri") as (work, _):
        case = work.cases.get(record.case_id)
        assert case is not None
        return case.stage


def closed(record: OnRecord) -> OnRecord:
    record.fill("a21", **CLOSING)
    assert ask(record) == Done(InterviewState.SUBMITTED)
    assert decide(record) == Done(InterviewState.ACCEPTED)
    return record


def test_a_case_is_closed_by_somebody_else_than_who_asked(record: OnRecord) -> None:
    record.fill("a21", **CLOSING)
    asked = ask(record)
    stage_asked = stage_of(record)
    done = decide(record)

    assert asked == Done(InterviewState.SUBMITTED)
    assert stage_asked is CaseStage.CLOSURE_REQUESTED
    assert done == Done(InterviewState.ACCEPTED)
    assert stage_of(record) is CaseStage.CLOSED


def test_who_wrote_in_it_never_closes_it(record: OnRecord) -> None:
    record.fill("a21", **CLOSING)
    ask(record)

    with pytest.raises(NotPermitted):
        decide(record, "Amina")
    with pytest.raises(NotPermitted):
        decide(record, "Bruno")


def test_a_supervisor_cannot_ask(record: OnRecord) -> None:
    record.fill("a21", **CLOSING)

    with pytest.raises(NotPermitted):
        ask(record, "Siri")


@pytest.mark.parametrize(
    ("reason", "stage"),
    [
        ("goals_met", CaseStage.CLOSED),
        ("lost_contact", CaseStage.LOST_CONTACT),
        ("death", CaseStage.DECEASED),
        ("own_wish", CaseStage.DECLINED_BY_PERSON),
    ],
)
def test_the_stage_says_how_it_ended(record: OnRecord, reason: str, stage: CaseStage) -> None:
    record.fill("a21", **{**CLOSING, "a_close_reason": reason})
    ask(record)
    decide(record)

    assert stage_of(record) is stage


def test_what_a_closure_needs_holds_it(record: OnRecord) -> None:
    assert ask(record) == Held((Hold.ANSWERS,))


def test_a_half_filled_entry_holds_it(record: OnRecord) -> None:
    record.fill("a21", **CLOSING)
    record.save(f"a16_1-{'7' * 32}", {f"service_given-{'7' * 32}-a_srv_type": "food"})

    assert ask(record) == Held((Hold.ENTRIES,))


def test_a_danger_holds_it_until_a_safety_step_is_noted(record: OnRecord) -> None:
    record.fill("a21", **CLOSING)
    record.fill("a14", a_risk_overall="high")
    held = ask(record)
    record.fill("a14", a_risk_overall="high", a_safety_plan="Another room, another number")

    assert held == Held((Hold.SAFETY_STEP,))
    assert ask(record) == Done(InterviewState.SUBMITTED)


def test_leaving_without_a_word_never_closes_it(record: OnRecord) -> None:
    record.fill("a21", **CLOSING)
    stay = {"a_shel_type": "vot_shelter", "a_shel_in": "2026-06-01", "a_shel_out": "2026-06-10"}
    record.add("a15", **stay, a_shel_exit="missing")

    held = ask(record)

    assert isinstance(held, Held)
    assert Hold.MISSING in held.holds


def test_nothing_is_written_in_a_case_that_waits_or_is_closed(record: OnRecord) -> None:
    entry_id = record.add("a16", **SERVICE)
    record.fill("a21", **CLOSING)
    ask(record)
    with pytest.raises(NotPermitted):
        record.add("a16", **SERVICE)
    decide(record)

    with pytest.raises(NotNow):
        record.add("a16", **SERVICE)
    with record.office.at_work("Amina") as (work, actor), pytest.raises(NotNow):
        entries.amend(work, actor, record.record_id, "service_given", entry_id, "Looking again")
    assert not record.opened().editable


def test_sending_it_back_takes_words_and_opens_it_to_its_author(record: OnRecord) -> None:
    record.fill("a21", **CLOSING)
    ask(record)
    wordless = decide(record, approve=False)
    back = decide(record, approve=False, text="Ask about the lawyer first")
    saved = record.save("a21_1", {})

    assert wordless is Fault.MISSING
    assert back == Done(InterviewState.RETURNED)
    assert isinstance(saved, Saved)
    assert [step.text for step in record.opened().loaded.draft.closings] == ["", "Ask about the lawyer first"]


def test_it_is_opened_again_with_a_reason_and_closed_by_two_people_again(record: OnRecord) -> None:
    closed(record)
    wordless = reopen(record, reason=" ")
    again = reopen(record)
    stage = stage_of(record)
    record.add("a16", **SERVICE)
    ask(record)

    assert wordless is Fault.MISSING
    assert again == Done(InterviewState.AMENDING)
    assert stage is CaseStage.ACTIVE
    assert decide(record) == Done(InterviewState.ACCEPTED)


def test_a_change_in_between_asks_to_look_again(record: OnRecord) -> None:
    record.fill("a21", **CLOSING)
    seen = record.opened().revision
    record.add("a16", **SERVICE)
    with record.office.at_work("Amina") as (work, actor):
        answer = closing.ask(work, actor, record.record_id, revision=seen)

    assert answer == Changed()


def test_a_closed_case_is_kept_until_the_day_that_was_agreed(record: OnRecord) -> None:
    closed(record)
    with record.office.at_work("Siri") as (work, _):
        until = work.retention.until(record.case_id)

    assert until is not None
    assert until.isoformat() == "2030-06-15"


def test_what_waits_stands_in_the_list_of_those_who_may_close(record: OnRecord) -> None:
    record.fill("a21", **CLOSING)
    ask(record)
    with record.office.at_work("Siri") as (work, actor):
        waiting = [line.interview_id for line in closing.waiting(work, actor)]
    with record.office.at_work("Amina") as (work, actor):
        nothing = closing.waiting(work, actor)

    assert record.record_id in waiting
    assert nothing == ()


def test_it_stands_in_the_trail(fresh_office: AnOffice) -> None:
    found = on_record(fresh_office)
    agreed(found)
    closed(found)
    reopen(found, "Siri")

    events = (Event.CLOSURE_ASKED, Event.CLOSURE_APPROVED, Event.CASE_REOPENED)
    assert [fresh_office.events(event) for event in events] == [1, 1, 1]


def test_another_supervisor_who_opened_it_again_may_close_it(record: OnRecord) -> None:
    another_supervisor(record.office, "Sana of closing")
    closed(record)
    reopen(record, "Sana of closing", "A letter came")
    ask(record)

    assert decide(record, "Siri") == Done(InterviewState.ACCEPTED)
