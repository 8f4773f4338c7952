"""Whole ages from dates that may be known in part only."""

from collections.abc import Container, Mapping
from datetime import date

from interview.questionnaire.definition import Age
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
