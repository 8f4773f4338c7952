"""Immediate-risk flags: independent of the result, and raised while the interview is still going on (rule set 6.6)."""

from dataclasses import dataclass
from enum import StrEnum

from interview.eligibility.dimensions import unique
from interview.eligibility.facts import Facts
from interview.eligibility.vocabulary import Fact, Status


class ActWithin(StrEnum):
    """How soon someone has to act. `STOP`: the interview stops first."""

    STOP = "stop"
    MINUTES = "minutes"
    SAME_DAY = "same_day"
    SUPERVISOR_SAME_DAY = "supervisor_same_day"
    BEFORE_CLOSURE = "before_closure"


# In the order of urgency, so that the first flag is the first thing to do.
ACT_WITHIN = {
    Fact.IN_CONTROL_NOW: ActWithin.STOP,
    Fact.INTERPRETER_SUSPECT: ActWithin.STOP,
    Fact.SELF_HARM: ActWithin.MINUTES,
    Fact.THREAT_NOW: ActWithin.SAME_DAY,
    Fact.CHILD_AT_RISK: ActWithin.SAME_DAY,
    Fact.HEALTH_EMERGENCY: ActWithin.SAME_DAY,
    Fact.NOWHERE_SAFE: ActWithin.SAME_DAY,
    Fact.DETENTION_OR_REMOVAL: ActWithin.SAME_DAY,
    Fact.OTHERS_HELD: ActWithin.SUPERVISOR_SAME_DAY,
    Fact.RETRAFFICKING_RISK: ActWithin.BEFORE_CLOSURE,
}
THREATS = ("D5.THREATV", "D5.VIOLFAM")
FLAGGING = frozenset({*THREATS, *(f"fact.{fact}" for fact in ACT_WITHIN)})
"""What the flags rest on, as a mapping names it."""


@dataclass(frozen=True, slots=True)
class RiskFlag:
    """One thing to act on, how soon, and the answers that raised it."""

    code: Fact
    act_within: ActWithin
    keys: tuple[str, ...] = ()


def raise_flags(facts: Facts, *, retrafficked: bool = False) -> tuple[RiskFlag, ...]:
    """The flags that the facts raise so far, the most urgent first. Unknown facts raise none."""
    raised = {fact: facts.fact(fact).keys for fact in ACT_WITHIN if facts.has(fact)}
    if keys := _threat_in_force(facts):
        raised.setdefault(Fact.THREAT_NOW, keys)
    if retrafficked:
        raised.setdefault(Fact.RETRAFFICKING_RISK, ())
    return tuple(RiskFlag(fact, within, raised[fact]) for fact, within in ACT_WITHIN.items() if fact in raised)


def _threat_in_force(facts: Facts) -> tuple[str, ...] | None:
    """A threat that was told, while the people who made it still control or reach the person."""
    made = [facts.indicator(code) for code in THREATS if facts.indicator(code).status is Status.PRESENT]
    if not made or not facts.has(Fact.IN_CONTROL_NOW):
        return None
    return unique((*(key for item in made for key in item.keys), *facts.fact(Fact.IN_CONTROL_NOW).keys))
