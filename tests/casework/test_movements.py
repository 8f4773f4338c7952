"""When a journey may be marked as begun, and what stands against it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from interview.casework.entry_steps import EntryStep, content_of, step_of
from interview.casework.movements import Block, about, blocks
from interview.questionnaire.answers import key_of
from interview.questionnaire.values import Value

ENTRY = "a" * 32
READY = {
    "a_mov_type": "return_voluntary",
    "a_mov_decision": "yes",
    "a_mov_risk_done": "yes",
    "a_mov_risk": "low",
    "a_mov_to_country": "MM",
    "a_mov_consent_form": "yes",
}


def record(journey: dict[str, Value] | None = None, **whole: Value) -> dict[str, Value]:
    said = {**READY, **(journey or {})}
    return {**whole, **{key_of(item, "movement", ENTRY): value for item, value in said.items()}}


def without(item: str) -> dict[str, Value]:
    return {key: value for key, value in record().items() if not key.endswith(item)}


def a_service(kind: str, state: str) -> dict[str, Value]:
    said = (("a_srv_type", kind), ("a_srv_state", state))
    return {key_of(item, "service_given", "b" * 32): value for item, value in said}


def step(values: dict[str, Value], *, allowed: bool | None) -> EntryStep:
    at = datetime(2026, 6, 15, tzinfo=UTC)
    return EntryStep(ENTRY, uuid4(), "Siri", at, about(values, ENTRY), allowed, "The aunt meets her")


def test_a_journey_that_is_wanted_looked_at_and_signed_may_begin() -> None:
    assert list(blocks(record(), ENTRY, ())) == []


@pytest.mark.parametrize(
    ("values", "block"),
    [
        (record({"a_mov_decision": "no"}), Block.NOT_WANTED),
        (record({"a_mov_decision": "declined"}), Block.NOT_WANTED),
        (without("a_mov_decision"), Block.NOT_WANTED),
        (record({"a_mov_risk_done": "no"}), Block.NOT_ASSESSED),
        (without("a_mov_risk"), Block.NOT_ASSESSED),
        (record({"a_mov_risk": "high"}), Block.DANGER),
        (record(a_risk_overall="immediate"), Block.DANGER),
        (record(s_fear_return="yes"), Block.FEAR),
        (record(s_fear_return="unknown"), Block.FEAR),
        (record(s_fear_return="declined"), Block.FEAR),
        (record(a_law_asylum_wish="yes"), Block.FEAR),
        (record(s_fear_return="yes") | a_service("legal_advice", "planned"), Block.FEAR),
        (record(s_child_now="yes"), Block.CHILD),
        (record({"a_mov_best_interest": date(2026, 6, 1)}, s_child_now="yes"), Block.CHILD),
        (record({"a_mov_consent_form": "no"}), Block.NOT_SIGNED),
    ],
)
def test_something_stands_against_it(values: dict[str, Value], block: Block) -> None:
    assert list(blocks(values, ENTRY, ())) == [block]


@pytest.mark.parametrize(
    "values",
    [
        record(s_fear_return="no"),
        record(s_fear_return="yes") | a_service("legal_advice", "completed"),
        record(s_fear_return="yes", a_law_lawyer_date=date(2026, 6, 1)),
        record({"a_mov_best_interest": date(2026, 6, 1), "a_mov_family_agreed": "yes"}, s_child_now="yes"),
        record({"a_mov_type": "removal", "a_mov_decision": "no", "a_mov_consent_form": "no"}, s_fear_return="yes"),
    ],
)
def test_nothing_stands_against_it(values: dict[str, Value]) -> None:
    assert list(blocks(values, ENTRY, ())) == []


def test_a_supervisor_may_allow_what_is_dangerous() -> None:
    values = record({"a_mov_risk": "high"})

    assert list(blocks(values, ENTRY, (step(values, allowed=True),))) == []
    assert list(blocks(values, ENTRY, (step(values, allowed=None),))) == [Block.DANGER]
    assert list(blocks(values, ENTRY, (step(values, allowed=False),))) == [Block.DANGER]
    assert list(blocks(values, ENTRY, (step(values, allowed=True), step(values, allowed=False)))) == [Block.DANGER]


@pytest.mark.parametrize(
    "changed", [{"a_mov_risk": "immediate"}, {"a_mov_to_country": "TH"}, {"a_mov_date": date(2026, 9, 1)}]
)
def test_a_decision_holds_only_as_long_as_what_it_was_about_stays(changed: dict[str, Value]) -> None:
    before = record({"a_mov_risk": "high"})
    decided = (step(before, allowed=True),)

    assert list(blocks(record({"a_mov_risk": "high", **changed}), ENTRY, decided)) == [Block.DANGER]


def test_a_decision_about_another_journey_says_nothing_about_this_one() -> None:
    values = record({"a_mov_risk": "high"})
    other = replace(step(values, allowed=True), entry_id="c" * 32)

    assert list(blocks(values, ENTRY, (other,))) == [Block.DANGER]


def test_a_step_is_kept_as_it_was() -> None:
    kept = step(record(), allowed=True)

    assert step_of(content_of(kept)) == kept
