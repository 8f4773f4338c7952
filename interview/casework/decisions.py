"""The words of a decision: what was decided, why, by whom it may be decided, and the steps that it goes through."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from interview.casework.proposals import ProposalState, moved
from interview.casework.refusals import NotNow
from interview.eligibility.vocabulary import Result


class Waiting(StrEnum):
    """What a decision waits for. PINS waits for the caseworker, the others for somebody who may decide."""

    NEW = "new"
    ANSWERED = "answered"
    RECONSIDERATION = "reconsideration"
    PINS = "pins"
    NOTHING = ""


FOR_REVIEW = (Waiting.RECONSIDERATION, Waiting.ANSWERED, Waiting.NEW)
"""What stands in the queue of those who decide."""


class Determination(StrEnum):
    """What is decided: the answers to `s_vot_decision`."""

    VICTIM = "victim"
    POSSIBLE = "possible"
    NOT_VICTIM = "not_victim"


class TraffickingStatus(StrEnum):
    """HTCDS 2.0, `vic_TraffickingStatus`: the API names of the standard."""

    ACTUAL = "ActualVictimOfTrafficking"
    POSSIBLE = "PossibleVictimOfTrafficking"
    NOT_A_VICTIM = "NotAVictimOfTrafficking"

    @property
    def label(self) -> str:
        """The label of the standard, as it is spelled there."""
        return _LABELS[self]


_LABELS: Mapping[TraffickingStatus, str] = MappingProxyType(
    {
        TraffickingStatus.ACTUAL: "Actual victim of trafficking",
        TraffickingStatus.POSSIBLE: "Possible victim of trafficking",
        TraffickingStatus.NOT_A_VICTIM: "Not a victim of trafficking",
    }
)

STATUS_OF: Mapping[Determination, TraffickingStatus] = MappingProxyType(
    {
        Determination.VICTIM: TraffickingStatus.ACTUAL,
        Determination.POSSIBLE: TraffickingStatus.POSSIBLE,
        Determination.NOT_VICTIM: TraffickingStatus.NOT_A_VICTIM,
    }
)

OF_RESULT: Mapping[Result, Determination] = MappingProxyType(
    {
        Result.INDICATED: Determination.VICTIM,
        Result.INSUFFICIENT: Determination.POSSIBLE,
        Result.NOT_INDICATED: Determination.NOT_VICTIM,
    }
)
"""What is confirmed where nobody proposed anything: the system's result."""


class DecidingOrganisation(StrEnum):
    """HTCDS 2.0, `vic_TraffickingStatusDecisionMakingOrg`: the API names of the standard."""

    POLICE = "Police"
    NGO = "NGO"
    COURT_OR_PROSECUTION = "CourtOrProsecution"
    GOVERNMENT = "NonPoliceGovernmentalOrganization"
    OTHER = "Other"


ORGANISATION_OF: Mapping[str, DecidingOrganisation] = MappingProxyType(
    {
        "police": DecidingOrganisation.POLICE,
        "ngo": DecidingOrganisation.NGO,
        "court_prosecution": DecidingOrganisation.COURT_OR_PROSECUTION,
        "government": DecidingOrganisation.GOVERNMENT,
        "international_org": DecidingOrganisation.OTHER,
        "other": DecidingOrganisation.OTHER,
    }
)
"""The answers to `s_vot_org` → the words of the standard."""


class OverrideReason(StrEnum):
    """Why another result than the proposed one was decided. A text goes with each."""

    ANSWERS_WEIGHED_OTHERWISE = "answers_weighed_otherwise"
    ANSWERS_DISAGREE = "answers_disagree"
    INDICATOR_NOT_FITTING = "indicator_not_fitting"
    CONTEXT_NOT_ASKED = "context_not_asked"
    AGE = "age"
    LAW_APPLIED_OTHERWISE = "law_applied_otherwise"
    BENEFIT_OF_DOUBT = "benefit_of_doubt"
    AUTHORITY_DECIDED = "authority_decided"
    OTHER = "other"


