"""Values, and their JSON as people and other programs write it."""

from datetime import date, time
from decimal import Decimal

import pytest
from builders.questionnaires import question, yes_if

from interview.questionnaire.definition import Kind, Option, Prompt, Who
from interview.questionnaire.values import (
    Address,
    AnyOf,
    BadValue,
    Duration,
    Missing,
    Money,
    PartialDate,
    Value,
    denied,
    from_json,
    refused,
)

CONTROL = question(
    "control",
    Kind.ANY_OF,
    codes=("threats", "debt", "locked", Option("violence", "v", staff_only=True), Option("none", "n", exclusive=True)),
    prompts=(Prompt("money", "?", ("debt",)), Prompt("freedom", "?", ("locked", "threats"))),
)


@pytest.mark.parametrize(
    ("kind", "data", "value"),
    [
        (Kind.YES_NO_DECLINE, "declined", Missing.DECLINED),
        (Kind.NUMBER, "not_asked", Missing.NOT_ASKED),
        (Kind.DATE, "unknown", Missing.UNKNOWN),
        (Kind.TEXT, "unknown", "unknown"),
        (Kind.LONG_TEXT, "declined", "declined"),
        (Kind.TEXT, {"missing": "declined"}, Missing.DECLINED),
        (Kind.ANY_OF, ["x", "y"], AnyOf(("x", "y"))),
        (Kind.ANY_OF, {"ticked": ["x"], "denied": ["y"]}, AnyOf(("x",), {}, ("y",))),
        (Kind.DATE, "2026-06-15", date(2026, 6, 15)),
        (Kind.TIME, "14:30", time(14, 30)),
        (Kind.PARTIAL_DATE, "1990", PartialDate(1990)),
        (Kind.PARTIAL_DATE, "1990-05", PartialDate(1990, 5)),
        (Kind.PARTIAL_DATE, "1990-05-17", PartialDate(1990, 5, 17)),
        (Kind.PARTIAL_DATE, {"year": 1990, "about": True}, PartialDate(1990, about=True)),
        (Kind.MONEY, "3500 THB month", Money(Decimal(3500), "THB", "month")),
        (Kind.MONEY, {"amount": 3500, "currency": "THB"}, Money(Decimal(3500), "THB")),
        (Kind.MONEY, {"amount": "12.50", "currency": "EUR", "period": "day"}, Money(Decimal("12.50"), "EUR", "day")),
        (Kind.DURATION, "3 weeks", Duration(3, "weeks")),
        (Kind.ADDRESS, {"lines": ["1 Road"], "country": "TH"}, Address(("1 Road",), country="TH")),
        (Kind.COUNTRIES, ["TH", "XK"], ("TH", "XK")),
    ],
)
def test_json_is_read_as_the_kind_of_the_question(kind: Kind, data: object, value: Value) -> None:
    codes = ("x", "y") if kind is Kind.ANY_OF else ()

    assert from_json(question("q", kind, codes=codes), data) == value


