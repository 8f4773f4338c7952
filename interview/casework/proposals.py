"""The life of a proposal and of the decision that it becomes."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from interview.casework.refusals import NotNow
from interview.eligibility.vocabulary import Result


class ProposalState(StrEnum):
    """Where a decision stands: what the system computed, what a caseworker proposes, what another person decides."""

    COMPUTED = "computed"
    PROPOSED = "proposed"
    UNDER_REVIEW = "under_review"
    CONFIRMED = "confirmed"
    OVERRIDDEN = "overridden"
    RETURNED = "returned"
    ESCALATED = "escalated"
    COMMUNICATED = "communicated"
    STANDING = "standing"
    RECONSIDERATION_ASKED = "reconsideration_asked"
    VOIDED_BY_EDIT = "voided_by_edit"


S = ProposalState

NEXT: Mapping[ProposalState, frozenset[ProposalState]] = MappingProxyType(
    {
        S.COMPUTED: frozenset({S.PROPOSED, S.VOIDED_BY_EDIT}),
        S.PROPOSED: frozenset({S.UNDER_REVIEW, S.VOIDED_BY_EDIT}),
        S.UNDER_REVIEW: frozenset({S.CONFIRMED, S.OVERRIDDEN, S.RETURNED, S.ESCALATED, S.VOIDED_BY_EDIT}),
        S.CONFIRMED: frozenset({S.COMMUNICATED, S.VOIDED_BY_EDIT}),
        S.OVERRIDDEN: frozenset({S.COMMUNICATED, S.VOIDED_BY_EDIT}),
        S.RETURNED: frozenset({S.VOIDED_BY_EDIT}),
        S.ESCALATED: frozenset({S.UNDER_REVIEW, S.VOIDED_BY_EDIT}),
        S.COMMUNICATED: frozenset({S.STANDING, S.RECONSIDERATION_ASKED, S.VOIDED_BY_EDIT}),
        S.STANDING: frozenset({S.RECONSIDERATION_ASKED, S.VOIDED_BY_EDIT}),
        S.RECONSIDERATION_ASKED: frozenset({S.UNDER_REVIEW, S.VOIDED_BY_EDIT}),
        S.VOIDED_BY_EDIT: frozenset(),
    }
)
"""State → the states that may follow. Any later edit of the answers voids whatever stood."""


def moved(state: ProposalState, to: ProposalState) -> ProposalState:
    """`to`, if it may follow `state`; raises `NotNow`."""
    if to not in NEXT[state]:
        raise NotNow
    return to


AGREEING: Mapping[Result, frozenset[str]] = MappingProxyType(
    {
        Result.INDICATED: frozenset({"victim", "possible"}),
        Result.INSUFFICIENT: frozenset({"possible"}),
        Result.NOT_INDICATED: frozenset({"not_victim"}),
    }
)
"""The system's result → the answers to `s_vot_decision` that say the same."""


def differs(result: Result, proposed: str) -> bool:
    """Whether what the caseworker proposes is something else than the system's result, so that it needs a reason."""
    return proposed not in AGREEING[result]
