"""Verifying a trail: silent over a clean one, and whatever is done to one is found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from builders.store import House
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from interview.audit.chain import AuditRow, chain, first_link, head_mac
from interview.audit.events import Event
from interview.store import hour_keys
from interview.store.checkpoints import EVERY
from interview.store.high_water import EVENTS
from interview.store.refusals import CheckpointsRefused, RolledBack, TrailRefused
from interview.store.tables.cases import InterviewRow
from interview.store.tables.locks import HeadKeyRow, HighWaterRow
from interview.store.tables.trail import AuditEventRow, AuditHeadRow
from interview.store.trail_rows import follow
from interview.store.verifying import Fault, FaultKind, Verified

K = FaultKind


@pytest.fixture
def worked(house: House) -> House:
    """Some days' work."""
    interview = house.begin()
    for turn in range(3):
        house.save(interview.record.id, {"answers": {"turn": turn}})
    house.begin()
    return house


@pytest.fixture
def folder(house: House, tmp_path: Path) -> Path:
    """Where checkpoints go."""
    place = tmp_path / "checkpoints"
    place.mkdir()
    house.store._settings = replace(house.store._settings, checkpoints=place)
    return place


def verified(house: House, folder: Path | None = None, public: dict[UUID, bytes] | None = None) -> Verified:
    with house.store.work() as work:
        (found,) = work.verifying.run(folder, public or {}, lambda *_: None)
    return found


def faults(house: House, folder: Path | None = None) -> list[tuple[FaultKind, int]]:
    return [(fault.kind, fault.place) for fault in verified(house, folder).faults]


def sign(house: House, *, if_older: timedelta = timedelta()) -> int:
    with house.store.work() as work:
        return len(work.checkpoints.write(if_older=if_older))


def rows_of(house: House) -> list[dict[str, Any]]:
    return sorted(house.cases.rows(AuditEventRow), key=lambda row: int(row["sequence"]))


def end(house: House) -> int:
    return int(house.cases.one(AuditHeadRow)["sequence"])


def test_a_clean_trail_is_silent(worked: House, folder: Path) -> None:
    sign(worked)
    worked.begin()

    found = verified(worked, folder)

    assert (found.events, found.checkpoints, found.faults) == (end(worked), 1, ())


def test_the_fast_reading_gives_the_links_of_the_trail(worked: House) -> None:
    with worked.store._cases.connect() as connection:
        read = list(follow(connection, worked.organisation_id, 0, first_link(worked.organisation_id), lambda _: None))

    assert read == [(row["sequence"], row["link"]) for row in rows_of(worked)]


def edited(house: House) -> int:
    house.cases.change(AuditEventRow, {"sequence": 3}, event=Event.SIGNED_OUT.value)
    return 3


def deleted(house: House) -> int:
    house.cases.delete(AuditEventRow, sequence=3)
    return 3


def first_deleted(house: House) -> int:
    house.cases.delete(AuditEventRow, sequence=1)
    return 1


def reordered(house: House) -> int:
    house.cases.change(AuditEventRow, {"sequence": 3}, sequence=1_000)
    house.cases.change(AuditEventRow, {"sequence": 4}, sequence=3)
    house.cases.change(AuditEventRow, {"sequence": 1_000}, sequence=4)
    return 3


def put_in(house: House) -> int:
    for row in reversed(rows_of(house)[2:]):
        house.cases.change(AuditEventRow, {"sequence": row["sequence"]}, sequence=row["sequence"] + 1)
    copy = {**rows_of(house)[0], "sequence": 3, "id": uuid4()}
    house.cases.put_back(AuditEventRow, copy)
    return 3


def closed_up(house: House) -> int:
    """Taken out, the rest moved up and linked anew; the end too, but for its MAC."""
    house.cases.delete(AuditEventRow, sequence=3)
    for row in rows_of(house)[2:]:
        house.cases.change(AuditEventRow, {"sequence": row["sequence"]}, sequence=row["sequence"] - 1)
    relink(house, key=None)
    return end(house)


