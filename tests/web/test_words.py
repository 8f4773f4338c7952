"""Names, units, answers and problems in words."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from builders.pages import context_of, shown, spoken
from builders.questionnaires import one_section, question

from interview.casework.sharing import NO_AGREEMENT
from interview.questionnaire.definition import Kind, Option, Question
from interview.questionnaire.problems import CODES
from interview.questionnaire.shapes import Address, AnyOf, Duration, Missing, Money, PartialDate, Signature, Value
from interview.web import names, problem_words, reasons
from interview.web.answer_words import answer_words
from interview.web.page_forms import page_form
from interview.web.wording import wording_for

ENGLISH = Locale.parse("en")
LIST = (Option("red", "Red"), Option("blue", "Blue"))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with spoken():
        yield


def _asked(kind: Kind) -> Question:
    return question("q", kind, codes=LIST if kind in (Kind.ONE_OF, Kind.ANY_OF) else ())


def test_every_problem_has_its_sentence() -> None:
    assert CODES | {NO_AGREEMENT} == problem_words.WORDED


def test_countries_are_those_of_iso_with_the_house_list() -> None:
    found = names.countries(ENGLISH).by_code

    assert {"MM", "TH", "XK", "XX", "XZ", "ZZ"} <= found.keys()
    assert not {"EU", "UN", "QO"} & found.keys()
    assert len(found) == 253


def test_names_are_in_the_order_of_their_letters() -> None:
    listed = [name for _, name in names.countries(ENGLISH).rows]

    assert listed.index("Åland Islands") < listed.index("Albania")


def test_names_come_in_the_language_asked_for() -> None:
    assert names.languages(Locale.parse("ar")).by_code["th"] == "التايلاندية"


def test_currencies_are_those_in_use() -> None:
    found = names.currencies(ENGLISH).by_code

    assert "THB" in found
    assert "DEM" not in found


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Kind.ONE_OF, "red", "Red"),
        (Kind.ANY_OF, AnyOf(("red", "blue")), "Red; Blue"),
        (Kind.YES_NO_DECLINE, "yes", "Yes"),
        (Kind.YES_NO_DECLINE, Missing.DECLINED, "Would rather not say"),
        (Kind.COUNTRY, "MM", "Myanmar (Burma)"),
        (Kind.COUNTRIES, ("TH", "XZ"), "Thailand, At sea"),
        (Kind.LANGUAGE, "my", "Burmese"),
        (Kind.MONEY, Money(Decimal(3500), "THB", "month"), "3,500 THB for a month"),
        (Kind.DURATION, Duration(3, "weeks"), "3 weeks"),
        (Kind.DATE, date(1998, 3, 27), "March 27, 1998"),
        (Kind.PARTIAL_DATE, PartialDate(1998, 3), "March 1998"),
        (Kind.PARTIAL_DATE, PartialDate(1998, about=True), "about 1998"),
        (Kind.PARTIAL_DATE, PartialDate(None, None, 31), "31/?/?"),
        (Kind.PARTIAL_DATE, PartialDate(season="dry", told="before the war"), "dry season (before the war)"),
        (Kind.ADDRESS, Address(("1 Quay",), "Mae Sot", country="TH"), "1 Quay, Mae Sot, Thailand"),
        (Kind.SIGNATURE, Signature("Ada", True, "M1 1"), "Ada, agreed, with a mark"),
    ],
    ids=str,
)
def test_an_answer_in_words(kind: Kind, value: Value, words: str) -> None:
    wording = wording_for("tiny", interviewer="en", person=None, page="en")

    assert answer_words(wording, _asked(kind), value) == words


def test_why_a_question_is_asked_is_said_with_the_answer_that_made_it_so() -> None:
    asked = one_section(question("first", label="Did you move?"), question("q", when="first <> 'no'"))
    context = context_of(asked, "p_q", {"first": Missing.UNKNOWN})

    [sentence] = reasons.reasons(context.view, "q", context.wording)

    assert sentence == "The answer to “Did you move?” is not: No. It is: Do not know."


def test_what_is_not_translated_is_english_and_says_so(tmp_path: Path) -> None:
    catalogue = Catalog(locale="ar")
    catalogue.add("Red", "أحمر", context="tiny.q.red")
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "tiny.mo").open("wb") as file:
        write_mo(file, catalogue)
    asked = one_section(question("q", Kind.ONE_OF, codes=LIST, label="Which?"))

    with spoken("en", tmp_path) as app:
        context = context_of(asked, "p_q", person="ar")
        markup = shown(app, context, page_form(context))

    assert '<span lang="ar" dir="rtl">أحمر</span>' in markup
    assert re.search(r'<span class="second">Which\? <span class="badge warn">not translated</span>', markup)
    assert '<span lang="en" dir="ltr">Red</span>' not in markup