class ReconsiderationReason(StrEnum):
    """Why a person asks that somebody else looks again."""

    DISAGREES = "disagrees"
    NEW_INFORMATION = "new_information"
    NOT_UNDERSTOOD = "not_understood"
    TREATED_UNFAIRLY = "treated_unfairly"
    NO_REASON_GIVEN = "no_reason_given"


class Part(StrEnum):
    """What somebody had to do with a decision, so that they cannot be the one who decides it."""

    AUTHORED = "authored"
    INTERPRETED = "interpreted"
    REQUESTED = "requested"
    ESCALATED = "escalated"
    DECIDED = "decided"


class WhyNot(StrEnum):
    """Why this person cannot decide this now."""

    NOT_YOURS = "not_yours"
    AUTHORED = "authored"
    INTERPRETED = "interpreted"
    REQUESTED = "requested"
    ESCALATED = "escalated"
    DECIDED = "decided"
    NOTHING_TO_DECIDE = "nothing_to_decide"


class StepKind(StrEnum):
    """What happened to a decision. Steps are added and never changed."""

    ASKED = "asked"
    TAKEN = "taken"
    CONFIRMED = "confirmed"
    OVERRIDDEN = "overridden"
    RETURNED = "returned"
    PIN_ANSWERED = "pin_answered"
    ESCALATED = "escalated"
    ELIGIBILITY_DECIDED = "eligibility_decided"
    TOLD = "told"
    COPY_GIVEN = "copy_given"
    LEFT_STANDING = "left_standing"
    RECONSIDERATION_ASKED = "reconsideration_asked"
    VOIDED = "voided"


S = ProposalState

MOVES: Mapping[StepKind, ProposalState] = MappingProxyType(
    {
        StepKind.ASKED: S.PROPOSED,
        StepKind.TAKEN: S.UNDER_REVIEW,
        StepKind.CONFIRMED: S.CONFIRMED,
        StepKind.OVERRIDDEN: S.OVERRIDDEN,
        StepKind.RETURNED: S.RETURNED,
        StepKind.ESCALATED: S.ESCALATED,
        StepKind.TOLD: S.COMMUNICATED,
        StepKind.LEFT_STANDING: S.STANDING,
        StepKind.RECONSIDERATION_ASKED: S.RECONSIDERATION_ASKED,
        StepKind.VOIDED: S.VOIDED_BY_EDIT,
    }
)
"""The steps that move a decision, and where to. The others leave it where it stands."""

TO_DECIDE = frozenset({S.PROPOSED, S.UNDER_REVIEW, S.ESCALATED, S.RECONSIDERATION_ASKED})
"""Where somebody still has to decide."""

DECIDED = frozenset({S.CONFIRMED, S.OVERRIDDEN, S.COMMUNICATED, S.STANDING})
"""Where a decision holds."""

WITHIN: Mapping[StepKind, frozenset[ProposalState]] = MappingProxyType(
    {
        StepKind.PIN_ANSWERED: frozenset({S.RETURNED}),
        StepKind.ELIGIBILITY_DECIDED: DECIDED,
        StepKind.COPY_GIVEN: frozenset({S.COMMUNICATED, S.STANDING}),
        # Told again, in other words or by somebody else.
        StepKind.TOLD: frozenset({S.CONFIRMED, S.OVERRIDDEN, S.COMMUNICATED}),
        # Another supervisor goes on with what one had taken.
        StepKind.TAKEN: TO_DECIDE,
    }
)
"""In which states a step may be taken that does not move a decision, or not always."""


def require_step(kind: StepKind, state: ProposalState) -> ProposalState:
    """The state after a step of this kind. Raises `NotNow` where it cannot be taken."""
    from_here = WITHIN.get(kind)
    to = MOVES.get(kind, state)
    if from_here is not None:
        if state not in from_here:
            raise NotNow
        return to
    return moved(state, to)