@pytest.mark.parametrize("tamper", [edited, deleted, first_deleted, reordered, put_in])
def test_what_was_changed_is_found_where_it_begins(worked: House, tamper: Callable[[House], int]) -> None:
    place = tamper(worked)

    assert faults(worked)[0] == (K.CHANGED, place)


def test_a_trail_that_is_cut_off_is_found(worked: House) -> None:
    last = end(worked)
    worked.cases.delete(AuditEventRow, sequence=last)

    assert faults(worked)[0] == (K.ENDS_EARLY, last)


def test_a_trail_that_is_linked_anew_is_found_by_its_end(worked: House) -> None:
    closed_up(worked)

    assert K.END_NOT_VOUCHED in [kind for kind, _ in faults(worked)]


def test_an_event_after_the_end_is_found(worked: House) -> None:
    last = rows_of(worked)[-1]
    worked.cases.put_back(AuditEventRow, {**last, "sequence": last["sequence"] + 1, "revision": 77})

    assert (K.GOES_ON, last["sequence"] + 1) in faults(worked)


@pytest.mark.parametrize(
    "changed",
    [{"sequence": 2}, {"sequence": 10**9}, {"link": bytes(32)}, {"key_id": uuid4()}, {"mac": bytes(32)}],
    ids=lambda changed: next(iter(changed)),
)
def test_an_end_that_was_changed_is_found(worked: House, changed: dict[str, object]) -> None:
    worked.cases.change(AuditHeadRow, {}, **changed)

    assert K.END_NOT_VOUCHED in [kind for kind, _ in faults(worked)]


def test_a_trail_that_is_gone_is_found(worked: House) -> None:
    worked.cases.delete(AuditEventRow)
    worked.cases.delete(AuditHeadRow)

    assert (K.ROLLED_BACK, 1) in faults(worked)


def test_a_trail_without_its_end_is_found(worked: House) -> None:
    last = end(worked)
    worked.cases.delete(AuditHeadRow)

    assert (K.NO_END, last) in faults(worked)


def test_an_interview_at_another_revision_than_its_last_save_is_found(worked: House) -> None:
    last = worked.events(Event.INTERVIEW_PAGE_SAVED)[-1]
    worked.cases.change(InterviewRow, {"id": last["interview_id"]}, revision=2)

    assert faults(worked) == [(K.OTHER_REVISION, last["sequence"])]


def yesterday(house: House) -> tuple[dict[str, Any], int]:
    head, last = house.cases.one(AuditHeadRow), end(house)
    house.clock.advance(timedelta(days=1))
    house.tokens.clear()
    house.begin()
    return head, last


def put_back_to(house: House, head: dict[str, Any], last: int) -> None:
    for row in rows_of(house):
        if row["sequence"] > last:
            house.cases.delete(AuditEventRow, sequence=row["sequence"])
    house.cases.put_back(AuditHeadRow, head)


def test_a_database_rolled_back_to_yesterday_is_found_and_not_used(worked: House) -> None:
    head, last = yesterday(worked)
    worked.store.refuse_if_rolled_back()

    put_back_to(worked, head, last)

    assert (K.ROLLED_BACK, last + 1) in faults(worked)
    with pytest.raises(RolledBack):
        worked.store.refuse_if_rolled_back()


def test_only_a_restore_accepts_an_older_database(worked: House) -> None:
    put_back_to(worked, *yesterday(worked))

    worked.store.accept_rollback()

    worked.store.refuse_if_rolled_back()
    assert worked.keystore.one(HighWaterRow)["sequence"] == end(worked)


