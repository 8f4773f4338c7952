"""What people type, in their own digits and words."""

from datetime import date, time
from decimal import Decimal

import pytest
from builders.questionnaires import question, yes_if

from interview.questionnaire.definition import Kind, Option, Who
from interview.questionnaire.months import MONTHS
from interview.questionnaire.problems import CODES, HARD, Problem
from interview.questionnaire.reading import (
    Known,
    read,
    read_country,
    read_date,
    read_date_parts,
    read_duration_text,
    read_email,
    read_language,
    read_money,
    read_money_text,
    read_number,
    read_partial_date,
    read_phone,
    read_time,
)
from interview.questionnaire.values import (
    Address,
    AnyOf,
    Duration,
    Missing,
    Money,
    PartialDate,
    Signature,
    Value,
)


def code(result: object) -> str | None:
    assert isinstance(result, Problem)
    assert result.severity is HARD
    assert result.code in CODES
    return result.code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("42", 42),
        (" 42 ", 42),
        ("٤٢", 42),
        ("۴۲", 42),
        ("४२", 42),
        ("๔๒", 42),
        ("၄၂", 42),
        ("៤២", 42),
        ("４２", 42),
        ("\u200f٤٢\u200f", 42),
        ("1,200", 1200),
        ("1.200", 1200),
        ("1 200", 1200),
        ("1\u202f200", 1200),
        ("1'200", 1200),
        ("1,00,000", 100_000),
        ("١٬٢٠٠", 1200),
        ("-3", -3),
        ("−3", -3),
    ],
)
def test_numbers_are_read_in_every_script(text: str, number: int) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("12.5", "not_a_whole_number"),
        ("12,34", "not_a_whole_number"),
        ("twelve", "not_a_number"),
        ("1e3", "not_a_number"),
        ("½", "not_a_number"),
        ("9" * 40, "not_a_whole_number"),
    ],
)
def test_what_is_no_whole_number_is_a_problem(text: str, problem: str) -> None:
    assert code(read_number(text)) == problem


@pytest.mark.parametrize(
    "text",
    [
        "1990-05-12",
        "1990/5/12",
        "12/05/1990",
        "12.5.1990",
        "12-5-1990",
        "12 May 1990",
        "12 may 1990",
        "May 12, 1990",
        "12th of May 1990",
        "١٢/٥/١٩٩٠",
        "१२/५/१९९०",
        "12 mai 1990",
        "12 de mayo de 1990",
        "12 мая 1990",
        "12 травня 1990",
        "12 مايو 1990",
        "١٢ أيار ١٩٩٠",
    ],
)
def test_dates_are_read_in_many_forms(text: str) -> None:
    assert read_date(text) == date(1990, 5, 12)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("31/02/1990", "impossible_date"),
        ("12/13/1990", "impossible_date"),
        ("1990-00-12", "impossible_date"),
        ("0000-05-12", "impossible_date"),
        ("12/5/90", "not_a_date"),
        ("1990", "not_a_date"),
        ("May 1990", "not_a_date"),
        ("yesterday", "not_a_date"),
    ],
)
def test_what_is_no_whole_date_is_a_problem(text: str, problem: str) -> None:
    assert code(read_date(text)) == problem


def test_month_names_of_another_language_can_be_given() -> None:
    assert read_date("12 Toukokuu 1990", months={"toukokuu": 5}) == date(1990, 5, 12)
    assert read_date_parts("1990", "Toukokuu", months={"toukokuu": 5}) == PartialDate(1990, 5)


def test_every_month_name_means_one_month_in_all_languages_known() -> None:
    assert set(MONTHS.values()) == set(range(1, 13))
    assert MONTHS["mars"] == MONTHS["март"] == MONTHS["mart"] == 3
    assert MONTHS["juni"] == MONTHS["июнь"] == 6


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1990", PartialDate(1990)),
        ("1990-05", PartialDate(1990, 5)),
        ("05/1990", PartialDate(1990, 5)),
        ("12/05/1990", PartialDate(1990, 5, 12)),
        ("31/02/2015", PartialDate(2015, 2, 31)),
        ("about 1990", PartialDate(1990, about=True, told="about 1990")),
        ("~1990", PartialDate(1990, about=True, told="~1990")),
        ("c. 1990", PartialDate(1990, about=True, told="c. 1990")),
        ("1990?", PartialDate(1990, about=True, told="1990?")),
        ("حوالي ١٩٩٠", PartialDate(1990, about=True, told="حوالي ١٩٩٠")),
        ("около 1990", PartialDate(1990, about=True, told="около 1990")),
        ("summer 1990", PartialDate(1990, season="summer", told="summer 1990")),
        ("in the rainy season of 2015", PartialDate(2015, season="rainy", told="in the rainy season of 2015")),
        ("May", PartialDate(None, 5, told="May")),
        ("early 2015", PartialDate(2015, told="early 2015")),
        ("after the war", PartialDate(told="after the war")),
        ("12/5/90", PartialDate(told="12/5/90")),
        ("١٩٩٠", PartialDate(1990, told="١٩٩٠")),
    ],
)
def test_partial_dates_keep_what_was_told(text: str, value: PartialDate) -> None:
    assert read_partial_date(text) == value


