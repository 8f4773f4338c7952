"""What one form carries over from another: the same question, never asked again."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders.questionnaires import THE_DAY

from interview.forms import library
from interview.forms.library import BadForm
from interview.forms.wording import option_context, question_context
from interview.questionnaire.answers import Answers, from_json, record, to_json
from interview.questionnaire.definition import PageKind, Required, Who
from interview.questionnaire.view import evaluate

ASSISTANCE = library.load("assistance", 1)
SCREENING = library.load("screening", 1)
CARRIED = [found for found in ASSISTANCE.questions.values() if found.origin]
COUNTRY = "s_dest_country"


def carrying() -> Answers:
    answers = record(ASSISTANCE, Answers.begin(THE_DAY), {COUNTRY: "LY"}, revision=1)
    return replace(answers, carried=frozenset({COUNTRY}))


def test_what_is_carried_over_keeps_its_words_and_asks_for_nothing() -> None:
    assert len(CARRIED) > 30
    for question in CARRIED:
        assert question.origin == "screening"
        assert question.label == SCREENING.questions[question.id].label
        assert question.required is Required.NO
        assert question.relevant is None
        assert question_context("assistance", question) == f"screening.{question.id}"


def test_a_choice_that_is_carried_over_keeps_the_words_of_its_options() -> None:
    question = ASSISTANCE.questions["s_sex"]

    assert question.options == SCREENING.questions["s_sex"].options
    assert option_context("assistance", question, "female") == "screening.s_sex.female"


def test_what_was_worked_out_stands_as_an_answer_that_staff_can_correct() -> None:
    question = ASSISTANCE.questions["s_child_now"]

    assert question.computed is None
    assert question.who is Who.STAFF
    assert question.codes == ("yes", "no")


def test_the_pages_of_what_is_known_stand_open_for_nothing() -> None:
    view = evaluate(ASSISTANCE, Answers.begin(THE_DAY))

    known = [page for page in view.pages if page.page.kind is PageKind.KNOWN]

    assert known
    assert not any(page.open for page in known)


def test_an_answer_is_marked_as_carried_until_somebody_saves_it() -> None:
    kept = from_json(ASSISTANCE, to_json(carrying()))

    confirmed = record(ASSISTANCE, kept, {COUNTRY: "LY"}, revision=2)

    assert kept.carried == {COUNTRY}
    assert confirmed.carried == frozenset()
    assert confirmed.values[COUNTRY] == "LY"
    assert "carried" not in to_json(confirmed)


def test_a_question_that_the_other_form_does_not_have_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "tiny" / "1"
    folder.mkdir(parents=True)
    (folder / "form.toml").write_text('title = "Tiny"\n')
    carries = 'carries = { form = "screening", version = 1 }'
    page = '[[page]]\nid = "k_1"\nkind = "known"\nquestions = ["s_nothing"]\n'
    (folder / "00-known.toml").write_text(f'id = "k"\ntitle = "Known"\n{carries}\n\n{page}')

    with pytest.raises(BadForm, match="screening has no question s_nothing"):
        library.load_folder(folder)
