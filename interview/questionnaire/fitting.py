"""Whether a value can be an answer to a question at all; what it should agree with is asked elsewhere."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time

from interview.questionnaire.definition import Kind, Question, Source
from interview.questionnaire.shapes import (
    PERIODS,
    PROMPT_REPLIES,
    SEASONS,
    UNITS,
    Address,
    AnyOf,
    Duration,
    Missing,
    Money,
    PartialDate,
    Signature,
    Value,
)

LONGEST_TEXT = 1_000
LONGEST_LONG_TEXT = 50_000
LONGEST_MARK = 100_000

_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
# BCP 47, section 2.1: subtags of one to eight letters or digits, the first of letters.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
# E.164: at most fifteen digits with the country code, which never begins with 0.
_PHONE = re.compile(r"\+[1-9]\d{5,14}", re.ASCII)
_EMAIL = re.compile(r"[^\s@<>]{1,64}@[^\s@<>.]+(?:\.[^\s@<>.]+)+")


def misfit(question: Question, value: Value) -> str | None:
    """None when the value can be an answer to the question, else a reason code."""
    if question.computed is not None and not isinstance(question.computed, Source):
        return "computed"
    if isinstance(value, Missing):
        return None if takes_missing(question, value) else "missing_not_accepted"
    return _CHECKS[question.kind](question, value)


def takes_missing(question: Question, value: Missing) -> bool:
    """True for everything asked aloud, for the replies that a kind itself brings, and for a list with that code."""
    if question.accepts_missing or value.value in question.codes:
        return True
    return question.kind is Kind.YES_NO_DECLINE and value is not Missing.NOT_ASKED


def _code(question: Question, value: Value) -> str | None:
    if not isinstance(value, str):
        return "wrong_shape"
    return None if value in question.codes else "unknown_option"


def _any_of(question: Question, value: Value) -> str | None:
    if not isinstance(value, AnyOf):
        return "wrong_shape"
    codes = set(question.codes)
    if not (codes.issuperset(value.ticked) and codes.issuperset(value.denied)):
        return "unknown_option"
    if len(set(value.ticked)) != len(value.ticked) or set(value.ticked) & set(value.denied):
        return "contradiction"
    if not {prompt.id for prompt in question.prompts}.issuperset(value.prompts):
        return "unknown_prompt"
    if not PROMPT_REPLIES.issuperset(value.prompts.values()):
        return "unknown_reply"
    return None if len(value.ticked) <= 1 else _alone(question, value)


def _alone(question: Question, value: AnyOf) -> str | None:
    exclusive = {option.code for option in question.options if option.exclusive}
    return "excluded_option" if exclusive.intersection(value.ticked) else None


def _text(limit: int) -> Callable[[Question, Value], str | None]:
    def check(_question: Question, value: Value) -> str | None:
        if not isinstance(value, str):
            return "wrong_shape"
        return "too_long" if len(value) > limit else None

    return check


def _pattern(pattern: re.Pattern[str]) -> Callable[[Question, Value], str | None]:
    def check(_question: Question, value: Value) -> str | None:
        return None if isinstance(value, str) and pattern.fullmatch(value) else "wrong_shape"

    return check


def _number(_question: Question, value: Value) -> str | None:
    return None if isinstance(value, int) and not isinstance(value, bool) else "wrong_shape"


def _money(_question: Question, value: Value) -> str | None:
    if not isinstance(value, Money) or not value.amount.is_finite():
        return "wrong_shape"
    return None if _CURRENCY.fullmatch(value.currency) and value.period in PERIODS else "wrong_shape"


def _duration(_question: Question, value: Value) -> str | None:
    return None if isinstance(value, Duration) and value.unit in UNITS else "wrong_shape"


def _date(_question: Question, value: Value) -> str | None:
    return None if isinstance(value, date) else "wrong_shape"


def _time(_question: Question, value: Value) -> str | None:
    return None if isinstance(value, time) else "wrong_shape"


def _partial_date(_question: Question, value: Value) -> str | None:
    if not isinstance(value, PartialDate) or value.season not in SEASONS or len(value.told) > LONGEST_TEXT:
        return "wrong_shape"
    ranges = ((value.year, 1, 9999), (value.month, 1, 12), (value.day, 1, 31))
    return None if all(part is None or low <= part <= high for part, low, high in ranges) else "wrong_shape"


def _countries(_question: Question, value: Value) -> str | None:
    if not isinstance(value, tuple) or len(set(value)) != len(value):
        return "wrong_shape"
    return None if all(_COUNTRY.fullmatch(country) for country in value) else "wrong_shape"


def _address(_question: Question, value: Value) -> str | None:
    if not isinstance(value, Address):
        return "wrong_shape"
    if value.country and not _COUNTRY.fullmatch(value.country):
        return "wrong_shape"
    parts = (*value.lines, value.town, value.region, value.postcode)
    return "too_long" if any(len(part) > LONGEST_TEXT for part in parts) else None


def _signature(_question: Question, value: Value) -> str | None:
    if not isinstance(value, Signature):
        return "wrong_shape"
    return "too_long" if len(value.name) > LONGEST_TEXT or len(value.mark) > LONGEST_MARK else None


_CHECKS: Mapping[Kind, Callable[[Question, Value], str | None]] = {
    Kind.ONE_OF: _code,
    Kind.ANY_OF: _any_of,
    Kind.YES_NO_DECLINE: _code,
    Kind.YES_NO: _code,
    Kind.TEXT: _text(LONGEST_TEXT),
    Kind.LONG_TEXT: _text(LONGEST_LONG_TEXT),
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DURATION: _duration,
    Kind.DATE: _date,
    Kind.PARTIAL_DATE: _partial_date,
    Kind.TIME: _time,
    Kind.COUNTRY: _pattern(_COUNTRY),
    Kind.COUNTRIES: _countries,
    Kind.LANGUAGE: _pattern(_LANGUAGE),
    Kind.PHONE: _pattern(_PHONE),
    Kind.EMAIL: _pattern(_EMAIL),
    Kind.ADDRESS: _address,
    Kind.SIGNATURE: _signature,
    Kind.COMPUTED: _text(LONGEST_TEXT),
}
