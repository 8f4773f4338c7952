"""Each criterion of the definition, with the answers for and against it and those that are missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from interview.eligibility.assessment import Assessment
from interview.eligibility.facts import Facts, Item
from interview.eligibility.mapping import AGE
from interview.eligibility.missing import ElementName
from interview.eligibility.records import DimensionRecord
from interview.eligibility.vocabulary import (
    EXPLOITATION_FACTS,
    MEANS_DIMENSIONS,
    MEANS_FACTS,
    Act,
    Dimension,
    DimensionStatus,
    Means,
    Status,
    Truth,
)


class Standing(StrEnum):
    """How a criterion stands. What was not asked never counts against the person."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_ENOUGH_KNOWN = "not_enough_known"


class Code(StrEnum):
    """What is judged: the child rule (met: the person is or was a child), the three elements, the six dimensions."""

    CHILD = "child"
    ACT = "act"
    MEANS = "means"
    PURPOSE = "purpose"
    D1 = "D1"
    D2 = "D2"
    D3 = "D3"
    D4 = "D4"
    D5 = "D5"
    D6 = "D6"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion, with the keys of the answers for it, of those against it, and of the questions that are open.

    `required` is false for what the result does not need: means for a child, and each dimension by itself.
    """

    code: Code
    standing: Standing
    supporting: tuple[str, ...]
    opposing: tuple[str, ...]
    missing: tuple[str, ...]
    required: bool


_OF_TRUTH = {Truth.YES: Standing.MET, Truth.NO: Standing.NOT_MET, Truth.UNKNOWN: Standing.NOT_ENOUGH_KNOWN}
_OF_MEANS = {
    Means.YES: Standing.MET,
    Means.YES_DIRECT: Standing.MET,
    Means.NO: Standing.NOT_MET,
    Means.UNKNOWN: Standing.NOT_ENOUGH_KNOWN,
}
_OF_DIMENSION = {
    DimensionStatus.POSITIVE: Standing.MET,
    DimensionStatus.NEGATIVE: Standing.NOT_MET,
    DimensionStatus.UNDETERMINED: Standing.NOT_ENOUGH_KNOWN,
}
_WORK, _FORCE = (Dimension.D4,), (Dimension.D5, Dimension.D6)


def criteria(assessment: Assessment, facts: Facts) -> tuple[Criterion, ...]:
    """Every criterion as the chosen set of the assessment reads it; `facts` are those it was made of."""
    child = assessment.child.value is True
    acts = [facts.act(act) for act in Act]
    means = [*_of(assessment, MEANS_DIMENSIONS), *(facts.fact(fact) for fact in MEANS_FACTS)]
    purposes = [facts.fact(fact) for fact in EXPLOITATION_FACTS]
    purposes += _of(assessment, _WORK if child else (*_WORK, *_FORCE))
    return (
        _age(assessment, facts),
        _element(assessment, Code.ACT, _OF_TRUTH[assessment.act.value], acts, required=True),
        _element(assessment, Code.MEANS, _OF_MEANS[assessment.means.value], means, required=not child),
        _element(assessment, Code.PURPOSE, _OF_TRUTH[assessment.purpose.value], purposes, required=True),
        *(_dimension(name, found, facts) for name, found in assessment.per_dimension.items()),
    )


def _age(assessment: Assessment, facts: Facts) -> Criterion:
    value, keys = assessment.child.value, assessment.child.keys
    return Criterion(
        code=Code.CHILD,
        standing={True: Standing.MET, False: Standing.NOT_MET, None: Standing.NOT_ENOUGH_KNOWN}[value],
        supporting=keys if value is not False else (),
        opposing=keys if value is False else (),
        missing=facts.asked_by.get(AGE, ()) if value is None else (),
        required=False,
    )


def _element(assessment: Assessment, code: Code, standing: Standing, items: list[Item], *, required: bool) -> Criterion:
    missing = (item.questions for item in assessment.missing if item.element is ElementName(code.value))
    return Criterion(
        code=code,
        standing=standing,
        supporting=_keys(items, Status.PRESENT),
        opposing=_keys(items, Status.ABSENT),
        missing=_each_once(missing) if standing is Standing.NOT_ENOUGH_KNOWN else (),
        required=required,
    )


def _dimension(name: Dimension, found: DimensionRecord, facts: Facts) -> Criterion:
    items = list(_items(found))
    unknown = (indicator.code for indicator in found.indicators if indicator.status is Status.UNKNOWN)
    open_ = found.status is DimensionStatus.UNDETERMINED
    # The code of a stored indicator carries its set; what asks for it is the same in each.
    asked = (facts.asked_by.get(code.partition(".")[2], ()) for code in unknown)
    return Criterion(
        code=Code(name.value),
        standing=_OF_DIMENSION[found.status],
        supporting=_keys(items, Status.PRESENT),
        opposing=_keys(items, Status.ABSENT),
        missing=_each_once(asked) if open_ else (),
        required=False,
    )


def _of(assessment: Assessment, names: Iterable[Dimension]) -> list[Item]:
    return [item for name in names for item in _items(assessment.per_dimension[name])]


def _items(found: DimensionRecord) -> Iterator[Item]:
    return (Item(indicator.status, indicator.keys) for indicator in found.indicators)


def _keys(items: Iterable[Item], status: Status) -> tuple[str, ...]:
    return _each_once(item.keys for item in items if item.status is status)


def _each_once(keys: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for some in keys for key in some))
