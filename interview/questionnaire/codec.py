"""Answers as JSON data and back, checked against the question they answer."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import cast

from interview.questionnaire.definition import Kind, Question
from interview.questionnaire.fitting import misfit
from interview.questionnaire.kinds import TEXT_KINDS
from interview.questionnaire.shapes import (
    MISSING_CODES,
    Address,
    AnyOf,
    Duration,
    Missing,
    Money,
    PartialDate,
    Period,
    PromptReply,
    Season,
    Signature,
    Unit,
    Value,
)

__all__ = ["BadValue", "from_json", "misfit", "to_json"]


class BadValue(ValueError):
    """A value that is no answer to the question. Names the question (or key) and a reason code, never the value."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key}: {reason}")
        self.key = key
        self.reason = reason


def to_json(value: Value) -> object:
    """JSON data of a value; `from_json` of the same question reads it back equal."""
    match value:
        case Missing():
            return {"missing": value.value}
        case AnyOf(ticked, prompts, denied):
            return {"ticked": list(ticked), "prompts": dict(prompts), "denied": list(denied)}
        case Money(amount, currency, period):
            return {"amount": str(amount), "currency": currency, "period": period}
        case Duration(amount, unit):
            return {"amount": amount, "unit": unit}
        case PartialDate():
            return _partial_date_to_json(value)
        case Address(lines, town, region, postcode, country):
            return {"lines": list(lines), "town": town, "region": region, "postcode": postcode, "country": country}
        case Signature(name, agreed, mark):
            return {"name": name, "agreed": agreed, "mark": mark}
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
        case tuple():
            return list(value)
        case _:
            return value


def from_json(question: Question, data: object) -> Value:
    """The value that JSON data means as an answer to the question.

    Beside what `to_json` writes: "unknown", "declined" and "not_asked" alone for every kind but text; a list for
    any of; "1990", "1990-05" or "1990-05-17" for a partial date; "3500 THB month" for money; "3 weeks" for a
    duration. Raises BadValue.
    """
    missing = _missing(question, data)
    try:
        value = missing if missing is not None else _READERS[question.kind](data)
    except (AttributeError, InvalidOperation, KeyError, TypeError, ValueError):
        raise BadValue(question.id, "wrong_shape") from None
    reason = misfit(question, value)
    if reason:
        raise BadValue(question.id, reason)
    return value


def _missing(question: Question, data: object) -> Missing | None:
    if isinstance(data, str):
        return Missing(data) if data in MISSING_CODES and question.kind not in TEXT_KINDS else None
    if isinstance(data, Mapping) and set(data) == {"missing"} and data["missing"] in MISSING_CODES:
        return Missing(data["missing"])
    return None


def _partial_date_to_json(value: PartialDate) -> dict[str, object]:
    parts: dict[str, object] = {"year": value.year, "month": value.month, "day": value.day}
    parts |= {"about": value.about or None, "season": value.season or None, "told": value.told or None}
    return {name: part for name, part in parts.items() if part is not None}


def _string(data: object) -> str:
    if not isinstance(data, str):
        raise TypeError
    return data


def _whole(data: object) -> int:
    if isinstance(data, bool) or not isinstance(data, int):
        raise TypeError
    return data


def _flag(data: object) -> bool:
    if not isinstance(data, bool):
        raise TypeError
    return data


def _strings(data: object) -> tuple[str, ...]:
    if not isinstance(data, list | tuple):
        raise TypeError
    return tuple(_string(item) for item in data)


def _object(data: object, *allowed: str) -> Mapping[str, object]:
    if not isinstance(data, Mapping) or not set(data) <= set(allowed):
        raise TypeError
    return data


def _any_of(data: object) -> AnyOf:
    if isinstance(data, list | tuple):
        return AnyOf(_strings(data))
    parts = _object(data, "ticked", "prompts", "denied")
    prompts = parts.get("prompts", {})
    if not isinstance(prompts, Mapping):
        raise TypeError
    replies = {_string(prompt): cast(PromptReply, _string(reply)) for prompt, reply in prompts.items()}
    return AnyOf(_strings(parts.get("ticked", [])), replies, _strings(parts.get("denied", [])))


def _money(data: object) -> Money:
    if isinstance(data, str):
        amount, currency, *period = data.split()
        return Money(Decimal(amount), currency, cast(Period, period[0] if period else ""))
    parts = _object(data, "amount", "currency", "period")
    number = parts["amount"]
    if isinstance(number, bool) or not isinstance(number, str | int | float):
        raise TypeError
    return Money(Decimal(str(number)), _string(parts["currency"]), cast(Period, _string(parts.get("period", ""))))


def _duration(data: object) -> Duration:
    if isinstance(data, str):
        amount, unit = data.split()
        return Duration(int(amount), cast(Unit, unit))
    parts = _object(data, "amount", "unit")
    return Duration(_whole(parts["amount"]), cast(Unit, _string(parts["unit"])))


_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def _partial_date(data: object) -> PartialDate:
    if isinstance(data, str):
        found = _PARTIAL_DATE.fullmatch(data)
        if found is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in found.groups())
        return PartialDate(year, month, day)
    parts = _object(data, "year", "month", "day", "about", "season", "told")
    season = cast(Season, _string(parts.get("season", "")))
    about, told = _flag(parts.get("about", False)), _string(parts.get("told", ""))
    return PartialDate(_part(parts, "year"), _part(parts, "month"), _part(parts, "day"), about, season, told)


def _part(parts: Mapping[str, object], name: str) -> int | None:
    return None if parts.get(name) is None else _whole(parts[name])


def _address(data: object) -> Address:
    parts = _object(data, "lines", "town", "region", "postcode", "country")
    rest = (_string(parts.get(name, "")) for name in ("town", "region", "postcode", "country"))
    return Address(_strings(parts.get("lines", [])), *rest)


def _signature(data: object) -> Signature:
    parts = _object(data, "name", "agreed", "mark")
    return Signature(_string(parts["name"]), _flag(parts["agreed"]), _string(parts.get("mark", "")))


def _date(data: object) -> date:
    return date.fromisoformat(_string(data))


def _time(data: object) -> time:
    return time.fromisoformat(_string(data))


_READERS: Mapping[Kind, Callable[[object], Value]] = {
    Kind.ONE_OF: _string,
    Kind.ANY_OF: _any_of,
    Kind.YES_NO_DECLINE: _string,
    Kind.YES_NO: _string,
    Kind.TEXT: _string,
    Kind.LONG_TEXT: _string,
    Kind.NUMBER: _whole,
    Kind.MONEY: _money,
    Kind.DURATION: _duration,
    Kind.DATE: _date,
    Kind.PARTIAL_DATE: _partial_date,
    Kind.TIME: _time,
    Kind.COUNTRY: _string,
    Kind.COUNTRIES: _strings,
    Kind.LANGUAGE: _string,
    Kind.PHONE: _string,
    Kind.EMAIL: _string,
    Kind.ADDRESS: _address,
    Kind.SIGNATURE: _signature,
    Kind.COMPUTED: _string,
}
