"""The revocation ledger: durable before the commit, linked, and read only when nobody changed it."""

import json
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from builders.store import House

from interview.store.refusals import LedgerRefused
from interview.store.revocations import RevocationKind, Taken

GONE = RevocationKind.MEMBER_REMOVED


def remove(house: House, count: int = 1) -> list[Taken]:
    """Somebody is taken out of a team, so many times."""
    removed = [Taken(GONE, house.organisation_id, uuid4(), house.team_id) for _ in range(count)]
    for one in removed:
        with house.store.work() as work:
            work.revocations.add(one.kind, one.organisation_id, one.subject_id, one.other_id)
    return removed


def refuse(house: House) -> None:
    with house.store.work() as work, pytest.raises(LedgerRefused):
        work.revocations.entries()


def path_of(house: House) -> Path:
    return house.databases.revocations


def lines_of(house: House) -> list[bytes]:
    return path_of(house).read_bytes().splitlines(keepends=True)


def test_an_empty_ledger_has_no_end(house: House) -> None:
    with house.store.work() as work:
        assert work.revocations.entries() == ()
        assert work.revocations.head().number == 0


def test_what_was_added_is_read_in_its_order(house: House) -> None:
    removed = remove(house, 3)

    with house.store.work() as work:
        entries = work.revocations.entries()
        head = work.revocations.head()
    assert [entry.taken for entry in entries] == removed
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert entries[0].happened_on == house.clock.now.date()
    assert (head.number, head.link) == (3, entries[-1].link)


def test_a_line_holds_ids_and_a_day_and_is_ours_alone(house: House) -> None:
    (removed,) = remove(house)

    (line,) = lines_of(house)
    data = json.loads(line)
    assert set(data) == {"number", "kind", "organisation", "subject", "other", "given_back", "on", "link"}
    assert data["subject"] == str(removed.subject_id)
    assert date.fromisoformat(data["on"]) == house.clock.now.date()
    assert path_of(house).stat().st_mode & 0o777 == 0o600


def test_what_is_undone_is_not_added(house: House) -> None:
    def fail() -> None:
        with house.store.work() as work:
            work.revocations.add(GONE, house.organisation_id, uuid4(), house.team_id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert not path_of(house).exists()


def test_what_is_taken_back_already_is_said_once(house: House) -> None:
    (removed,) = remove(house)

    with house.store.work() as work:
        work.revocations.add(removed.kind, removed.organisation_id, removed.subject_id, removed.other_id)

    assert len(lines_of(house)) == 1


def test_who_is_let_in_again_is_taken_back_no_more(house: House) -> None:
    one, other = remove(house, 2)

    with house.store.work() as work:
        work.revocations.give_back(one.kind, one.organisation_id, one.subject_id, one.other_id)
        work.revocations.give_back(GONE, house.organisation_id, uuid4(), house.team_id)

    with house.store.work() as work:
        assert work.revocations.in_force() == {other}
    assert len(lines_of(house)) == 3


def test_a_line_that_was_cut_off_was_told_to_nobody_and_is_written_over(house: House) -> None:
    remove(house, 2)
    whole = path_of(house).read_bytes()
    path_of(house).write_bytes(whole + whole.splitlines()[1][:40])

    (third,) = remove(house)

    with house.store.work() as work:
        assert [entry.taken for entry in work.revocations.entries()][2] == third
    assert path_of(house).read_bytes().startswith(whole)


@pytest.mark.parametrize("where", [0, 1, 2])
def test_a_changed_line_is_refused(house: House, where: int) -> None:
    remove(house, 3)
    lines = lines_of(house)
    lines[where] = lines[where].replace(b"member_removed", b"grant_removed")

    path_of(house).write_bytes(b"".join(lines))

    refuse(house)


@pytest.mark.parametrize("kept", [(1, 2), (0, 2), (0, 2, 1), (0, 0, 1), (2, 1, 0)])
def test_a_line_left_out_moved_or_put_in_twice_is_refused(house: House, kept: tuple[int, ...]) -> None:
    remove(house, 3)
    lines = lines_of(house)

    path_of(house).write_bytes(b"".join(lines[number] for number in kept))

    refuse(house)


@pytest.mark.parametrize("text", [b"\n", b"{}\n", b"[1]\n", b"\xff\n", b"nonsense\n"])
def test_what_is_no_line_is_refused(house: House, text: bytes) -> None:
    remove(house)
    with path_of(house).open("ab") as file:
        file.write(text)

    refuse(house)


def test_nothing_is_committed_when_the_ledger_cannot_be_written(house: House) -> None:
    remove(house)
    path_of(house).write_bytes(b"nonsense\n")

    def erase() -> None:
        with house.store.work() as work:
            account = house.accounts["caseworker"]
            work.accounts.change(account.id, active=False)
            work.revocations.add(RevocationKind.ACCOUNT_DISABLED, house.organisation_id, account.id)

    with pytest.raises(LedgerRefused):
        erase()

    assert house.sign_in("caseworker").session.actor.name == "caseworker"
