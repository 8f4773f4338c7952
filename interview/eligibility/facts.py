"""What is known about one person: the input of an assessment, whatever form or file it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from interview.eligibility.vocabulary import Act, ExploitationKind, Fact, Status, Truth


@dataclass(frozen=True, slots=True)
class Item:
    """One fact with the keys of the answers it rests on."""

    status: Status
    keys: tuple[str, ...] = ()


UNKNOWN = Item(Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Age:
    """What is known of the person's age.

    `now` is the lowest possible whole age today (margin of error in the person's favour), `minor_at_stage` whether they
    were under 18 at any act or exploitation stage, `presumed` whether there is reason to believe they are a child while
    the age is uncertain, `stated` what a record says outright.
    """

    now: int | None = None
    minor_at_stage: Truth = Truth.UNKNOWN
    presumed: bool = False
    stated: bool | None = None
    stages_asked: bool = False
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything an assessment reads. What a mapping does not hold is unknown.

    Indicators are kept without their set (`D1.WAGES`), so that a new fact never makes another one unknown (6.9).
    `asked_by` names the questions that can answer an indicator, act or fact; `earlier` are earlier episodes, the oldest
    first.
    """

    age: Age = field(default_factory=Age)
    kind: ExploitationKind | None = None
    acts: Mapping[Act, Item] = field(default_factory=lambda: MappingProxyType({}))
    indicators: Mapping[str, Item] = field(default_factory=lambda: MappingProxyType({}))
    facts: Mapping[Fact, Item] = field(default_factory=lambda: MappingProxyType({}))
    earlier: tuple["Episode", ...] = ()
    asked_by: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def act(self, act: Act) -> Item:
        return self.acts.get(act, UNKNOWN)

    def indicator(self, code: str) -> Item:
        return self.indicators.get(code, UNKNOWN)

    def fact(self, fact: Fact) -> Item:
        return self.facts.get(fact, UNKNOWN)

    def has(self, fact: Fact) -> bool:
        return self.fact(fact).status is Status.PRESENT


@dataclass(frozen=True, slots=True)
class Episode:
    """An earlier trafficking situation, and whether the person got out of it before the next one began."""

    facts: Facts
    exited: Truth = Truth.UNKNOWN