def test_a_month_that_does_not_exist_is_a_problem_in_a_partial_date_too() -> None:
    assert code(read_partial_date("31/13/2015")) == "impossible_date"
    assert code(read_date_parts("2015", "13")) == "impossible_date"
    assert code(read_date_parts("2015", "5", "32")) == "impossible_date"
    assert code(read_date_parts("90")) == "not_a_date"
    assert code(read_date_parts("long ago")) == "not_a_date"


def test_a_partial_date_is_read_from_its_own_fields() -> None:
    assert read_date_parts("١٩٩٠", "may", "5") == PartialDate(1990, 5, 5)
    assert read_date_parts("", "", "", told="before the flood") == PartialDate(told="before the flood")
    assert read_date_parts("", "", "", season="dry") == PartialDate(season="dry")
    assert read_date_parts() is None
    assert read_date_parts(about=True) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("14:30", time(14, 30)),
        ("14.30", time(14, 30)),
        ("1430", time(14, 30)),
        ("14h30", time(14, 30)),
        ("2:30 pm", time(14, 30)),
        ("2.30 p.m.", time(14, 30)),
        ("12 am", time(0)),
        ("12pm", time(12)),
        ("9", time(9)),
        ("٩:٣٠", time(9, 30)),
    ],
)
def test_times_are_read_in_many_forms(text: str, value: time) -> None:
    assert read_time(text) == value


@pytest.mark.parametrize("text", ["24:00", "9:60", "13 pm", "0 am", "noon", "9:3"])
def test_what_is_no_time_is_a_problem(text: str) -> None:
    assert code(read_time(text)) == "not_a_time"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3500 THB", Money(Decimal(3500), "THB")),
        ("THB 3,500 a month", Money(Decimal(3500), "THB", "month")),
        ("3500.50 thb per week", Money(Decimal("3500.50"), "THB", "week")),
        ("1.500,25 EUR", Money(Decimal("1500.25"), "EUR")),
        ("1,500.25 EUR", Money(Decimal("1500.25"), "EUR")),
        ("1,234,567 IRR monthly", Money(Decimal(1234567), "IRR", "month")),
        ("1,00,000.50 INR", Money(Decimal("100000.50"), "INR")),
        ("3 500 EUR", Money(Decimal(3500), "EUR")),
        ("٣٥٠٠ THB", Money(Decimal(3500), "THB")),
        ("12,5 EUR hour", Money(Decimal("12.5"), "EUR", "hour")),
        ("3500 THB once", Money(Decimal(3500), "THB", "once")),
    ],
)
def test_money_is_read_with_currency_and_period(text: str, value: Money) -> None:
    assert read_money_text(text) == value


def test_what_is_no_money_is_a_problem() -> None:
    assert code(read_money_text("3500")) == "currency_needed"
    assert code(read_money_text("a lot")) == "not_an_amount"
    assert code(read_money_text("1.2.3,4 EUR")) == "not_an_amount"
    assert code(read_money("3500", "baht")) == "unknown_currency"
    assert code(read_money("3500", "XYZ", currencies={"THB"})) == "unknown_currency"
    assert code(read_money("", "THB")) == "not_an_amount"
    assert code(read_money("3500", "THB", "fortnight")) == "not_an_amount"


def test_durations_are_read() -> None:
    assert read_duration_text("3 weeks") == Duration(3, "weeks")
    assert read_duration_text("a month") == Duration(1, "months")
    assert read_duration_text("2y") == Duration(2, "years")
    assert code(read_duration_text("5")) == "unit_needed"
    assert code(read_duration_text("5 moons")) == "unit_needed"
    assert code(read_duration_text("long")) == "not_a_duration"


def test_phone_numbers_are_read_as_e164() -> None:
    for text in ("+66 81 234 5678", "0066 81-234-5678", "(+66) 81.234.5678", "٠٠٦٦٨١٢٣٤٥٦٧٨"):
        assert read_phone(text) == "+66812345678"
    assert read_phone("081 234 5678", calling_code="66") == "+66812345678"
    assert read_phone("+44 (0)20 7946 0000") == "+442079460000"
    assert code(read_phone("081 234 5678")) == "phone_needs_country"
    assert code(read_phone("ask her sister")) == "not_a_phone_number"
    assert code(read_phone("+66 12")) == "not_a_phone_number"
    assert code(read_phone("+0812345678")) == "not_a_phone_number"


