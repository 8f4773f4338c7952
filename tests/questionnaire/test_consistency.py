"""Answers that do not agree raise a question, and no more."""

from decimal import Decimal

import pytest
from builders.questionnaires import ENTRY_A, blank_answers, one_section, question, questionnaire, section

from interview.questionnaire.answers import record
from interview.questionnaire.definition import Check, Kind, Question
from interview.questionnaire.problems import CODES, HARD, SOFT
from interview.questionnaire.values import Duration, Missing, Money, PartialDate, Value
from interview.questionnaire.view import evaluate

START = question("start", Kind.PARTIAL_DATE, checks=(Check("not_in_future"),))
END = question("end", Kind.PARTIAL_DATE, checks=(Check("not_before", "start"),))
BORN = question("born", Kind.PARTIAL_DATE)
AGE = question("age", Kind.NUMBER, checks=(Check("age_agrees", "born"),))


def problems_of(questions: tuple[Question, ...], changes: dict[str, Value]) -> list[str]:
    form = one_section(*questions)
    view = evaluate(form, record(form, blank_answers(), changes, revision=1))
    assert all(problem.code in CODES for problem in view.problems)
    return [problem.code for problem in view.problems]


@pytest.mark.parametrize(
    ("start", "end", "problems"),
    [
        (PartialDate(2020), PartialDate(2019), ["before_other"]),
        (PartialDate(2020), PartialDate(2020), []),
        (PartialDate(2020, 5), PartialDate(2020), []),
        (PartialDate(2020, 5), PartialDate(2020, 4), ["before_other"]),
        (PartialDate(2020), Missing.UNKNOWN, []),
        (Missing.UNKNOWN, PartialDate(2019), []),
        (PartialDate(told="long ago"), PartialDate(2019), []),
        (PartialDate(2026, 7), PartialDate(2026, 8), ["in_future"]),
        (PartialDate(2026), PartialDate(2026), []),
    ],
)
def test_an_end_before_its_start_and_a_start_to_come_are_asked_about(
    start: Value, end: Value, problems: list[str]
) -> None:
    assert problems_of((START, END), {"start": start, "end": end}) == problems


def test_a_date_can_be_limited_from_the_other_side() -> None:
    start = question("start", Kind.PARTIAL_DATE, checks=(Check("not_after", "until"),))
    until = question("until", Kind.PARTIAL_DATE)

    assert problems_of((start, until), {"start": PartialDate(2021), "until": PartialDate(2020)}) == ["after_other"]
    assert problems_of((start, until), {"start": PartialDate(2020), "until": PartialDate(2020)}) == []


@pytest.mark.parametrize(
    ("born", "age", "problems"),
    [
        (PartialDate(2000), 25, []),
        (PartialDate(2000), 26, []),
        (PartialDate(2000), 24, ["age_contradicts_date"]),
        (PartialDate(2000), 27, ["age_contradicts_date"]),
        (PartialDate(2000, 6, 15), 26, []),
        (PartialDate(2000, 6, 16), 26, ["age_contradicts_date"]),
        (PartialDate(2000, about=True), 27, []),
        (PartialDate(2000, about=True), 28, ["age_contradicts_date"]),
        (PartialDate(2000), Missing.DECLINED, []),
        (Missing.UNKNOWN, 25, []),
    ],
)
def test_an_age_that_the_birth_date_does_not_give_is_asked_about(born: Value, age: Value, problems: list[str]) -> None:
    assert problems_of((BORN, AGE), {"born": born, "age": age}) == problems


def test_an_age_can_be_that_at_another_date() -> None:
    then = question("then", Kind.PARTIAL_DATE)
    age = question("age", Kind.NUMBER, checks=(Check("age_agrees", "born", at="then"),))
    answers: dict[str, Value] = {"born": PartialDate(2000), "then": PartialDate(2015), "age": 15}

    assert problems_of((BORN, then, age), answers) == []
    assert problems_of((BORN, then, age), {**answers, "age": 13}) == ["age_contradicts_date"]
    assert problems_of((BORN, then, age), {**answers, "then": Missing.UNKNOWN, "age": 13}) == []


@pytest.mark.parametrize(
    ("kind", "value", "problems"),
    [
        (Kind.NUMBER, 0, ["below_minimum"]),
        (Kind.NUMBER, 1, []),
        (Kind.NUMBER, 24, []),
        (Kind.NUMBER, 25, ["above_maximum"]),
        (Kind.NUMBER, Missing.UNKNOWN, []),
        (Kind.MONEY, Money(Decimal("24.01"), "THB"), ["above_maximum"]),
        (Kind.DURATION, Duration(0, "days"), ["below_minimum"]),
    ],
)
def test_a_number_outside_its_limits_is_asked_about(kind: Kind, value: Value, problems: list[str]) -> None:
    assert problems_of((question("q", kind, minimum=1, maximum=24),), {"q": value}) == problems


def test_impossible_and_unlikely_dates_are_asked_about() -> None:
    assert problems_of((BORN,), {"born": PartialDate(2001, 2, 29)}) == ["day_not_in_month"]
    assert problems_of((BORN,), {"born": PartialDate(1380)}) == ["year_unlikely"]


def test_a_problem_is_soft_unless_stated_hard_and_names_the_other_question() -> None:
    hard = question("end", Kind.PARTIAL_DATE, checks=(Check("not_before", "start", hard=True),))
    values: dict[str, Value] = {"start": PartialDate(2020), "end": PartialDate(2019)}

    for last, severity in ((END, SOFT), (hard, HARD)):
        form = one_section(START, last)
        (problem,) = evaluate(form, record(form, blank_answers(), values, revision=1)).problems
        assert (problem.key, problem.severity, problem.params) == ("end", severity, {"other": "start"})


def test_a_hidden_answer_raises_no_problem() -> None:
    end = question("end", Kind.PARTIAL_DATE, when="go = 'yes'", checks=(Check("not_before", "start"),))
    values: dict[str, Value] = {"start": PartialDate(2020), "go": "yes", "end": PartialDate(2019)}

    assert problems_of((START, question("go"), end), values) == ["before_other"]
    assert problems_of((START, question("go"), end), {**values, "go": "no"}) == []


def test_within_an_entry_answers_are_held_against_those_of_the_same_entry() -> None:
    form = questionnaire(section("legs", START, END, group="leg"))
    answers = blank_answers(entries={"leg": (ENTRY_A,)})
    prefix = f"leg-{ENTRY_A}-"

    answers = record(
        form, answers, {f"{prefix}start": PartialDate(2020), f"{prefix}end": PartialDate(2019)}, revision=1
    )

    assert [problem.key for problem in evaluate(form, answers).problems] == [f"{prefix}end"]
