"""Whether answers agree with limits and with each other. Questions to the interviewer, hard only where stated."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from interview.questionnaire.ages import OLDEST, earliest_of, latest_of, whole_years
from interview.questionnaire.definition import Check, Question
from interview.questionnaire.keys import Key
from interview.questionnaire.problems import HARD, SOFT, Problem
from interview.questionnaire.shapes import Duration, Money, PartialDate, Value


def problems_with(question: Question, key: Key, values: Mapping[str, Value], on: date) -> Iterator[Problem]:
    """Every problem with an answer, given the others by question id and the interview's date."""
    value = values.get(question.id)
    if value is None:
        return
    if isinstance(value, PartialDate) and value.impossible:
        yield Problem("day_not_in_month", key)
    if isinstance(value, PartialDate) and value.year is not None and abs(on.year - value.year) > OLDEST:
        yield Problem("year_unlikely", key)
    yield from _limits(question, key, value)
    for check in question.checks:
        problem = _problem(check, key, value, values, on)
        if problem:
            yield problem


def _limits(question: Question, key: Key, value: Value) -> Iterator[Problem]:
    number = value.amount if isinstance(value, Money | Duration) else value
    if not isinstance(number, int | Decimal):
        return
    if question.minimum is not None and number < question.minimum:
        yield Problem("below_minimum", key, SOFT, {"minimum": str(question.minimum)})
    if question.maximum is not None and number > question.maximum:
        yield Problem("above_maximum", key, SOFT, {"maximum": str(question.maximum)})


def _problem(check: Check, key: Key, value: Value, values: Mapping[str, Value], on: date) -> Problem | None:
    severity = HARD if check.hard else SOFT
    params = {"other": check.other} if check.other else {}
    other = values.get(check.other) if check.other else None
    if check.kind == "age_agrees":
        disagrees = isinstance(value, int) and _age_disagrees(value, other, _day(check, values, on))
        return Problem("age_contradicts_date", key, severity, params) if disagrees else None
    first, last = earliest_of(value), latest_of(value)
    if first is None or last is None:
        return None
    if check.kind == "not_in_future":
        return Problem("in_future", key, severity) if first > on else None
    start, end = earliest_of(other), latest_of(other)
    if check.kind == "not_before":
        return Problem("before_other", key, severity, params) if start and last < start else None
    return Problem("after_other", key, severity, params) if end and first > end else None


def _day(check: Check, values: Mapping[str, Value], on: date) -> tuple[date, date] | None:
    if check.at == "interview":
        return on, on
    first, last = earliest_of(values.get(check.at)), latest_of(values.get(check.at))
    return (first, last) if first and last else None


def _age_disagrees(years: int, birth: Value | None, at: tuple[date, date] | None) -> bool:
    """True when no day that the birth may be on gives this age. "About" leaves one year on either side."""
    first, last = earliest_of(birth), latest_of(birth)
    if first is None or last is None or at is None:
        return False
    slack = 1 if isinstance(birth, PartialDate) and birth.about else 0
    return not whole_years(last, at[0]) - slack <= years <= whole_years(first, at[1]) + slack
