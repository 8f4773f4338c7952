"""What to type into the fields of a form: something that fits each question, or something that fits none."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

from builders.canary import AMOUNT, PHONE, TYPED

from interview.questionnaire.definition import Kind, Question
from interview.questionnaire.kinds import TEXT_KINDS
from interview.questionnaire.shapes import Address, AnyOf, Duration, Money, PartialDate, Signature, Value
from interview.web.typed import PARTS, parts_of

Fields = list[tuple[str, str]]

WITH_WORDS = TEXT_KINDS | {Kind.PARTIAL_DATE, Kind.ADDRESS, Kind.SIGNATURE, Kind.PHONE, Kind.EMAIL, Kind.MONEY}
"""Kinds of answers that can carry the canary."""


def fitting(question: Question) -> Value:
    """An answer that can be kept; the canary wherever the kind takes words or long numbers."""
    match question.kind:
        case Kind.TEXT | Kind.LONG_TEXT:
            return TYPED
        case Kind.ONE_OF:
            return question.codes[0]
        case Kind.ANY_OF:
            return AnyOf(tuple(option.code for option in question.options if not option.exclusive)[:2])
        case Kind.YES_NO | Kind.YES_NO_DECLINE:
            return "yes"
        case Kind.NUMBER:
            return max(question.minimum or 0, min(question.maximum or 20, 20))
        case Kind.MONEY:
            return Money(Decimal(AMOUNT), "THB", "month")
        case Kind.DURATION:
            return Duration(3, "months")
        case Kind.DATE:
            return date(2026, 1, 15)
        case Kind.PARTIAL_DATE:
            return PartialDate(year=2001, about=True, told=TYPED)
        case Kind.TIME:
            return time(9, 30)
        case Kind.COUNTRY:
            return "TH"
        case Kind.COUNTRIES:
            return ("TH", "MM")
        case Kind.LANGUAGE:
            return "my"
        case Kind.PHONE:
            return PHONE
        case Kind.EMAIL:
            return f"{TYPED.split()[0]}@example.org"
        case Kind.ADDRESS:
            return Address((TYPED, TYPED), TYPED, TYPED, TYPED, "TH")
        case Kind.SIGNATURE:
            return Signature(TYPED, agreed=True, mark="M1 2L3 4")
    raise LookupError(question.kind)


def fields_of(question: Question, key: str, value: Value) -> Fields:
    """The inputs that hold an answer."""
    parts = parts_of(question, value)
    return [(f"{key}-{name}" if name else key, text) for name, texts in parts.items() for text in texts]


def filled(questions: Mapping[str, Question], values: Mapping[str, Value]) -> Fields:
    """The inputs of several answers."""
    return [field for key, value in values.items() for field in fields_of(questions[key], key, value)]


def misfits(question: Question, key: str) -> Fields:
    """The canary in every input that the question has, whatever it takes."""
    return [(f"{key}-{name}" if name else key, TYPED) for name in ("", *PARTS.get(question.kind, ()))]
