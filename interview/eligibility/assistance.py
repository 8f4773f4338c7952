"""The definition used for assistance: wider than the Palermo Protocol, and kept apart from it.

Source: IOM Human Trafficking Case Data Standard (HTCDS 2.0), values of TraffickingStatus, in substance: recruited,
transported, transferred, harboured or received for exploitation, without the means; a migrant also when subjected to
exploitation.
"""

from interview.eligibility.decision import Decision
from interview.eligibility.facts import Facts
from interview.eligibility.trace import Trace
from interview.eligibility.vocabulary import Fact, Status, Truth


def assistance_definition_met(facts: Facts, decision: Decision) -> bool | None:
    """True, False, or None while an answer is missing. The most favourable of the sets that were read counts."""
    answers = [_met(facts, trace) for trace in decision.traces]
    if True in answers:
        return True
    return None if None in answers else False


def _met(facts: Facts, trace: Trace) -> bool | None:
    migrant = facts.fact(Fact.MIGRANT).status
    act, purpose = trace.act.value, trace.purpose.value
    if purpose is Truth.YES and (act is Truth.YES or (migrant is Status.PRESENT and _subjected(trace))):
        return True
    if purpose is Truth.NO or (act is Truth.NO and migrant is Status.ABSENT):
        return False
    return None


def _subjected(trace: Trace) -> bool:
    """Exploitation that took place: an intention alone does not make a migrant subjected to it."""
    return trace.purpose.facts != (Fact.INTENT.value,)
