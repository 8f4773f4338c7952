"""Shelter staff: let into a case by name, they read its record without a word about health, and note stays."""

from uuid import UUID

import pytest
from builders.offices import AnOffice
from builders.records import OnRecord, agreed, on_record

from interview.audit.events import Event
from interview.casework.actors import Role
from interview.casework.refusals import NotNow, NotPermitted
from interview.questionnaire.kinds import Sensitivity
from interview.services import accounts, case_file, entries, homes, interviewing, letting_in, purposes
from interview.services.interviewing import OpenInterview
from interview.services.purposes import IdentityPurpose
from interview.services.results import Saved
from interview.store.records import InterviewRecord
from interview.store.revocations import RevocationKind

STAY = {"a_shel_type": "women_shelter", "a_shel_in": "2026-06-15"}
HEALTH = {"a_psy_self_harm": "high", "a_psy_plan": "Somebody stays near"}


def selma(office: AnOffice) -> UUID:
    with office.store.work() as work:
        return next(one.id for one in work.accounts.list(office.made.organisation.id) if one.name == "Selma")


def let_in(record: OnRecord, by: str = "Siri") -> None:
    account_id = selma(record.office)
    with record.office.at_work(by) as (work, actor):
        letting_in.let_in(work, actor, record.case_id, account_id)


def take_out(record: OnRecord) -> None:
    account_id = selma(record.office)
    with record.office.at_work("Siri") as (work, actor):
        letting_in.take_out(work, actor, record.case_id, account_id)


def a_record(office: AnOffice) -> OnRecord:
    """With an agreement, a few answers about health, and one stay."""
    record = on_record(office)
    agreed(record)
    record.fill("a12", **HEALTH)
    record.add("a15", **STAY)
    return record


def seen(record: OnRecord, name: str = "Selma") -> OpenInterview:
    with record.office.at_work(name) as (work, actor):
        return interviewing.open_interview(work, actor, record.record_id, whole=True)


def test_whoever_is_let_in_reads_the_record_and_whoever_is_taken_out_finds_nothing(fresh_office: AnOffice) -> None:
    record = a_record(fresh_office)

    with pytest.raises(NotPermitted):
        seen(record)
    let_in(record)
    assert seen(record).id == record.record_id
    take_out(record)
    with pytest.raises(NotPermitted):
        seen(record)

    assert fresh_office.events(Event.CASE_GRANTED) == fresh_office.events(Event.CASE_GRANT_REMOVED) == 1
    with fresh_office.store.work() as work:
        taken = {(one.kind, one.subject_id) for one in work.revocations.in_force()}
    assert (RevocationKind.GRANT_REMOVED, selma(fresh_office)) in taken


def test_a_second_tap_does_nothing(office: AnOffice) -> None:
    record = a_record(office)

    with pytest.raises(NotNow):
        take_out(record)
    let_in(record)
    with pytest.raises(NotNow):
        let_in(record)


@pytest.mark.parametrize("name", ["Amina", "Bruno", "Selma", "Adam", "Anna", "Ines"])
def test_only_a_supervisor_lets_somebody_in(office: AnOffice, name: str) -> None:
    record = a_record(office)

    with pytest.raises(NotPermitted):
        let_in(record, name)


def test_nobody_but_shelter_staff_is_let_in(office: AnOffice) -> None:
    record = a_record(office)
    with office.at_work("Siri") as (work, actor):
        bruno = next(one.id for one in work.accounts.list(actor.organisation_id) if one.name == "Bruno")

    with office.at_work("Siri") as (work, actor), pytest.raises(NotPermitted):
        letting_in.let_in(work, actor, record.case_id, bruno)


def test_no_answer_about_health_is_there_and_not_even_which_are_asked(office: AnOffice) -> None:
    record = a_record(office)
    let_in(record)

    shown, whole = seen(record), seen(record, "Amina")
    medical = {key for key in whole.view.states if whole.view.question(key).sensitivity is Sensitivity.MEDICAL}
    pages = {page.key for page in whole.view.pages if medical.intersection(page.keys)}

    assert set(HEALTH) <= medical & set(whole.view.values)
    assert not medical & {*shown.view.values, *shown.view.states, *shown.answers.values, *shown.view.blocking}
    assert pages
    assert not pages & {page.key for page in shown.view.pages}
    assert {one.section.id for one in whole.view.sections} - {one.section.id for one in shown.view.sections} == {"a12"}
    assert [section.id for section in shown.closed_sections] == ["a12"]
    assert "a_shel_type" in {key.rpartition("-")[2] for key in shown.view.values}


