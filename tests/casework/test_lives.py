"""The lives of interviews, proposals and cases."""

import itertools

import pytest

from interview.casework import cases, interviews, proposals
from interview.casework.cases import CaseStage
from interview.casework.interviews import ENDED, WRITABLE, Ending, InterviewState
from interview.casework.proposals import ProposalState
from interview.casework.refusals import NotNow

S, P = InterviewState, ProposalState


def test_every_state_has_its_row() -> None:
    assert set(interviews.NEXT) == set(InterviewState)
    assert set(proposals.NEXT) == set(ProposalState)
    assert set(cases.NEXT) == set(CaseStage)


def test_a_screening_goes_from_its_first_page_to_acceptance_and_back_for_changes() -> None:
    path = [S.IN_PROGRESS, S.PAUSED, S.IN_PROGRESS, S.SUBMITTED, S.RETURNED, S.IN_PROGRESS, S.SUBMITTED, S.ACCEPTED]
    path += [S.AMENDING, S.SUBMITTED, S.ACCEPTED, S.RETURNED, S.IN_PROGRESS]

    for state, to in itertools.pairwise(path):
        assert interviews.moved(state, to) is to


@pytest.mark.parametrize("state", sorted(ENDED))
def test_what_ended_stays_ended(state: InterviewState) -> None:
    for to in InterviewState:
        with pytest.raises(NotNow):
            interviews.moved(state, to)


def test_answers_are_given_only_before_handing_in_or_after_a_return() -> None:
    assert frozenset({S.IN_PROGRESS, S.PAUSED, S.RETURNED, S.AMENDING}) == WRITABLE
    assert not WRITABLE & ENDED


def test_a_talk_has_three_honest_endings() -> None:
    assert interviews.state_after(Ending.FINISHED, S.IN_PROGRESS) is S.IN_PROGRESS
    assert interviews.state_after(Ending.TO_BE_CONTINUED, S.IN_PROGRESS) is S.PAUSED
    assert interviews.state_after(Ending.PERSONS_WISH, S.IN_PROGRESS) is S.STOPPED_BY_PERSON


def test_any_standing_proposal_is_voided_by_an_edit() -> None:
    for state in ProposalState:
        if state is not P.VOIDED_BY_EDIT:
            assert proposals.moved(state, P.VOIDED_BY_EDIT) is P.VOIDED_BY_EDIT


def test_nothing_is_confirmed_without_a_review() -> None:
    assert [state for state in ProposalState if P.CONFIRMED in proposals.NEXT[state]] == [P.UNDER_REVIEW]


def test_a_closed_case_only_opens_again() -> None:
    assert cases.NEXT[CaseStage.CLOSED] == {CaseStage.OPEN}


def test_the_stage_of_a_case_follows_from_its_screenings() -> None:
    assert cases.stage_of([]) is CaseStage.OPEN
    assert cases.stage_of([S.IN_PROGRESS]) is CaseStage.OPEN
    assert cases.stage_of([S.STOPPED_BY_PERSON, S.SUBMITTED]) is CaseStage.ASSESSED
    assert cases.stage_of([S.NOT_STARTED, S.STOPPED_BY_PERSON]) is CaseStage.DECLINED_BY_PERSON
    assert cases.stage_of([S.STOPPED_BY_PERSON, S.IN_PROGRESS]) is CaseStage.OPEN
