import json
import re
from pathlib import Path
from typing import Any

import pytest

import interview
from interview.audit.detail import DetailValue, WrongDetail, detail_bytes, detail_from_bytes
from interview.audit.events import Event

SAMPLES: dict[str, DetailValue] = {
    "decision": "5e0f6b5e-6f0a-4f0a-9d5c-0d8a1f0a9d5c",
    "about": "risk",
    "approval": "0b7f6d0e-55f1-4c57-9a53-0d0a5f7f6a05",
    "attachment": "0b7f6d0e-55f1-4c57-9a53-0d0a5f7f6a07",
    "class": "medical",
    "copy": "0b7f6d0e-55f1-4c57-9a53-0d0a5f7f6a08",
    "count": 3,
    "cover": "0b7f6d0e-55f1-4c57-9a53-0d0a5f7f6a06",
    "digest": "ab" * 32,
    "epoch": 2,
    "key_id": "0f" * 16,
    "kind": "interview",
    "link": "cd" * 32,
    "office": "0b7f6d0e-55f1-4c57-9a53-0d0a5f7f6a01",
    "principal": "0b7f6d0e-55f1-4c57-9a53-0d0a5f7f6a02",
    "purpose": "care",
    "reason": "idle",
    "referral": "0b7f6d0e-55f1-4c57-9a53-0d0a5f7f6a09",
    "roles": ["caseworker", "supervisor"],
    "rule_version": "1",
    "step": 2,
    "transfer": "0b7f6d0e-55f1-4c57-9a53-0d0a5f7f6a09",
    "team": "0b7f6d0e-55f1-4c57-9a53-0d0a5f7f6a03",
    "weights_version": "2009-1",
}
"""Every key that an event may declare. A new one is a decision: can what it holds ever be an answer or a name?"""


def detail_of(event: Event) -> dict[str, DetailValue]:
    return {key: SAMPLES[key] for key in event.detail_keys}


def test_every_event_is_recorded_somewhere() -> None:
    package = Path(interview.__file__).parent
    elsewhere = {package / "audit" / "events.py", package / "web" / "trail" / "words.py"}
    recording = "".join(path.read_text("utf-8") for path in package.rglob("*.py") if path not in elsewhere)

    # What the record's pages offer to look for, and what nobody writes down, would be a promise that is not kept.
    assert {event.name for event in Event if not re.search(rf"\bEvent\.{event.name}\b", recording)} == set()


def test_the_keys_of_all_details_are_a_closed_list() -> None:
    declared = {key for event in Event for key in event.detail_keys}

    assert declared == set(SAMPLES)


@pytest.mark.parametrize("event", Event)
def test_an_event_takes_exactly_the_keys_that_it_declares(event: Event) -> None:
    detail = detail_of(event)

    assert detail_from_bytes(detail_bytes(event, detail)) == detail
    with pytest.raises(WrongDetail):
        detail_bytes(event, {**detail, "more": "x"})
    for key in detail:
        with pytest.raises(WrongDetail, match=key):
            detail_bytes(event, {name: value for name, value in detail.items() if name != key})


@pytest.mark.parametrize("event", Event)
def test_an_event_is_named_as_the_house_names_them(event: Event) -> None:
    assert re.fullmatch(r"[a-z_]+(:[a-z_]+)+", event.value)
    assert Event(event.value) is event


def test_no_two_events_are_the_same() -> None:
    assert len({event.value for event in Event}) == len(Event) == len(Event.__members__)


NOT_CODES: list[Any] = ["", "two words", "Amina", "да", "a" * 129, "line\nbreak", "<b>", "a/b", "a@b", "'", '"']
NOT_CODES += [1.5, None, True, {"a": "b"}, ["two words"], [1], [["a"]]]


@pytest.mark.parametrize("value", NOT_CODES)
def test_a_detail_is_ids_codes_and_counts_and_never_what_somebody_typed(value: Any) -> None:
    with pytest.raises(WrongDetail):
        detail_bytes(Event.ANSWERS_READ, {"class": value})


def test_a_wrong_detail_is_refused_without_repeating_it() -> None:
    with pytest.raises(WrongDetail) as wrong_value:
        detail_bytes(Event.ANSWERS_READ, {"class": "marker of an answer"})
    with pytest.raises(WrongDetail) as wrong_key:
        detail_bytes(Event.SIGNED_IN, {"marker": "of an answer"})

    assert str(wrong_value.value) == "wrong detail for answers:read: class"
    assert "marker" not in str(wrong_key.value)


def test_a_detail_is_the_same_bytes_whatever_its_order() -> None:
    one = detail_bytes(Event.OFFICE_CREATED, {"office": "a", "team": "b"})
    other = detail_bytes(Event.OFFICE_CREATED, {"team": "b", "office": "a"})

    assert one == other == json.dumps({"office": "a", "team": "b"}, separators=(",", ":")).encode()


def test_the_events_that_save_an_interview_carry_its_link() -> None:
    saving = {event.name for event in Event if event.saves}

    assert {"INTERVIEW_BEGUN", "INTERVIEW_PAGE_SAVED", "INTERVIEW_SUBMITTED", "URGENT_SAVED"} <= saving
    assert not {"INTERVIEW_DESTROYED", "ANSWERS_READ", "SIGNED_IN"} & saving


def test_a_failed_sign_in_records_nothing_of_what_was_typed() -> None:
    assert not Event.SIGN_IN_FAILED.detail_keys
    assert not Event.UNLOCK_FAILED.detail_keys
