"""Act, means and purpose: the three elements of Palermo Protocol, Art. 3, as steps 2 to 4 of the rule set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from interview.eligibility.dimensions import DimensionFinding, unique
from interview.eligibility.facts import Facts, Item
from interview.eligibility.vocabulary import (
    DIRECT_INDICATORS,
    EXPLOITATION_FACTS,
    MEANS_DIMENSIONS,
    MEANS_FACTS,
    Act,
    Dimension,
    Means,
    Profile,
    Status,
    Truth,
)

Value = TypeVar("Value", bound=StrEnum)
Dimensions = Mapping[Dimension, DimensionFinding]


@dataclass(frozen=True, slots=True)
class Element(Generic[Value]):
    """One element: its value, the codes it rests on (acts, dimensions, indicators, facts) and the answers behind."""

    value: Value
    facts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


def find_act(facts: Facts) -> Element[Truth]:
    """Step 2: one act by another person is enough; only all five denied is a no."""
    items = {act.value: facts.act(act) for act in Act}
    if present := _with(items, Status.PRESENT):
        return Element(Truth.YES, tuple(present), _keys(present.values()))
    if len(denied := _with(items, Status.ABSENT)) == len(Act):
        return Element(Truth.NO, tuple(denied), _keys(denied.values()))
    return Element(Truth.UNKNOWN)


def find_means(facts: Facts, dimensions: Dimensions, profile: Profile) -> Element[Means]:
    """Step 3. A direct fact that may yet turn out present keeps it open: unknown never counts against the person."""
    if found := [dimensions[name] for name in MEANS_DIMENSIONS if dimensions[name].positive]:
        return Element(Means.YES, tuple(item.dimension for item in found), _keys(found))
    direct = direct_means(facts) if profile is Profile.STANDARD else {}
    if present := _with(direct, Status.PRESENT):
        return Element(Means.YES_DIRECT, tuple(present), _keys(present.values()))
    denied = [dimensions[name] for name in MEANS_DIMENSIONS if dimensions[name].negative]
    if len(denied) == len(MEANS_DIMENSIONS) and not any(item.status.possible for item in direct.values()):
        return Element(Means.NO, tuple(item.dimension for item in denied), _keys([*denied, *direct.values()]))
    return Element(Means.UNKNOWN)


def direct_means(facts: Facts) -> dict[str, Item]:
    """Every fact that is a means by itself, by code."""
    items = {code: facts.indicator(code) for code in sorted(DIRECT_INDICATORS)}
    return items | {fact.value: facts.fact(fact) for fact in MEANS_FACTS}


def find_purpose(facts: Facts, dimensions: Dimensions, profile: Profile, *, child: bool) -> Element[Truth]:
    """Step 4: an exploitation fact, or exploitation at work (D4) with what makes it forced (for a child, D4 alone)."""
    exploitation = exploitation_facts(facts) if profile is Profile.STANDARD else {}
    if present := _with(exploitation, Status.PRESENT):
        return Element(Truth.YES, tuple(present), _keys(present.values()))
    work = dimensions[Dimension.D4]
    if work.positive and (child or forcing(dimensions)):
        forced = [] if child else forcing(dimensions)
        return Element(Truth.YES, (Dimension.D4, *_codes(forced)), _keys([work, *forced]))
    if all(item.status is Status.ABSENT for item in exploitation.values()) and _not_forced(dimensions, child=child):
        denied = [item for item in _purpose_dimensions(dimensions, child=child) if item.negative]
        return Element(
            Truth.NO, (*exploitation, *(item.dimension for item in denied)), _keys([*exploitation.values(), *denied])
        )
    return Element(Truth.UNKNOWN)


def exploitation_facts(facts: Facts) -> dict[str, Item]:
    return {fact.value: facts.fact(fact) for fact in EXPLOITATION_FACTS}


def forcing(dimensions: Dimensions) -> list[DimensionFinding]:
    """What, beside D4, makes an adult's work forced: D5 or D6 positive, or a strong D5 item by itself."""
    found = [dimensions[name] for name in (Dimension.D5, Dimension.D6) if dimensions[name].positive]
    coercion = dimensions[Dimension.D5]
    return found or ([coercion] if coercion.low.strong else [])


def _codes(forced: Iterable[DimensionFinding]) -> Iterable[str]:
    for item in forced:
        yield item.dimension if item.positive else item.strong_present[0].indicator.code


def _not_forced(dimensions: Dimensions, *, child: bool) -> bool:
    if dimensions[Dimension.D4].negative:
        return True
    coercion, vulnerability = dimensions[Dimension.D5], dimensions[Dimension.D6]
    return not child and coercion.negative and vulnerability.negative and not coercion.strong_possible


def _purpose_dimensions(dimensions: Dimensions, *, child: bool) -> list[DimensionFinding]:
    names = (Dimension.D4,) if child else (Dimension.D4, Dimension.D5, Dimension.D6)
    return [dimensions[name] for name in names]


def _with(items: Mapping[str, Item], status: Status) -> dict[str, Item]:
    return {code: item for code, item in items.items() if item.status is status}


def _keys(found: Iterable[Item | DimensionFinding]) -> tuple[str, ...]:
    return unique(key for item in found for key in item.keys)
