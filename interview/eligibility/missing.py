"""What is still missing, and which single answer could change the result (rule set 6.3)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

from interview.eligibility.changes import Changes
from interview.eligibility.decision import Decision
from interview.eligibility.dimensions import Counts, DimensionFinding, count
from interview.eligibility.elements import direct_means, exploitation_facts, forcing
from interview.eligibility.facts import Facts, Item
from interview.eligibility.trace import Trace
from interview.eligibility.vocabulary import (
    DIRECT_INDICATORS,
    MEANS_DIMENSIONS,
    Act,
    Dimension,
    Fact,
    Means,
    Profile,
    Result,
    Status,
    Truth,
    Weight,
)
from interview.eligibility.weights import Weights

MOST_NEEDED = 3  # No minimum combination of a dimension holds more than three indicators.
ORDER_OF_WEIGHT = {Weight.STRONG: 0, Weight.MEDIUM: 1, Weight.WEAK: 2, None: 0}


class ElementName(StrEnum):
    AGE = "age"
    ACT = "act"
    MEANS = "means"
    PURPOSE = "purpose"


ORDER_OF_ELEMENT = {name: position for position, name in enumerate(ElementName)}
AGE_ITEM = "age"


@dataclass(frozen=True, slots=True)
class Missing:
    """One unknown.

    `answers` is how few answers, this one among them, would show the element; `could_become` what the result could
    become by this answer alone, and `one_more_answer` whether it could change at all.
    """

    element: ElementName
    item: str
    questions: tuple[str, ...]
    answers: int
    weight: Weight | None = None
    could_become: tuple[Result, ...] = ()
    one_more_answer: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """One thing the person would rather not say: listed apart, and not asked again by itself."""

    element: ElementName
    item: str
    questions: tuple[str, ...]


def find_missing(
    facts: Facts, decision: Decision, weights: Weights, profile: Profile
) -> tuple[tuple[Missing, ...], tuple[Refused, ...]]:
    """The missing-information list in the order to ask, and what was refused."""
    found: dict[tuple[ElementName, str], Missing] = {}
    for trace in decision.traces:
        for wanted in _of_trace(facts, trace, profile):
            known = found.get((wanted.element, wanted.item))
            if known is None or wanted.answers < known.answers:
                found[wanted.element, wanted.item] = wanted
    changes = Changes(facts, decision, weights, profile) if found else None
    listed = [_could_become(item, changes.of(item.item, answers=item.answers)) for item in found.values() if changes]
    listed.extend(_age(facts, decision))
    return tuple(sorted(listed, key=_order)), _refused(facts, decision, profile)


def _could_become(item: Missing, results: tuple[Result, ...]) -> Missing:
    return replace(item, could_become=results, one_more_answer=bool(results))


def _order(item: Missing) -> tuple[int, int, int]:
    return item.answers, ORDER_OF_WEIGHT[item.weight], ORDER_OF_ELEMENT[item.element]


def _age(facts: Facts, decision: Decision) -> Iterator[Missing]:
    if not decision.child.open:
        return
    results = {trace.result for child in (True, False) if (trace := decision.best(child=child))}
    become = tuple(result for result in Result if result in results and result is not decision.result)
    yield _could_become(_missing(facts, ElementName.AGE, AGE_ITEM, 1), become)


def _of_trace(facts: Facts, trace: Trace, profile: Profile) -> Iterator[Missing]:
    if trace.act.value is Truth.UNKNOWN:
        for act in Act:
            if facts.act(act).status is Status.UNKNOWN:
                yield _missing(facts, ElementName.ACT, act, 1)
    if trace.means.value is Means.UNKNOWN and not trace.child:
        yield from _means(facts, trace, profile)
    if trace.purpose.value is Truth.UNKNOWN:
        yield from _purpose(facts, trace, profile)


def _means(facts: Facts, trace: Trace, profile: Profile) -> Iterator[Missing]:
    for name in MEANS_DIMENSIONS:
        for code, weight in _unknown(trace.dimensions[name]):
            direct = profile is Profile.STANDARD and code in DIRECT_INDICATORS
            if answers := 1 if direct else _additions(trace.dimensions[name], weight):
                yield _missing(facts, ElementName.MEANS, code, answers, weight)
    if profile is Profile.STANDARD and facts.fact(Fact.PAYMENT).status is Status.UNKNOWN:
        yield _missing(facts, ElementName.MEANS, Fact.PAYMENT, 1)


def _purpose(facts: Facts, trace: Trace, profile: Profile) -> Iterator[Missing]:
    if profile is Profile.STANDARD:
        for code, item in exploitation_facts(facts).items():
            if item.status is Status.UNKNOWN:
                yield _missing(facts, ElementName.PURPOSE, code, 1)
    work = trace.dimensions[Dimension.D4]
    to_work = 0 if work.positive else _additions(work)
    to_force = 0 if trace.child or forcing(trace.dimensions) else _to_force(trace)
    if to_work is None or to_force is None:
        return
    for code, weight in _unknown(work) if to_work else ():
        if answers := _additions(work, weight):
            yield _missing(facts, ElementName.PURPOSE, code, answers + to_force, weight)
    for name in (Dimension.D5, Dimension.D6) if to_force else ():
        for code, weight in _unknown(trace.dimensions[name]):
            alone = name is Dimension.D5 and weight is Weight.STRONG
            if answers := 1 if alone else _additions(trace.dimensions[name], weight):
                yield _missing(facts, ElementName.PURPOSE, code, answers + to_work, weight)


def _to_force(trace: Trace) -> int | None:
    coercion, vulnerability = trace.dimensions[Dimension.D5], trace.dimensions[Dimension.D6]
    if any(weight is Weight.STRONG for _, weight in _unknown(coercion)):
        return 1
    ways = [way for found in (coercion, vulnerability) if (way := _additions(found)) is not None]
    return min(ways, default=None)


def _unknown(found: DimensionFinding) -> Iterator[tuple[str, Weight]]:
    for item in found.indicators:
        if item.status is Status.UNKNOWN:
            yield item.indicator.code, item.indicator.weight


def _additions(found: DimensionFinding, first: Weight | None = None) -> int | None:
    """The fewest unknown indicators (one of them of weight `first`) that would make the dimension positive."""
    open_ = count(weight for _, weight in _unknown(found))
    must = count([first] if first else [])
    ways = (
        Counts(strong, medium, weak)
        for strong, medium, weak in product(
            range(must.strong, min(open_.strong, MOST_NEEDED) + 1),
            range(must.medium, min(open_.medium, MOST_NEEDED) + 1),
            range(must.weak, min(open_.weak, MOST_NEEDED) + 1),
        )
    )
    sizes = (way.strong + way.medium + way.weak for way in ways if (found.low + way).positive)
    return min(sizes, default=None)


def _missing(facts: Facts, element: ElementName, item: str, answers: int, weight: Weight | None = None) -> Missing:
    return Missing(element, str(item), facts.asked_by.get(str(item), ()), answers, weight)


def _refused(facts: Facts, decision: Decision, profile: Profile) -> tuple[Refused, ...]:
    found: dict[tuple[ElementName, str], None] = {}
    for trace in decision.traces:
        for element, code, item in _items(facts, trace, profile):
            if item.status is Status.REFUSED:
                found[element, code] = None
    return tuple(Refused(element, code, facts.asked_by.get(code, ())) for element, code in found)


def _items(facts: Facts, trace: Trace, profile: Profile) -> Iterator[tuple[ElementName, str, Item]]:
    """Everything that could still decide an undetermined element."""
    if trace.act.value is Truth.UNKNOWN:
        yield from ((ElementName.ACT, act.value, facts.act(act)) for act in Act)
    if trace.means.value is Means.UNKNOWN and not trace.child:
        for name in MEANS_DIMENSIONS:
            yield from ((ElementName.MEANS, code, facts.indicator(code)) for code in _codes(trace, name))
        if profile is Profile.STANDARD:
            yield ElementName.MEANS, Fact.PAYMENT.value, direct_means(facts)[Fact.PAYMENT.value]
    if trace.purpose.value is Truth.UNKNOWN:
        if profile is Profile.STANDARD:
            yield from ((ElementName.PURPOSE, code, item) for code, item in exploitation_facts(facts).items())
        for name in (Dimension.D4,) if trace.child else (Dimension.D4, Dimension.D5, Dimension.D6):
            yield from ((ElementName.PURPOSE, code, facts.indicator(code)) for code in _codes(trace, name))


def _codes(trace: Trace, name: Dimension) -> Iterator[str]:
    return (item.indicator.code for item in trace.dimensions[name].indicators)
