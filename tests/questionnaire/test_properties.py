"""What must hold of every questionnaire's answers, whatever the order in which they were given."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from random import Random
from typing import get_args

import pytest
from builders.questionnaires import (
    ENTRY_A,
    ENTRY_B,
    age,
    blank_answers,
    one_section,
    question,
    questionnaire,
    section,
    yes_if,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from interview.questionnaire.answers import Answers, drop_set_aside, from_json, record, to_json
from interview.questionnaire.definition import Kind, Option, Prompt, Question, Required, Tier, Who
from interview.questionnaire.nodes import (
    And,
    Answered,
    Compare,
    CompareAnswers,
    Empty,
    Node,
    Not,
    Or,
    Selected,
    Within,
)
from interview.questionnaire.rules import Rule
from interview.questionnaire.rules import from_json as rule_from_json
from interview.questionnaire.values import (
    PERIODS,
    SEASONS,
    UNITS,
    Address,
    AnyOf,
    Duration,
    Missing,
    Money,
    PartialDate,
    Signature,
    Value,
)
from interview.questionnaire.values import from_json as value_from_json
from interview.questionnaire.values import to_json as value_to_json
from interview.questionnaire.view import AnswerState, View, evaluate

moderate = settings(max_examples=120, deadline=None)

CODES = ("x", "y", "z")
LEG_A, LEG_B = f"leg-{ENTRY_A}-", f"leg-{ENTRY_B}-"

FORM = questionnaire(
    section(
        "start",
        question("a", required=Required.HARD),
        question("m", Kind.ANY_OF, codes=(*CODES, Option("none", "none", exclusive=True))),
        question("born", Kind.PARTIAL_DATE),
        question("n", Kind.NUMBER, when="born is empty", maximum=100),
        age("years", birth="born", stated="n"),
        yes_if("child", "years < 18"),
    ),
    section(
        "middle",
        question("b", Kind.ONE_OF, codes=CODES, when="a <> 'no'"),
        question("c", when="b in ('x','y') or selected(m,'z')"),
        question("d", Kind.TEXT, who=Who.STAFF, when="c is not empty and child <> 'yes'", required=Required.HARD),
        question("e", tier=Tier.MODULE, when="not selected(m,'none')"),
        when="a <> 'declined' or child = 'yes'",
    ),
    section("legs", question("f", Kind.COUNTRY), question("g", when="f = 'TH' and a = 'yes'"), group="leg"),
    section("end", question("h", when="answered(c) and c = 'yes'"), question("i", when="h = 'yes'")),
)

YES_NO = st.sampled_from(["yes", "no", *Missing])
MISSING = st.sampled_from(list(Missing))
ANSWERS: Mapping[str, st.SearchStrategy[Value]] = {
    "a": YES_NO,
    "m": st.one_of(MISSING, st.just(AnyOf(("none",))), st.sets(st.sampled_from(CODES)).map(lambda s: AnyOf(tuple(s)))),
    "born": st.one_of(MISSING, st.builds(PartialDate, st.integers(1950, 2015)), st.just(PartialDate(told="long ago"))),
    "n": st.one_of(MISSING, st.integers(0, 130)),
    "b": st.one_of(MISSING, st.sampled_from(CODES)),
    "c": YES_NO,
    "d": st.just("words"),
    "e": YES_NO,
    f"{LEG_A}f": st.sampled_from(["TH", "MM"]),
    f"{LEG_A}g": YES_NO,
    f"{LEG_B}f": st.sampled_from(["TH", "MM"]),
    f"{LEG_B}g": YES_NO,
    "h": YES_NO,
    "i": YES_NO,
}
CHANGE = st.sampled_from(sorted(ANSWERS)).flatmap(
    lambda key: st.tuples(st.just(key), st.one_of(st.none(), ANSWERS[key], ANSWERS[key]))
)
EDITS = st.lists(CHANGE, max_size=40)
MODULES = st.sampled_from([(), ("detail",)])


def edited(edits: list[tuple[str, Value | None]], modules: tuple[str, ...]) -> Answers:
    answers = blank_answers(*modules, entries={"leg": (ENTRY_A, ENTRY_B)})
    for revision, (key, value) in enumerate(edits, start=1):
        answers = record(FORM, answers, {key: value}, revision=revision)
    return answers


def without_marks(answers: Answers) -> Answers:
    return replace(answers, changed={}, restored=frozenset(), at=None)


def without_what_is_set_aside(view: View) -> View:
    states = {
        key: AnswerState.NOT_ASKED if state is AnswerState.SET_ASIDE else state for key, state in view.states.items()
    }
    return replace(view, states=states, set_aside=())


@moderate
@given(EDITS, MODULES, st.randoms(use_true_random=False))
def test_the_same_final_answers_give_the_same_view_whatever_the_order_of_editing(
    edits: list[tuple[str, Value | None]], modules: tuple[str, ...], random: Random
) -> None:
    answers = edited(edits, modules)
    final: list[tuple[str, Value | None]] = list(answers.values.items())
    random.shuffle(final)

    again = edited(final, modules)

    assert evaluate(FORM, without_marks(again)) == evaluate(FORM, without_marks(answers))


@moderate
@given(EDITS, MODULES)
def test_no_inactive_answer_changes_the_view(edits: list[tuple[str, Value | None]], modules: tuple[str, ...]) -> None:
    answers = edited(edits, modules)

    dropped, keys = drop_set_aside(FORM, answers)

    assert without_what_is_set_aside(evaluate(FORM, answers)) == evaluate(FORM, dropped)
    assert set(evaluate(FORM, answers).set_aside) <= set(keys)
    assert set(evaluate(FORM, answers).values).isdisjoint(keys)


@moderate
@given(EDITS, MODULES, CHANGE)
def test_a_change_never_deletes_another_answer_and_undoing_it_brings_all_back_flagged(
    edits: list[tuple[str, Value | None]], modules: tuple[str, ...], change: tuple[str, Value | None]
) -> None:
    answers = edited(edits, modules)
    key, value = change
    before = evaluate(FORM, answers)

    changed = record(FORM, answers, {key: value}, revision=100)
    undone = record(FORM, changed, {key: answers.values.get(key)}, revision=101)

    assert {k: v for k, v in changed.values.items() if k != key} == {
        k: v for k, v in answers.values.items() if k != key
    }
    assert undone.values == answers.values
    hidden = {k for k in evaluate(FORM, changed).set_aside if k != key} & set(before.values)
    states = evaluate(FORM, undone).states
    assert all(states[k] is AnswerState.RESTORED for k in hidden)


@moderate
@given(EDITS, MODULES)
def test_answers_survive_json(edits: list[tuple[str, Value | None]], modules: tuple[str, ...]) -> None:
    answers = edited(edits, modules)

    assert from_json(FORM, to_json(answers)) == answers


@moderate
@given(EDITS, MODULES)
def test_a_view_agrees_with_itself(edits: list[tuple[str, Value | None]], modules: tuple[str, ...]) -> None:
    view = evaluate(FORM, edited(edits, modules))

    on_pages = {key for page in view.pages for key in page.keys}
    assert on_pages == {
        key for key in on_pages if view.states[key] not in (AnswerState.NOT_ASKED, AnswerState.SET_ASIDE)
    }
    assert set(view.blocking) <= on_pages
    assert (view.first_open is None) is not any(page.open for page in view.pages)
    assert sum(progress.total for progress in view.sections) == len(view.pages)
    assert all(view.states[key] in (AnswerState.ANSWERED, AnswerState.RESTORED) for key in view.values)


TEXT = st.text(max_size=40)
COUNTRY = st.sampled_from(["TH", "MM", "XK", "ZZ"])
VALUES: Mapping[Kind, st.SearchStrategy[Value]] = {
    Kind.ONE_OF: st.sampled_from(CODES),
    Kind.ANY_OF: st.builds(
        AnyOf,
        st.sets(st.sampled_from(["x", "y"])).map(tuple),
        st.dictionaries(st.just("p"), st.sampled_from(["yes", "no", "unknown", "declined", "not_asked"])),
        st.sampled_from([(), ("z",)]),
    ),
    Kind.YES_NO_DECLINE: st.sampled_from(["yes", "no"]),
    Kind.YES_NO: st.sampled_from(["yes", "no"]),
    Kind.TEXT: st.one_of(TEXT, st.just("unknown")),
    Kind.LONG_TEXT: st.one_of(TEXT, st.just("declined")),
    Kind.NUMBER: st.integers(-(10**12), 10**12),
    Kind.MONEY: st.builds(
        Money,
        st.decimals(min_value=0, max_value=Decimal(10) ** 9, places=2),
        st.sampled_from(["THB", "EUR"]),
        st.sampled_from(sorted(PERIODS)),
    ),
    Kind.DURATION: st.builds(Duration, st.integers(0, 10**6), st.sampled_from(sorted(UNITS))),
    Kind.DATE: st.dates(date(1900, 1, 1)),
    Kind.PARTIAL_DATE: st.builds(
        PartialDate,
        st.one_of(st.none(), st.integers(1900, 2030)),
        st.one_of(st.none(), st.integers(1, 12)),
        st.one_of(st.none(), st.integers(1, 31)),
        st.booleans(),
        st.sampled_from(sorted(SEASONS)),
        TEXT,
    ),
    Kind.TIME: st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    Kind.COUNTRY: COUNTRY,
    Kind.COUNTRIES: st.sets(COUNTRY).map(tuple),
    Kind.LANGUAGE: st.sampled_from(["th", "zh-Hant-TW", "prs"]),
    Kind.PHONE: st.just("+66812345678"),
    Kind.EMAIL: st.just("name@example.org"),
    Kind.ADDRESS: st.builds(Address, st.lists(TEXT, max_size=3).map(tuple), TEXT, TEXT, TEXT, st.just("TH")),
    Kind.SIGNATURE: st.builds(Signature, TEXT, st.booleans(), st.just("M0 0L1 1")),
}


def question_of(kind: Kind) -> Question:
    codes = CODES if kind in (Kind.ONE_OF, Kind.ANY_OF) else ()
    prompts = (Prompt("p", "?", ("x", "y")),) if kind is Kind.ANY_OF else ()
    return question("q", kind, codes=codes, prompts=prompts)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.COMPUTED])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_every_kind_of_value_survives_json(kind: Kind, data: st.DataObject) -> None:
    form = one_section(question_of(kind))
    value = data.draw(st.one_of(MISSING, VALUES[kind]))

    answers = record(form, blank_answers(), {"q": value}, revision=1)

    assert value_from_json(form.questions["q"], value_to_json(value)) == value
    assert from_json(form, to_json(answers)) == answers


def test_the_values_tried_cover_every_shape() -> None:
    shapes = {str, int, date, time, tuple, AnyOf, Money, Duration, PartialDate, Address, Signature, Missing}

    assert {getattr(shape, "__origin__", shape) for shape in get_args(Value)} == shapes
    assert set(VALUES) == set(Kind) - {Kind.COMPUTED}


NAMES = st.sampled_from("abc")
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Compare, NAMES, st.sampled_from(["=", "<>"]), st.sampled_from([*CODES, "declined"])),
    st.builds(Compare, NAMES, st.sampled_from(["=", "<>", "<", ">", "<=", ">="]), st.integers(0, 3)),
    st.builds(Compare, NAMES, st.sampled_from(["<", ">="]), st.just(date(2020, 1, 1))),
    st.builds(Compare, NAMES, st.sampled_from(["<", ">="]), st.just(time(12))),
    st.builds(CompareAnswers, NAMES, st.sampled_from(["=", "<>", "<", ">"]), NAMES),
    st.builds(Within, NAMES, st.lists(st.sampled_from(CODES), min_size=1).map(tuple), st.booleans()),
    st.builds(Empty, NAMES, st.booleans()),
    st.builds(Selected, NAMES, st.sampled_from(CODES)),
    st.builds(Answered, NAMES),
)
NODES: st.SearchStrategy[Node] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
LOOKUPS: st.SearchStrategy[dict[str, Value]] = st.dictionaries(
    NAMES,
    st.one_of(
        MISSING,
        st.sampled_from(CODES),
        st.integers(0, 3),
        st.builds(AnyOf, st.sets(st.sampled_from(CODES)).map(tuple)),
        st.builds(PartialDate, st.integers(2019, 2021)),
    ),
)


@moderate
@given(NODES, LOOKUPS)
def test_a_rule_read_back_from_json_evaluates_the_same(node: Node, values: dict[str, Value]) -> None:
    rule = Rule(node)

    again = rule_from_json(rule.to_json())

    assert again == rule
    assert again.evaluate(values) is rule.evaluate(values)


@moderate
@given(NODES, LOOKUPS)
def test_an_explanation_is_given_exactly_when_the_rule_holds(node: Node, values: dict[str, Value]) -> None:
    rule = Rule(node)

    assert bool(rule.explain(values)) is (rule.evaluate(values) is True)


@moderate
@given(NODES, LOOKUPS, NAMES, st.sampled_from([*CODES, *Missing]))
def test_one_answer_more_never_turns_true_into_false_unless_the_rule_asks_for_silence(
    node: Node, values: dict[str, Value], name: str, more: Value
) -> None:
    rule = Rule(node)
    silent = {key: value for key, value in values.items() if key != name}

    before, after = rule.evaluate(silent), rule.evaluate({**silent, name: more})

    assert _asks_for_silence(node) or before is None or after is before


def _asks_for_silence(node: Node) -> bool:
    match node:
        case And(parts) | Or(parts):
            return any(_asks_for_silence(part) for part in parts)
        case Not(part):
            return _asks_for_silence(part)
        case _:
            return isinstance(node, Answered)
