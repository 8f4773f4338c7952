"""One indicator set read to its end: the dimensions, the elements, the result and its strength (steps 1 to 6)."""

from dataclasses import dataclass
from types import MappingProxyType

from interview.eligibility.dimensions import DimensionFinding, judge
from interview.eligibility.elements import Dimensions, Element, find_act, find_means, find_purpose
from interview.eligibility.facts import Facts
from interview.eligibility.vocabulary import (
    EXPLOITATION_FACTS,
    RECRUITMENT,
    Dimension,
    IndicatorSet,
    Means,
    Profile,
    Result,
    Strength,
    Truth,
)
from interview.eligibility.weights import Weights

FAVOUR_OF_RESULT = {Result.NOT_INDICATED: 0, Result.INSUFFICIENT: 1, Result.INDICATED: 2}
FAVOUR_OF_STRENGTH = {None: 0, Strength.D: 1, Strength.C: 2, Strength.B_MINUS: 3, Strength.B: 4, Strength.A: 5}


@dataclass(frozen=True, slots=True)
class Trace:
    """What one set says. `child` is the rule applied: for a child no means is required."""

    indicator_set: IndicatorSet
    child: bool
    dimensions: Dimensions
    act: Element[Truth]
    means: Element[Means]
    purpose: Element[Truth]
    result: Result
    strength: Strength | None

    @property
    def favour(self) -> tuple[int, int]:
        """Orders traces from the least to the most favourable to the person."""
        return FAVOUR_OF_RESULT[self.result], FAVOUR_OF_STRENGTH[self.strength]

    @property
    def unverified(self) -> bool:
        return any(item.unverified for item in self.dimensions.values())


def follow(
    indicator_set: IndicatorSet,
    facts: Facts,
    weights: Weights,
    *,
    child: bool,
    profile: Profile = Profile.STANDARD,
) -> Trace:
    """The trace of one set."""
    dimensions = MappingProxyType({name: judge(name, indicator_set, facts, weights) for name in Dimension})
    act = find_act(facts)
    means = find_means(facts, dimensions, profile)
    purpose = find_purpose(facts, dimensions, profile, child=child)
    result = conclude(act.value, means.value, purpose.value, child=child)
    full = full_pattern(facts, dimensions, profile, child=child)
    if profile is Profile.ILO_STRICT and result is Result.INDICATED and not full:
        result = Result.INSUFFICIENT if _pattern_possible(dimensions, child=child) else Result.NOT_INDICATED
    strength = grade(result, (act.value, means.value, purpose.value), child=child, full=full)
    return Trace(indicator_set, child, dimensions, act, means, purpose, result, strength)


def conclude(act: Truth, means: Means, purpose: Truth, *, child: bool) -> Result:
    """Step 5. Palermo Protocol, Art. 3(c): for a child no means is required."""
    shown = child or means in (Means.YES, Means.YES_DIRECT)
    if act is Truth.YES and purpose is Truth.YES and shown:
        return Result.INDICATED
    if act is Truth.NO or purpose is Truth.NO or (not child and means is Means.NO):
        return Result.NOT_INDICATED
    return Result.INSUFFICIENT


def grade(result: Result, elements: tuple[Truth, Means, Truth], *, child: bool, full: bool) -> Strength | None:
    """Step 6. None where the result is `not_indicated` although an element is shown: the scale has no letter for it."""
    act, means, purpose = elements
    if result is Result.INDICATED:
        if full:
            return Strength.A
        return Strength.B_MINUS if means is Means.YES_DIRECT and not child else Strength.B
    shown = act is Truth.YES or purpose is Truth.YES or means in (Means.YES, Means.YES_DIRECT)
    if not shown:
        return Strength.D
    return Strength.C if result is Result.INSUFFICIENT else None


def full_pattern(facts: Facts, dimensions: Dimensions, profile: Profile, *, child: bool) -> bool:
    """The pattern of strength A. Adult: (D1 or D2 or D3), D4 and D5. Child: D4 or an exploitation fact; a dimension."""
    if not child:
        recruited = any(dimensions[name].positive for name in RECRUITMENT)
        return recruited and dimensions[Dimension.D4].positive and dimensions[Dimension.D5].positive
    fact = profile is Profile.STANDARD and any(facts.has(item) for item in EXPLOITATION_FACTS)
    exploited = dimensions[Dimension.D4].positive or fact
    return exploited and any(item.positive for item in dimensions.values())


def _pattern_possible(dimensions: Dimensions, *, child: bool) -> bool:
    def open_(found: DimensionFinding) -> bool:
        return not found.negative

    if child:
        return open_(dimensions[Dimension.D4])
    recruited = any(open_(dimensions[name]) for name in RECRUITMENT)
    return recruited and open_(dimensions[Dimension.D4]) and open_(dimensions[Dimension.D5])
