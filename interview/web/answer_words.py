"""An answer in words: for piping, for checking answers, for two versions side by side, for reasons."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal
from flask_babel import pgettext

from interview.questionnaire.definition import Kind, Question
from interview.questionnaire.keys import Key
from interview.questionnaire.shapes import (
    Address,
    AnyOf,
    Duration,
    Missing,
    Money,
    PartialDate,
    Signature,
    Value,
)
from interview.web import names
from interview.web.tongues import Tongue
from interview.web.units import period_words, season_words, unit_words
from interview.web.wording import Wording, Words, reply_words


def answer_words(wording: Wording, question: Question, value: Value, spoken: Tongue | None = None) -> str:
    """The answer as a person would write it, in the interviewer's language or the one that is `spoken`."""
    return "; ".join(answer_lines(wording, question, value, spoken))


def answer_lines(wording: Wording, question: Question, value: Value, spoken: Tongue | None = None) -> tuple[str, ...]:
    """The same, with each thing that was ticked or replied on a line of its own."""
    spoken = spoken or wording.first
    return (
        _any_of(wording, question, value, spoken)
        if isinstance(value, AnyOf)
        else (_one(wording, question, value, spoken),)
    )


def _one(wording: Wording, question: Question, value: Value, spoken: Tongue) -> str:
    match value:
        case Missing():
            return reply_words(value.value)
        case Money(amount, currency, period):
            return " ".join(part for part in (_decimal(amount, spoken), currency, period_words(period)) if part)
        case Duration(amount, unit):
            return f"{_decimal(amount, spoken)} {unit_words(unit)}"
        case PartialDate():
            return partial_date_words(value, spoken)
        case Address(lines, town, region, postcode, country):
            return ", ".join(part for part in (*lines, postcode, town, region, _country(country, spoken)) if part)
        case Signature():
            return _signature(value)
        case time():
            return format_time(value, "short", locale=spoken.locale)
        case date():
            return format_date(value, "long", locale=spoken.locale)
        case tuple():
            return ", ".join(_country(code, spoken) for code in value)
        case int():
            return str(format_decimal(value, locale=spoken.locale))
        case str():
            return _text(wording, question, value, spoken)
        case _:
            raise TypeError(type(value).__name__)


def words_of_answers(wording: Wording, values: Mapping[Key, Value], questions: Mapping[str, Question]) -> Words:
    """The words of earlier answers by question id, for piping. What is missing or long leaves the fallback."""

    def words(question_id: str, spoken: Tongue) -> str | None:
        value = values.get(question_id)
        if value is None or isinstance(value, Missing):
            return None
        return answer_words(wording, questions[question_id], value, spoken) or None

    return words


def partial_date_words(value: PartialDate, spoken: Tongue) -> str:
    """A date as far as it is known."""
    words = _known_part(value, spoken)
    if value.season:
        words = f"{words}, {season_words(value.season)}" if words else season_words(value.season)
    if value.about and words:
        words = str(pgettext("date", "about %(date)s", date=words))
    return f"{words} ({value.told})" if words and value.told else words or value.told


def _known_part(value: PartialDate, spoken: Tongue) -> str:
    if value.impossible or (value.day is not None and value.month is None):
        return "/".join("?" if part is None else str(part) for part in (value.day, value.month, value.year))
    if value.month is None:
        return "" if value.year is None else str(value.year)
    leap_year = 2000
    on = date(value.year or leap_year, value.month, value.day or 1)
    parts = ("y" if value.year else "") + "MMMM" + ("d" if value.day else "")
    skeleton = {"yMMMMd": None, "yMMMM": "yMMMM", "MMMMd": "MMMMd", "MMMM": "MMMM"}[parts]
    if skeleton is None:
        return format_date(on, "long", locale=spoken.locale)
    if skeleton not in spoken.locale.datetime_skeletons:
        return format_date(on, {"yMMMM": "MMMM y", "MMMMd": "d MMMM", "MMMM": "LLLL"}[skeleton], locale=spoken.locale)
    return str(format_skeleton(skeleton, on, locale=spoken.locale))


def _any_of(wording: Wording, question: Question, value: AnyOf, spoken: Tongue) -> tuple[str, ...]:
    """What was ticked, then what was replied and says more than the ticks do, then what was denied."""
    said = [wording.plain_option(question, code, spoken) for code in value.ticked]
    replied = [
        f"{wording.plain_prompt(question, prompt, spoken)} {reply_words(value.prompts[prompt.id])}"
        for prompt in question.prompts
        if prompt.id in value.prompts and set(prompt.codes).isdisjoint(value.ticked)
    ]
    denied = [f"{wording.plain_option(question, code, spoken)}: {reply_words('no')}" for code in value.denied]
    return (*said, *replied, *denied)


def _text(wording: Wording, question: Question, value: str, spoken: Tongue) -> str:
    if question.codes:
        return wording.plain_option(question, value, spoken)
    match question.kind:
        case Kind.COUNTRY:
            return _country(value, spoken)
        case Kind.LANGUAGE:
            return names.name_of(names.languages(spoken.locale), value)
        case _:
            return value


def _country(code: str, spoken: Tongue) -> str:
    return names.name_of(names.countries(spoken.locale), code) if code else ""


def _decimal(number: Decimal | int, spoken: Tongue) -> str:
    return str(format_decimal(number, locale=spoken.locale))


def _signature(value: Signature) -> str:
    agreed = pgettext("signature", "agreed") if value.agreed else pgettext("signature", "not agreed")
    mark = pgettext("signature", "with a mark") if value.mark else ""
    return ", ".join(part for part in (value.name, str(agreed), str(mark)) if part)
