"""Sessions: rows that only their cookie opens, that lock, end, and are nobody's in a stolen database."""

from datetime import timedelta

import pytest
from builders.store import PASSPHRASE, House

from interview.audit.events import Event
from interview.casework.actors import Role
from interview.store.records import LockedSession, Session
from interview.store.refusals import Broken
from interview.store.sessions import TOUCH_EVERY
from interview.store.tables.people import AccountRow, MembershipRow, SessionRow
from interview.vault.tokens import new_token, parse_token


def resume(house: House, token: str, *, extend: bool = True) -> Session | LockedSession | None:
    with house.store.work() as work:
        return work.sessions.resume(token, extend=extend)


def test_a_session_gives_back_who_is_at_work(house: House) -> None:
    started = house.sign_in("supervisor")

    session = resume(house, started.token)

    assert isinstance(session, Session)
    assert session.actor == started.session.actor
    assert session.actor.name == "supervisor"
    assert session.actor.roles == {Role.SUPERVISOR}
    assert session.actor.team_ids == {house.team_id}
    assert session.actor.session_id is not None
    assert session.ends_at == house.clock.now + timedelta(hours=8)
    assert session.locks_at == house.clock.now + timedelta(minutes=5)


def test_a_session_locks_when_nobody_is_there_for_five_minutes(house: House) -> None:
    token = house.sign_in("caseworker").token

    house.clock.advance(timedelta(minutes=5))

    assert isinstance(resume(house, token), LockedSession)
    assert house.cases.one(SessionRow)["secret_sealed"] is None
    assert len(house.events(Event.SESSION_LOCKED)) == 1
    assert isinstance(resume(house, token), LockedSession)
    assert len(house.events(Event.SESSION_LOCKED)) == 1


def test_whoever_keeps_working_is_not_locked_out(house: House) -> None:
    token = house.sign_in("caseworker").token

    for _ in range(20):
        house.clock.advance(timedelta(minutes=4))
        assert isinstance(resume(house, token), Session)


def test_polling_does_not_extend_a_session(house: House) -> None:
    token = house.sign_in("caseworker").token

    house.clock.advance(timedelta(minutes=4))
    assert isinstance(resume(house, token, extend=False), Session)
    house.clock.advance(timedelta(minutes=1))

    assert isinstance(resume(house, token, extend=False), LockedSession)


def test_a_session_is_touched_at_most_every_half_minute(house: House) -> None:
    token = house.sign_in("caseworker").token
    began = house.clock.now

    house.clock.advance(TOUCH_EVERY - timedelta(seconds=1))
    resume(house, token)
    untouched = house.cases.one(SessionRow)["seen_at"]
    house.clock.advance(timedelta(seconds=1))
    resume(house, token)
    touched = house.cases.one(SessionRow)["seen_at"]

    assert (untouched, touched) == (began, began + TOUCH_EVERY)


def test_a_session_ends_after_eight_hours_whatever_happens_in_it(house: House) -> None:
    token = house.sign_in("caseworker").token

    for _ in range(8 * 15 - 1):
        house.clock.advance(timedelta(minutes=4))
        assert isinstance(resume(house, token), Session)
    house.clock.advance(timedelta(minutes=4))

    assert resume(house, token) is None


def test_locking_deletes_the_key_and_unlocking_makes_a_new_session_with_the_old_end(house: House) -> None:
    started = house.sign_in("caseworker")
    with house.store.work() as work:
        assert work.sessions.lock(started.token) is not None
    locked = house.cases.one(SessionRow)
    house.clock.advance(timedelta(minutes=10))

    with house.store.work() as work:
        again = work.sessions.unlock(started.token, PASSPHRASE)

    assert locked["secret_sealed"] is None
    assert again is not None
    assert again.token != started.token
    assert again.session.actor.session_id != started.session.actor.session_id
    assert again.session.ends_at == started.session.ends_at
    assert resume(house, started.token) is None
    assert isinstance(resume(house, again.token), Session)


