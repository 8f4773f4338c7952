"""Every act in a decision, in every state, by everybody: what is not theirs, or not now, changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from builders.offices import AnOffice
from builders.reviews import InReview, another_supervisor, handed_in

from interview.casework.decisions import TO_DECIDE, WITHIN, StepKind
from interview.casework.interviews import InterviewState
from interview.casework.proposals import ProposalState
from interview.casework.refusals import NotNow, NotPermitted, Refusal
from interview.services import reconsidering
from interview.services.reviewing import Review

S = ProposalState
SUPERVISORS = ("Siri", "Sam")
OUTSIDERS = ("Bruno", "Ines", "Anna", "Adam")
EVERYBODY = (*SUPERVISORS, "Amina", *OUTSIDERS)


@dataclass(frozen=True, slots=True)
class Stage:
    """A state that a decision comes to, and who had a part in it then that is no author."""

    state: ProposalState
    comes: Callable[[InReview], object]
    had_a_part: frozenset[str] = frozenset()


def _told(case: InReview) -> None:
    case.confirm("Siri")
    case.tell("Amina")


def _stands(case: InReview) -> None:
    _told(case)
    seen, decision_id = case.seen, case.decision_id
    with case.office.at_work("Amina") as (work, actor):
        reconsidering.let_stand(work, actor, decision_id, seen=seen)


def _asked_again(case: InReview) -> None:
    _told(case)
    case.ask_again("Amina")


def _voided(case: InReview) -> None:
    case.confirm("Siri")
    case.amend("s12_1", {"s_vot_reason": "Something else"})


STAGES = {
    stage.state.value: stage
    for stage in (
        Stage(S.PROPOSED, lambda _: None),
        Stage(S.UNDER_REVIEW, lambda case: case.take("Siri")),
        Stage(S.RETURNED, lambda case: case.send_back("Siri")),
        Stage(S.ESCALATED, lambda case: case.escalate("Siri"), frozenset({"Siri"})),
        Stage(S.CONFIRMED, lambda case: case.confirm("Siri")),
        Stage(S.OVERRIDDEN, lambda case: case.override("Siri")),
        Stage(S.COMMUNICATED, _told),
        Stage(S.STANDING, _stands),
        Stage(S.RECONSIDERATION_ASKED, _asked_again, frozenset({"Siri", "Amina"})),
        Stage(S.VOIDED_BY_EDIT, _voided),
    )
}
DECIDING = {"take", "confirm", "override", "send_back", "escalate"}
ACTS = (*sorted(DECIDING), "tell", "ask_again")
ASKABLE = {S.COMMUNICATED, S.STANDING}


def expected(stage: Stage, review: Review, act: str, who: str) -> type[Refusal] | None:
    """What refuses it, or None where it is theirs to do now."""
    if who in OUTSIDERS:
        return NotPermitted
    if act not in DECIDING:
        now = WITHIN[StepKind.TOLD] if act == "tell" else ASKABLE
        return None if stage.state in now else NotNow
    interview = review.opened.state
    closed = interview not in (InterviewState.SUBMITTED, InterviewState.ACCEPTED)
    if who == "Amina" or who in stage.had_a_part or closed:
        return NotPermitted
    return None if stage.state in TO_DECIDE else NotNow


@pytest.fixture(scope="module")
def two(office: AnOffice) -> AnOffice:
    another_supervisor(office, "Sam")
    return office


@pytest.mark.parametrize("state", STAGES)
def test_what_is_not_theirs_or_not_now_is_refused_and_changes_nothing(two: AnOffice, state: str) -> None:
    case, stage = handed_in(two), STAGES[state]
    stage.comes(case)
    before = case.review("Siri")
    assert before.decision.state is stage.state

    refused = 0
    for act in ACTS:
        for who in EVERYBODY:
            refusal = expected(stage, before, act, who)
            if refusal is not None:
                with pytest.raises(refusal):
                    getattr(case, act)(who)
                refused += 1

    after = case.review("Siri")
    assert refused >= len(ACTS) * len(OUTSIDERS)
    assert (after.decision.seen, after.decision.state) == (before.decision.seen, stage.state)
    assert after.opened.revision == before.opened.revision


def test_every_state_is_tried() -> None:
    assert {stage.state for stage in STAGES.values()} == set(S) - {S.COMPUTED}
