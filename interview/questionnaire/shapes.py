"""The shapes that an answer can have. Plain immutable values; what they mean belongs to the question."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Literal


class Missing(StrEnum):
    """Three ways of having no answer. They mean different things to a supervisor and are never absence."""

    UNKNOWN = "unknown"
    DECLINED = "declined"
    NOT_ASKED = "not_asked"


MISSING_CODES = frozenset(missing.value for missing in Missing)

PromptReply = Literal["yes", "no", "unknown", "declined", "not_asked"]
PROMPT_REPLIES: frozenset[str] = frozenset({"yes", "no", "unknown", "declined", "not_asked"})

Period = Literal["", "hour", "day", "week", "month", "year", "once", "piece"]
PERIODS: frozenset[str] = frozenset({"", "hour", "day", "week", "month", "year", "once", "piece"})

Unit = Literal["hours", "days", "weeks", "months", "years"]
UNITS: frozenset[str] = frozenset({"hours", "days", "weeks", "months", "years"})

Season = Literal["", "spring", "summer", "autumn", "winter", "dry", "rainy"]
SEASONS: frozenset[str] = frozenset({"", "spring", "summer", "autumn", "winter", "dry", "rainy"})


@dataclass(frozen=True, slots=True)
class AnyOf:
    """An answer to "any of": codes ticked, replies to grouped prompts, codes expressly denied.

    Silence denies nothing; see `interview.questionnaire.values.denied`.
    """

    ticked: tuple[str, ...] = ()
    prompts: Mapping[str, PromptReply] = field(default_factory=dict)
    denied: tuple[str, ...] = ()

    @property
    def says_nothing(self) -> bool:
        """True when nothing was ticked, denied or replied."""
        return not (self.ticked or self.prompts or self.denied)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217), perhaps for a period."""

    amount: Decimal
    currency: str
    period: Period = ""


@dataclass(frozen=True, slots=True)
class Duration:
    """A whole number of hours, days, weeks, months or years."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known, with the text as it was told.

    A season narrows nothing down: the same word names other months elsewhere in the world.
    A day that the month does not have (31 February) is kept, as it was said; see `impossible`.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    about: bool = False
    season: Season = ""
    told: str = ""

    @property
    def says_nothing(self) -> bool:
        """True when neither a part, nor a season, nor any words are known."""
        return self.year is None and self.month is None and self.day is None and not self.season and not self.told

    @property
    def impossible(self) -> bool:
        """True for a day that its month does not have."""
        if self.day is None or self.month is None:
            return False
        leap_year = 2000
        return self.day > monthrange(self.year or leap_year, self.month)[1]

    def earliest(self) -> date | None:
        """The first day that this may be, or None while the year is unknown."""
        if self.year is None:
            return None
        month = self.month or 1
        day = self.day if self.day is not None and self.month is not None else 1
        return date(self.year, month, min(day, monthrange(self.year, month)[1]))

    def latest(self) -> date | None:
        """The last day that this may be, or None while the year is unknown."""
        if self.year is None:
            return None
        month = self.month or 12
        last = monthrange(self.year, month)[1]
        return date(self.year, month, min(self.day, last) if self.day is not None and self.month is not None else last)


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; country as in ISO 3166-1 alpha-2."""

    lines: tuple[str, ...] = ()
    town: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""

    @property
    def says_nothing(self) -> bool:
        """True when every part is empty."""
        return not (self.lines or self.town or self.region or self.postcode or self.country)


@dataclass(frozen=True, slots=True)
class Signature:
    """A typed name with agreement, and a mark if one was drawn (the points of an SVG path)."""

    name: str
    agreed: bool
    mark: str = ""


Value = (
    Missing | str | int | date | time | tuple[str, ...] | AnyOf | Money | Duration | PartialDate | Address | Signature
)
