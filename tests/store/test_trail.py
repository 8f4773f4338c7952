"""The audit trail: every change leaves a row, in a chain, in the same transaction."""

from datetime import datetime, timedelta
from threading import Thread

import pytest
from builders.store import House

from interview.audit.chain import AuditRow, first_break, first_link
from interview.audit.detail import WrongDetail
from interview.audit.events import Event
from interview.store.refusals import Broken
from interview.store.tables.locks import HeadKeyRow
from interview.store.tables.trail import AuditEventRow, AuditHeadRow
from interview.store.trail import open_detail


def chained(house: House) -> list[tuple[AuditRow, bytes]]:
    rows = sorted(house.cases.rows(AuditEventRow), key=lambda row: int(row["sequence"]))
    links = [row.pop("link") for row in rows]
    return [(AuditRow(**{**row, "event": Event(row["event"])}), link) for row, link in zip(rows, links, strict=True)]


def test_the_chain_holds_from_the_first_event_to_the_head(house: House) -> None:
    interview = house.begin()
    house.save(interview.record.id, {"answers": {"a": 1}})

    rows = chained(house)

    assert first_break(rows, previous=first_link(house.organisation_id)) is None
    head = house.cases.one(AuditHeadRow)
    assert (head["sequence"], head["link"]) == (len(rows), rows[-1][1])


def test_events_of_one_work_are_written_in_their_order(house: House) -> None:
    house.begin()

    events = [row.event for row, _ in chained(house)]

    assert events == [Event.ORGANISATION_CREATED, Event.CASE_OPENED, Event.INTERVIEW_BEGUN]


def test_ids_and_the_day_stand_in_clear_and_the_rest_is_sealed(house: House) -> None:
    with house.at_work("caseworker") as (work, actor):
        work.record(Event.ANSWERS_READ, actor=actor, account_id=actor.account_id, detail={"class": "medical"})

    row, _ = chained(house)[-1]
    detail = open_detail(house.store.keys, row)

    assert row.happened_on == house.clock.now.date()
    assert row.actor_id == house.accounts["caseworker"].id
    assert b"medical" not in row.detail_sealed
    assert detail.declared == {"class": "medical"}
    assert detail.at == house.clock.now
    assert detail.session_id == actor.session_id


def test_the_event_of_a_save_carries_revision_and_link(house: House) -> None:
    interview = house.begin()
    house.save(interview.record.id, {"answers": {"a": 1}})

    begun, saved = (row for row, _ in chained(house) if row.event.saves)
    first, second = open_detail(house.store.keys, begun), open_detail(house.store.keys, saved)

    assert (begun.revision, saved.revision) == (1, 2)
    assert first.previous == b""
    assert second.previous == first.link
    assert second.link != first.link


def test_a_detail_with_other_keys_than_declared_is_refused(house: House) -> None:
    with pytest.raises(WrongDetail), house.at_work("caseworker") as (work, actor):
        work.record(Event.CASE_OPENED, actor=actor, detail={"name": "x"})


def test_what_is_undone_leaves_no_event(house: House) -> None:
    before = len(chained(house))

    def attempt() -> None:
        with house.at_work("caseworker") as (work, actor):
            work.record(Event.CASE_OPENED, actor=actor)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        attempt()

    assert len(chained(house)) == before


@pytest.mark.parametrize("column", ["link", "sequence", "mac"])
def test_a_head_that_was_meddled_with_stops_every_change(house: House, column: str) -> None:
    head = house.cases.one(AuditHeadRow)
    other = {"link": bytes(32), "sequence": head["sequence"] - 1, "mac": bytes(32)}

    house.cases.change(AuditHeadRow, {}, **{column: other[column]})

    with pytest.raises(Broken):
        house.begin()


def test_the_head_is_vouched_for_under_a_key_of_its_hour(house: House) -> None:
    house.begin()
    house.clock.advance(timedelta(hours=1))
    house.tokens.clear()

    house.begin()

    keys = {row["id"]: row["hour"] for row in house.keystore.rows(HeadKeyRow)}
    assert len(keys) == 2
    newest: datetime = keys[house.cases.one(AuditHeadRow)["key_id"]]
    assert newest == house.clock.now.replace(minute=0, second=0)
    assert first_break(chained(house), previous=first_link(house.organisation_id)) is None


def test_people_who_work_at_once_queue_only_at_the_end_of_the_chain(house: House) -> None:
    interviews = [house.begin() for _ in range(4)]

    def save(number: int) -> None:
        for turn in range(5):
            house.save(interviews[number].record.id, {"answers": {"turn": turn}})

    threads = [Thread(target=save, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(house.events(Event.INTERVIEW_PAGE_SAVED)) == 20
    assert first_break(chained(house), previous=first_link(house.organisation_id)) is None
    for interview in interviews:
        opened = house.open(interview.record.id)
        assert opened is not None
        assert opened.record.revision == 6


def test_each_organisation_has_a_chain_of_its_own(house: House) -> None:
    with house.store.work() as work:
        other = work.organisations.create(name="Another").organisation
        work.record(Event.ORGANISATION_CREATED, organisation_id=other.id)
        work.record(Event.SIGN_IN_FAILED, organisation_id=house.organisation_id)

    heads = {row["organisation_id"]: row["sequence"] for row in house.cases.rows(AuditHeadRow)}

    assert heads == {house.organisation_id: 2, other.id: 1}


def test_an_event_of_nobody_s_organisation_is_refused(house: House) -> None:
    with pytest.raises(ValueError, match="organisation"), house.store.work() as work:
        work.record(Event.SIGN_IN_FAILED)
