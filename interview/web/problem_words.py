"""Problems in sentences: what to do, in plain words, never blaming."""

from collections.abc import Callable

from flask_babel import gettext as _

from interview.casework.sharing import NO_AGREEMENT
from interview.questionnaire.problems import Problem

Label = Callable[[str], str]


def problem_words(problem: Problem, label: Label) -> str:
    """The sentence for a problem. `label` gives the words of the question that a parameter names."""
    words = _READING.get(problem.code) or _BETWEEN.get(problem.code)
    return str(words(_Told(problem, label))) if words else _("Look at this answer once more.")


class _Told:
    """The parameters of a problem, with questions named by their words."""

    def __init__(self, problem: Problem, label: Label) -> None:
        self._problem = problem
        self._label = label

    @property
    def hard(self) -> bool:
        return self._problem.severity == "hard"

    def __getitem__(self, name: str) -> str:
        return self._problem.params.get(name, "")

    @property
    def other(self) -> str:
        return self._label(self["other"]) if self["other"] else ""


_READING: dict[str, Callable[[_Told], str]] = {
    "not_a_number": lambda _told: _("Write a number, such as 12."),
    "not_a_whole_number": lambda _told: _("Write a whole number, such as 12."),
    "not_a_date": lambda _told: _("Write the date as day, month and year, such as 27 3 1998."),
    "impossible_date": lambda _told: _("This day does not exist. Check the day and the month."),
    "not_a_time": lambda _told: _("Write the time as hours and minutes, such as 14:30."),
    "not_a_phone_number": lambda _told: _("Write the number with its country code, such as +66 2 123 4567."),
    "phone_needs_country": lambda _told: _("Begin the number with + and the country code, such as +66."),
    "not_an_email_address": lambda _told: _("Write the whole address, such as name@example.org."),
    "not_an_amount": lambda _told: _("Write the amount in figures, such as 3500."),
    "currency_needed": lambda _told: _("Choose the currency."),
    "unknown_currency": lambda _told: _("Choose the currency from the list."),
    "not_a_duration": lambda _told: _("Write how many, as a whole number."),
    "unit_needed": lambda _told: _("Choose hours, days, weeks, months or years."),
    "unknown_option": lambda _told: _("Choose one of the answers on this page."),
    "excluded_option": lambda _told: _("One of the ticks stands alone. Take away that one, or the others."),
    "not_a_country": lambda _told: _("Choose the country from the list."),
    "not_a_language": lambda _told: _("Choose the language from the list."),
    "not_signed": lambda _told: _("Tick that the person agrees. The name and the mark may stay empty."),
    "too_long": lambda _told: _("This is too long. Make it shorter."),
}

_BETWEEN: dict[str, Callable[[_Told], str]] = {
    "answer_missing": lambda told: (
        _("Answer this to go on.") if told.hard else _("This is still blank. Ask once more, or go on without it.")
    ),
    "day_not_in_month": lambda _told: _("That month does not have this day. Is the day or the month another one?"),
    "below_minimum": lambda told: _("This is less than %(minimum)s. Is it right?", minimum=told["minimum"]),
    "above_maximum": lambda told: _("This is more than %(maximum)s. Is it right?", maximum=told["maximum"]),
    "before_other": lambda told: _(
        "This is earlier than the answer to “%(question)s”. Is it right?", question=told.other
    ),
    "after_other": lambda told: _("This is later than the answer to “%(question)s”. Is it right?", question=told.other),
    "year_unlikely": lambda _told: _("This year is a long way off. Is it right?"),
    "in_future": lambda _told: _("This date is still to come. Is it right?"),
    "age_contradicts_date": lambda told: _(
        "This age does not fit the answer to “%(question)s”. Is it right?", question=told.other
    ),
    NO_AGREEMENT: lambda _told: _(
        "No agreement is noted that lets this be shared with them on that day. Note one, or go on: what happened stays "
        "as you wrote it."
    ),
}

WORDED = frozenset(_READING) | frozenset(_BETWEEN)
