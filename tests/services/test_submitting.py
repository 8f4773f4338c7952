"""Handing in: what blocks it, what goes, and what is sealed with it."""

from dataclasses import replace
from uuid import UUID

import pytest
from builders.offices import AnOffice

from interview.casework.cases import CaseStage
from interview.casework.interviews import InterviewState
from interview.casework.proposals import ProposalState
from interview.casework.refusals import NotPermitted
from interview.eligibility.vocabulary import Means, Result
from interview.questionnaire.values import Missing
from interview.services import interviewing, proposing, submitting
from interview.services.submitting import Blocked, ChangedMeanwhile, Check, PinsOpen, Submitted


def check(office: AnOffice, interview_id: UUID, name: str = "Amina") -> Check:
    with office.at_work(name) as (work, actor):
        return submitting.check(work, actor, interview_id)


def submit(
    office: AnOffice, interview_id: UUID, revision: int | None = None
) -> Submitted | Blocked | PinsOpen | ChangedMeanwhile:
    at = office.opened(interview_id).revision if revision is None else revision
    with office.at_work("Amina") as (work, actor):
        return submitting.submit(work, actor, interview_id, revision=at)


def test_an_adult_whose_account_shows_all_three_parts_is_indicated(office: AnOffice) -> None:
    interview_id = office.talk("indicated")

    result = submit(office, interview_id)

    assert isinstance(result, Submitted)
    assert result.assessment.result is Result.INDICATED
    assert result.proposal is not None
    assert result.proposal.state is ProposalState.PROPOSED
    assert result.proposal.answers["s_vot_decision"] == "victim"
    assert not result.proposal.differs
    opened = office.opened(interview_id)
    assert opened.state is InterviewState.SUBMITTED
    assert not opened.editable


def test_a_child_is_indicated_without_means(office: AnOffice) -> None:
    interview_id = office.talk("child")

    result = submit(office, interview_id)

    assert isinstance(result, Submitted)
    assert result.assessment.result is Result.INDICATED
    assert result.assessment.means.value is Means.UNKNOWN


def test_hard_blanks_block_it_and_are_named(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s12_1")

    blocking = check(office, interview_id).blocking
    result = submit(office, interview_id)

    assert {"s_vot_decision", "s_vot_reason", "s_elig_decision"} <= set(blocking)
    assert result == Blocked(blocking)
    assert office.opened(interview_id).state is InterviewState.IN_PROGRESS


def test_what_was_set_aside_is_listed_and_dropped(office: AnOffice) -> None:
    interview_id = office.talk("indicated")
    office.save(interview_id, "s7_2", {"s_moved": "no"}, set_aside_confirmed=True)

    checked = check(office, interview_id)
    result = submit(office, interview_id)

    assert set(checked.dropped) == {"s_scope", "s_arrival_date", "s_doc_holder"}
    assert isinstance(result, Submitted)
    assert set(result.dropped) == set(checked.dropped)
    assert not set(checked.dropped) & office.opened(interview_id).answers.values.keys()


def test_what_was_never_reached_says_that_it_was_not_asked(office: AnOffice) -> None:
    interview_id = office.talk("indicated")
    office.save(interview_id, "s10_1", {"s_exit_how": None}, asked_once_more=True)

    checked = check(office, interview_id)
    submit(office, interview_id)

    assert "s_exit_how" in checked.not_asked
    assert office.opened(interview_id).answers.values["s_exit_how"] is Missing.NOT_ASKED


def test_answers_changed_after_the_check_are_checked_anew(office: AnOffice) -> None:
    interview_id = office.talk("indicated")
    checked = check(office, interview_id).opened.revision
    office.save(interview_id, "s9_8", {"s_debt_now": "no"})

    result = submit(office, interview_id, checked)

    assert result == ChangedMeanwhile(office.opened(interview_id).revision)
    assert office.opened(interview_id).state is InterviewState.IN_PROGRESS


def test_it_is_handed_in_once(office: AnOffice) -> None:
    interview_id = office.talk("indicated")
    submit(office, interview_id)

    with pytest.raises(NotPermitted):
        submit(office, interview_id)


def test_the_case_is_assessed_once_it_is_handed_in(office: AnOffice) -> None:
    interview_id = office.talk("indicated")
    case_id = office.opened(interview_id).case_id

    submit(office, interview_id)

    with office.at_work("Amina") as (work, _):
        case = work.cases.get(case_id)
    assert case is not None
    assert case.stage is CaseStage.ASSESSED


def test_what_was_sealed_is_read_back_as_it_was_by_author_and_supervisor(office: AnOffice) -> None:
    interview_id = office.talk("indicated")
    result = submit(office, interview_id)

    for name in ("Amina", "Siri"):
        with office.at_work(name) as (work, actor):
            found = proposing.assessed(work, actor, interview_id)
        assert found is not None
        assert isinstance(result, Submitted)
        assert found.assessment == result.assessment
        assert found.proposal == result.proposal


def test_nobody_else_reads_it(office: AnOffice) -> None:
    interview_id = office.talk("indicated")
    submit(office, interview_id)

    for name in ("Bruno", "Adam", "Ines", "Anna"):
        with office.at_work(name) as (work, actor), pytest.raises(NotPermitted):
            proposing.assessed(work, actor, interview_id)


def test_the_systems_result_is_shown_before_one_proposes_and_nothing_is_stored(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s12_1")

    with office.at_work("Amina") as (work, actor):
        shown = proposing.preview(actor, interviewing.open_interview(work, actor, interview_id))
        stored = proposing.assessed(work, actor, interview_id)

    assert shown.result is Result.INDICATED
    assert shown.project_eligibility
    assert stored is None
    questionnaire = office.opened(interview_id).questionnaire
    assert [section.id for section in questionnaire.sections if proposing.shows_assessment(questionnaire, section.id)]


def test_a_proposal_that_differs_from_the_systems_result_says_so(office: AnOffice) -> None:
    interview_id = office.talk("indicated", given={"s_vot_decision": "not_victim"})

    result = submit(office, interview_id)

    assert isinstance(result, Submitted)
    assert result.proposal is not None
    assert result.proposal.differs
    assert replace(result.proposal, differs=False) != result.proposal
