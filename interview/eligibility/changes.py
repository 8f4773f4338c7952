"""What one more answer would do: the same decision with a single unknown settled."""

from dataclasses import replace
from typing import Final

from interview.eligibility.decision import Decision, decide
from interview.eligibility.facts import Facts, Item
from interview.eligibility.vocabulary import (
    DIRECT_INDICATORS,
    EXPLOITATION_FACTS,
    Act,
    Dimension,
    Fact,
    Profile,
    Result,
    Status,
)
from interview.eligibility.weights import Weights

ACTS: Final = frozenset(Act)


def settled(facts: Facts, code: str, status: Status) -> Facts:
    """The same facts with one act, fact or indicator settled."""
    item = Item(status)
    if code in ACTS:
        return replace(facts, acts={**facts.acts, Act(code): item})
    if "." in code:
        return replace(facts, indicators={**facts.indicators, code: item})
    return replace(facts, facts={**facts.facts, Fact(code): item})


def all_denied(facts: Facts, weights: Weights) -> Facts:
    """The same facts with every unknown denied."""
    absent = Item(Status.ABSENT)

    def deny(item: Item) -> Item:
        return absent if item.status is Status.UNKNOWN else item

    return replace(
        facts,
        acts={act: deny(facts.act(act)) for act in Act},
        indicators={code: deny(facts.indicator(code)) for code in weights.codes()},
        facts={fact: deny(facts.fact(fact)) for fact in Fact},
    )


class Changes:
    """Answers "could this one answer change the result?", once for each kind of unknown that acts alike."""

    def __init__(self, facts: Facts, decision: Decision, weights: Weights, profile: Profile) -> None:
        self._facts = facts
        self._decision = decision
        self._weights = weights
        self._profile = profile
        self._known: dict[object, tuple[Result, ...]] = {}
        # A denial never moves towards "indicated": where denying everything changes nothing, no single denial does.
        denied = all_denied(facts, weights)
        self._denials_matter = self._result(denied) is not decision.result

    def of(self, code: str, *, answers: int) -> tuple[Result, ...]:
        """The other results that settling this unknown alone could bring, in the order of `Result`.

        `answers`: how few answers would show an element by it.
        """
        kind = self._kind(code), answers == 1
        if kind not in self._known:
            self._known[kind] = self._results(code, answers)
        return self._known[kind]

    def _results(self, code: str, answers: int) -> tuple[Result, ...]:
        statuses = [Status.PRESENT] if answers == 1 else []
        statuses += [Status.ABSENT] if self._denials_matter else []
        results = {self._result(settled(self._facts, code, status)) for status in statuses}
        return tuple(result for result in Result if result in results and result is not self._decision.result)

    def _result(self, facts: Facts) -> Result:
        return decide(facts, self._weights, self._profile).result

    def _kind(self, code: str) -> object:
        """Unknowns of one kind weigh the same in every set that was read, and settle the same elements."""
        if code in ACTS:
            return "act"
        if "." in code:
            return Dimension(code[:2]), code in DIRECT_INDICATORS, self._weighed(code)
        if code in EXPLOITATION_FACTS and code != Fact.SEXUAL_EXPLOITATION:
            return "exploitation"
        return code

    def _weighed(self, code: str) -> tuple[object, ...]:
        sets = {trace.indicator_set for trace in self._decision.traces}
        return tuple(self._weights.weight(name, code) for name in sorted(sets))
