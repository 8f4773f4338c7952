"""What is typed on a page becomes an answer, and an answer stands on the page again as it was typed."""

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal

import pytest
from builders.pages import form_of, spoken
from builders.questionnaires import one_section, page, question
from werkzeug.datastructures import MultiDict

from interview.questionnaire.definition import Kind, Option, PageKind, Prompt, Who
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
from interview.web import typed
from interview.web.known import known_in
from interview.web.tongues import tongue

COLOURS = (Option("red", "Red"), Option("blue", "Blue"), Option("none", "None", exclusive=True))
PROMPTS = (Prompt("warm", "Warm ones?", ("red",)), Prompt("cold", "Cold ones?", ("blue", "green")))
MANY = (*COLOURS, Option("green", "Green"), Option("secret", "Secret", staff_only=True))
GIVEN: list[tuple[Kind, list[tuple[str, str]], Value]] = [
    (Kind.ONE_OF, [("q", "red")], "red"),
    (Kind.ANY_OF, [("q", "red"), ("q", "blue")], AnyOf(("red", "blue"))),
    (Kind.ANY_OF, [("q", "red, blue")], AnyOf(("red", "blue"))),
    (Kind.YES_NO_DECLINE, [("q", "yes")], "yes"),
    (Kind.TEXT, [("q", " Ada ")], "Ada"),
    (Kind.LONG_TEXT, [("q", "one\r\ntwo")], "one\ntwo"),
    (Kind.NUMBER, [("q", "١٧")], 17),
    (
        Kind.MONEY,
        [("q-amount", "3,500.50"), ("q-currency", "THB"), ("q-period", "month")],
        Money(Decimal("3500.50"), "THB", "month"),
    ),
    (Kind.MONEY, [("q", "3500 THB a month")], Money(Decimal(3500), "THB", "month")),
    (Kind.DURATION, [("q-amount", "3"), ("q-unit", "weeks")], Duration(3, "weeks")),
    (Kind.DATE, [("q-day", "27"), ("q-month", "March"), ("q-year", "1998")], date(1998, 3, 27)),
    (Kind.DATE, [("q", "1998-03-27")], date(1998, 3, 27)),
    (Kind.PARTIAL_DATE, [("q-year", "1998"), ("q-about", "yes")], PartialDate(1998, about=True)),
    (
        Kind.PARTIAL_DATE,
        [("q-season", "rainy"), ("q-told", "after the flood")],
        PartialDate(season="rainy", told="after the flood"),
    ),
    (Kind.PARTIAL_DATE, [("q", "1990-05")], PartialDate(1990, 5)),
    (Kind.TIME, [("q", "14:30")], time(14, 30)),
    (Kind.COUNTRY, [("q", "MM")], "MM"),
    (Kind.COUNTRY, [("q", "Thailand")], "TH"),
    (Kind.COUNTRIES, [("q", "MM"), ("q", ""), ("q", "TH")], ("MM", "TH")),
    (Kind.LANGUAGE, [("q", "my")], "my"),
    (Kind.PHONE, [("q", "+66 2 123 4567")], "+6621234567"),
    (Kind.EMAIL, [("q", "ada@Example.ORG")], "ada@example.org"),
    (
        Kind.ADDRESS,
        [("q-lines", "1 Quay\nBehind the mill"), ("q-town", "Mae Sot"), ("q-country", "TH")],
        Address(("1 Quay", "Behind the mill"), "Mae Sot", country="TH"),
    ),
    (
        Kind.SIGNATURE,
        [("q-agreed", "yes"), ("q-name", "Ada"), ("q-mark", "M1 2L3 4")],
        Signature("Ada", True, "M1 2L3 4"),
    ),
]
FAULTY: list[tuple[Kind, list[tuple[str, str]], str]] = [
    (Kind.ONE_OF, [("q", "purple")], "unknown_option"),
    (Kind.ANY_OF, [("q", "none"), ("q", "red")], "excluded_option"),
    (Kind.NUMBER, [("q", "many")], "not_a_number"),
    (Kind.MONEY, [("q-amount", "12")], "currency_needed"),
    (Kind.DURATION, [("q-amount", "3")], "unit_needed"),
    (Kind.DATE, [("q-day", "31"), ("q-month", "2"), ("q-year", "1998")], "impossible_date"),
    (Kind.DATE, [("q-year", "1998")], "not_a_date"),
    (Kind.COUNTRY, [("q", "Atlantis")], "not_a_country"),
    (Kind.PHONE, [("q", "02 123 4567")], "phone_needs_country"),
    (Kind.SIGNATURE, [("q-name", "Ada")], "not_signed"),
]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with spoken():
        yield


def _one(kind: Kind, **changes: object):  # type: ignore[no-untyped-def]
    options = COLOURS if kind in (Kind.ONE_OF, Kind.ANY_OF) else ()
    return one_section(question("q", kind, codes=options, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "posted", "value"), GIVEN, ids=lambda part: part if isinstance(part, Kind) else "")
