"""Whether a rule can ever be true, and a question ever be reached.

A rule is turned into alternatives, each a set of conditions that must hold together. An alternative is impossible
when no single answer to some question meets every condition on it; the answers tried are all codes of a list, and
for numbers and dates those on and beside the limits that the conditions name. Never says "impossible" of what is
possible: conditions between two answers, and rules too large to turn round, count as possible.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import TypeVar

from interview.questionnaire.comparing import accepts_code, has_codes, is_number
from interview.questionnaire.compiling import compile_node
from interview.questionnaire.definition import Age, Between, Kind, Question, Questionnaire, Section, YesIf
from interview.questionnaire.nodes import (
    And,
    Answered,
    Compare,
    CompareAnswers,
    Leaf,
    Node,
    Not,
    Or,
    Selected,
    Within,
)
from interview.questionnaire.shapes import AnyOf, Missing, PartialDate, Value

T = TypeVar("T")
Condition = tuple[Leaf, bool]
Alternative = frozenset[Condition]
Alternatives = frozenset[Alternative]

ALWAYS: Alternatives = frozenset({frozenset()})
NEVER: Alternatives = frozenset()
_MOST = 256
_ELSEWHERE = {Kind.COUNTRY: "QQ", Kind.LANGUAGE: "qqq"}


class Possibilities:
    """Answers questions about one questionnaire; remembers what it found."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questions = questionnaire.questions
        self._sections = {
            question_id: section for section in questionnaire.sections for question_id in section.question_ids
        }
        self._shown: dict[str, Alternatives] = {}
        self._reasons: dict[Condition, Alternatives] = {}
        self._met: dict[tuple[str, frozenset[Condition]], bool] = {}

    def can_hold(self, node: Node) -> bool:
        """True unless no answers make the rule true, whatever shows."""
        return bool(self._possible(alternatives(node, True)))

    def can_show(self, question_id: str) -> bool:
        """True unless no answers lead to the question, given when those it depends on show."""
        return bool(self._ways_to(question_id))

    def _possible(self, found: Alternatives) -> Alternatives:
        return frozenset(alternative for alternative in found if self._is_possible(alternative))

    def _is_possible(self, alternative: Alternative) -> bool:
        by_name: dict[str, set[Condition]] = {}
        for leaf, wanted in alternative:
            if not isinstance(leaf, CompareAnswers):
                by_name.setdefault(leaf.name, set()).add((leaf, wanted))
        return all(self._can_meet(name, frozenset(conditions)) for name, conditions in by_name.items())

    def _can_meet(self, name: str, conditions: frozenset[Condition]) -> bool:
        known = self._met.get((name, conditions))
        if known is None:
            tests = [(compile_node(leaf), wanted) for leaf, wanted in conditions]
            known = any(
                all(test(values) is wanted for test, wanted in tests)
                for values in _samples(self._questions[name], conditions)
            )
            self._met[name, conditions] = known
        return known

    def _ways_to(self, question_id: str) -> Alternatives:
        """The alternatives in which a question shows, with those in which the questions they name do."""
        known = self._shown.get(question_id)
        if known is None:
            self._shown[question_id] = ALWAYS  # For a circle of names, which the order check refuses.
            known = self._shown[question_id] = self._find_ways(question_id)
        return known

    def _find_ways(self, question_id: str) -> Alternatives:
        section, question = self._sections[question_id], self._questions[question_id]
        own = [rule.node for rule in (section.relevant, question.relevant) if rule is not None]
        pages = _page_rules(section, question_id)
        found = alternatives(And((*own, *((Or(pages),) if pages else ()))), True)
        return self._with_reasons(found)

    def _with_reasons(self, found: Alternatives) -> Alternatives:
        """Each alternative with what must hold for its questions to be answered at all."""
        result: set[Alternative] = set()
        for alternative in self._possible(found):
            grown = frozenset({alternative})
            for condition in alternative:
                grown = _both(grown, self._reasons_for(condition))
            result |= self._possible(grown)
        return frozenset(result) if len(result) <= _MOST else ALWAYS

    def _reasons_for(self, condition: Condition) -> Alternatives:
        known = self._reasons.get(condition)
        if known is None:
            known = self._reasons[condition] = self._find_reasons(*condition)
        return known

    def _find_reasons(self, leaf: Leaf, wanted: bool) -> Alternatives:
        if isinstance(leaf, Answered) and not wanted:
            return ALWAYS
        names = (leaf.name, leaf.other) if isinstance(leaf, CompareAnswers) else (leaf.name,)
        reasons = ALWAYS
        for name in names:
            reasons = _both(reasons, self._ways_to(name))
        computed = self._questions[leaf.name].computed
        if isinstance(computed, YesIf) and not isinstance(leaf, CompareAnswers):
            test = compile_node(leaf)
            outcomes = [code for code in ("yes", "no", "not_known") if test({leaf.name: code}) is wanted]
            if outcomes in (["yes"], ["no"]):
                reasons = _both(reasons, self._with_reasons(alternatives(computed.rule.node, outcomes == ["yes"])))
        return reasons


