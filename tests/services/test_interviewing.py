"""From the beginning of a talk to one of its honest endings."""

from uuid import UUID

import pytest
from builders.offices import AnOffice

from interview.casework.interviews import Ending, InterviewState
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import interviewing, proposing
from interview.services.results import Saved


def stop(office: AnOffice, interview_id: UUID, ending: Ending) -> interviewing.Stopped:
    with office.at_work("Amina") as (work, actor):
        return interviewing.stop(work, actor, interview_id, ending)


def test_a_screening_begins_in_a_case_of_its_own_with_the_newest_form(office: AnOffice) -> None:
    one, other = office.opened(office.begin()), office.opened(office.begin())

    assert one.form == "screening"
    assert one.state is InterviewState.IN_PROGRESS
    assert one.editable
    assert one.answers.values == {}
    assert one.case_id != other.case_id
    assert one.case_reference != other.case_reference


@pytest.mark.parametrize("name", ["Siri", "Adam", "Ines", "Anna"])
def test_only_caseworkers_begin_one(office: AnOffice, name: str) -> None:
    with pytest.raises(NotPermitted):
        office.begin(name)


def test_a_paused_interview_goes_on_in_another_session_where_it_was(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s4_1")
    stopped = stop(office, interview_id, Ending.TO_BE_CONTINUED)
    office.tokens["Amina"] = office.signed_in("Amina")

    found = office.opened(interview_id)
    with office.at_work("Amina") as (work, actor):
        interviewing.resume_interview(work, actor, interview_id)

    assert stopped.state is found.state is InterviewState.PAUSED
    assert found.answers.at == "s3_2"
    assert found.editable
    assert office.opened(interview_id).state is InterviewState.IN_PROGRESS


def test_an_answer_takes_a_paused_interview_up_again(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s4_1")
    stop(office, interview_id, Ending.TO_BE_CONTINUED)

    result = office.save(interview_id, "s4_1", {"s_name_called": "Lin"})

    assert isinstance(result, Saved)
    assert office.opened(interview_id).state is InterviewState.IN_PROGRESS
    assert office.opened(interview_id).name_called == "Lin"


def test_an_interview_in_progress_is_not_taken_up_again(office: AnOffice) -> None:
    interview_id = office.begin()

    with office.at_work("Amina") as (work, actor), pytest.raises(NotNow):
        interviewing.resume_interview(work, actor, interview_id)


def test_a_finished_talk_goes_on_with_the_pages_of_staff(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s11_1")

    stopped = stop(office, interview_id, Ending.FINISHED)

    assert stopped == interviewing.Stopped(InterviewState.IN_PROGRESS, "s11_1")


def test_a_talk_that_ends_at_the_persons_wish_is_a_usable_record(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s8_1")

    stopped = stop(office, interview_id, Ending.PERSONS_WISH)

    assert stopped.state is InterviewState.STOPPED_BY_PERSON
    opened = office.opened(interview_id)
    assert not opened.editable
    assert opened.view.values["s_recruited"] == "yes"
    with office.at_work("Siri") as (work, actor):
        found = proposing.assessed(work, actor, interview_id)
    assert found is not None
    assert found.proposal is None


def test_a_talk_that_ends_before_recording_was_agreed_is_not_assessed(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s1_1")

    stop(office, interview_id, Ending.PERSONS_WISH)

    with office.at_work("Amina") as (work, actor):
        assert proposing.assessed(work, actor, interview_id) is None


def test_what_ended_is_neither_written_in_nor_stopped_again(office: AnOffice) -> None:
    interview_id = office.begin()
    stop(office, interview_id, Ending.PERSONS_WISH)

    with pytest.raises(NotPermitted):
        stop(office, interview_id, Ending.TO_BE_CONTINUED)
    with pytest.raises(NotPermitted):
        office.save(interview_id, "s0_1", {"s_pre_private": "yes"})


def test_both_languages_of_a_talk_change_on_any_page(office: AnOffice) -> None:
    interview_id = office.begin()

    with office.at_work("Amina") as (work, actor):
        interviewing.change_languages(work, actor, interview_id, person="ar", interviewer="fr")

    opened = office.opened(interview_id)
    assert (opened.person_language, opened.interviewer_language) == ("ar", "fr")


def test_stop_leads_to_the_pages_that_close_the_talk(office: AnOffice) -> None:
    early, later = office.begin(), office.talk("indicated", until="s6_1")

    assert interviewing.closing_page(office.opened(early)) is None
    assert interviewing.closing_page(office.opened(later)) == "s14_1"


def test_items_that_the_record_fills_in_are_there_where_they_are_shown(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s4_1")

    with office.at_work("Amina") as (work, actor):
        opened = interviewing.open_interview(work, actor, interview_id, page_key="s2_1")
        elsewhere = interviewing.open_interview(work, actor, interview_id, page_key="s4_1")

    assert opened.provided["s_case_number"] == opened.case_reference
    assert opened.provided["s_case_owner"] == "Amina"
    assert opened.provided["s_case_status"] == "active"
    assert opened.provided["s_int_name"] == "Amina"
    assert "s_reg_date" in opened.provided
    assert elsewhere.provided == {}
