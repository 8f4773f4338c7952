"""The trail as it is read: newest first, in pages, and each way down an index."""

from datetime import timedelta
from typing import Any

import pytest
from builders.store import Databases, House
from sqlalchemy.event import listen

from interview.audit.events import Event
from interview.store.reading_trail import TrailPage, TrailReading, Which
from interview.store.refusals import Broken
from interview.store.tables.trail import AuditEventRow


def read(house: House, way: str, *arguments: object) -> TrailPage:
    with house.at_work("supervisor") as (work, _):
        reading: TrailReading = work.trail_reading
        page: TrailPage = getattr(reading, way)(*arguments)
        return page


def test_a_case_s_events_come_newest_first_with_who_and_when(house: House) -> None:
    interview = house.begin()
    house.clock.advance(timedelta(minutes=1))
    house.save(interview.record.id, {"answers": {"a": 1}})
    house.begin()

    page = read(house, "of_case", interview.record.case_id)

    assert [entry.event for entry in page.entries] == [
        Event.INTERVIEW_PAGE_SAVED,
        Event.INTERVIEW_BEGUN,
        Event.CASE_OPENED,
    ]
    newest = page.entries[0]
    assert (newest.actor_name, newest.at, newest.revision) == ("caseworker", house.clock.now, 2)
    assert set(newest.detail) == {"link"}
    assert page.before is None


def test_pages_follow_each_other_without_a_gap(house: House) -> None:
    interview = house.begin()
    for turn in range(5):
        house.save(interview.record.id, {"answers": {"turn": turn}})
    case_id, found, before = interview.record.case_id, list[int](), None

    for _ in range(4):
        page = read(house, "of_case", case_id, Which(before=before, most=2))
        found += [entry.sequence for entry in page.entries]
        before = page.before
        if before is None:
            break

    assert found == [entry.sequence for entry in read(house, "of_case", case_id).entries]
    assert before is None


def test_kinds_and_days_are_chosen(house: House) -> None:
    interview, first_day = house.begin(), house.clock.now.date()
    house.clock.advance(timedelta(days=1))
    house.tokens.clear()
    house.save(interview.record.id, {"answers": {"a": 1}})
    case_id = interview.record.case_id

    saved = read(house, "of_case", case_id, Which(events=frozenset({Event.INTERVIEW_PAGE_SAVED})))
    old = read(house, "of_case", case_id, Which(until=first_day))
    new = read(house, "of_case", case_id, Which(since=first_day + timedelta(days=1)))

    assert [entry.event for entry in saved.entries] == [Event.INTERVIEW_PAGE_SAVED]
    assert [entry.event for entry in old.entries] == [Event.INTERVIEW_BEGUN, Event.CASE_OPENED]
    assert [entry.event for entry in new.entries] == [Event.INTERVIEW_PAGE_SAVED]


def test_what_a_person_did_and_what_was_done_to_their_account_are_apart(house: House) -> None:
    caseworker = house.accounts["caseworker"]
    interview = house.begin()
    with house.at_work("administrator") as (work, actor):
        work.record(Event.ACCOUNT_DISABLED, actor=actor, account_id=caseworker.id)

    done = read(house, "of_actor", caseworker.id)
    suffered = read(house, "of_account", caseworker.id)

    assert {entry.case_id for entry in done.entries} == {interview.record.case_id}
    assert [entry.event for entry in suffered.entries] == [Event.ACCOUNT_DISABLED]
    assert (suffered.entries[0].actor_name, suffered.entries[0].account_name) == ("administrator", "caseworker")


def test_denials_are_what_was_refused(house: House) -> None:
    house.begin()
    with house.store.work() as work:
        work.record(Event.SIGN_IN_FAILED, organisation_id=house.organisation_id)

    page = read(house, "denials")

    assert [(entry.event, entry.actor_name) for entry in page.entries] == [(Event.SIGN_IN_FAILED, None)]


def test_an_event_that_was_changed_is_refused(house: House) -> None:
    interview = house.begin()
    house.cases.change(AuditEventRow, {"event": Event.CASE_OPENED.value}, event=Event.CASE_GRANTED.value)

    with pytest.raises(Broken):
        read(house, "of_case", interview.record.case_id)


def test_nobody_reads_the_trail_of_another_organisation(house: House) -> None:
    with house.store.work() as work:
        other = work.organisations.create(name="Another").organisation
        work.record(Event.SIGN_IN_FAILED, organisation_id=other.id)

    assert read(house, "denials").entries == ()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("way", "index"),
    [
        ("of_case", "ix_audit_events_case_id"),
        ("of_actor", "ix_audit_events_actor_id"),
        ("of_account", "ix_audit_events_account_id"),
        ("denials", "ix_audit_events_denied"),
    ],
)
def test_each_way_goes_down_its_index(house: House, databases: Databases, way: str, index: str) -> None:
    interview = house.begin()
    whose = {"of_case": interview.record.case_id, "denials": None}.get(way, house.accounts["caseworker"].id)
    with house.at_work("supervisor") as (work, _):
        sent: list[tuple[str, Any]] = []
        engine = house.store._cases

        def note(_: Any, __: Any, statement: str, parameters: Any, ___: Any, ____: bool) -> None:
            sent.append((statement, parameters))

        listen(engine, "before_cursor_execute", note)
        getattr(work.trail_reading, way)(*([] if whose is None else [whose]), Which(before=10**6))
        statement, parameters = next(one for one in sent if "audit_events" in one[0])
        with engine.connect() as connection:
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]

    assert any(index in step for step in plan)
    assert not any("TEMP B-TREE" in step for step in plan)
