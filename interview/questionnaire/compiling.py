"""From the nodes of a rule to a function over answers, three-valued: true, false or unknown (None).

Meaning (as the specification of the questionnaires has it): *unknown*, *declined* and *not asked* are ordinary
codes to `=`, `<>`, `in` and `selected`, and count as empty. Only a question not answered at all is unknown.
A number, date or time compared with one of them is unknown.
"""

import operator
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from interview.questionnaire.nodes import (
    And,
    Answered,
    Compare,
    CompareAnswers,
    Empty,
    Literal,
    Node,
    Not,
    Or,
    Selected,
    Within,
)
from interview.questionnaire.shapes import Address, AnyOf, Missing, PartialDate, Value

Values = Mapping[str, Value]
Test = Callable[[Values], bool | None]

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
FLIPPED = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
"""The operator that holds exactly when the other does not, unknown set aside."""


def compile_node(node: Node) -> Test:
    """A function from answers (question id to value) to true, false or unknown."""
    match node:
        case And(parts):
            return _all(tuple(compile_node(part) for part in parts))
        case Or(parts):
            return _any(tuple(compile_node(part) for part in parts))
        case Not(part):
            return _not(compile_node(part))
        case Compare(name, sign, value):
            return _compare(name, sign, value)
        case CompareAnswers(name, sign, other):
            return _compare_answers(name, sign, other)
        case Within(name, codes, negated):
            return _within(name, frozenset(codes), negated)
        case Empty(name, negated):
            return lambda values: None if (value := values.get(name)) is None else is_empty(value) is not negated
        case Selected(name, code):
            return _selected(name, code)
        case Answered(name):
            return lambda values: values.get(name) is not None


def _all(tests: tuple[Test, ...]) -> Test:
    def test(values: Values) -> bool | None:
        result: bool | None = True
        for part in tests:
            outcome = part(values)
            if outcome is False:
                return False
            if outcome is None:
                result = None
        return result

    return test


def _any(tests: tuple[Test, ...]) -> Test:
    def test(values: Values) -> bool | None:
        result: bool | None = False
        for part in tests:
            outcome = part(values)
            if outcome:
                return True
            if outcome is None:
                result = None
        return result

    return test


def _not(part: Test) -> Test:
    return lambda values: None if (outcome := part(values)) is None else not outcome


def _compare(name: str, sign: str, literal: Literal) -> Test:
    if isinstance(literal, str):
        return _compare_code(name, sign == "=", literal)
    return lambda values: None if (value := values.get(name)) is None else compare(value, sign, literal)


def _compare_code(name: str, wanted: bool, code: str) -> Test:
    return lambda values: None if (value := values.get(name)) is None else (value == code) is wanted


def _within(name: str, codes: frozenset[str], negated: bool) -> Test:
    return lambda values: (
        None if (value := values.get(name)) is None else (isinstance(value, str) and value in codes) is not negated
    )


def _selected(name: str, code: str) -> Test:
    def test(values: Values) -> bool | None:
        value = values.get(name)
        if value is None:
            return None
        if isinstance(value, AnyOf):
            return code in value.ticked
        return code in value if isinstance(value, tuple) else value == code

    return test


def _compare_answers(name: str, sign: str, other: str) -> Test:
    def test(values: Values) -> bool | None:
        left, right = values.get(name), values.get(other)
        return None if left is None or right is None else compare(left, sign, right)

    return test


def compare(left: Value, sign: str, right: Value) -> bool | None:
    """Compare two present values. Partial dates are compared as the ranges of days that they may be."""
    if isinstance(left, str) and isinstance(right, str):
        return _OPERATORS[sign](left, right) if sign in ("=", "<>") else None
    if isinstance(left, Missing) or isinstance(right, Missing):
        return None
    if isinstance(left, PartialDate) or isinstance(right, PartialDate):
        return _compare_ranges(_range(left), sign, _range(right))
    if isinstance(left, int | date | time) and type(left) is type(right):
        return _OPERATORS[sign](left, right)
    return left == right if sign == "=" else left != right if sign == "<>" else None


def _range(value: Value) -> tuple[date, date] | None:
    if isinstance(value, date):
        return value, value
    if not isinstance(value, PartialDate):
        return None
    earliest, latest = value.earliest(), value.latest()
    return (earliest, latest) if earliest and latest else None


def _compare_ranges(left: tuple[date, date] | None, sign: str, right: tuple[date, date] | None) -> bool | None:
    if left is None or right is None:
        return None
    if sign in ("<>", ">=", "<="):
        opposite = _compare_ranges(left, FLIPPED[sign], right)
        return None if opposite is None else not opposite
    if sign == ">":
        left, right = right, left
    if sign == "=":
        if left[1] < right[0] or right[1] < left[0]:
            return False
        return True if left[0] == left[1] == right[0] == right[1] else None
    return True if left[1] < right[0] else False if left[0] >= right[1] else None


def is_empty(value: Value) -> bool:
    """True for a missing-answer code and for an answer that says nothing.

    A partial date without a year is empty: it dates nothing, so that what depends on it (an age) is still asked.
    """
    if isinstance(value, Missing):
        return True
    if isinstance(value, PartialDate):
        return value.year is None
    if isinstance(value, AnyOf | Address):
        return value.says_nothing
    return value == "" or value == ()
