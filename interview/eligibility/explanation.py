"""The trace of rules as ordered lines: a code, its parameters and the answers it rests on. Wording is elsewhere.

Parameters that are codes (a dimension, an indicator, a fact) are worded by the entry `name.<code>` of the templates;
a tuple is a list of such codes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from interview.eligibility.alternatives import AlternativeFinding
from interview.eligibility.decision import Decision
from interview.eligibility.dimensions import DimensionFinding
from interview.eligibility.elements import Element
from interview.eligibility.missing import Missing, Refused
from interview.eligibility.trace import Trace
from interview.eligibility.vocabulary import Dimension, Means, Status, Truth

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
Param = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One rule that fired."""

    code: str
    params: Mapping[str, Param] = field(default_factory=lambda: MappingProxyType({}))
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that a trace in words has to tell."""

    decision: Decision
    missing: tuple[Missing, ...]
    refused: tuple[Refused, ...]
    alternatives: tuple[AlternativeFinding, ...]
    assistance: bool | None
    retrafficked: bool
    unverified: bool


def explain(found: Findings) -> tuple[Line, ...]:
    """The lines in the order of the rule set: age, sets, dimensions, elements, result, and what follows from it."""
    decision, chosen = found.decision, found.decision.chosen
    return (
        *_age(decision),
        *_sets(decision),
        *(_dimension(chosen.dimensions[name]) for name in Dimension),
        _element("act", chosen.act),
        *_means(chosen),
        _purpose(chosen),
        *_result(decision),
        *_follow_up(found),
    )


def _age(decision: Decision) -> Iterator[Line]:
    child = decision.child
    yield Line(f"child.{child.basis}", keys=child.keys)
    adult_rule, child_rule = decision.best(child=False), decision.best(child=True)
    if adult_rule and child_rule and adult_rule.result is not child_rule.result:
        results = {"as_adult": adult_rule.result.value, "as_child": child_rule.result.value}
        yield Line("child.result_depends_on_age", results)


def _sets(decision: Decision) -> Iterator[Line]:
    read = tuple(trace.indicator_set.value for trace in decision.traces)
    if len(read) > 1:
        yield Line("sets.several", {"sets": read, "chosen": decision.chosen.indicator_set.value})
    else:
        yield Line("sets.one", {"chosen": read[0]})


def _dimension(found: DimensionFinding) -> Line:
    present = tuple(item.indicator.code for item in found.indicators if item.status is Status.PRESENT)
    params: dict[str, Param] = {
        "dimension": found.dimension.value,
        "strong": found.low.strong,
        "medium": found.low.medium,
        "weak": found.low.weak,
        "indicators": present,
    }
    code = f"dimension.{found.status}" if present else f"dimension.{found.status}.none_present"
    return Line(code, params, found.keys)


def _element(name: str, element: Element[Truth] | Element[Means]) -> Line:
    return Line(f"{name}.{element.value}", {"facts": element.facts} if element.facts else {}, element.keys)


def _means(chosen: Trace) -> Iterator[Line]:
    yield _element("means", chosen.means)
    if chosen.child:
        yield Line("means.not_required")


def _purpose(chosen: Trace) -> Line:
    at_work = chosen.purpose.value is Truth.YES and Dimension.D4.value in chosen.purpose.facts
    if not at_work:
        return _element("purpose", chosen.purpose)
    how = "child" if chosen.child else "forced"
    facts = tuple(code for code in chosen.purpose.facts if code != Dimension.D4.value)
    return Line(f"purpose.work.{how}", {"facts": facts} if facts else {}, chosen.purpose.keys)


def _result(decision: Decision) -> Iterator[Line]:
    chosen = decision.chosen
    if decision.result is not chosen.result:
        yield Line("result.waits_for_age", keys=decision.child.keys)
    yield Line(f"result.{decision.result}", keys=_all_keys(chosen))
    if decision.strength is not None:
        yield Line(f"strength.{decision.strength}")


def _all_keys(chosen: Trace) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*chosen.act.keys, *chosen.means.keys, *chosen.purpose.keys)))


def _follow_up(found: Findings) -> Iterator[Line]:
    if one_more := tuple(dict.fromkeys(item.item for item in found.missing if item.one_more_answer)):
        yield Line("missing.one_more_answer", {"items": one_more})
    if refused := tuple(dict.fromkeys(item.item for item in found.refused)):
        yield Line("refused.kept_apart", {"items": refused})
    met = {True: "met", False: "not_met", None: "unknown"}[found.assistance]
    yield Line(f"assistance.{met}")
    for finding in found.alternatives:
        yield Line(f"alternative.{finding.code}", {"referrals": finding.referrals}, finding.keys)
    if found.retrafficked:
        yield Line("episodes.retrafficked")
    if found.unverified:
        yield Line("weights.unverified")
    yield Line("proposal.only")


def word(line: Line, templates: Mapping[str, str]) -> str:
    """The sentence of a line. A code without a template stands for itself; lists are joined with commas."""
    template = templates.get(line.code, line.code)
    words = {name: _word(value, templates) for name, value in line.params.items()}
    return _PLACEHOLDER.sub(lambda found: words.get(found[1], ""), template)


def _word(value: Param, templates: Mapping[str, str]) -> str:
    if isinstance(value, tuple):
        return ", ".join(_word(item, templates) for item in value)
    return str(value) if isinstance(value, int) else templates.get(f"name.{value}", value)
