"""Whole ages from dates that may be known in part only."""

from collections.abc import Container, Mapping
from datetime import date

from interview.questionnaire.definition import Age, Between
from interview.questionnaire.shapes import Missing, PartialDate, Value

OLDEST = 120
"""Above this, a year was read in another calendar or mistyped, and no age is concluded from it."""


def earliest_of(value: Value | None) -> date | None:
    """The first day that an answer may mean, if it is a date."""
    if isinstance(value, PartialDate):
        return value.earliest()
    return value if isinstance(value, date) else None


def latest_of(value: Value | None) -> date | None:
    """The last day that an answer may mean, if it is a date."""
    if isinstance(value, PartialDate):
        return value.latest()
    return value if isinstance(value, date) else None


def whole_years(born: date, at: date) -> int:
    """Whole years from a birth date to another day; negative before it. Born on 29 February: older on 1 March."""
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))


def lowest_age(age: Age, values: Mapping[str, Value], closed: Container[str], on: date) -> int | Missing | None:
    """The lowest whole age that the answers allow, in the person's favour (Parliamentary Assembly of the Council of
    Europe, on age assessment: the lowest age of the margin is recorded).

    Missing when it stays unknown; None while an answer it rests on may still be given (one not in `closed`).
    """
    at = on if age.at == "interview" else earliest_of(values.get(age.at))
    born = latest_of(values.get(age.birth)) if age.birth else None
    stated = values.get(age.stated) if age.stated else None
    ages = [stated] if isinstance(stated, int) else []
    if born and at and 0 <= (years := whole_years(born, at)) <= OLDEST:
        ages.append(years)
    if ages:
        return min(ages)
    named = (age.birth, age.stated, None if age.at == "interview" else age.at)
    pending = any(name and name not in values and name not in closed for name in named)
    return None if pending else Missing.UNKNOWN


def shortest_time(time: Between, values: Mapping[str, Value], closed: Container[str]) -> int | Missing | None:
    """The whole days or months between two dates, as few as the answers allow.

    Missing when it stays unknown, also for an end before the start; None while one of them may still be given.
    """
    start, end = latest_of(values.get(time.start)), earliest_of(values.get(time.end))
    if start and end and end >= start:
        return (end - start).days if time.unit == "days" else _whole_months(start, end)
    if _may_overlap(values.get(time.start), values.get(time.end)):
        return 0
    pending = any(name not in values and name not in closed for name in (time.start, time.end))
    return None if pending else Missing.UNKNOWN


def _whole_months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _may_overlap(start: Value | None, end: Value | None) -> bool:
    """Whether two dates that are known in part may be the same day."""
    first, last = earliest_of(start), latest_of(end)
    return first is not None and last is not None and first <= last
