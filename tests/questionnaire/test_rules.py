"""What the rules of a questionnaire mean."""

from datetime import date, time

import pytest

from interview.questionnaire.explaining import Reason
from interview.questionnaire.rules import BadRule, from_json, parse
from interview.questionnaire.values import AnyOf, Missing, PartialDate, Value

MISSING = tuple(Missing)


@pytest.mark.parametrize(
    ("text", "value", "outcome"),
    [
        ("a = 'yes'", "yes", True),
        ("a = 'yes'", "no", False),
        ("a = 'yes'", None, None),
        ("a <> 'yes'", "no", True),
        ("a <> 'yes'", None, None),
        ("a in ('x','y')", "y", True),
        ("a in ('x','y')", "z", False),
        ("a in ('x','y')", None, None),
        ("a not in ('x','y')", "z", True),
        ("a not in ('x')", "x", False),
        ("a not in ('x')", None, None),
        ("a > 3", 4, True),
        ("a > 3", 3, False),
        ("a >= 3", 3, True),
        ("a < 3", 3, False),
        ("a <= 3", 3, True),
        ("a = 3", 3, True),
        ("a <> 3", 3, False),
        ("a > 3", None, None),
        ("a is empty", None, None),
        ("a is empty", "word", False),
        ("a is not empty", "word", True),
        ("a is not empty", None, None),
        ("a is empty", AnyOf(), True),
        ("a is empty", AnyOf(denied=("x",)), False),
        ("a is empty", PartialDate(told="after the war"), True),
        ("a is empty", PartialDate(year=1990), False),
        ("selected(a,'x')", AnyOf(("x", "y")), True),
        ("selected(a,'z')", AnyOf(("x", "y")), False),
        ("selected(a,'z')", None, None),
        ("selected(a,'TH')", ("TH", "MM"), True),
        ("not selected(a,'z')", AnyOf(("x",)), True),
        ("not selected(a,'z')", None, None),
        ("answered(a)", None, False),
        ("answered(a)", "no", True),
        ("a > '2026-01-01'", date(2026, 1, 2), True),
        ("a <= '22:00'", time(22, 0), True),
    ],
)
def test_a_condition_is_true_false_or_unknown(text: str, value: Value | None, outcome: bool | None) -> None:
    values = {} if value is None else {"a": value}

    result = parse(text).evaluate(values)

    assert result is outcome


@pytest.mark.parametrize("missing", MISSING)
@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("a = 'yes'", False),
        ("a <> 'yes'", True),
        ("a in ('yes','no')", False),
        ("a not in ('yes')", True),
        ("selected(a,'x')", False),
        ("not selected(a,'x')", True),
        ("a is empty", True),
        ("a is not empty", False),
        ("answered(a)", True),
        ("a > 3", None),
        ("a = 3", None),
        ("a <> 3", None),
        ("a < '2026-01-01'", None),
        ("a <> '2026-01-01'", None),
        ("a >= '10:00'", None),
    ],
)
def test_a_missing_answer_is_an_ordinary_code_and_empty_and_no_number(
    text: str, outcome: bool | None, missing: Missing
) -> None:
    assert parse(text).evaluate({"a": missing}) is outcome


@pytest.mark.parametrize("missing", MISSING)
def test_a_missing_code_can_be_named(missing: Missing) -> None:
    values = {"a": missing}

    assert parse(f"a = '{missing}'").evaluate(values) is True
    assert parse(f"selected(a,'{missing}')").evaluate(values) is True
    assert parse(f"a = '{missing}'").evaluate({"a": 3}) is False


