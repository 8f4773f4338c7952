"""What was typed when a session locked comes back; what was read is recorded once in a quarter of an hour."""

from datetime import timedelta
from typing import Any

from builders.store import PASSPHRASE, House

from interview.store.kept import MOST
from interview.store.records import Kept
from interview.store.tables.people import KeptBodyRow


def keep(house: House, token: str, path: str = "/interviews/1", body: bytes = b"s_name=Zahra") -> bool:
    with house.store.work() as work:
        return work.kept.keep(token, path, body)


def locked(house: House) -> str:
    token = house.sign_in("caseworker").token
    with house.store.work() as work:
        work.sessions.lock(token)
    return token


def unlocked(house: House, token: str) -> None:
    with house.store.work() as work:
        started = work.sessions.unlock(token, PASSPHRASE)
        assert started is not None
    house.tokens["caseworker"] = started.token


def take(house: House) -> Kept | None:
    with house.at_work("caseworker") as (work, actor):
        return work.kept.take(actor)


def test_a_page_posted_after_the_lock_comes_back_once(house: House) -> None:
    token = locked(house)
    assert keep(house, token)
    sealed = house.cases.one(KeptBodyRow)["body_sealed"]

    unlocked(house, token)

    assert b"Zahra" not in sealed
    assert take(house) == Kept("/interviews/1", b"s_name=Zahra")
    assert take(house) is None


def test_the_page_kept_last_comes_back_first_and_the_oldest_make_room(house: House) -> None:
    token = locked(house)
    for number in range(MOST + 2):
        keep(house, token, body=str(number).encode())
        house.clock.advance(timedelta(seconds=1))
    unlocked(house, token)

    taken = [take(house) for _ in range(MOST + 1)]

    assert [kept.body if kept else None for kept in taken] == [b"6", b"5", b"4", b"3", b"2", None]


def test_nothing_is_kept_for_nobody(house: House) -> None:
    token = locked(house)
    house.clock.advance(timedelta(hours=8))

    assert not keep(house, token)
    assert not keep(house, "not a token")
    assert house.cases.rows(KeptBodyRow) == []


def test_what_is_kept_is_given_to_nobody_else(house: House) -> None:
    token = locked(house)
    keep(house, token)

    with house.at_work("supervisor") as (work, actor):
        assert work.kept.take(actor) is None
    row = house.cases.one(KeptBodyRow)
    house.cases.change(KeptBodyRow, {"id": row["id"]}, account_id=house.accounts["supervisor"].id)
    with house.at_work("supervisor") as (work, actor):
        assert work.kept.take(actor) is None


def test_what_nobody_asks_for_is_swept_away(house: House) -> None:
    keep(house, locked(house))
    house.clock.advance(timedelta(hours=8))

    house.sign_in("supervisor")

    assert house.cases.rows(KeptBodyRow) == []


def test_a_reading_is_recorded_once_in_a_quarter_of_an_hour(house: House) -> None:
    interview_id = house.begin().record.id

    def first(sensitivity: str, **moved: Any) -> bool:
        house.clock.advance(timedelta(**moved))
        with house.at_work("caseworker") as (work, actor):
            return work.reads.first(actor, interview_id, sensitivity)

    assert first("medical")
    assert not first("medical", minutes=4)
    assert first("identity")
    assert not first("medical", minutes=4)
    assert not first("medical", minutes=4)
    assert first("medical", minutes=3)


def test_another_session_and_another_interview_are_recorded_anew(house: House) -> None:
    one, other = house.begin().record.id, house.begin().record.id

    with house.at_work("caseworker") as (work, actor):
        firsts = [work.reads.first(actor, interview_id, "medical") for interview_id in (one, other)]
    house.tokens.clear()
    with house.at_work("caseworker") as (work, actor):
        again = work.reads.first(actor, one, "medical")

    assert firsts == [True, True]
    assert again
