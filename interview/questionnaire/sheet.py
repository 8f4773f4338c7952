"""The answers of one interview as they are kept, with the marks beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from interview.questionnaire.keys import Key, PageKey
from interview.questionnaire.shapes import Value


class UnknownKey(LookupError):
    """A key that names no question of this questionnaire, or no entry of this interview. Carries the key alone."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a repeating section. `id` is 32 hex digits; `at` an aware datetime in UTC."""

    id: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered, and the marks beside it.

    `on`: the interview's date, at which ages are taken. `modules`: the modules pinned with the interview.
    `changed`: the revision at which each answer was last changed or cleared. `restored`: answers that came back
    when their question showed again, not yet confirmed. `carried`: answers that another form gave, which nobody has
    looked at here yet. `at`: the page last left.
    """

    on: date
    modules: frozenset[str] = frozenset()
    values: Mapping[Key, Value] = field(default_factory=dict)
    changed: Mapping[Key, int] = field(default_factory=dict)
    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    restored: frozenset[Key] = frozenset()
    carried: frozenset[Key] = frozenset()
    at: PageKey | None = None

    @staticmethod
    def begin(on: date, modules: frozenset[str] = frozenset()) -> "Answers":
        """No answers yet, for an interview on this date with these modules."""
        return Answers(on=on, modules=modules)
