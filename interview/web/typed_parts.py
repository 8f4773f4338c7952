"""Answers that have several inputs: dates, money, durations, addresses, signatures."""

import re
from collections.abc import Mapping
from datetime import date
from typing import cast

from interview.questionnaire import reading
from interview.questionnaire.definition import Kind, Question
from interview.questionnaire.problems import HARD, Problem
from interview.questionnaire.reading import Known
from interview.questionnaire.shapes import (
    SEASONS,
    Address,
    Duration,
    Money,
    PartialDate,
    Season,
    Signature,
    Value,
)

Texts = Mapping[str, str]
# The points of a drawn mark: moves and lines between whole numbers, as our own pad writes them.
_MARK = re.compile(r"[ML0-9 ]{0,100000}", re.ASCII)


def read(question: Question, texts: Texts, known: Known) -> Value | Problem | None:
    """The answer in these inputs; None while what matters is blank."""
    match question.kind:
        case Kind.DATE:
            return _date(texts, known)
        case Kind.PARTIAL_DATE:
            return _partial_date(texts, known)
        case Kind.MONEY:
            return _money(texts, known)
        case Kind.DURATION:
            return reading.read_duration(texts["amount"], texts["unit"]) if texts["amount"] else None
        case Kind.ADDRESS:
            return _address(texts, known)
        case _:
            return _signature(texts)


def parts_of(value: Value) -> dict[str, str]:
    """What stands in each input."""
    match value:
        case date():
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        case PartialDate(year, month, day, about, season, told):
            numbers = {"day": day, "month": month, "year": year}
            texts = {name: "" if number is None else str(number) for name, number in numbers.items()}
            return {**texts, "about": "yes" if about else "", "season": season, "told": told}
        case Money(amount, currency, period):
            return {"amount": str(amount), "currency": currency, "period": period}
        case Duration(number, unit):
            return {"amount": str(number), "unit": unit}
        case Address(lines, town, region, postcode, country):
            return {
                "lines": "\n".join(lines),
                "town": town,
                "region": region,
                "postcode": postcode,
                "country": country,
            }
        case Signature(name, agreed, mark):
            return {"agreed": "yes" if agreed else "", "name": name, "mark": mark}
        case _:
            return {}


def _partial_date(texts: Texts, known: Known) -> PartialDate | Problem | None:
    season = texts.get("season", "")
    told = reading.read_text(texts.get("told", ""))
    if isinstance(told, Problem):
        return told
    return reading.read_date_parts(
        texts["year"],
        texts["month"],
        texts["day"],
        about=bool(texts.get("about")),
        season=cast(Season, season if season in SEASONS else ""),
        told=told,
        months=known.months,
    )


def _date(texts: Texts, known: Known) -> date | Problem | None:
    found = _partial_date(texts, known)
    if not isinstance(found, PartialDate):
        return found
    if found.year is None or found.month is None or found.day is None:
        return Problem("not_a_date", "", HARD)
    return Problem("impossible_date", "", HARD) if found.impossible else date(found.year, found.month, found.day)


def _money(texts: Texts, known: Known) -> Money | Problem | None:
    if not texts["amount"]:
        return None
    return reading.read_money(texts["amount"], texts["currency"], texts["period"], currencies=known.currencies)


def _address(texts: Texts, known: Known) -> Address | Problem | None:
    country = reading.read_country(texts["country"], countries=known.countries) if texts["country"] else ""
    if isinstance(country, Problem):
        return country
    lines = tuple(line.strip() for line in texts["lines"].splitlines() if line.strip())
    kept = [reading.read_text(text) for text in (*lines, texts["town"], texts["region"], texts["postcode"])]
    words = [text for text in kept if not isinstance(text, Problem)]
    if len(words) < len(kept):
        return Problem("too_long", "", HARD)
    *street, town, region, postcode = words
    value = Address(tuple(street), town, region, postcode, country)
    return None if value.says_nothing else value


def _signature(texts: Texts) -> Signature | Problem:
    name = reading.read_text(texts["name"])
    if isinstance(name, Problem):
        return name
    # The tick is the agreement; a person who fears to leave a name or a mark may leave it out.
    if not texts["agreed"]:
        return Problem("not_signed", "", HARD)
    mark = texts["mark"] if _MARK.fullmatch(texts["mark"]) else ""
    return Signature(name or "", True, mark)
