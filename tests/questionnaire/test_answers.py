"""Recording answers: set aside, restored, in conflict, dropped."""

from datetime import UTC, datetime

import pytest
from builders.questionnaires import (
    ENTRY_A,
    ENTRY_B,
    blank_answers,
    one_section,
    question,
    questionnaire,
    section,
    yes_if,
)

from interview.questionnaire.answers import (
    BadValue,
    Entry,
    UnknownKey,
    add_entry,
    conflicts,
    drop_set_aside,
    from_json,
    record,
    remove_entry,
    to_json,
    would_set_aside,
)
from interview.questionnaire.definition import Kind, Tier
from interview.questionnaire.values import AnyOf, Missing, Value
from interview.questionnaire.view import AnswerState, evaluate

CHAIN = one_section(question("a"), question("b", when="a = 'yes'"), question("c", when="b = 'yes'"), question("d"))


def test_an_early_change_keeps_later_answers_and_brings_them_back_flagged() -> None:
    answers = record(CHAIN, blank_answers(), {"a": "yes", "b": "yes", "c": "no"}, revision=1)

    hidden = record(CHAIN, answers, {"a": "no"}, revision=2)
    shown = record(CHAIN, hidden, {"a": "yes"}, revision=3)

    assert hidden.values == {"a": "no", "b": "yes", "c": "no"}
    assert evaluate(CHAIN, hidden).set_aside == ("b", "c")
    assert shown.restored == {"b", "c"}
    assert evaluate(CHAIN, shown).states["c"] is AnswerState.RESTORED
    assert evaluate(CHAIN, shown).values == {"a": "yes", "b": "yes", "c": "no"}


def test_a_restored_answer_is_confirmed_by_recording_it_again() -> None:
    answers = record(CHAIN, blank_answers(), {"a": "yes", "b": "no"}, revision=1)
    answers = record(CHAIN, answers, {"a": "no"}, revision=2)
    answers = record(CHAIN, answers, {"a": "yes"}, revision=3)

    confirmed = record(CHAIN, answers, {"b": "no"}, revision=4)

    assert answers.restored == {"b"}
    assert confirmed.restored == frozenset()
    assert confirmed.changed["b"] == 1


def test_a_restored_answer_that_is_hidden_again_loses_its_mark_until_it_shows() -> None:
    answers = record(CHAIN, blank_answers(), {"a": "yes", "b": "no"}, revision=1)
    answers = record(CHAIN, answers, {"a": "no"}, revision=2)
    answers = record(CHAIN, answers, {"a": "yes"}, revision=3)

    hidden = record(CHAIN, answers, {"a": Missing.DECLINED}, revision=4)

    assert hidden.restored == frozenset()
    assert record(CHAIN, hidden, {"a": "yes"}, revision=5).restored == {"b"}


def test_an_answer_given_together_with_the_one_that_shows_it_is_not_flagged() -> None:
    answers = record(CHAIN, blank_answers(), {"a": "yes", "b": "no"}, revision=1)
    answers = record(CHAIN, answers, {"a": "no"}, revision=2)

    both = record(CHAIN, answers, {"a": "yes", "b": "yes"}, revision=3)

    assert both.restored == frozenset()


def test_clearing_an_answer_leaves_no_value_and_marks_the_revision() -> None:
    answers = record(CHAIN, blank_answers(), {"a": "yes"}, revision=1)

    cleared = record(CHAIN, answers, {"a": None}, revision=2)

    assert cleared.values == {}
    assert cleared.changed == {"a": 2}


def test_the_same_answer_again_changes_no_revision() -> None:
    answers = record(CHAIN, blank_answers(), {"a": "yes"}, revision=1)

    again = record(CHAIN, answers, {"a": "yes"}, revision=2)

    assert again.changed == {"a": 1}


def test_two_people_conflict_only_over_the_same_answer_with_another_value() -> None:
    answers = record(CHAIN, blank_answers(), {"a": "yes", "d": "no"}, revision=5)

    assert conflicts(answers, 4, {"a": "no", "d": "no"}) == ("a",)
    assert conflicts(answers, 5, {"a": "no"}) == ()
    assert conflicts(answers, 4, {"b": "no"}) == ()
    assert conflicts(record(CHAIN, answers, {"a": None}, revision=6), 5, {"a": "no"}) == ("a",)


def test_what_a_change_would_set_aside_is_known_before() -> None:
    answers = record(CHAIN, blank_answers(), {"a": "yes", "b": "yes", "c": "no", "d": "no"}, revision=1)

    assert would_set_aside(CHAIN, answers, {"a": "no"}) == ("b", "c")
    assert would_set_aside(CHAIN, answers, {"a": None}) == ("b", "c")
    assert would_set_aside(CHAIN, answers, {"a": "no", "b": None}) == ("c",)
    assert would_set_aside(CHAIN, answers, {"d": "yes"}) == ()
    assert would_set_aside(CHAIN, answers, {"a": "yes"}) == ()


