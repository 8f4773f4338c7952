"""What was shared with whom, and whether an agreement let it."""

from datetime import date

import pytest

from interview.casework import sharing
from interview.casework.agreements import Agreement, of
from interview.questionnaire.answers import key_of
from interview.questionnaire.values import AnyOf, Value

FIRST, SECOND, OTHER = "1" * 32, "2" * 32, "3" * 32
HARBOUR = Agreement(
    "a" * 32,
    purpose="help",
    recipient="Harbour Light",
    classes=frozenset({"name", "needs"}),
    given_on=date(2026, 6, 1),
    until=date(2026, 9, 1),
    agreed=True,
)
SAID: dict[str, Value] = {"a_out_org": "Harbour Light", "a_out_date": date(2026, 6, 15), "a_out_consent": "yes"}


def entry(group: str, entry_id: str, /, **said: Value) -> dict[str, Value]:
    return {key_of(item, group, entry_id): value for item, value in said.items()}


def shared(*codes: str) -> dict[str, Value]:
    return {"a_out_data_shared": AnyOf(ticked=codes)}


@pytest.mark.parametrize(
    "said",
    [
        {"a_out_org": "Open Door"},
        {"a_out_date": date(2026, 5, 31)},
        {"a_out_date": date(2026, 9, 2)},
        shared("name", "health"),
        {"a_out_org": "Open Door", "a_out_consent": "no", **shared("name")},
    ],
)
def test_what_no_agreement_lets_is_seen(said: dict[str, Value]) -> None:
    assert sharing.has_no_agreement({**SAID, **said}, [HARBOUR])


@pytest.mark.parametrize(
    "said",
    [
        {},
        shared("needs"),
        shared("code_only"),
        {"a_out_org": "HARBOUR light"},
        {"a_out_org": "Open Door", "a_out_consent": "no"},
    ],
)
def test_what_one_lets_and_what_was_not_shared_is_in_order(said: dict[str, Value]) -> None:
    assert not sharing.has_no_agreement({**SAID, **said}, [HARBOUR])


@pytest.mark.parametrize("left_out", ["a_out_org", "a_out_date"])
def test_nothing_is_said_before_it_is_known_to_whom_and_when(left_out: str) -> None:
    row = {item: value for item, value in SAID.items() if item != left_out}

    assert not sharing.has_no_agreement(row, [])


def test_what_rests_on_an_agreement_that_was_taken_back_is_named() -> None:
    agreed: dict[str, Value] = {
        "a_agr_recipient": "Harbour Light",
        "a_agr_given": "yes",
        "a_agr_classes": AnyOf(ticked=("needs",)),
        "a_agr_date": date(2026, 6, 1),
        "a_agr_withdrawn": date(2026, 7, 1),
    }
    values = {
        **entry("agreement", "a" * 32, **agreed),
        **entry(sharing.GROUP, FIRST, a_out_org="harbour light", a_out_result="ongoing"),
        **entry(sharing.GROUP, SECOND, a_out_org="Harbour Light", a_out_result="stopped"),
        **entry(sharing.GROUP, OTHER, a_out_org="Open Door", a_out_result="ongoing"),
    }
    anew = {**values, **entry("agreement", "b" * 32, **{**agreed, "a_agr_withdrawn": "not_asked"})}

    refused = {**values, **entry("agreement", "b" * 32, **{**agreed, "a_agr_given": "no"})}

    assert sharing.left_open(values, of(values)[0]) == (FIRST,)
    assert [sharing.left_open(refused, one) for one in of(refused)] == [(FIRST,), ()]
    assert sharing.left_open(anew, of(anew)[0]) == ()
