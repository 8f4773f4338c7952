"""Dates and times as people type them: ISO, day first, or with the name of the month; whole or in part."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, time
from typing import NamedTuple

from interview.questionnaire.months import ABOUT, SEASONS_NAMED, month_named
from interview.questionnaire.problems import HARD, Problem
from interview.questionnaire.shapes import PartialDate, Season
from interview.questionnaire.typed import one_line, plain

Names = Mapping[str, int]

_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ](\d{4})")
_YEAR = re.compile(r"\d{4}")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º)")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2})?)?(?::\d{2})? ?(?:([ap])\.?m?\.?)?")
_PASSED_OVER = frozenset(["", "of", "de", "the", "le", "in", "on", "year", "early", "late", "mid", "end", "beginning"])
_FOUR_DIGITS = re.compile(r"(\d{2})(\d{2})")


class _Parts(NamedTuple):
    year: int | None = None
    month: int | None = None
    day: int | None = None

    def fault(self) -> str | None:
        if self.month is not None and not 1 <= self.month <= 12:
            return "impossible_date"
        if self.day is not None and not 1 <= self.day <= 31:
            return "impossible_date"
        return "impossible_date" if self.year == 0 else None


def read_date(text: str, key: str = "", *, months: Names | None = None) -> date | Problem:
    """A whole date. Two digits are no year: they would be guessed."""
    parts = _parts(plain(text), months)
    if parts is None or parts.year is None or parts.month is None or parts.day is None:
        return Problem("not_a_date", key, HARD)
    if parts.fault() or parts.day > monthrange(parts.year, parts.month)[1]:
        return Problem("impossible_date", key, HARD)
    return date(parts.year, parts.month, parts.day)


def read_partial_date(text: str, key: str = "", *, months: Names | None = None) -> PartialDate | Problem:
    """A date as far as it is told: "1990", "05/1990", "about May 1990", "summer 1990", or any words.

    Words that are no date are kept as told, without a year. A month or day that cannot be is a problem.
    """
    told = one_line(text)
    rest, about = _without_about(plain(text))
    rest, season = _without_season(rest)
    parts = _parts(rest, months) if rest else _Parts()
    if parts is None:
        return PartialDate(told=told)
    if parts.fault():
        return Problem("impossible_date", key, HARD)
    in_words = about or bool(season) or not told.isascii() or any(character.isalpha() for character in told)
    return PartialDate(parts.year, parts.month, parts.day, about, season, told if in_words else "")


def read_date_parts(
    year: str = "",
    month: str = "",
    day: str = "",
    *,
    about: bool = False,
    season: Season = "",
    told: str = "",
    key: str = "",
    months: Names | None = None,
) -> PartialDate | Problem | None:
    """A partial date from its own fields, each perhaps blank; the month as a number or a name. None when all are."""
    named = month_named(plain(month), months) if month.strip() else None
    parts = _Parts(_number(year), named or _number(month), _number(day))
    unread = any(text.strip() and number is None for text, number in zip((year, month, day), parts, strict=True))
    if unread or (parts.year is not None and parts.year < 1000):
        return Problem("not_a_date", key, HARD)
    if parts.fault():
        return Problem("impossible_date", key, HARD)
    value = PartialDate(parts.year, parts.month, parts.day, about, season, one_line(told))
    return None if value.says_nothing else value


def read_time(text: str, key: str = "") -> time | Problem:
    """A time of day: 14:30, 14.30, 1430, 2:30 pm, 9."""
    typed = plain(text)
    found = _FOUR_DIGITS.fullmatch(typed) or _TIME.fullmatch(typed)
    if found is None:
        return Problem("not_a_time", key, HARD)
    hour, minute = int(found[1]), int(found[2] or 0)
    half = found[3] if found.re is _TIME else None
    if half and not 1 <= hour <= 12:
        return Problem("not_a_time", key, HARD)
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else Problem("not_a_time", key, HARD)


def _number(text: str) -> int | None:
    typed = plain(text)
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 4 else None


def _without_about(text: str) -> tuple[str, bool]:
    spaced = text.replace("~", "~ ").replace("≈", "≈ ").replace("?", " ")
    kept = [word for word in spaced.split() if word.rstrip(".,") not in ABOUT]
    return " ".join(kept), kept != text.split()


def _without_season(text: str) -> tuple[str, Season]:
    for name, season in SEASONS_NAMED.items():
        if re.search(rf"\b{name}\b", text):
            return " ".join(re.sub(rf"\b(?:(?:in )?(?:the )?){name}(?: of)?\b", " ", text).split()), season
    return text, ""


def _parts(text: str, months: Names | None) -> _Parts | None:
    if _YEAR.fullmatch(text):
        return _Parts(int(text))
    if found := _YEAR_FIRST.fullmatch(text):
        return _Parts(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    if found := _DAY_FIRST.fullmatch(text):
        return _Parts(int(found[3]), int(found[2]), int(found[1]) if found[1] else None)
    return _named_parts(text, months)


def _named_parts(text: str, months: Names | None) -> _Parts | None:
    """Day, month by name and year, in any order that leaves no doubt: the year has four digits."""
    year = month = day = None
    for word in re.split(r"[\s,/-]+", _ORDINAL.sub(r"\1", text)):
        number = int(word) if word.isascii() and word.isdigit() else None
        named = month_named(word, months) if number is None else None
        if number is not None and len(word) == 4 and year is None:
            year = number
        elif number is not None and len(word) <= 2 and day is None:
            day = number
        elif named is not None and month is None:
            month = named
        elif word not in _PASSED_OVER:
            return None
    dated = month is not None or (year is not None and day is None)
    return _Parts(year, month, day) if dated else None
