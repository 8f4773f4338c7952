"""Blank answers: what is asked once more, what was not asked, and what brings a page back."""

from builders.questionnaires import THE_DAY, page, question, questionnaire, section

from interview.questionnaire.answers import Answers, record
from interview.questionnaire.definition import PageKind, Required, Who
from interview.questionnaire.problems import HARD, SOFT
from interview.questionnaire.values import Missing
from interview.questionnaire.view import evaluate
from interview.services.completing import complete, looked_for, newly_shown, passed_over

NOBODY = Answers.begin(THE_DAY)


def test_each_kind_of_question_on_an_asked_page_is_treated_by_how_much_it_is_needed() -> None:
    hard, soft, optional = (question(required.value, required=required) for required in Required)
    staff = question("staff", who=Who.STAFF, required=Required.NO)
    form = questionnaire(section("s", hard, soft, optional, staff, pages=[page("p", "hard", "soft", "no", "staff")]))
    view = evaluate(form, NOBODY)
    shown = {"hard", "soft", "no", "staff"}

    at_once = passed_over(view, "p", shown, asked_once_more=False)
    once_more = passed_over(view, "p", shown, asked_once_more=True)
    problems = [(problem.key, problem.severity) for problem in looked_for(view, "p", asked_once_more=False)]
    left = [(problem.key, problem.severity) for problem in looked_for(view, "p", asked_once_more=True)]

    assert at_once == ("no",)
    assert once_more == ("soft", "no")
    assert problems == [("hard", HARD), ("soft", SOFT)]
    assert left == [("hard", HARD)]


def test_what_nobody_saw_is_not_passed_over() -> None:
    form = questionnaire(section("s", question("a", required=Required.NO)))

    assert passed_over(evaluate(form, NOBODY), "p_a", (), asked_once_more=True) == ()


def test_on_a_page_of_what_was_heard_nothing_is_looked_for_or_passed_over() -> None:
    form = questionnaire(section("s", question("a"), pages=[page("p", "a", kind=PageKind.HEARD)]))
    view = evaluate(form, NOBODY)

    assert looked_for(view, "p", asked_once_more=False) == ()
    assert passed_over(view, "p", ("a",), asked_once_more=True) == ()


def test_a_question_that_an_answer_on_its_page_brought_out_is_shown_before_going_on() -> None:
    form = questionnaire(section("s", question("a"), question("b", when="a = 'yes'"), pages=[page("p", "a", "b")]))
    before = evaluate(form, NOBODY)
    yes = evaluate(form, record(form, NOBODY, {"a": "yes"}, revision=1))
    no = evaluate(form, record(form, NOBODY, {"a": "no"}, revision=1))

    assert newly_shown(before, yes, "p", ["a"])
    assert not newly_shown(before, no, "p", ["a"])
    assert not newly_shown(yes, yes, "p", ["a"])


def test_completing_goes_on_while_filling_in_brings_out_more() -> None:
    form = questionnaire(
        section("s", question("a"), question("b", when="a <> 'yes'"), question("c", when="b <> 'yes'")),
    )

    completed = complete(form, NOBODY, revision=3)

    assert completed.not_asked == ("a", "b", "c")
    assert set(completed.answers.values.values()) == {Missing.NOT_ASKED}
    assert completed.answers.changed == {"a": 3, "b": 3, "c": 3}


def test_completing_never_fills_in_what_is_hard_or_staff_only() -> None:
    hard = question("a", required=Required.HARD)
    staff = question("b", who=Who.STAFF)
    form = questionnaire(section("s", hard, staff))

    completed = complete(form, NOBODY, revision=1)

    assert completed.not_asked == ()
    assert completed.view.blocking == ("a",)