@pytest.mark.parametrize(
    ("left", "right", "text", "outcome"),
    [
        ("TH", "MM", "a <> b", True),
        ("TH", "TH", "a <> b", False),
        (Missing.DECLINED, "TH", "a <> b", True),
        ("TH", None, "a <> b", None),
        (None, "TH", "a <> b", None),
        (3, 4, "a < b", True),
        (Missing.UNKNOWN, 4, "a < b", None),
        (date(2020, 1, 1), PartialDate(2021), "a < b", True),
        (PartialDate(2020), PartialDate(2020), "a = b", None),
        (PartialDate(2020, 5, 1), PartialDate(2020, 5, 1), "a = b", True),
        (PartialDate(2020), PartialDate(2021), "a = b", False),
        (PartialDate(2020), PartialDate(2020, 5), "a < b", None),
        (PartialDate(2020, 6), PartialDate(2020, 5), "a < b", False),
        (PartialDate(2020, 6), PartialDate(2020, 5), "a >= b", True),
        (PartialDate(2020, 6), PartialDate(2020, 5), "a > b", True),
        (PartialDate(told="spring"), PartialDate(2020, 5), "a > b", None),
    ],
)
def test_two_answers_are_compared(left: Value | None, right: Value | None, text: str, outcome: bool | None) -> None:
    values = {name: value for name, value in (("a", left), ("b", right)) if value is not None}

    assert parse(text).evaluate(values) is outcome


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("t = 'yes' and u = 'yes'", None),
        ("f = 'yes' and u = 'yes'", False),
        ("u = 'yes' and f = 'yes'", False),
        ("t = 'yes' or u = 'yes'", True),
        ("u = 'yes' or t = 'yes'", True),
        ("f = 'yes' or u = 'yes'", None),
        ("not u = 'yes'", None),
        ("not f = 'yes'", True),
        ("t = 'yes' and (f = 'yes' or t = 'yes')", True),
        ("f = 'yes' and f = 'yes' or t = 'yes'", True),
        ("not (t = 'yes' and f = 'yes')", True),
    ],
)
def test_unknown_passes_through_and_or_not_as_kleene_has_it(text: str, outcome: bool | None) -> None:
    assert parse(text).evaluate({"t": "yes", "f": "no"}) is outcome


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a =",
        "a = yes'",
        "a = 'yes' and",
        "a is full",
        "a in ()",
        "a in 'x'",
        "a == 'x'",
        "a = 'x')",
        "(a = 'x'",
        "selected(a)",
        "selected('a','b')",
        "answered('a')",
        "and = 'x'",
        "a = 'x' b = 'y'",
        "a = '2026-02-31'",
        "a = '25:00'",
        "a != 'x'",
        "__import__('os')",
        "a = 1.5",
        "(" * 40 + "a = 'x'" + ")" * 40,
        "not " * 40 + "a = 'x'",
    ],
)
def test_what_is_no_rule_is_refused_with_file_question_and_reason(text: str) -> None:
    with pytest.raises(BadRule) as refused:
        parse(text, file="04-about.toml", question="s_age")

    assert refused.value.file == "04-about.toml"
    assert refused.value.question == "s_age"
    assert refused.value.reason


def test_a_rule_names_its_questions() -> None:
    text = "a = 'x' and (not b > 3 or c < d) and selected(e,'y') and answered(f) and g is empty and h in ('z')"

    assert parse(text).names == frozenset("abcdefgh")


def test_a_rule_says_in_json_what_it_says_in_words() -> None:
    rule = parse("a = 'x' and (b > 3 or not selected(c,'y'))")

    assert rule.to_json() == {
        "op": "and",
        "parts": [
            {"op": "=", "name": "a", "value": "x"},
            {
                "op": "or",
                "parts": [
                    {"op": ">", "name": "b", "value": 3},
                    {"op": "not", "part": {"op": "selected", "name": "c", "code": "y"}},
                ],
            },
        ],
    }


@pytest.mark.parametrize("data", [None, {}, [], {"op": "eval"}, {"op": "=", "name": "a"}, {"op": "and", "parts": [1]}])
def test_what_is_not_the_json_of_a_rule_is_refused(data: object) -> None:
    with pytest.raises(BadRule):
        from_json(data)


def test_an_explanation_names_the_conditions_that_hold_with_their_answers() -> None:
    rule = parse("a = 'x' and (b = 'y' or c = 'z') and not d > 3")
    values: dict[str, Value] = {"a": "x", "b": "no", "c": "z", "d": 2}

    found = rule.explain(values)

    assert [(because.reason, because.name, because.to, because.answer) for because in found] == [
        (Reason.IS, "a", ("x",), "x"),
        (Reason.IS, "c", ("z",), "z"),
        (Reason.AT_MOST, "d", ("3",), 2),
    ]


def test_a_rule_that_does_not_hold_explains_nothing() -> None:
    rule = parse("a = 'x' and b = 'y'")

    assert rule.explain({"a": "x"}) == ()
    assert rule.explain({"a": "x", "b": "no"}) == ()


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("not a = 'x'", "y", Reason.IS_NOT),
        ("not a <> 'x'", "x", Reason.IS),
        ("a in ('x')", "x", Reason.ONE_OF),
        ("not a in ('x')", "y", Reason.NONE_OF),
        ("a not in ('x')", "y", Reason.NONE_OF),
        ("not a not in ('x')", "x", Reason.ONE_OF),
        ("a is empty", Missing.DECLINED, Reason.EMPTY),
        ("not a is empty", "x", Reason.NOT_EMPTY),
        ("a is not empty", "x", Reason.NOT_EMPTY),
        ("selected(a,'x')", AnyOf(("x",)), Reason.SELECTED),
        ("not selected(a,'x')", AnyOf(("y",)), Reason.NOT_SELECTED),
        ("answered(a)", "x", Reason.ANSWERED),
        ("not answered(a)", None, Reason.NOT_ANSWERED),
    ],
)
def test_an_explanation_turns_negations_round(text: str, value: Value | None, reason: Reason) -> None:
    values = {} if value is None else {"a": value}

    (because,) = parse(text).explain(values)

    assert because.reason is reason