def test_a_wrong_passphrase_does_not_unlock(house: House) -> None:
    token = house.sign_in("caseworker").token
    with house.store.work() as work:
        work.sessions.lock(token)

    with house.store.work() as work:
        assert work.sessions.unlock(token, "wrong") is None

    assert isinstance(resume(house, token), LockedSession)


def test_locking_twice_says_so_once(house: House) -> None:
    token = house.sign_in("caseworker").token

    with house.store.work() as work:
        first, second = work.sessions.lock(token), work.sessions.lock(token)

    assert first is not None
    assert second is None


def test_an_ended_session_is_gone(house: House) -> None:
    token = house.sign_in("caseworker").token

    with house.store.work() as work:
        ended = work.sessions.end(token)

    assert ended is not None
    assert resume(house, token) is None
    assert house.cases.rows(SessionRow) == []


def test_the_cookie_opens_and_the_row_alone_does_not(house: House) -> None:
    token = parse_token(house.sign_in("caseworker").token)
    assert token is not None
    other = new_token()
    forged = type(token)(token.lookup, other.secret)

    assert resume(house, forged.text) is None
    assert resume(house, other.text) is None
    assert resume(house, "not a token") is None
    assert token.lookup not in house.cases.one(SessionRow)["lookup"]


def test_a_key_moved_to_another_session_opens_nothing(house: House) -> None:
    mine, theirs = house.sign_in("caseworker"), house.sign_in("supervisor")
    rows = {row["account_id"]: row for row in house.cases.rows(SessionRow)}
    sealed = rows[house.accounts["supervisor"].id]["secret_sealed"]

    house.cases.change(SessionRow, {"account_id": house.accounts["caseworker"].id}, secret_sealed=sealed)

    assert resume(house, mine.token) is None
    assert isinstance(resume(house, theirs.token), Session)


@pytest.mark.parametrize("column", ["ends_at", "account_id", "level"])
def test_a_session_cannot_be_made_longer_or_given_to_another(house: House, column: str) -> None:
    token = house.sign_in("caseworker").token
    longer = house.clock.now + timedelta(days=30)
    other = {"ends_at": longer, "account_id": house.accounts["supervisor"].id, "level": "more"}

    house.cases.change(SessionRow, {"account_id": house.accounts["caseworker"].id}, **{column: other[column]})

    assert resume(house, token) is None


@pytest.mark.parametrize(("column", "value"), [("roles", "supervisor"), ("active", False), ("office_id", None)])
def test_roles_are_believed_only_when_vouched_for(house: House, column: str, value: object) -> None:
    token = house.sign_in("caseworker").token
    where = {"id": house.accounts["caseworker"].id}
    if column == "office_id":
        value = house.team_id

    house.cases.change(AccountRow, where, **{column: value})

    if column == "active":
        assert resume(house, token) is None
    else:
        with pytest.raises(Broken):
            resume(house, token)
        assert len(house.events(Event.SEALED_BYTES_REFUSED)) == 1


def test_a_membership_is_believed_only_when_vouched_for(house: House) -> None:
    token = house.sign_in("caseworker").token
    membership = house.cases.one(MembershipRow)

    house.cases.put_back(MembershipRow, {**membership, "account_id": house.accounts["caseworker"].id})

    with pytest.raises(Broken):
        resume(house, token)


def test_signing_in_sweeps_away_what_is_over(house: House) -> None:
    house.sign_in("supervisor")
    house.clock.advance(timedelta(hours=7))
    house.sign_in("administrator")
    house.clock.advance(timedelta(hours=1))

    house.sign_in("caseworker")

    rows = {row["account_id"]: row["secret_sealed"] is None for row in house.cases.rows(SessionRow)}
    assert rows == {house.accounts["administrator"].id: True, house.accounts["caseworker"].id: False}


def test_the_keyring_is_empty_after_the_work(house: House) -> None:
    token = house.sign_in("caseworker").token

    with house.store.work() as work:
        work.sessions.resume(token)
        me = work._desk.me
        assert me is not None

    assert work._desk.me is None
    with pytest.raises(Broken):
        _ = me.keyring.account_secret
