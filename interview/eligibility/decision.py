"""From facts to one result: every applicable set is read, and the most favourable trace decides (6.9)."""

from dataclasses import dataclass

from interview.eligibility.age import ChildBasis, ChildFinding, applicable_sets, find_child
from interview.eligibility.facts import Facts
from interview.eligibility.trace import Trace, follow, grade
from interview.eligibility.vocabulary import Profile, Result, Strength
from interview.eligibility.weights import Weights


@dataclass(frozen=True, slots=True)
class Decision:
    """`traces` holds every set that was read; `chosen` is the one whose elements and dimensions are shown first."""

    child: ChildFinding
    traces: tuple[Trace, ...]
    chosen: Trace
    result: Result
    strength: Strength | None

    def best(self, *, child: bool) -> Trace | None:
        """The most favourable trace under the child's or the adult's rule, where that rule was read."""
        return most_favourable(tuple(trace for trace in self.traces if trace.child is child))


def decide(facts: Facts, weights: Weights, profile: Profile = Profile.STANDARD) -> Decision:
    """Reads every applicable set."""
    child = find_child(facts.age)
    traces = tuple(
        follow(name, facts, weights, child=rule, profile=profile)
        for rule in child.rules
        for name in applicable_sets(facts, child=rule)
    )
    if child.basis is ChildBasis.ADULT_NOW_STAGE_UNKNOWN:
        return _decide_with_open_stage(child, traces)
    if child.basis is ChildBasis.PRESUMED:
        chosen = _best(tuple(trace for trace in traces if trace.child))
    else:
        chosen = _best(traces)
    return Decision(child, traces, chosen, chosen.result, chosen.strength)


def _decide_with_open_stage(child: ChildFinding, traces: tuple[Trace, ...]) -> Decision:
    """An adult whose age at the time is not known: the adult's rule, except that it can give no "no" on its own.

    Where the child's rule would say otherwise, the person may have been a child then: the result waits for that answer,
    because unknown never counts against the person.
    """
    chosen = _best(tuple(trace for trace in traces if not trace.child))
    as_child = _best(tuple(trace for trace in traces if trace.child))
    if chosen.result is Result.NOT_INDICATED and as_child.result is not Result.NOT_INDICATED:
        result = Result.INSUFFICIENT
        elements = (chosen.act.value, chosen.means.value, chosen.purpose.value)
        return Decision(child, traces, chosen, result, grade(result, elements, child=False, full=False))
    return Decision(child, traces, chosen, chosen.result, chosen.strength)


def most_favourable(traces: tuple[Trace, ...]) -> Trace | None:
    """The first of the most favourable traces, or None of none."""
    return max(traces, key=lambda trace: trace.favour, default=None)


def _best(traces: tuple[Trace, ...]) -> Trace:
    return max(traces, key=lambda trace: trace.favour)