def test_email_addresses_are_read() -> None:
    assert read_email(" Name@Example.ORG ") == "Name@example.org"
    for text in ("name", "name@example", "a b@example.org", "a@b@example", "a@example..org"):
        assert code(read_email(text)) == "not_an_email_address"


def test_countries_and_languages_are_read_by_code_or_name() -> None:
    assert read_country("th") == "TH"
    assert read_country("Thailand", countries={"thailand": "TH"}) == "TH"
    assert read_country("TH", countries={"thailand": "TH"}) == "TH"
    assert code(read_country("QQ", countries={"thailand": "TH"})) == "not_a_country"
    assert code(read_country("Thailand")) == "not_a_country"
    assert read_language("ZH-hant-tw") == "zh-Hant-TW"
    assert read_language("ไทย", languages={"ไทย": "th"}) == "th"
    assert code(read_language("thai language")) == "not_a_language"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.ONE_OF, "X", "x"),
        (Kind.ANY_OF, "y, x", AnyOf(("x", "y"))),
        (Kind.YES_NO_DECLINE, "yes", "yes"),
        (Kind.YES_NO_DECLINE, "declined", Missing.DECLINED),
        (Kind.YES_NO, "no", "no"),
        (Kind.TEXT, "  two\n lines ", "two lines"),
        (Kind.TEXT, "unknown", "unknown"),
        (Kind.LONG_TEXT, "two\r\nlines\x00", "two\nlines"),
        (Kind.NUMBER, "not_asked", Missing.NOT_ASKED),
        (Kind.NUMBER, "١٢", 12),
        (Kind.MONEY, "5 EUR", Money(Decimal(5), "EUR")),
        (Kind.DURATION, "5 days", Duration(5, "days")),
        (Kind.DATE, "2026-06-15", date(2026, 6, 15)),
        (Kind.PARTIAL_DATE, "1990", PartialDate(1990)),
        (Kind.TIME, "9:00", time(9)),
        (Kind.COUNTRY, "th", "TH"),
        (Kind.COUNTRIES, "th, mm, th", ("TH", "MM")),
        (Kind.LANGUAGE, "prs", "prs"),
        (Kind.PHONE, "+66812345678", "+66812345678"),
        (Kind.EMAIL, "a@example.org", "a@example.org"),
        (Kind.ADDRESS, "1 Road\n\nTown", Address(("1 Road", "Town"))),
        (Kind.SIGNATURE, "Her name", Signature("Her name", agreed=True)),
    ],
)
def test_one_text_is_enough_for_every_kind(kind: Kind, text: str, value: Value) -> None:
    codes = ("x", "y") if kind in (Kind.ONE_OF, Kind.ANY_OF) else ()

    assert read(question("q", kind, codes=codes), text) == value


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.COMPUTED])
def test_a_blank_text_is_no_answer(kind: Kind) -> None:
    assert read(question("q", kind, codes=("x",)), "  \n ") is None


def test_a_problem_names_the_question() -> None:
    problem = read(question("q", Kind.NUMBER), "many")

    assert isinstance(problem, Problem)
    assert problem.key == "q"


def test_what_a_question_cannot_take_is_a_problem() -> None:
    alone = question("q", Kind.ANY_OF, codes=("x", Option("none", "none", exclusive=True)))

    assert code(read(alone, "x none")) == "excluded_option"
    assert code(read(alone, "z")) == "unknown_option"
    assert code(read(question("q", Kind.YES_NO, who=Who.STAFF), "declined")) == "unknown_option"
    assert code(read(question("q", Kind.COUNTRIES), "TH, nowhere")) == "not_a_country"
    assert code(read(question("q", Kind.TEXT), "x" * 1_001)) == "too_long"
    assert code(read(yes_if("q", "a = 'yes'"), "yes")) == "unknown_option"


def test_the_reader_uses_what_it_is_told_of_the_world() -> None:
    known = Known(months={"toukokuu": 5}, countries={"thailand": "TH"}, currencies={"THB"}, calling_code="66")

    assert read(question("q", Kind.DATE), "1 toukokuu 2020", known) == date(2020, 5, 1)
    assert read(question("q", Kind.COUNTRIES), "Thailand", known) == ("TH",)
    assert read(question("q", Kind.PHONE), "0812345678", known) == "+66812345678"
    assert code(read(question("q", Kind.MONEY), "5 EUR", known)) == "unknown_currency"
