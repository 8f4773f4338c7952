"""Numbers, money and durations as people type them."""

import re
from collections.abc import Container
from decimal import Decimal
from typing import cast

from interview.questionnaire.problems import HARD, Problem
from interview.questionnaire.shapes import PERIODS, UNITS, Duration, Money, Period, Unit
from interview.questionnaire.typed import plain

# Thousands, or lakhs and crores (1,00,000), with one kind of separator.
_GROUPED = re.compile(r"-?\d{1,3}(?P<separator>[ ,.'])(?:\d{2,3}(?P=separator))*\d{3}")
_AMOUNT = re.compile(rf"(?P<whole>{_GROUPED.pattern}|-?\d{{1,12}})(?P<point>[.,])(?P<decimals>\d{{1,4}})")
_SEPARATORS = re.compile(r"[ ,.']")
_WHOLE = re.compile(r"-?\d{1,12}")
_DECIMAL = re.compile(r"-?\d+(?:[.,]\d+)?")
_CURRENCY = re.compile(r"[a-z]{3}")
_MONEY = re.compile(
    r"(?:(?P<before>[a-z]{3}) ?)?(?P<amount>-?\d[\d ,.']*?) ?(?P<after>[a-z]{3})?(?: (?P<rest>[a-z/].*))?"
)
_DURATION = re.compile(r"(?:(\d{1,6})|an?|one) ?([a-z]+)")
_PERIOD_WORDS = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}
_UNIT_LETTERS = {"h": "hours", "d": "days", "w": "weeks", "m": "months", "y": "years"}


def read_number(text: str, key: str = "") -> int | Problem:
    """A whole number, with or without separators of thousands."""
    typed = plain(text)
    if _GROUPED.fullmatch(typed):
        typed = _SEPARATORS.sub("", typed)
    if _WHOLE.fullmatch(typed):
        return int(typed)
    return Problem("not_a_whole_number" if _DECIMAL.fullmatch(typed) else "not_a_number", key, HARD)


def read_amount(text: str, key: str = "") -> Decimal | Problem:
    """An amount with at most four decimals. Three digits after a lone separator are thousands: 3.500 is 3500."""
    typed = plain(text)
    whole = read_number(typed)
    if isinstance(whole, int):
        return Decimal(whole)
    found = _AMOUNT.fullmatch(typed)
    if found is None or found["point"] == found["separator"]:
        return Problem("not_an_amount", key, HARD)
    return Decimal(f"{_SEPARATORS.sub('', found['whole'])}.{found['decimals']}")


def read_money(
    amount: str,
    currency: str,
    period: str = "",
    *,
    key: str = "",
    currencies: Container[str] | None = None,
) -> Money | Problem:
    """Money from its own fields. `currencies`: the codes (ISO 4217, upper case) that exist, if they are known."""
    number = read_amount(amount, key)
    if isinstance(number, Problem):
        return number
    code = plain(currency)
    if not code:
        return Problem("currency_needed", key, HARD)
    if not _CURRENCY.fullmatch(code) or (currencies is not None and code.upper() not in currencies):
        return Problem("unknown_currency", key, HARD)
    each = _period(plain(period))
    return Problem("not_an_amount", key, HARD) if each is None else Money(number, code.upper(), each)


def read_money_text(text: str, key: str = "", *, currencies: Container[str] | None = None) -> Money | Problem:
    """Money in one text: "3500 THB", "THB 3,500 a month", "3500.50 thb per week"."""
    found = _MONEY.fullmatch(plain(text))
    if found is None:
        return Problem("not_an_amount", key, HARD)
    before, amount, after, rest = found.group("before", "amount", "after", "rest")
    return read_money(amount, before or after or "", rest or "", key=key, currencies=currencies)


def read_duration(amount: str, unit: str, *, key: str = "") -> Duration | Problem:
    """A duration from its own fields."""
    number = read_number(amount, key)
    if isinstance(number, Problem) or number < 0:
        return Problem("not_a_duration", key, HARD)
    named = _unit(plain(unit))
    return Problem("unit_needed", key, HARD) if named is None else Duration(number, named)


def read_duration_text(text: str, key: str = "") -> Duration | Problem:
    """A duration in one text: "3 weeks", "2y", "a month"."""
    found = _DURATION.fullmatch(plain(text))
    if found is None:
        bare = isinstance(read_number(text), int)
        return Problem("unit_needed" if bare else "not_a_duration", key, HARD)
    return read_duration(found[1] or "1", found[2], key=key)


def _period(text: str) -> Period | None:
    text = re.sub(r"^(?:per|an?|each|every|/) ?", "", text)
    text = _PERIOD_WORDS.get(text, text)
    return cast(Period, text) if text in PERIODS else None


def _unit(text: str) -> Unit | None:
    text = _UNIT_LETTERS.get(text, text)
    plural = text if text.endswith("s") else f"{text}s"
    return cast(Unit, plural) if plural in UNITS else None
