"""Urgent help comes before everything, and what it made can be screened later."""

from uuid import UUID

import pytest
from builders.offices import AnOffice

from interview.casework.interviews import Ending, InterviewState
from interview.casework.refusals import NotPermitted
from interview.services import interviewing, proposing, submitting, urgent
from interview.services.results import AskOnceMore, NothingKept
from interview.services.submitting import Blocked, ChangedMeanwhile


def hand_on(office: AnOffice, interview_id: UUID) -> urgent.HandedOn | Blocked | ChangedMeanwhile:
    revision = office.opened(interview_id).revision
    with office.at_work("Amina") as (work, actor):
        return urgent.hand_on(work, actor, interview_id, revision=revision)


def test_a_record_is_one_page_and_nothing_is_lost_before_it_is_complete(office: AnOffice) -> None:
    with office.at_work("Amina") as (work, actor):
        interview_id = urgent.begin(work, actor)

    partly = office.save(interview_id, "u1_1", {"u_needs": ["medical"]})

    assert isinstance(partly, AskOnceMore)
    assert {problem.key for problem in partly.problems} >= {"u_child", "u_risk", "u_next"}
    assert isinstance(hand_on(office, interview_id), Blocked)
    assert "u_needs" in office.opened(interview_id).answers.values


def test_a_complete_record_is_handed_on_and_the_team_sees_it_as_urgent(office: AnOffice) -> None:
    interview_id = office.talk("urgent")

    result = hand_on(office, interview_id)

    assert isinstance(result, urgent.HandedOn)
    opened = office.opened(interview_id, "Siri")
    assert opened.state is InterviewState.SUBMITTED
    with office.at_work("Siri") as (work, _):
        case = work.cases.get(result.case_id)
    assert case is not None
    assert case.urgent


def test_the_case_that_it_made_is_screened_later(office: AnOffice) -> None:
    contact = office.opened(office.talk("urgent"))

    screening = office.opened(office.begin(case_id=contact.case_id))

    assert screening.case_id == contact.case_id
    assert screening.case_reference == contact.case_reference
    assert screening.form == "screening"


def test_nobody_begins_a_screening_in_a_case_that_is_not_theirs(office: AnOffice) -> None:
    contact = office.opened(office.talk("urgent"))

    with pytest.raises(NotPermitted):
        office.begin("Bruno", case_id=contact.case_id)


def test_a_refusal_of_recording_destroys_the_case_and_the_urgent_record_goes_on_in_another(
    fresh_office: AnOffice,
) -> None:
    office = fresh_office
    contact_id = office.talk("urgent")
    contact = office.opened(contact_id)
    with office.at_work("Amina") as (work, actor):
        before = set(work.interviews.mine(actor, frozenset(InterviewState)))
    interview_id = office.talk("indicated", until="s1_14", case_id=contact.case_id)

    result = office.save(interview_id, "s1_14", {"s_con_record": "no"})

    assert isinstance(result, NothingKept)
    for gone in (contact_id, interview_id):
        with pytest.raises(NotPermitted):
            office.opened(gone)
    with office.at_work("Amina") as (work, actor):
        carried = [line for line in work.interviews.mine(actor, frozenset(InterviewState)) if line not in before]
    assert [line.form for line in carried] == ["urgent"]
    assert office.opened(carried[0].interview_id).answers.values == contact.answers.values


@pytest.mark.parametrize("name", ["Siri", "Adam", "Ines", "Anna"])
def test_only_caseworkers_write_one_down(office: AnOffice, name: str) -> None:
    with office.at_work(name) as (work, actor), pytest.raises(NotPermitted):
        urgent.begin(work, actor)


def test_a_record_of_urgent_help_is_never_submitted_as_a_screening(office: AnOffice) -> None:
    interview_id = office.talk("urgent")

    with office.at_work("Amina") as (work, actor), pytest.raises(NotPermitted):
        submitting.submit(work, actor, interview_id, revision=office.opened(interview_id).revision)


def test_an_earlier_talk_that_was_agreed_to_goes_on_when_a_later_one_is_not_written_down(
    fresh_office: AnOffice,
) -> None:
    office = fresh_office
    first = office.talk("indicated", until="s6_1")
    with office.at_work("Amina") as (work, actor):
        interviewing.stop(work, actor, first, Ending.PERSONS_WISH)
        before = set(work.interviews.mine(actor, frozenset(InterviewState)))
    told = office.opened(first)
    second = office.talk("indicated", until="s1_14", case_id=told.case_id)

    office.save(second, "s1_14", {"s_con_record": "no"})

    with office.at_work("Amina") as (work, actor):
        carried = [line for line in work.interviews.mine(actor, frozenset(InterviewState)) if line not in before]
    assert [line.state for line in carried] == [InterviewState.STOPPED_BY_PERSON]
    assert office.opened(carried[0].interview_id).answers.values == told.answers.values
    with office.at_work("Amina") as (work, actor):
        assert proposing.assessed(work, actor, carried[0].interview_id) is not None
