"""What can be compared with what: the conditions of a rule against the questions that they name."""

import re
from collections.abc import Iterator
from datetime import date, time

from interview.questionnaire.definition import Age, Between, Kind, Question, YesIf
from interview.questionnaire.fitting import takes_missing
from interview.questionnaire.kinds import CODE_KINDS
from interview.questionnaire.nodes import (
    And,
    Answered,
    Compare,
    CompareAnswers,
    Empty,
    Leaf,
    Literal,
    Node,
    Not,
    Or,
    Selected,
    Within,
)
from interview.questionnaire.shapes import MISSING_CODES, Missing

_DATES = frozenset({Kind.DATE, Kind.PARTIAL_DATE})
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
_EQUALITY = frozenset({"=", "<>"})


def leaves(node: Node) -> Iterator[Leaf]:
    """The single conditions of a rule."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield node


def objection(leaf: Leaf, questions: dict[str, Question]) -> str | None:
    """Why a condition cannot be asked of the questions it names (all known), or None."""
    question = questions[leaf.name]
    match leaf:
        case Compare(_, sign, value):
            return _objection_to_literal(question, sign, value)
        case CompareAnswers(_, sign, other):
            return _objection_to_answers(question, sign, questions[other])
        case Within(_, codes, _):
            return next((reason for code in codes if (reason := _objection_to_literal(question, "=", code))), None)
        case Selected(_, code):
            return _objection_to_selected(question, code)
        case Empty() | Answered():
            return None


def is_number(question: Question) -> bool:
    """True for a number, or a computed age or time."""
    return question.kind is Kind.NUMBER or isinstance(question.computed, Age | Between)


def has_codes(question: Question) -> bool:
    """True when the answer is one code of a closed list."""
    return question.kind in CODE_KINDS or isinstance(question.computed, YesIf)


def accepts_code(question: Question, code: str) -> bool:
    """True for a missing-answer code that the question may hold."""
    if isinstance(question.computed, Age | Between):
        return code == Missing.UNKNOWN
    return code in MISSING_CODES and takes_missing(question, Missing(code))


def _objection_to_literal(question: Question, sign: str, value: Literal) -> str | None:
    if isinstance(value, str):
        return _objection_to_text(question, sign, value)
    fits = {int: is_number(question), date: question.kind in _DATES, time: question.kind is Kind.TIME}[type(value)]
    return None if fits else f"{question.id} ({question.kind}) cannot be compared with {value}"


def _objection_to_text(question: Question, sign: str, code: str) -> str | None:
    if sign not in _EQUALITY:
        return f"{question.id} ({question.kind}) has no order to compare with '{code}' by {sign}"
    if accepts_code(question, code):
        return None
    if has_codes(question):
        return None if code in question.codes else f"{question.id} has no option '{code}'"
    if question.kind is Kind.ANY_OF:
        return f"{question.id} may hold several codes: use selected({question.id},'{code}')"
    pattern = {Kind.COUNTRY: _COUNTRY, Kind.LANGUAGE: _LANGUAGE}.get(question.kind)
    fits = pattern is not None and pattern.fullmatch(code)
    return None if fits else f"{question.id} ({question.kind}) cannot be compared with '{code}'"


def _objection_to_selected(question: Question, code: str) -> str | None:
    if accepts_code(question, code):
        return None
    if question.kind is Kind.ANY_OF:
        return None if code in question.codes else f"{question.id} has no option '{code}'"
    if question.kind is Kind.COUNTRIES:
        return None if _COUNTRY.fullmatch(code) else f"'{code}' is no country code"
    return f"selected() asks about several codes, which {question.id} ({question.kind}) does not hold"


def _objection_to_answers(left: Question, sign: str, right: Question) -> str | None:
    ordered = (
        (is_number(left) and is_number(right))
        or (left.kind in _DATES and right.kind in _DATES)
        or (left.kind is Kind.TIME and right.kind is Kind.TIME)
    )
    if ordered:
        return None
    same_list = has_codes(left) and has_codes(right) and set(left.codes) == set(right.codes)
    same_kind = left.kind is right.kind and left.kind in (Kind.COUNTRY, Kind.LANGUAGE)
    if not (same_list or same_kind):
        return f"{left.id} ({left.kind}) and {right.id} ({right.kind}) cannot be compared"
    return None if sign in _EQUALITY else f"{left.id} and {right.id} have no order to compare by {sign}"
