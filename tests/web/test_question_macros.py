"""The markup of every kind of question."""

import re
from collections.abc import Iterator

import pytest
from builders.pages import context_of, form_of, shown, spoken
from builders.questionnaires import one_section, page, question
from flask import Flask

from interview.questionnaire.definition import Kind, Option, PageKind, Prompt, Questionnaire, Who
from interview.questionnaire.problems import HARD, SOFT, Problem
from interview.questionnaire.shapes import AnyOf, Missing, Value
from interview.web.page_forms import page_form

ASKED_KINDS = [kind for kind in Kind if kind is not Kind.COMPUTED]
OPTIONS = (Option("red", "Red", hint="As blood"), Option("blue", "Blue"), Option("secret", "Secret", staff_only=True))
PROMPTS = (Prompt("warm", "Warm ones?", ("red",)), Prompt("cold", "Cold ones?", ("blue",)))


@pytest.fixture
def app() -> Iterator[Flask]:
    with spoken() as made:
        yield made


def _asked(kind: Kind, who: Who = Who.ASKED, label: str = "What is it?") -> Questionnaire:
    codes = OPTIONS if kind in (Kind.ONE_OF, Kind.ANY_OF) else ()
    return one_section(question("q", kind, codes=codes, who=who, label=label))


def _page(app: Flask, asked: Questionnaire, page_id: str = "p_q", answers: dict[str, Value] | None = None) -> str:
    context = context_of(asked, page_id, answers)
    return shown(app, context, page_form(context))


@pytest.mark.parametrize("kind", ASKED_KINDS)
def test_the_question_is_the_heading_and_nothing_is_chosen(app: Flask, kind: Kind) -> None:
    markup = _page(app, _asked(kind))

    assert re.search(r"<h1>(<label for=\"q\">)?What is it\?", markup)
    assert not re.search(r"\schecked|\sselected", markup)


@pytest.mark.parametrize("kind", ASKED_KINDS)
def test_three_dashed_ways_of_no_answer_end_what_is_read_aloud(app: Flask, kind: Kind) -> None:
    markup = _page(app, _asked(kind))

    assert [code for code in Missing if re.search(rf'dashed"><input [^>]*value="{code}"', markup)] == list(Missing)


@pytest.mark.parametrize("kind", ASKED_KINDS)
def test_no_field_remembers_and_nothing_is_styled_or_scripted_in_the_page(app: Flask, kind: Kind) -> None:
    markup = _page(app, _asked(kind))
    fields = re.findall(r"<(?:input|textarea|select)\b[^>]*>", markup)
    typed = [field for field in fields if not re.search(r'type="(?:radio|checkbox|hidden)"', field)]

    assert all('autocomplete="off"' in field for field in typed)
    assert not re.search(r"\sstyle=|\son[a-z]+=|<script", markup)


@pytest.mark.parametrize("kind", ASKED_KINDS)
def test_every_input_has_a_label_and_every_id_is_used_once(app: Flask, kind: Kind) -> None:
    markup = _page(app, _asked(kind))
    ids = re.findall(r'\sid="([^"]+)"', markup)
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', markup))
    fields = re.findall(r"<(?:input|textarea|select)\b[^>]*>", markup)
    lone = [field for field in fields if not re.search(r'type="(?:radio|checkbox|hidden)"', field)]

    assert len(ids) == len(set(ids))
    assert all(re.search(r'\sid="([^"]+)"', field)[1] in labelled for field in lone)  # type: ignore[index]


@pytest.mark.parametrize("kind", ASKED_KINDS)
def test_a_problem_stands_beside_its_field_and_the_summary_can_link_to_it(app: Flask, kind: Kind) -> None:
    context = context_of(_asked(kind), "p_q")
    form = page_form(context)
    form.show([Problem("answer_missing", "q", HARD)])

    markup = shown(app, context, form)

    assert '<p class="error" id="q-error">Answer this to go on.</p>' in markup
    assert 'aria-describedby="q-error"' in markup
    assert f'id="{form["q"].anchor}"' in markup


def test_a_soft_problem_is_a_question_and_no_error(app: Flask) -> None:
    context = context_of(_asked(Kind.NUMBER), "p_q")
    form = page_form(context)
    form.show([Problem("above_maximum", "q", SOFT, {"maximum": "99"})])

    markup = shown(app, context, form)

    assert "This is more than 99. Is it right?" in markup
    assert "error" not in markup


def test_what_is_never_read_aloud_stands_apart_where_the_list_is_read(app: Flask) -> None:
    markup = _page(app, _asked(Kind.ANY_OF))

    before, after = markup.split("<details")
    assert "Secret" not in before
    assert "Secret" in after


def test_staff_see_the_whole_list_at_once(app: Flask) -> None:
    assert "<details" not in _page(app, _asked(Kind.ANY_OF, Who.STAFF))


def test_grouped_prompts_are_rows_of_yes_no_and_two_ways_out(app: Flask) -> None:
    markup = _page(app, one_section(question("q", Kind.ANY_OF, codes=OPTIONS, prompts=PROMPTS)))

    for prompt in ("warm", "cold"):
        assert re.findall(rf'name="q-{prompt}" value="(\w+)"', markup) == ["yes", "no", "unknown", "declined"]


def test_what_was_heard_is_ticked_and_asks_nothing(app: Flask) -> None:
    asked = one_section(
        question("q", Kind.ANY_OF, codes=OPTIONS, prompts=PROMPTS),
        pages=[page("heard", "q", kind=PageKind.HEARD), page("asked", "q")],
    )

    markup = _page(app, asked, "heard")

    assert re.findall(r'type="(\w+)"', markup) == ["checkbox"] * 3
    assert "dashed" not in markup


def test_a_tick_that_a_prompt_stands_for_shows_as_its_yes(app: Flask) -> None:
    asked = one_section(question("q", Kind.ANY_OF, codes=OPTIONS, prompts=PROMPTS))

    markup = _page(app, asked, answers={"q": AnyOf(("red",))})

    assert re.search(r'name="q-warm" value="yes"[^>]* checked', markup)


def test_what_was_typed_is_shown_and_not_run(app: Flask) -> None:
    form = form_of(_asked(Kind.TEXT), "p_q", posted=[("q", "<script>alert(1)</script>")])

    markup = shown(app, context_of(_asked(Kind.TEXT), "p_q"), form)

    assert "<script>" not in markup
    assert "&lt;script&gt;" in markup


def test_an_inserted_answer_is_isolated(app: Flask) -> None:
    asked = one_section(
        question("name", Kind.TEXT), question("q", label="Are you {name}?", fallbacks={"name": "that person"})
    )

    markup = _page(app, asked, answers={"name": "A & B"})

    assert "Are you <bdi>A &amp; B</bdi>?" in markup


def test_a_missing_answer_leaves_the_fallback(app: Flask) -> None:
    asked = one_section(
        question("name", Kind.TEXT), question("q", label="Are you {name}?", fallbacks={"name": "that person"})
    )

    assert "Are you that person?" in _page(app, asked, answers={"name": Missing.DECLINED})