def test_the_mark_is_not_raised_with_each_request_but_never_stays_behind_long(worked: House) -> None:
    def mark() -> int:
        return int(worked.keystore.one(HighWaterRow)["sequence"])

    began = mark()
    worked.begin()
    assert mark() == began
    worked.clock.advance(timedelta(minutes=1))
    worked.begin()
    assert mark() == end(worked)
    with worked.at_work("caseworker") as (work, actor):
        for _ in range(EVENTS):
            work.record(Event.SESSION_CONFIRMED, actor=actor)
    assert mark() == end(worked)


def test_a_program_that_ends_between_commit_and_mark_raises_no_alarm(
    worked: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(worked.store._high_water, "committed", die)
    before = end(worked)
    with pytest.raises(Killed):
        worked.begin()
    monkeypatch.undo()

    assert end(worked) > before
    worked.store.refuse_if_rolled_back()
    assert verified(worked).faults == ()


def test_a_keystore_that_is_away_after_the_commit_undoes_nothing(
    worked: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("", None, Exception())

    monkeypatch.setattr(worked.store._high_water, "raise_to", away)
    worked.clock.advance(timedelta(minutes=2))
    before = end(worked)

    worked.begin()

    assert end(worked) > before
    assert verified(worked).faults == ()


def relink(house: House, key: bytes | None) -> None:
    """Link every row anew, as somebody could who has the database; with the hour's key the end is vouched for too."""
    link, sequence = first_link(house.organisation_id), 0
    for values in rows_of(house):
        bare = {name: value for name, value in values.items() if name != "link"}
        row = AuditRow(**{**bare, "event": Event(values["event"])})
        link, sequence = chain(link, row.canonical()), row.sequence
        house.cases.change(AuditEventRow, {"sequence": sequence}, link=link)
    mac = bytes(32) if key is None else head_mac(key, house.organisation_id, sequence, link)
    house.cases.change(AuditHeadRow, {}, sequence=sequence, link=link, mac=mac)


def test_who_holds_the_key_of_the_hour_is_found_by_the_checkpoint(worked: House, folder: Path) -> None:
    sign(worked)
    worked.begin()
    key_id = worked.cases.one(AuditHeadRow)["key_id"]
    key = hour_keys.find(worked.store._locks, worked.store.keys, key_id)
    worked.cases.change(AuditEventRow, {"sequence": 2}, event=Event.SIGNED_OUT.value)

    relink(worked, key)

    assert faults(worked) == []
    assert faults(worked, folder) == [(K.NOT_AS_SIGNED, 1)]


def test_a_checkpoint_is_signed_over_what_it_was_and_nothing_else(worked: House, folder: Path) -> None:
    sign(worked)
    edited(worked)
    worked.begin()
    assert sign(worked) == 1  # What lies before the last checkpoint was signed already.

    last = end(worked)
    worked.begin()
    worked.cases.change(AuditEventRow, {"sequence": last + 1}, event=Event.SIGNED_OUT.value)
    with pytest.raises(TrailRefused) as refused:
        sign(worked)

    assert refused.value.sequence == last + 1


def test_keys_of_hours_that_are_over_are_destroyed_once_it_is_signed(worked: House, folder: Path) -> None:
    for _ in range(4):
        worked.clock.advance(timedelta(hours=1))
        worked.tokens.clear()
        worked.begin()
    worked.clock.advance(timedelta(hours=3))

    sign(worked)

    this_hour = worked.clock.now.replace(minute=0)
    assert [row["hour"] for row in worked.keystore.rows(HeadKeyRow)] == [this_hour]
    assert verified(worked, folder).faults == ()
    worked.tokens.clear()
    worked.begin()
    assert verified(worked, folder).faults == ()


def test_without_a_folder_nothing_is_signed_and_no_key_is_destroyed(worked: House) -> None:
    worked.clock.advance(timedelta(hours=3))

    assert sign(worked) == 0
    assert len(worked.keystore.rows(HeadKeyRow)) == 1


def test_nobody_asks_for_one_each_minute(worked: House, folder: Path) -> None:
    assert sign(worked, if_older=EVERY) == 1
    worked.begin()
    assert sign(worked, if_older=EVERY) == 0
    worked.clock.advance(EVERY)
    assert sign(worked, if_older=EVERY) == 1
    assert sign(worked) == 0


def lines_of(folder: Path) -> tuple[Path, list[bytes]]:
    (file,) = folder.iterdir()
    return file, file.read_bytes().splitlines(keepends=True)


def test_checkpoints_that_were_changed_are_found(worked: House, folder: Path) -> None:
    for _ in range(3):
        worked.begin()
        sign(worked)
    file, lines = lines_of(folder)
    for number in range(len(lines)):
        changed = lines[number].replace(b'"at":"2026', b'"at":"2025').replace(b'"public_key":"', b'"public_key":"00')
        file.write_bytes(b"".join((*lines[:number], changed, *lines[number + 1 :])))
        assert faults(worked, folder)[0] == (K.CHECKPOINT_CHANGED, number + 1)
        worked.begin()
        with pytest.raises(CheckpointsRefused):
            sign(worked)
    file.write_bytes(b"".join((lines[0], lines[2])))
    assert faults(worked, folder)[0] == (K.CHECKPOINT_CHANGED, 2)


def test_checkpoints_that_were_cut_off_are_found(worked: House, folder: Path) -> None:
    for _ in range(2):
        worked.begin()
        sign(worked)
    last = end(worked)
    file, lines = lines_of(folder)
    file.write_bytes(b"".join(lines[:-1]))
    assert faults(worked, folder) == [(K.CHECKPOINT_MISSING, last)]
    file.unlink()
    assert faults(worked, folder) == [(K.CHECKPOINT_MISSING, last)]


def test_another_key_than_the_one_that_was_kept_is_found(worked: House, folder: Path) -> None:
    sign(worked)

    found = verified(worked, folder, {worked.organisation_id: bytes(32)})

    assert found.faults == (Fault(K.CHECKPOINT_CHANGED, 1),)


def test_a_line_that_was_being_written_when_the_program_ended_is_no_alarm(worked: House, folder: Path) -> None:
    sign(worked)
    file, lines = lines_of(folder)
    file.write_bytes(b"".join(lines) + lines[-1][:40])
    assert verified(worked, folder).faults == ()

    worked.begin()
    assert sign(worked) == 1
    assert verified(worked, folder).checkpoints == 2


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_any_single_change_of_any_row_is_found(worked: House) -> None:
    rows = rows_of(worked)
    names = sorted(set(rows[0]) - {"organisation_id"})

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(0, len(rows) - 1), st.sampled_from(names), st.data())
    def change_one(number: int, name: str, data: st.DataObject) -> None:
        row = rows[number]
        other = data.draw(others(row[name], name).filter(lambda value: value != row[name]))
        key = {"sequence": row["sequence"], "organisation_id": row["organisation_id"]}
        worked.cases.change(AuditEventRow, key, **{name: other})

        found = faults(worked)

        place = {**key, name: other} if name == "sequence" else key
        worked.cases.change(AuditEventRow, place, **{name: row[name]})
        assert found
        assert found[0][1] == row["sequence"]
        assert faults(worked) == []

    change_one()


def others(value: Any, name: str) -> st.SearchStrategy[Any]:
    match value, name:
        case _, "sequence":
            # Behind the end, or before the first: where there is room.
            return st.integers(1000, 2**62) | st.integers(-(2**62), 0)
        case _, "event":
            return st.text(max_size=30) | st.sampled_from([event.value for event in Event])
        case _, "revision":
            # Another save's number of the same interview is refused by the database itself.
            return st.none() | st.integers(-5, 0) | st.integers(100, 2**40)
        case _, "happened_on":
            return st.dates()
        case bytes(), _:
            return st.binary(max_size=600)
        case _, "id":
            return st.uuids()
        case _:
            return st.none() | st.uuids()
