"""What waits for someone when they come in."""

import pytest
from builders.offices import AnOffice

from interview.casework.interviews import InterviewState
from interview.services import homes, submitting
from interview.services.homes import Home


def home(office: AnOffice, name: str) -> Home:
    with office.at_work(name) as (work, actor):
        return homes.home(work, actor)


def test_a_caseworker_finds_their_drafts_and_what_they_handed_in(fresh_office: AnOffice) -> None:
    office = fresh_office
    draft, done, contact = office.begin(), office.talk("child"), office.talk("urgent")
    with office.at_work("Amina") as (work, actor):
        submitting.submit(work, actor, done, revision=office.opened(done).revision)

    found = home(office, "Amina")

    assert [line.interview_id for line in found.drafts] == [draft]
    assert [line.interview_id for line in found.submitted] == [done]
    assert [line.interview_id for line in found.urgent] == [contact]
    assert found.drafts[0].case_reference == office.opened(draft).case_reference
    assert found.drafts[0].state is InterviewState.IN_PROGRESS


def test_the_team_finds_what_waits_for_it_and_the_urgent_records(fresh_office: AnOffice) -> None:
    office = fresh_office
    office.begin()
    done, contact = office.talk("child"), office.talk("urgent")
    with office.at_work("Amina") as (work, actor):
        submitting.submit(work, actor, done, revision=office.opened(done).revision)

    found = home(office, "Siri")

    assert [line.interview_id for line in found.queue.lines] == [done]
    assert found.queue.count == 1
    assert [line.interview_id for line in found.urgent] == [contact]
    assert found.drafts == ()


def test_another_caseworker_finds_nothing_of_it(office: AnOffice) -> None:
    office.begin("Amina")

    assert home(office, "Bruno") == Home()


@pytest.mark.parametrize("name", ["Adam", "Ines", "Anna"])
def test_who_has_no_business_with_cases_finds_none(office: AnOffice, name: str) -> None:
    office.begin("Amina")

    assert home(office, name) == Home()
