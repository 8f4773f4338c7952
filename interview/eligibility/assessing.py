"""What services call: the assessment of an interview, and its flags while it is still going on."""

from interview.eligibility.assessment import Assessment, assess_facts
from interview.eligibility.gathering import gather, gather_for_flags
from interview.eligibility.mapping import Mapping
from interview.eligibility.risks import RiskFlag, raise_flags
from interview.eligibility.vocabulary import Profile
from interview.eligibility.weights import Weights
from interview.questionnaire.view import View


def assess(
    view: View, mapping: Mapping, weights: Weights | None = None, profile: Profile = Profile.STANDARD
) -> Assessment:
    """The explained proposal for the answers that show."""
    return assess_facts(gather(view, mapping), weights, profile)


def flags(view: View, mapping: Mapping) -> tuple[RiskFlag, ...]:
    """The immediate-risk flags so far. Cheap enough for every save."""
    return raise_flags(gather_for_flags(view, mapping))
