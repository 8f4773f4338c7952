"""Whether the child rule applies (rule set 6.2 step 0, and section 5), and which sets are read."""

from dataclasses import dataclass
from enum import StrEnum

from interview.eligibility.facts import Age, Facts
from interview.eligibility.vocabulary import ExploitationKind, Fact, IndicatorSet, Status, Truth

MAJORITY = 18  # Palermo Protocol, Art. 3(d).


class ChildBasis(StrEnum):
    """Why the child rule applies, does not apply, or is open."""

    AGE_NOW = "age_now"
    AGE_AT_STAGE = "age_at_stage"
    STATED_CHILD = "stated_child"
    PRESUMED = "presumed"
    ADULT = "adult"
    STATED_ADULT = "stated_adult"
    ADULT_NOW_STAGE_UNKNOWN = "adult_now_stage_unknown"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ChildFinding:
    """`rules` holds the rules to read the answers by: the child's (True), the adult's (False) or both."""

    value: Truth
    basis: ChildBasis
    rules: tuple[bool, ...]
    keys: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether a statement about age could still change the rule."""
        return len(self.rules) > 1


def find_child(age: Age) -> ChildFinding:
    """The child rule: under 18 at any stage, even if now adult, or presumed a child while the age is in doubt.

    Sources: Palermo Protocol, Art. 3(c) and (d); Council of Europe Convention, Art. 10(3);
    EU Directive 2011/36, Art. 13(2).
    """
    value, basis, rules = _find(age)
    return ChildFinding(value, basis, rules, age.keys)


def _find(age: Age) -> tuple[Truth, ChildBasis, tuple[bool, ...]]:
    if age.now is not None and age.now < MAJORITY:
        return Truth.YES, ChildBasis.AGE_NOW, (True,)
    if age.minor_at_stage is Truth.YES:
        return Truth.YES, ChildBasis.AGE_AT_STAGE, (True,)
    if age.stated:
        return Truth.YES, ChildBasis.STATED_CHILD, (True,)
    if age.presumed:
        return Truth.YES, ChildBasis.PRESUMED, (True, False)
    if age.stated is False:
        return Truth.NO, ChildBasis.STATED_ADULT, (False,)
    if age.now is None:
        return (Truth.UNKNOWN, ChildBasis.UNKNOWN, (False, True))
    if age.stages_asked and age.minor_at_stage is Truth.UNKNOWN:
        return Truth.NO, ChildBasis.ADULT_NOW_STAGE_UNKNOWN, (False, True)
    return Truth.NO, ChildBasis.ADULT, (False,)


def applicable_sets(facts: Facts, *, child: bool) -> tuple[IndicatorSet, ...]:
    """Labour, sexual or both. Only a record that says so leaves labour out: a new fact never hides another (6.9)."""
    labour = IndicatorSet.CHILD_LABOUR if child else IndicatorSet.ADULT_LABOUR
    sexual = IndicatorSet.CHILD_SEXUAL if child else IndicatorSet.ADULT_SEXUAL
    status = facts.fact(Fact.SEXUAL_EXPLOITATION).status
    if facts.kind is ExploitationKind.SEXUAL:
        return (sexual,)
    if status is Status.PRESENT:
        return (labour, sexual)
    if facts.kind is ExploitationKind.LABOUR or status is Status.ABSENT:
        return (labour,)
    return (labour, sexual)