def alternatives(node: Node, wanted: bool) -> Alternatives:
    """The sets of conditions under which a rule has the wanted outcome; ALWAYS when they are too many to list."""
    match node:
        case Not(part):
            return alternatives(part, not wanted)
        case And(parts) | Or(parts):
            found = [alternatives(part, wanted) for part in parts]
            if isinstance(node, And) is not wanted:
                return _either(found)
            together = ALWAYS
            for part_found in found:
                together = _both(together, part_found)
            return together
        case _:
            return frozenset({frozenset({(node, wanted)})})


def _either(found: Iterable[Alternatives]) -> Alternatives:
    joined = frozenset().union(*found)
    return joined if len(joined) <= _MOST else ALWAYS


def _both(left: Alternatives, right: Alternatives) -> Alternatives:
    if len(left) * len(right) > _MOST:
        return left if len(left) <= _MOST else ALWAYS
    return frozenset(one | other for one, other in product(left, right))


def _page_rules(section: Section, question_id: str) -> tuple[Node, ...]:
    rules = [page.relevant for page in section.pages if question_id in page.question_ids]
    return tuple(rule.node for rule in rules if rule is not None) if None not in rules else ()


def _samples(question: Question, conditions: Iterable[Condition]) -> Iterator[dict[str, Value]]:
    """Answers worth trying, the absence of one among them."""
    yield {}
    for missing in Missing:
        if accepts_code(question, missing.value):
            yield {question.id: missing}
    for value in _values(question, [leaf for leaf, _ in conditions], conditions):
        yield {question.id: value}


def _values(question: Question, leaves: list[Leaf], conditions: Iterable[Condition]) -> Iterator[Value]:
    if has_codes(question):
        yield from question.codes
    elif question.kind in (Kind.ANY_OF, Kind.COUNTRIES):
        yield from _several(question, conditions)
    elif is_number(question):
        numbers = (number for limit in (0, *_limits(leaves, int)) for number in (limit - 1, limit, limit + 1))
        yield from (number for number in numbers if number >= 0 or not isinstance(question.computed, Age | Between))
    elif question.kind in (Kind.DATE, Kind.PARTIAL_DATE):
        for day in (date(2000, 1, 1), *_limits(leaves, date)):
            near = (day - timedelta(days=1), day, day + timedelta(days=1))
            yield from near if question.kind is Kind.DATE else (PartialDate(d.year, d.month, d.day) for d in near)
    elif question.kind is Kind.TIME:
        for hour in (time(0), time(23, 59), *_limits(leaves, time)):
            moment = datetime.combine(date(2000, 1, 1), hour)
            yield from ((moment + timedelta(minutes=minutes)).time() for minutes in (-1, 0, 1))
    else:
        yield from (code for leaf in leaves for code in _codes(leaf))
        yield _ELSEWHERE.get(question.kind, "something")


def _several(question: Question, conditions: Iterable[Condition]) -> Iterator[Value]:
    ticked = tuple(leaf.code for leaf, wanted in conditions if isinstance(leaf, Selected) and wanted)
    forbidden = {leaf.code for leaf, wanted in conditions if isinstance(leaf, Selected) and not wanted}
    if question.kind is Kind.COUNTRIES:
        yield from (ticked, ("QQ",))
        return
    alone = {option.code for option in question.options if option.exclusive}
    if len(set(ticked)) > 1 and alone.intersection(ticked):
        return
    yield AnyOf(ticked)
    yield from (AnyOf((code,)) for code in question.codes if not ticked and code not in forbidden)


def _limits(leaves: list[Leaf], kind: type[T]) -> Iterator[T]:
    yield from (leaf.value for leaf in leaves if isinstance(leaf, Compare) and isinstance(leaf.value, kind))


def _codes(leaf: Leaf) -> tuple[str, ...]:
    match leaf:
        case Within(_, codes, _):
            return codes
        case Compare(_, _, str() as code):
            return (code,)
        case _:
            return ()
