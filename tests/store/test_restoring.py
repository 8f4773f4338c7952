"""Old copies put back: who was erased is unreadable, who was removed stays removed, and nobody is still signed in."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from builders.dumping import programs
from builders.store import PASSPHRASE, House, opened_store
from sqlalchemy import make_url, text

from interview.audit.events import Event
from interview.casework.interviews import InterviewState
from interview.casework.keeping import ErasureReason
from interview.store import copying
from interview.store.engines import is_sqlite, open_engine
from interview.store.records import Interview, Session
from interview.store.refusals import Broken, CopyFault, LedgerRefused, NotCopied
from interview.store.restoring import Restored
from interview.store.revocations import RevocationKind
from interview.store.tables.cases import CaseRow, GrantRow
from interview.store.tables.people import MembershipRow, SessionRow


def quiet(_step: str, _done: int, _of: int) -> None:
    return


@dataclass
class Copies:
    """Copies of both databases of a house, in a folder."""

    house: House
    folder: Path

    def take(self) -> None:
        """Copy them, the keystore second."""
        for url, name in self._places():
            copying.copy_out(url, self.folder / name, step=name, tell=quiet, programs=programs())

    def put_back(self) -> Restored:
        """Put them in the place of what is there."""
        self.house.store.close()
        for url, name in self._places():
            _clear(url)
            copying.copy_in(url, self.folder / name, step=name, tell=quiet, programs=programs())
        self.house.store = opened_store(self.house.databases, self.house.master, self.house.clock)
        self.house.store.migrate(restoring=True)
        return self.house.store.restore(quiet)

    def _places(self) -> list[tuple[str, str]]:
        return [(self.house.databases.cases, "cases"), (self.house.databases.keystore, "keystore")]


def _clear(url: str) -> None:
    if is_sqlite(url):
        path = Path(make_url(url).database or "")
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return
    engine = open_engine(url)
    with engine.connect() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


@pytest.fixture
def copies(house: House, tmp_path: Path) -> Iterator[Copies]:
    house.store.migrate()
    folder = tmp_path / "copies"
    folder.mkdir()
    yield Copies(house, folder)
    house.store.close()


def test_everything_opens_again_after_a_restore(copies: Copies) -> None:
    house = copies.house
    interview = house.begin(content={"answers": {"a": 1}})
    copies.take()

    restored = copies.put_back()

    house.tokens.clear()
    opened = house.open(interview.record.id)
    assert opened is not None
    assert opened.content == {"answers": {"a": 1}}
    assert house.open(interview.record.id, "supervisor") is not None
    house.save(interview.record.id, {"answers": {"a": 2}})
    assert restored == Restored(replayed=0, wished=(), broken=0)


def test_all_sessions_are_over(copies: Copies) -> None:
    house = copies.house
    house.begin()
    token = house.tokens["caseworker"]
    copies.take()

    copies.put_back()

    assert house.cases.rows(SessionRow) == []
    with house.store.work() as work:
        assert not isinstance(work.sessions.resume(token), Session)


def test_an_erased_person_is_unreadable_in_an_old_copy(copies: Copies) -> None:
    house = copies.house
    gone, kept = house.begin(), house.begin()
    copies.take()
    with house.at_work("supervisor") as (work, _):
        work.cases.destroy(gone.record.case_id)

    restored = copies.put_back()

    house.tokens.clear()
    assert restored.replayed == 1
    assert house.open(gone.record.id) is None
    assert house.open(kept.record.id) is not None
    assert [row["id"] for row in house.cases.rows(CaseRow)] == [kept.record.case_id]


def test_a_removed_member_stays_removed(copies: Copies) -> None:
    house = copies.house
    interview = house.begin()
    member = house.accounts["supervisor"].id
    copies.take()
    with house.at_work("supervisor") as (work, actor):
        work.teams.remove(house.team_id, member)
        work.revocations.add(RevocationKind.MEMBER_REMOVED, actor.organisation_id, member, house.team_id)

    restored = copies.put_back()

    house.tokens.clear()
    assert restored.replayed == 1
    assert house.cases.rows(MembershipRow) == []
    assert house.open(interview.record.id, "supervisor") is None


def test_a_membership_out_of_an_old_copy_opens_nothing_after_a_restore(copies: Copies) -> None:
    house = copies.house
    interview = house.begin()
    old = house.cases.one(MembershipRow)
    member = house.accounts["supervisor"].id
    copies.take()
    with house.at_work("supervisor") as (work, actor):
        work.teams.remove(house.team_id, member)
        work.revocations.add(RevocationKind.MEMBER_REMOVED, actor.organisation_id, member, house.team_id)
    copies.put_back()

    house.cases.put_back(MembershipRow, old)

    house.tokens.clear()
    with pytest.raises(Broken):
        house.open(interview.record.id, "supervisor")


def test_a_disabled_account_stays_disabled(copies: Copies) -> None:
    house = copies.house
    account = house.accounts["caseworker"]
    copies.take()
    with house.store.work() as work:
        work.accounts.change(account.id, active=False)
        work.revocations.add(RevocationKind.ACCOUNT_DISABLED, house.organisation_id, account.id)

    copies.put_back()

    with house.store.work() as work:
        assert work.accounts.open("caseworker", PASSPHRASE) is None
        assert work.accounts.open("analyst", PASSPHRASE) is not None


def test_an_account_that_was_enabled_again_is_left_alone(copies: Copies) -> None:
    house = copies.house
    account = house.accounts["caseworker"]
    copies.take()
    with house.store.work() as work:
        work.revocations.add(RevocationKind.ACCOUNT_DISABLED, house.organisation_id, account.id)
    with house.store.work() as work:
        work.revocations.give_back(RevocationKind.ACCOUNT_DISABLED, house.organisation_id, account.id)

    restored = copies.put_back()

    assert restored.replayed == 0
    with house.store.work() as work:
        assert work.accounts.open("caseworker", PASSPHRASE) is not None


def test_who_was_taken_out_of_a_case_stays_out(copies: Copies) -> None:
    house = copies.house
    interview = house.begin()
    creator, case_id = house.accounts["caseworker"].id, interview.record.case_id
    copies.take()
    with house.at_work("supervisor") as (work, actor):
        work.cases.remove_grant(case_id, creator)
        work.revocations.add(RevocationKind.GRANT_REMOVED, actor.organisation_id, creator, case_id)

    copies.put_back()

    house.tokens.clear()
    assert house.open(interview.record.id) is None
    assert house.open(interview.record.id, "supervisor") is not None


def test_a_grant_out_of_an_old_copy_opens_nothing_after_a_restore(copies: Copies) -> None:
    house = copies.house
    interview = house.begin()
    old = house.cases.one(GrantRow, principal_id=house.accounts["caseworker"].id)
    copies.take()
    copies.put_back()

    house.cases.put_back(GrantRow, old)

    house.tokens.clear()
    with pytest.raises(Broken):
        house.open(interview.record.id)


def test_what_the_person_took_back_is_left_to_the_team_alone_and_due_today(copies: Copies) -> None:
    house = copies.house
    withdrawn, other = house.begin(), house.begin()
    case_id = withdrawn.record.case_id
    copies.take()
    with house.store.work() as work:
        work.revocations.add(RevocationKind.CONSENT_WITHDRAWN, house.organisation_id, case_id, withdrawn.record.id)

    restored = copies.put_back()

    house.tokens.clear()
    assert restored == Restored(replayed=1, wished=(case_id,), broken=0)
    assert house.open(withdrawn.record.id) is None
    assert house.open(withdrawn.record.id, "supervisor") is not None
    assert house.open(other.record.id) is not None
    due = {row["id"]: row["retain_until"] for row in house.cases.rows(CaseRow)}
    assert due == {case_id: house.clock().date(), other.record.case_id: None}


def test_a_copy_that_knows_of_the_wish_is_left_as_it_is(copies: Copies) -> None:
    house = copies.house
    wished, again = house.begin(), house.begin()
    case_id = wished.record.case_id
    with house.at_work("caseworker") as (work, actor):
        loaded = work.interviews.get(wished.record.id)
        assert loaded is not None
        put = work.interviews.put(loaded, loaded.content, actor=actor, state=InterviewState.WITHDRAWN)
        assert isinstance(put, Interview)
        work.record(Event.INTERVIEW_WITHDRAWN, actor=actor, case_id=case_id, interview_id=wished.record.id)
        for wished_id in (case_id, again.record.case_id):
            work.erasures.ask(wished_id, house.team_id, ErasureReason.PERSONS_WISH, "", approval_id=None)
    copies.take()
    with house.store.work() as work:
        for one in (wished.record, again.record):
            work.revocations.add(RevocationKind.CONSENT_WITHDRAWN, house.organisation_id, one.case_id, one.id)

    restored = copies.put_back()

    house.tokens.clear()
    assert set(restored.wished) == {case_id, again.record.case_id}
    # The wish of both is known; that the talk of the second one ended by it is not.
    assert restored.replayed == 1
    assert house.open(wished.record.id) is not None
    assert house.open(again.record.id) is None


def test_a_keystore_newer_than_its_database_is_brought_together_with_it(copies: Copies) -> None:
    house = copies.house
    interview = house.begin()
    (cases, name), keystore = copies._places()[0], copies._places()[1]
    copying.copy_out(cases, copies.folder / name, step=name, tell=quiet, programs=programs())
    with house.store.work() as work:
        work.accounts.change(house.accounts["caseworker"].id, office_id=None, active=True)
    with house.at_work("supervisor") as (work, _):
        work.cases.let_in(interview.record.case_id, house.accounts["analyst"].id)
        work.cases.remove_grant(interview.record.case_id, house.accounts["analyst"].id)
    copying.copy_out(keystore[0], copies.folder / keystore[1], step="keystore", tell=quiet, programs=programs())

    restored = copies.put_back()

    house.tokens.clear()
    assert restored.broken == 0
    assert house.open(interview.record.id) is not None


def test_databases_put_back_by_hand_learn_what_was_taken_at_the_next_start(copies: Copies, tmp_path: Path) -> None:
    house = copies.house
    interview = house.begin()
    copies.take()
    with house.at_work("supervisor") as (work, _):
        work.cases.destroy(interview.record.case_id)
    house.store.close()
    for url, name in copies._places():
        _clear(url)
        copying.copy_in(url, copies.folder / name, step=name, tell=quiet, programs=programs())

    house.store = opened_store(house.databases, house.master, house.clock)
    house.store.migrate()

    assert house.cases.rows(CaseRow) == []


@pytest.mark.parametrize("kept", [0, 1])
def test_a_ledger_that_is_shorter_than_it_was_is_refused(copies: Copies, tmp_path: Path, kept: int) -> None:
    house = copies.house
    for one in (house.begin(), house.begin()):
        with house.at_work("supervisor") as (work, _):
            work.cases.destroy(one.record.case_id)
    ledger = house.databases.revocations
    shutil.copy(ledger, tmp_path / "whole")
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:kept]))

    with pytest.raises(LedgerRefused):
        house.store.migrate()

    shutil.copy(tmp_path / "whole", ledger)
    house.store.migrate()


def test_a_copy_is_private_and_holds_no_session(copies: Copies) -> None:
    house = copies.house
    house.begin()
    secret = house.cases.rows(SessionRow)[0]["secret_sealed"]

    copies.take()

    for name in ("cases", "keystore"):
        assert (copies.folder / name).stat().st_mode & 0o777 == 0o600
        assert copying.is_readable(copies.folder / name, sqlite=is_sqlite(house.databases.cases), programs=programs())
        assert secret not in (copies.folder / name).read_bytes()


def test_nothing_is_put_where_something_is(copies: Copies) -> None:
    copies.take()

    with pytest.raises(NotCopied) as refused:
        copying.copy_in(
            copies.house.databases.cases, copies.folder / "cases", step="cases", tell=quiet, programs=programs()
        )

    assert refused.value.fault is CopyFault.NOT_EMPTY