def test_what_is_posted_is_read(kind: Kind, posted: list[tuple[str, str]], value: Value) -> None:
    form = form_of(_one(kind), "p_q", posted=posted)

    assert form.values() == {"q": value}
    assert form.validate()


@pytest.mark.parametrize("value", [value for _, _, value in GIVEN], ids=str)
def test_an_answer_posts_itself_again(value: Value) -> None:
    kind = next(kind for kind, _, given in GIVEN if given is value)
    asked = _one(kind).questions["q"]
    parts = typed.parts_of(asked, value)

    again = MultiDict((f"q-{part}" if part else "q", text) for part, texts in parts.items() for text in texts)
    read = typed.read(
        asked,
        "q",
        typed.collect(asked, "q", again),
        None,
        known=known_in(tongue("en", "tiny").locale),
        prompts_shown=True,
    )

    assert read == value


@pytest.mark.parametrize(("kind", "posted", "code"), FAULTY, ids=lambda part: part if isinstance(part, Kind) else "")
def test_what_cannot_be_read_is_said_kept_on_the_page_and_not_saved(
    kind: Kind, posted: list[tuple[str, str]], code: str
) -> None:
    form = form_of(_one(kind), "p_q", posted=posted)

    [field] = form.faulty()
    assert field.problem is not None
    assert (field.problem.code, field.problem.key) == (code, "q")
    assert form.values() == {}
    assert field.typed(posted[0][0].removeprefix("q").removeprefix("-")).split("\n")[0] == posted[0][1]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.COMPUTED])
@pytest.mark.parametrize("code", list(Missing))
def test_every_question_put_to_the_person_takes_the_three_ways_of_no_answer(kind: Kind, code: Missing) -> None:
    plain = kind in (Kind.ONE_OF, Kind.ANY_OF, Kind.YES_NO, Kind.YES_NO_DECLINE)

    form = form_of(_one(kind), "p_q", posted=[("q" if plain else "q-missing", code.value)])

    assert form.values() == {"q": code}
    assert code.value in form["q"].chosen


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.COMPUTED])
def test_a_blank_page_clears_and_says_nothing(kind: Kind) -> None:
    assert form_of(_one(kind), "p_q", posted=[]).values() == {"q": None}


def test_words_are_never_lost_to_a_mark_that_was_there_before() -> None:
    saved: dict[str, Value] = {"q": Missing.DECLINED}

    form = form_of(_one(Kind.TEXT), "p_q", saved, [("q", "Ada"), ("q-missing", "declined")])

    assert form.values() == {"q": "Ada"}


def test_would_rather_not_say_replaces_words_that_were_there_before() -> None:
    saved: dict[str, Value] = {"q": "Ada"}

    form = form_of(_one(Kind.TEXT), "p_q", saved, [("q", "Ada"), ("q-missing", "declined")])

    assert form.values() == {"q": Missing.DECLINED}


def test_staff_questions_take_no_missing_answer() -> None:
    form = form_of(_one(Kind.YES_NO, who=Who.STAFF), "p_q", posted=[("q", "declined")])

    assert form.faulty()


def test_a_reply_to_a_prompt_is_kept_apart_from_ticks() -> None:
    asked = one_section(question("q", Kind.ANY_OF, codes=MANY, prompts=PROMPTS))

    form = form_of(asked, "p_q", posted=[("q-warm", "no"), ("q-cold", "yes"), ("q", "green")])

    assert form.values() == {"q": AnyOf(("green",), {"warm": "no", "cold": "yes"})}


def test_a_yes_to_a_prompt_for_one_thing_is_that_thing() -> None:
    asked = one_section(question("q", Kind.ANY_OF, codes=MANY, prompts=PROMPTS))

    form = form_of(asked, "p_q", posted=[("q-warm", "yes")])

    assert form.values() == {"q": AnyOf(("red",), {"warm": "yes"})}


def test_ticking_what_was_heard_keeps_the_replies_it_does_not_contradict() -> None:
    asked = one_section(
        question("q", Kind.ANY_OF, codes=MANY, prompts=PROMPTS),
        pages=[page("heard", "q", kind=PageKind.HEARD), page("asked", "q")],
    )
    saved: dict[str, Value] = {"q": AnyOf((), {"warm": "no", "cold": "declined"})}

    form = form_of(asked, "heard", saved, [("q", "red")])

    assert form.values() == {"q": AnyOf(("red",), {"cold": "declined"})}


def test_a_posted_answer_to_a_question_that_does_not_show_yet_is_read_too() -> None:
    asked = one_section(question("q"), question("then", Kind.TEXT, when="q = 'yes'"), pages=[page("both", "q", "then")])

    form = form_of(asked, "both", posted=[("q", "yes"), ("then", "so")])

    assert form.values() == {"q": "yes", "then": "so"}


def test_names_of_entries_are_names_of_fields() -> None:
    form = form_of(_one(Kind.TEXT), "p_q", posted=[("other", "x"), ("q", "y")])

    assert list(form.values()) == ["q"]
