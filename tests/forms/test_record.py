"""What the record asks, and what it does not ask yet."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from interview.forms import library
from interview.questionnaire.answers import Answers, Entry, add_entry, key_of, record
from interview.questionnaire.definition import DETAIL
from interview.questionnaire.values import from_json
from interview.questionnaire.view import View, evaluate

RECORD = library.load("assistance", 1)
AGREED = {"a_cons_assist": "yes", "a_cons_file": "yes"}
ENTRY = uuid4().hex


def seen(group: str, inside: Mapping[str, object], outside: Mapping[str, object] | None = None) -> View:
    begun = Answers.begin(date(2026, 11, 24), frozenset({DETAIL}))
    begun = add_entry(begun, group, Entry(ENTRY, "author", datetime(2026, 11, 24, tzinfo=UTC)))
    said = AGREED | dict(outside or {})
    values = {key: from_json(RECORD.questions[key], value) for key, value in said.items()}
    values |= {key_of(key, group, ENTRY): from_json(RECORD.questions[key], value) for key, value in inside.items()}
    return evaluate(RECORD, record(RECORD, begun, values, revision=1))


@pytest.mark.parametrize(
    ("activity", "charged", "lawyer", "asked"),
    [
        ("theft", "no", None, True),
        ("theft", "yes", None, False),
        ("theft", "declined", None, False),
        ("theft", None, None, False),
        ("theft", "yes", "no", False),
        ("theft", "yes", "yes", True),
        ("theft", None, "yes", True),
        ("fishing", "no", "yes", False),
    ],
)
def test_what_was_against_the_law_waits_for_a_lawyer(
    activity: str, charged: str | None, lawyer: str | None, *, asked: bool
) -> None:
    inside = {"a_exp_activities": [activity]} | ({"a_crime_lawyer": lawyer} if lawyer else {})

    view = seen("exploitation_place", inside, {"s_charged": charged} if charged else {})

    assert (key_of("a_crime_task", "exploitation_place", ENTRY) in on_pages(view)) is asked


@pytest.mark.parametrize(
    ("group", "question", "said"),
    [
        ("session", "a_session_interpreter_ok", {"a_session_interpreter": "phone"}),
        ("session", "a_session_consent", {}),
        ("followup", "a_fu_consent", {"a_fu_reach": "reached"}),
        ("agreement", "a_agr_given", {}),
    ],
)
@pytest.mark.parametrize(("answer", "words"), [("yes", False), ("no", True), ("declined", True), (None, False)])
def test_a_no_is_met_with_words_on_the_next_page(
    group: str, question: str, said: Mapping[str, object], answer: str | None, *, words: bool
) -> None:
    view = seen(group, dict(said) | ({question: answer} if answer else {}))
    asking = next(page.key for page in view.pages if key_of(question, group, ENTRY) in page.keys)

    after = view.page(view.after(asking) or "")

    assert after is not None
    assert after.page.say.startswith("That is fine.") is words


def on_pages(view: View) -> set[str]:
    return {key for page in view.pages for key in page.keys}
