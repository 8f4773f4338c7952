"""A new master key takes the present one's place, row by row, and nobody notices."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from builders.store import PASSPHRASE, Clock, Databases, House, furnished
from sqlalchemy.orm import DeclarativeBase

from interview.store.desk import StoreSettings
from interview.store.opening import Store
from interview.store.refusals import Broken
from interview.store.rotating import Passed
from interview.store.tables.locks import LockRow, ServerLockRow
from interview.store.tables.people import AccountRow, MembershipRow, SessionRow
from interview.store.turned import SEALED, VOUCHED
from interview.vault.envelope import key_id_of
from interview.vault.master import MasterKey
from interview.vault.turning import Held, MasterKeys


def quiet(_step: str, _done: int, _of: int) -> None:
    return


@dataclass
class KeyPlace:
    """What stands in for the key's file."""

    new: Held | None = None

    def look(self) -> Held | None:
        held, self.new = self.new, None
        return held


@dataclass
class Turning:
    """A house whose server learns of another master key at its next look."""

    house: House
    place: KeyPlace
    older: MasterKey
    newer: MasterKey = field(default_factory=MasterKey.generate)

    def begin(self) -> None:
        """The file holds both from now on."""
        self.place.new = Held(self.newer, self.older)

    def retire(self) -> None:
        """The old key left the file."""
        self.place.new = Held(self.newer)

    def once(self) -> Passed:
        return self.house.store.rotation().once(quiet)

    def turn(self) -> None:
        """The whole way."""
        self.begin()
        while self.once().turned:
            pass
        self.retire()


@pytest.fixture
def turning(databases: Databases, clock: Clock, fast_passphrases: None) -> Iterator[Turning]:
    place, older = KeyPlace(), MasterKey.generate()
    keys = MasterKeys(Held(older), place.look)
    settings = StoreSettings(databases.cases, databases.keystore, revocations=databases.revocations)
    opened = Store.open(settings, keys, clock)
    opened.migrate()
    yield Turning(furnished(opened, databases, older, clock), place, older)
    opened.close()


def ids_of(house: House, row: type[DeclarativeBase], column: str) -> set[bytes]:
    where = house.keystore if issubclass(row, LockRow) else house.cases
    return {key_id_of(one[column]) for one in where.rows(row) if one[column] is not None}


def test_everything_is_brought_under_the_new_key_and_nobody_signs_in_again(turning: Turning) -> None:
    house = turning.house
    interview = house.begin(content={"answers": {"a": 1}})
    assert house.open(interview.record.id, "supervisor") is not None

    turning.turn()

    for one in SEALED:
        assert ids_of(house, one.row, one.column) <= {turning.newer.key_id}, one.table
    assert ids_of(house, ServerLockRow, "lock_sealed")
    opened = house.open(interview.record.id, "supervisor")
    assert opened is not None
    assert opened.content == {"answers": {"a": 1}}
    house.save(interview.record.id, {"answers": {"a": 2}})
    assert house.sign_in("caseworker").session.actor.name == "caseworker"


def test_while_it_goes_on_old_rows_open_and_new_ones_lie_under_the_new_key(turning: Turning) -> None:
    house = turning.house
    before = house.begin()

    turning.begin()

    after = house.begin()
    ids = {row["case_id"]: key_id_of(row["lock_sealed"]) for row in house.keystore.rows(ServerLockRow)}
    assert ids == {before.record.case_id: turning.older.key_id, after.record.case_id: turning.newer.key_id}
    assert house.open(before.record.id) is not None
    assert house.open(after.record.id) is not None


def test_a_second_pass_finds_nothing_left(turning: Turning) -> None:
    turning.house.begin()
    turning.begin()

    first, second = turning.once(), turning.once()

    assert first.turned > 0
    assert first.broken == 0
    assert second == Passed(turned=0, broken=0)


def test_a_pass_that_was_cut_off_is_taken_up_by_the_next(turning: Turning) -> None:
    house = turning.house
    interview = house.begin()
    turning.begin()

    def cut(step: str, done: int, of: int) -> None:
        if step == "memberships" and done == of:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        house.store.rotation().once(cut)
    assert house.open(interview.record.id) is not None

    turning.turn()
    assert house.open(interview.record.id) is not None


def test_what_nobody_vouched_for_is_not_vouched_for_anew(turning: Turning) -> None:
    house = turning.house
    supervisor = house.accounts["supervisor"].id
    house.cases.change(AccountRow, {"id": house.accounts["caseworker"].id}, roles="administrator")
    turning.begin()

    passed = turning.once()

    assert passed.broken == 1
    turning.retire()
    with house.store.work() as work, pytest.raises(Broken):
        work.accounts.open("caseworker", PASSPHRASE)
    assert house.cases.rows(MembershipRow, account_id=supervisor)


def test_a_lock_that_was_tampered_with_stays_as_it_is(turning: Turning) -> None:
    house = turning.house
    interview = house.begin()
    row = house.keystore.one(ServerLockRow)
    broken = row["lock_sealed"][:-1] + bytes([row["lock_sealed"][-1] ^ 1])
    house.keystore.change(ServerLockRow, {"case_id": interview.record.case_id}, lock_sealed=broken)
    turning.begin()

    passed = turning.once()

    assert passed.broken == 1
    assert house.keystore.one(ServerLockRow)["lock_sealed"] == broken


def test_a_row_under_the_retired_key_that_is_put_back_opens_nothing(turning: Turning) -> None:
    house = turning.house
    interview = house.begin()
    lock, account = house.keystore.one(ServerLockRow), house.cases.one(AccountRow, id=house.accounts["analyst"].id)
    turning.turn()

    house.keystore.put_back(ServerLockRow, lock)
    house.cases.put_back(AccountRow, account)

    with pytest.raises(Broken):
        house.open(interview.record.id)
    with house.store.work() as work:
        assert work.accounts.open("analyst", PASSPHRASE) is None


def test_locked_sessions_stay_locked(turning: Turning) -> None:
    house = turning.house
    with house.at_work("caseworker") as (work, _):
        work.sessions.lock(house.tokens["caseworker"])

    turning.turn()

    assert [row["secret_sealed"] for row in house.cases.rows(SessionRow)] == [None]


def test_several_batches_are_turned(turning: Turning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interview.store.rotating.BATCH", 2)
    interviews = [turning.house.begin().record.id for _ in range(5)]

    turning.turn()

    assert ids_of(turning.house, ServerLockRow, "lock_sealed") == {turning.newer.key_id}
    assert all(turning.house.open(one) is not None for one in interviews)


def test_it_says_how_much_lies_under_which_key(turning: Turning) -> None:
    turning.house.begin()
    turning.begin()
    turning.house.begin()

    under = {one.table: one.by_key for one in turning.house.store.rotation().under()}

    newer, older = turning.newer.key_id.hex(), turning.older.key_id.hex()
    assert under["server_locks"] == {older: 1, newer: 1}
    assert set(under["accounts, vouched for"]) == {older}
    assert {f"{one.table}, vouched for" for one in VOUCHED} <= set(under)
    assert set(turning.house.store.rotation().suites()) == {("IVS", 1), ("IVP", 1)}


def test_a_rotation_is_noted_with_its_beginning_and_its_end(turning: Turning) -> None:
    rotation, clock = turning.house.store.rotation(), turning.house.clock
    assert rotation.last() is None
    turning.begin()
    rotation.once(quiet)

    rotation.begin(clock.now)
    rotation.begin(clock.now)
    begun = rotation.last()
    rotation.end(clock.now)

    assert begun == (clock.now, None)
    assert rotation.last() == (clock.now, clock.now)