def test_a_change_behind_a_computed_answer_sets_aside_too() -> None:
    form = one_section(question("a"), yes_if("c", "a = 'yes'"), question("b", when="c = 'yes'"))
    answers = record(form, blank_answers(), {"a": "yes", "b": "no"}, revision=1)

    assert would_set_aside(form, answers, {"a": "no"}) == ("b",)
    assert record(form, record(form, answers, {"a": "no"}, revision=2), {"a": "yes"}, revision=3).restored == {"b"}


def test_at_submission_what_is_set_aside_is_dropped_and_listed() -> None:
    answers = record(CHAIN, blank_answers(), {"a": "yes", "b": "yes", "c": "no", "d": "no"}, revision=1)
    answers = record(CHAIN, answers, {"a": "no"}, revision=2)

    kept, dropped = drop_set_aside(CHAIN, answers)

    assert dropped == ("b", "c")
    assert kept.values == {"a": "no", "d": "no"}


def test_at_submission_answers_of_a_module_that_is_off_are_dropped() -> None:
    form = one_section(question("a"), question("m", tier=Tier.MODULE))
    answers = record(form, blank_answers(), {"a": "no", "m": "no"}, revision=1)

    assert drop_set_aside(form, answers)[1] == ("m",)


def test_unknown_keys_are_refused_by_name_alone() -> None:
    form = questionnaire(section("one", question("a")), section("legs", question("b"), group="leg"))
    answers = blank_answers(entries={"leg": (ENTRY_A,)})

    for key in ("x", "b", f"leg-{ENTRY_B}-b", f"leg-{ENTRY_A}-a", f"arm-{ENTRY_A}-b", "leg--b"):
        with pytest.raises(UnknownKey) as refused:
            record(form, answers, {key: "yes"}, revision=1)

        assert refused.value.args == (key,)


@pytest.mark.parametrize("value", ["perhaps", "3", AnyOf(("yes",)), ("TH",)])
def test_a_value_of_another_kind_is_refused_without_repeating_it(value: Value) -> None:
    form = one_section(question("a", Kind.NUMBER))

    with pytest.raises(BadValue) as refused:
        record(form, blank_answers(), {"a": value}, revision=1)

    assert str(refused.value) == "a: wrong_shape"


def test_a_computed_answer_cannot_be_given() -> None:
    form = one_section(question("a"), yes_if("c", "a = 'yes'"))

    with pytest.raises(BadValue):
        record(form, blank_answers(), {"c": "yes"}, revision=1)


def test_entries_are_added_and_removed_with_their_answers() -> None:
    form = questionnaire(section("legs", question("b"), group="leg"))
    entry = Entry(ENTRY_A, "author", datetime(2026, 6, 15, 9, tzinfo=UTC))
    key = f"leg-{ENTRY_A}-b"

    answers = record(form, add_entry(blank_answers(), "leg", entry), {key: "yes"}, revision=1)
    without = remove_entry(answers, "leg", ENTRY_A, revision=2)

    assert evaluate(form, answers).values == {key: "yes"}
    assert without.values == {}
    assert without.entries == {"leg": ()}
    assert without.changed == {key: 2}
    with pytest.raises(ValueError, match="id of its own"):
        add_entry(answers, "leg", entry)


def test_answers_survive_json_with_every_mark() -> None:
    answers = record(CHAIN, blank_answers("detail"), {"a": "yes", "b": "no"}, revision=1)
    answers = record(CHAIN, answers, {"a": "no"}, revision=2)
    answers = record(CHAIN, answers, {"a": "yes"}, revision=3)

    assert from_json(CHAIN, to_json(answers)) == answers


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": "yesterday"},
        {"modules": "detail"},
        {"values": []},
        {"changed": {"a": True}},
        {"entries": {"leg": [{"id": ENTRY_A}]}},
        {"restored": [1]},
        {"at": 3},
    ],
)
def test_what_are_no_answers_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadValue):
        from_json(CHAIN, {**to_json(blank_answers()), **wrong})
    with pytest.raises(BadValue):
        from_json(CHAIN, [wrong])


def test_a_wrong_value_among_answers_is_refused_by_its_key() -> None:
    with pytest.raises(BadValue, match=r"^b: unknown_option$"):
        from_json(CHAIN, {**to_json(blank_answers()), "values": {"a": "yes", "b": "perhaps"}})
    with pytest.raises(UnknownKey):
        from_json(CHAIN, {**to_json(blank_answers()), "values": {"x": "yes"}})


def test_the_json_of_answers_is_frozen() -> None:
    """Sealed documents are read back by later versions, so that this shape is a promise."""
    answers = record(CHAIN, blank_answers("detail"), {"a": "yes", "b": Missing.DECLINED}, revision=7)

    assert to_json(answers) == {
        "on": "2026-06-15",
        "modules": ["detail"],
        "values": {"a": "yes", "b": {"missing": "declined"}},
        "changed": {"a": 7, "b": 7},
        "entries": {},
        "restored": [],
        "at": None,
    }
