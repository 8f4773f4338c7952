"""The six dimensions: the minimum-combination rule, with a lower and an upper bound.

Source: ILO / European Commission operational indicators (2009), rule set 1.1 and step 1 of 6.2.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from interview.eligibility.facts import Facts
from interview.eligibility.vocabulary import Dimension, DimensionStatus, IndicatorSet, Status, Weight
from interview.eligibility.weights import Weighted, Weights


@dataclass(frozen=True, slots=True)
class Counts:
    """How many indicators of each strength."""

    strong: int = 0
    medium: int = 0
    weak: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.strong + other.strong, self.medium + other.medium, self.weak + other.weak)

    @property
    def positive(self) -> bool:
        return positive(self.strong, self.medium, self.weak)


def positive(strong: int, medium: int, weak: int) -> bool:
    """Whether a dimension is positive: 2 strong; 1 strong + 1 medium or weak; 3 medium; or 2 medium + 1 weak."""
    return strong >= 2 or (strong >= 1 and medium + weak >= 1) or medium >= 3 or (medium >= 2 and weak >= 1)


@dataclass(frozen=True, slots=True)
class IndicatorFinding:
    """One indicator as one set reads it."""

    indicator: Weighted
    status: Status
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DimensionFinding:
    """One dimension: `low` counts what is present, `high` also what an unknown or refused answer could still add."""

    dimension: Dimension
    status: DimensionStatus
    low: Counts
    high: Counts
    indicators: tuple[IndicatorFinding, ...]

    @property
    def positive(self) -> bool:
        return self.status is DimensionStatus.POSITIVE

    @property
    def negative(self) -> bool:
        return self.status is DimensionStatus.NEGATIVE

    @property
    def keys(self) -> tuple[str, ...]:
        """The answers the status rests on: those of what is present or, where it is negative, of what is absent."""
        wanted = Status.ABSENT if self.negative else Status.PRESENT
        return unique(key for item in self.indicators if item.status is wanted for key in item.keys)

    @property
    def strong_present(self) -> tuple[IndicatorFinding, ...]:
        return tuple(
            item for item in self.indicators if item.status is Status.PRESENT and item.indicator.weight is Weight.STRONG
        )

    @property
    def strong_possible(self) -> bool:
        """Whether a strong indicator is present, or could still turn out to be."""
        return self.high.strong > 0

    @property
    def unverified(self) -> bool:
        """Whether a weight that nobody has checked against the source took part in the status."""
        return any(not item.indicator.verified and self._took_part(item.status) for item in self.indicators)

    def _took_part(self, status: Status) -> bool:
        return status is Status.PRESENT or (self.negative and status.possible)


def judge(dimension: Dimension, indicator_set: IndicatorSet, facts: Facts, weights: Weights) -> DimensionFinding:
    """The finding on one dimension, by itself."""
    indicators = tuple(_find(weighted, facts) for weighted in weights.sets[indicator_set][dimension])
    low = count(item.indicator.weight for item in indicators if item.status is Status.PRESENT)
    high = low + count(item.indicator.weight for item in indicators if item.status.possible)
    return DimensionFinding(dimension, _status(low, high), low, high, indicators)


def _find(weighted: Weighted, facts: Facts) -> IndicatorFinding:
    item = facts.indicator(weighted.code)
    return IndicatorFinding(weighted, item.status, item.keys)


def _status(low: Counts, high: Counts) -> DimensionStatus:
    if low.positive:
        return DimensionStatus.POSITIVE
    return DimensionStatus.UNDETERMINED if high.positive else DimensionStatus.NEGATIVE


def count(weights: Iterable[Weight]) -> Counts:
    strong = medium = weak = 0
    for weight in weights:
        strong += weight is Weight.STRONG
        medium += weight is Weight.MEDIUM
        weak += weight is Weight.WEAK
    return Counts(strong, medium, weak)


def unique(keys: Iterable[str]) -> tuple[str, ...]:
    """The keys in their order, each once."""
    return tuple(dict.fromkeys(keys))