def test_what_was_decided_stands_nowhere_in_it(office: AnOffice) -> None:
    record = a_record(office)
    let_in(record)

    assert "s_vot_decision" in seen(record, "Amina").view.values
    assert not {"s_vot_decision", "s_elig_decision"} & {*seen(record).view.states, *seen(record).answers.values}


def test_a_page_about_health_is_not_saved_by_them(office: AnOffice) -> None:
    record = a_record(office)
    let_in(record)

    with pytest.raises(NotPermitted):
        record.save("a12_8", {"a_psy_self_harm": "low"}, name="Selma")

    assert seen(record, "Amina").answers.values["a_psy_self_harm"] == "high"


def test_flags_and_tasks_show_to_them(office: AnOffice) -> None:
    record = a_record(office)
    let_in(record)

    assert seen(record).flags
    assert {flag.code for flag in seen(record).flags} == {flag.code for flag in seen(record, "Amina").flags}
    with office.at_work("Selma") as (work, actor):
        assert case_file.show(work, actor, record.case_id).opened is not None


def test_they_note_a_stay_and_amend_it(office: AnOffice) -> None:
    record = a_record(office)
    let_in(record)

    entry_id = record.add("a15", name="Selma", **STAY)
    with office.at_work("Selma") as (work, actor):
        entries.amend(work, actor, record.record_id, "shelter_stay", entry_id, "Moved on")
    left = record.save(
        f"a15_2-{entry_id}", {f"shelter_stay-{entry_id}-a_shel_out": "2026-06-20"}, "Selma", asked_once_more=True
    )

    assert isinstance(left, Saved)
    assert record.section("a15", "Amina")[0].entry.author == str(selma(office))


def test_they_write_nothing_else(office: AnOffice) -> None:
    record = a_record(office)
    let_in(record)
    stay = record.section("a15")[0].entry.id

    with pytest.raises(NotPermitted):
        record.add("a16", name="Selma", a_srv_type="food", a_srv_state="planned")
    with office.at_work("Selma") as (work, actor), pytest.raises(NotPermitted):
        entries.strike(work, actor, record.record_id, "shelter_stay", stay, "Not so")
    assert not seen(record).editable


def test_a_stay_that_they_note_makes_them_no_reader_of_more(office: AnOffice) -> None:
    record = a_record(office)
    let_in(record)
    record.add("a15", name="Selma", **STAY)

    assert not set(HEALTH) & set(seen(record).view.values)
    take_out(record)
    with pytest.raises(NotPermitted):
        seen(record)


def test_the_talk_before_the_record_stays_closed_to_them(office: AnOffice) -> None:
    record = a_record(office)
    let_in(record)
    with office.at_work("Amina") as (work, _):
        talk = next(one.id for one in work.interviews.of_case(record.case_id) if one.form == "screening")

    with office.at_work("Selma") as (work, actor):
        shown = case_file.show(work, actor, record.case_id)
        with pytest.raises(NotPermitted):
            interviewing.open_interview(work, actor, talk)

    assert {moment.about.form for moment in shown.timeline if isinstance(moment.about, InterviewRecord)} == {
        "assistance"
    }


def test_who_the_person_is_shows_for_a_purpose_and_health_never(office: AnOffice) -> None:
    record = a_record(office)
    let_in(record)
    before = seen(record)

    with office.at_work("Selma") as (work, actor):
        purposes.open_identity(work, actor, record.case_id, IdentityPurpose.CARE)
    after = seen(record)

    assert "s_name_given" not in before.view.values
    assert "s_name_given" in after.view.values
    assert before.hidden
    assert not after.hidden
    assert not set(HEALTH) & set(after.view.values)


def test_their_first_page_lists_the_records_of_the_cases_they_are_let_into(office: AnOffice) -> None:
    record, _ = a_record(office), a_record(office)
    let_in(record)

    with office.at_work("Selma") as (work, actor):
        home = homes.home(work, actor)

    assert record.record_id in {line.interview_id for line in home.cases}
    assert all(line.form == "assistance" for line in home.cases)


def test_shelter_staff_hold_no_second_role_that_works_on_cases(office: AnOffice) -> None:
    with office.at_work("Adam") as (work, actor):
        refused = accounts.create_account(
            work,
            actor,
            name="Somebody",
            roles=frozenset({Role.SHELTER_STAFF, Role.CASEWORKER}),
            office_id=None,
        )

    assert isinstance(refused, accounts.NotCreated)
