from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest

from interview.audit.chain import AuditRow, chain, first_break, first_link, head_mac, verify_head
from interview.audit.events import Event

ORGANISATION = UUID(int=1)
KEY = bytes(range(32))
ROW = AuditRow(
    organisation_id=ORGANISATION,
    sequence=1,
    id=UUID(int=100),
    event=Event.INTERVIEW_PAGE_SAVED,
    actor_id=UUID(int=2),
    case_id=UUID(int=3),
    interview_id=UUID(int=4),
    account_id=None,
    revision=7,
    happened_on=date(2026, 11, 24),
    detail_sealed=b"sealed detail",
)
OTHER_VALUES: dict[str, Any] = {
    "organisation_id": UUID(int=9),
    "sequence": 2,
    "id": UUID(int=9),
    "event": Event.INTERVIEW_PAUSED,
    "actor_id": UUID(int=9),
    "case_id": UUID(int=9),
    "interview_id": UUID(int=9),
    "account_id": UUID(int=9),
    "revision": 8,
    "happened_on": date(2026, 11, 25),
    "detail_sealed": b"sealed detai1",
}

Trail = list[tuple[AuditRow, bytes]]


def trail(length: int) -> Trail:
    rows: Trail = []
    previous = first_link(ORGANISATION)
    for sequence in range(1, length + 1):
        row = replace(ROW, sequence=sequence, id=UUID(int=100 + sequence), revision=sequence)
        previous = chain(previous, row.canonical())
        rows.append((row, previous))
    return rows


def test_a_trail_holds_from_its_first_row() -> None:
    assert first_break(trail(5), previous=first_link(ORGANISATION)) is None
    assert first_break([], previous=first_link(ORGANISATION)) is None


def test_a_trail_holds_from_a_row_in_its_middle() -> None:
    rows = trail(5)

    assert first_break(rows[2:], previous=rows[1][1], sequence=3) is None


@pytest.mark.parametrize("field", [field.name for field in fields(AuditRow)])
def test_every_field_of_a_row_counts(field: str) -> None:
    changed = replace(ROW, **{field: OTHER_VALUES[field]})

    assert changed.canonical() != ROW.canonical()
    assert chain(b"", changed.canonical()) != chain(b"", ROW.canonical())


@pytest.mark.parametrize(("one", "other"), list(combinations(["actor_id", "case_id", "interview_id", "account_id"], 2)))
def test_an_id_in_another_column_is_another_row(one: str, other: str) -> None:
    moved = replace(ROW, **{one: getattr(ROW, other), other: getattr(ROW, one)})

    assert moved.canonical() != ROW.canonical()


def test_nothing_and_zero_are_two_things() -> None:
    assert replace(ROW, revision=None).canonical() != replace(ROW, revision=0).canonical()
    assert replace(ROW, account_id=None).canonical() != replace(ROW, account_id=UUID(int=0)).canonical()


@pytest.mark.parametrize(
    ("tamper", "broken_at"),
    [
        (lambda rows: rows[1:], 1),
        (lambda rows: rows[:2] + rows[3:], 3),
        (lambda rows: [rows[1], rows[0], *rows[2:]], 1),
        (lambda rows: [*rows[:3], rows[2], *rows[3:]], 4),
        (lambda rows: [*rows[:2], (replace(rows[2][0], actor_id=None), rows[2][1]), *rows[3:]], 3),
        (lambda rows: [*rows[:2], (rows[2][0], bytes(32)), *rows[3:]], 3),
        (lambda rows: [*rows[:4], (rows[4][0], b"")], 5),
    ],
    ids=["first removed", "one removed", "two swapped", "one doubled", "one changed", "link changed", "link removed"],
)
def test_what_was_done_to_a_trail_shows_where(tamper: Callable[[Trail], Trail], broken_at: int) -> None:
    assert first_break(tamper(trail(5)), previous=first_link(ORGANISATION)) == broken_at


def test_a_row_changed_together_with_its_link_breaks_the_next_one() -> None:
    rows = trail(5)
    forged = replace(rows[2][0], actor_id=None)
    rows[2] = (forged, chain(rows[1][1], forged.canonical()))

    assert first_break(rows, previous=first_link(ORGANISATION)) == 4


def test_rows_cut_off_the_end_do_not_have_the_head_that_was_vouched_for() -> None:
    rows = trail(5)
    mac = head_mac(KEY, ORGANISATION, 5, rows[4][1])

    assert verify_head(KEY, ORGANISATION, 5, rows[4][1], mac)
    assert not verify_head(KEY, ORGANISATION, 4, rows[3][1], mac)
    assert not verify_head(KEY, ORGANISATION, 4, rows[4][1], mac)
    assert not verify_head(KEY, UUID(int=9), 5, rows[4][1], mac)
    assert not verify_head(bytes(32), ORGANISATION, 5, rows[4][1], mac)
    assert not verify_head(KEY, ORGANISATION, 5, rows[4][1], mac[:-1])


def test_a_trail_of_one_organisation_is_none_of_another() -> None:
    assert first_break(trail(2), previous=first_link(UUID(int=9))) == 1


def test_the_bytes_of_a_row_and_its_link_are_frozen() -> None:
    # A trail that was written stays verifiable.
    assert ROW.canonical().hex() == (
        "010000001000000000000000000000000000000001"
        "01000000080000000000000001"
        "010000001000000000000000000000000000000064"
        "0100000014696e746572766965773a706167653a7361766564"
        "010000001000000000000000000000000000000002"
        "010000001000000000000000000000000000000003"
        "010000001000000000000000000000000000000004"
        "00"
        "01000000080000000000000007"
        "010000000a323032362d31312d3234"
        "010000000d7365616c65642064657461696c"
    )
    assert (
        chain(first_link(ORGANISATION), ROW.canonical()).hex()
        == "486de23d639f89cf7140f2117e6d5b308429173e087df4a23a9dddd44616a2b6"
    )
    assert (
        head_mac(KEY, ORGANISATION, 1, bytes(32)).hex()
        == "a22ca598e95b560594ecf55139355d724fe68a9e9688bcafcc4b1d6774dc243f"
    )
