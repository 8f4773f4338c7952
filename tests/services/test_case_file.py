"""The page of a case: where the person stands, and what is next."""

import pytest
from builders.offices import AnOffice
from builders.records import OnRecord, agreed, on_record
from builders.reviews import handed_in

from interview.casework.clocks import ClockKind
from interview.casework.refusals import NotPermitted
from interview.services import case_file, homes
from interview.services.case_file import AT_ONCE, CaseFile, What


@pytest.fixture
def record(office: AnOffice) -> OnRecord:
    found = on_record(office)
    agreed(found)
    return found


def page(record: OnRecord, name: str = "Amina", after: int = 0) -> CaseFile:
    with record.office.at_work(name) as (work, actor):
        return case_file.show(work, actor, record.case_id, after=after)


def test_it_opens_the_record_and_shows_what_happened_newest_first(record: OnRecord) -> None:
    entry_id = record.add("a16", a_srv_type="food", a_srv_state="ongoing", a_srv_date="2026-12-20")

    found = page(record)
    first = found.timeline[0]

    assert found.opened is not None
    assert found.opened.form == "assistance"
    assert (first.what, first.entry_id, first.on.isoformat()) == (What.ENTRY, entry_id, "2026-12-20")
    assert {moment.what for moment in found.timeline} == {What.INTERVIEW, What.DECISION, What.ENTRY}
    assert not found.later


def test_a_long_timeline_goes_on_on_another_page(record: OnRecord) -> None:
    for _ in range(AT_ONCE):
        record.add("a3t", a_tr_wish="no")

    first, second = page(record), page(record, after=AT_ONCE)

    assert len(first.timeline) == AT_ONCE
    assert first.later
    assert 0 < len(second.timeline) < AT_ONCE
    assert not second.later


def test_it_says_how_the_person_may_be_reached_and_what_they_agreed_to(record: OnRecord) -> None:
    record.fill("a14", a_contact_never="Never the uncle", a_contact_hours="Mornings")

    found = page(record)

    assert found.contact[0] == "a_contact_never"
    assert {"a_contact_hours", "a_contact_never"} <= set(found.contact)
    assert {"a_cons_assist", "a_cons_file", "a_cons_date"} <= set(found.consent)


def test_it_lists_the_tasks_the_next_one_first(record: OnRecord) -> None:
    record.add("a19p", a_pay_what="Tools", a_pay_amount="100 EUR", a_pay_due="2026-06-16")

    assert page(record).tasks[0].kind is ClockKind.PAYMENT


def test_before_there_is_a_record_it_opens_the_screening(office: AnOffice) -> None:
    review = handed_in(office)
    review.confirm()
    with office.at_work("Amina") as (work, actor):
        screening = work.interviews.find(review.interview_id)
        assert screening is not None
        found = case_file.show(work, actor, screening.case_id)

    assert found.opened is not None
    assert found.opened.form == "screening"
    assert found.beginning.may_begin


def test_a_supervisor_of_the_team_sees_it_without_a_name(record: OnRecord) -> None:
    found = page(record, "Siri")

    assert found.opened is not None
    assert found.opened.name_called is None
    assert found.opened.hidden


@pytest.mark.parametrize("name", ["Bruno", "Ines", "Anna", "Adam"])
def test_nobody_else_finds_it(record: OnRecord, name: str) -> None:
    with pytest.raises(NotPermitted):
        page(record, name)


def test_cases_stand_in_a_list_of_their_own(fresh_office: AnOffice) -> None:
    found = on_record(fresh_office)
    with fresh_office.at_work("Amina") as (work, actor):
        home = homes.home(work, actor)
    with fresh_office.at_work("Siri") as (work, actor):
        supervised = case_file.cases(work, actor)

    assert [line.interview_id for line in home.cases] == [found.record_id]
    assert found.record_id not in [line.interview_id for line in home.drafts]
    assert [line.interview_id for line in supervised] == [found.record_id]