@pytest.mark.parametrize(
    ("kind", "data", "reason"),
    [
        (Kind.YES_NO, "maybe", "unknown_option"),
        (Kind.YES_NO, True, "wrong_shape"),
        (Kind.ONE_OF, "z", "unknown_option"),
        (Kind.ANY_OF, ["z"], "unknown_option"),
        (Kind.ANY_OF, ["x", "none"], "excluded_option"),
        (Kind.ANY_OF, ["x", "x"], "contradiction"),
        (Kind.ANY_OF, {"ticked": ["x"], "denied": ["x"]}, "contradiction"),
        (Kind.ANY_OF, {"prompts": {"p": "yes"}}, "unknown_prompt"),
        (Kind.ANY_OF, "x", "wrong_shape"),
        (Kind.NUMBER, 1.5, "wrong_shape"),
        (Kind.NUMBER, True, "wrong_shape"),
        (Kind.NUMBER, "3", "wrong_shape"),
        (Kind.ANY_OF, {"prompts": ["p"]}, "wrong_shape"),
        (Kind.ANY_OF, {"ticked": "x"}, "wrong_shape"),
        (Kind.ANY_OF, {"ticks": ["x"]}, "wrong_shape"),
        (Kind.ADDRESS, {"country": "Thailand"}, "wrong_shape"),
        (Kind.ADDRESS, {"lines": ["x" * 1_001]}, "too_long"),
        (Kind.SIGNATURE, {"name": "x" * 1_001, "agreed": True}, "too_long"),
        (Kind.SIGNATURE, {"name": "N", "agreed": "yes"}, "wrong_shape"),
        (Kind.MONEY, {"amount": True, "currency": "THB"}, "wrong_shape"),
        (Kind.DURATION, {"amount": "3", "unit": "days"}, "wrong_shape"),
        (Kind.PARTIAL_DATE, "May 1990", "wrong_shape"),
        (Kind.DATE, "2026-02-31", "wrong_shape"),
        (Kind.DATE, 20260215, "wrong_shape"),
        (Kind.PARTIAL_DATE, {"month": 13}, "wrong_shape"),
        (Kind.PARTIAL_DATE, {"years": 1990}, "wrong_shape"),
        (Kind.PARTIAL_DATE, {"year": 1990, "season": "monday"}, "wrong_shape"),
        (Kind.TIME, "25:00", "wrong_shape"),
        (Kind.MONEY, "much", "wrong_shape"),
        (Kind.MONEY, {"amount": "NaN", "currency": "THB"}, "wrong_shape"),
        (Kind.MONEY, {"amount": 1, "currency": "baht"}, "wrong_shape"),
        (Kind.MONEY, {"amount": 1, "currency": "THB", "period": "fortnight"}, "wrong_shape"),
        (Kind.DURATION, "3 moons", "wrong_shape"),
        (Kind.COUNTRY, "Thailand", "wrong_shape"),
        (Kind.COUNTRIES, ["TH", "TH"], "wrong_shape"),
        (Kind.LANGUAGE, "not a tag", "wrong_shape"),
        (Kind.PHONE, "0812345678", "wrong_shape"),
        (Kind.EMAIL, "name", "wrong_shape"),
        (Kind.TEXT, "x" * 1_001, "too_long"),
        (Kind.TEXT, None, "wrong_shape"),
        (Kind.SIGNATURE, {"name": "N"}, "wrong_shape"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_reason_and_without_the_value(
    kind: Kind, data: object, reason: str
) -> None:
    codes = {Kind.ANY_OF: ("x", "y", Option("none", "none", exclusive=True)), Kind.ONE_OF: ("x",)}.get(kind, ())

    with pytest.raises(BadValue) as refusal:
        from_json(question("q", kind, codes=codes), data)

    assert (refusal.value.key, refusal.value.reason) == ("q", reason)
    assert str(refusal.value) == f"q: {reason}"
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None


def test_only_what_is_asked_aloud_takes_a_missing_answer() -> None:
    staff = question("q", Kind.YES_NO, who=Who.STAFF)
    listed = question("q", Kind.ONE_OF, who=Who.STAFF, codes=("female", "unknown"))
    staff_declines = question("q", Kind.YES_NO_DECLINE, who=Who.STAFF)

    with pytest.raises(BadValue):
        from_json(staff, "unknown")
    assert from_json(listed, "unknown") is Missing.UNKNOWN
    assert from_json(staff_declines, "declined") is Missing.DECLINED


def test_a_computed_question_takes_no_answer() -> None:
    with pytest.raises(BadValue, match="computed"):
        from_json(yes_if("c", "a = 'yes'"), "yes")


def test_silence_denies_nothing() -> None:
    assert denied(CONTROL, AnyOf(("threats",))) == frozenset()
    assert denied(CONTROL, AnyOf()) == frozenset()
    assert denied(CONTROL, Missing.DECLINED) == frozenset()
    assert denied(CONTROL, None) == frozenset()


def test_denied_is_what_was_denied_expressly_or_by_a_prompt_and_not_ticked() -> None:
    value = AnyOf(("threats",), {"freedom": "no", "money": "unknown"}, ("debt",))

    assert denied(CONTROL, value) == {"locked", "debt"}


def test_none_of_these_denies_all_that_may_be_read_aloud() -> None:
    assert denied(CONTROL, AnyOf(("none",))) == {"threats", "debt", "locked"}


def test_refused_is_what_a_declined_prompt_asked_about_and_not_ticked() -> None:
    value = AnyOf(("threats",), {"freedom": "declined", "money": "no"})

    assert refused(CONTROL, value) == {"locked"}


@pytest.mark.parametrize(
    ("value", "earliest", "latest"),
    [
        (PartialDate(2024), date(2024, 1, 1), date(2024, 12, 31)),
        (PartialDate(2024, 2), date(2024, 2, 1), date(2024, 2, 29)),
        (PartialDate(2024, 2, 10), date(2024, 2, 10), date(2024, 2, 10)),
        (PartialDate(2023, 2, 31), date(2023, 2, 28), date(2023, 2, 28)),
        (PartialDate(2024, None, 10), date(2024, 1, 1), date(2024, 12, 31)),
        (PartialDate(2024, season="winter"), date(2024, 1, 1), date(2024, 12, 31)),
        (PartialDate(None, 2, 10), None, None),
    ],
)
def test_a_partial_date_is_a_range_of_days(value: PartialDate, earliest: date | None, latest: date | None) -> None:
    assert (value.earliest(), value.latest()) == (earliest, latest)


def test_a_day_that_its_month_does_not_have_is_impossible() -> None:
    assert PartialDate(2023, 2, 29).impossible
    assert PartialDate(None, 2, 30).impossible
    assert not PartialDate(None, 2, 29).impossible
    assert not PartialDate(2024, 2, 29).impossible
    assert not PartialDate(2024, None, 31).impossible
