"""The parts of an assessment as they are stored: codes, counts and answer keys, nothing that has to be recomputed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from interview.eligibility.age import ChildBasis
from interview.eligibility.decision import Decision
from interview.eligibility.dimensions import Counts, DimensionFinding, IndicatorFinding
from interview.eligibility.elements import Element
from interview.eligibility.trace import Trace
from interview.eligibility.vocabulary import (
    Dimension,
    DimensionStatus,
    IndicatorSet,
    Means,
    Result,
    Status,
    Strength,
    Truth,
    Weight,
)


@dataclass(frozen=True, slots=True)
class IndicatorRecord:
    """`code` carries the set: `AL.D1.WAGES`. `keys` are the answers that set it."""

    code: str
    status: Status
    weight: Weight
    certainty: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoundsRecord:
    """`low` counts what is present, `high` also what an unknown or refused answer could add."""

    low: Counts
    high: Counts


@dataclass(frozen=True, slots=True)
class DimensionRecord:
    status: DimensionStatus
    counts: BoundsRecord
    indicators: tuple[IndicatorRecord, ...]


@dataclass(frozen=True, slots=True)
class TruthRecord:
    value: Truth
    facts: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeansRecord:
    value: Means
    facts: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    result: Result
    strength: Strength | None


@dataclass(frozen=True, slots=True)
class ChildRecord:
    """`value`: true, false, or null while not known. Both outcomes stand here where the age leaves both rules open."""

    value: bool | None
    basis: ChildBasis
    as_adult: Outcome | None
    as_child: Outcome | None
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TraceRecord:
    """What one set says, complete."""

    indicator_set: IndicatorSet
    child: bool
    result: Result
    strength: Strength | None
    dimensions: Mapping[Dimension, DimensionRecord]
    act: TruthRecord
    means: MeansRecord
    purpose: TruthRecord
    unverified_weights_used: bool


def trace_record(trace: Trace) -> TraceRecord:
    return TraceRecord(
        indicator_set=trace.indicator_set,
        child=trace.child,
        result=trace.result,
        strength=trace.strength,
        dimensions=MappingProxyType(dimension_records(trace)),
        act=_truth(trace.act),
        means=MeansRecord(trace.means.value, trace.means.facts, trace.means.keys),
        purpose=_truth(trace.purpose),
        unverified_weights_used=trace.unverified,
    )


def dimension_records(trace: Trace) -> dict[Dimension, DimensionRecord]:
    return {name: _dimension(found, trace.indicator_set) for name, found in trace.dimensions.items()}


def child_record(decision: Decision) -> ChildRecord:
    child = decision.child
    value = {Truth.YES: True, Truth.NO: False, Truth.UNKNOWN: None}[child.value]
    adult, minor = (_outcome(decision.best(child=rule)) if child.open else None for rule in (False, True))
    return ChildRecord(value, child.basis, adult, minor, child.keys)


def _truth(element: Element[Truth]) -> TruthRecord:
    return TruthRecord(element.value, element.facts, element.keys)


def _dimension(found: DimensionFinding, name: IndicatorSet) -> DimensionRecord:
    bounds = BoundsRecord(found.low, found.high)
    return DimensionRecord(found.status, bounds, tuple(_indicator(item, name) for item in found.indicators))


def _indicator(item: IndicatorFinding, name: IndicatorSet) -> IndicatorRecord:
    indicator = item.indicator
    return IndicatorRecord(f"{name}.{indicator.code}", item.status, indicator.weight, indicator.certainty, item.keys)


def _outcome(trace: Trace | None) -> Outcome | None:
    return Outcome(trace.result, trace.strength) if trace else None
