"""How many statements the ways that people walk all day take, and that none of them reads a whole table."""

from collections.abc import Callable
from uuid import UUID

import pytest
from builders.statements import statements_of
from builders.store import Databases, House

from interview.casework.interviews import InterviewState


def opening(house: House, interview_id: UUID) -> None:
    assert house.open(interview_id) is not None


def saving(house: House, interview_id: UUID) -> None:
    house.save(interview_id, {"answers": {"a": 1}})


def my_home(house: House, interview_id: UUID) -> None:
    with house.at_work("caseworker") as (work, actor):
        assert work.interviews.mine(actor, frozenset({InterviewState.IN_PROGRESS}))


def home_of_a_team(house: House, interview_id: UUID) -> None:
    with house.at_work("supervisor") as (work, actor):
        assert work.interviews.of_team(actor, frozenset({InterviewState.IN_PROGRESS}))


def of_case(house: House, interview_id: UUID) -> None:
    with house.at_work("supervisor") as (work, _):
        record = work.interviews.find(interview_id)
        assert record is not None
        assert work.interviews.of_case(record.case_id)


def what_every_page_asks(house: House, interview_id: UUID) -> None:
    with house.at_work("supervisor") as (work, actor):
        assert work.alerts.waiting(actor) == ()
        assert work.duty.phone_of(actor.organisation_id, actor.office_id, actor.team_ids) == ""


def what_is_due(house: House, interview_id: UUID) -> None:
    with house.at_work("supervisor") as (work, actor):
        work.clocks.first_due((interview_id,))
        work.clocks.overdue(actor.team_ids)
        work.absences.covered_by(actor.organisation_id, actor.account_id)
        work.absences.caseload(actor.organisation_id, house.team_id, frozenset(InterviewState))


def what_is_kept(house: House, interview_id: UUID) -> None:
    with house.at_work("supervisor") as (work, actor):
        record = work.interviews.find(interview_id)
        assert record is not None
        assert work.retention.until(record.case_id) is None
        assert work.retention.due(actor) == ()
        assert work.retention.count_due(actor.organisation_id, actor.team_ids) == 0
        assert work.identity.until(actor, record.case_id) is None
        assert work.erasures.get(record.case_id) is None
        assert work.erasures.certificates(actor) == ()
        assert not work.erasures.asked_of(actor)


def a_tick(house: House, interview_id: UUID) -> None:
    with house.store.work() as work:
        assert work.alerts.unanswered() == ()
        assert work.alerts.take_calls() == ()


WAYS: dict[str, Callable[[House, UUID], None]] = {
    way.__name__: way
    for way in (
        opening,
        saving,
        my_home,
        home_of_a_team,
        of_case,
        what_every_page_asks,
        what_is_due,
        what_is_kept,
        a_tick,
    )
}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("way", list(WAYS))
def test_nothing_that_people_do_all_day_reads_a_whole_table(house: House, databases: Databases, way: str) -> None:
    interview_id = house.begin().record.id
    WAYS[way](house, interview_id)
    engine = house.store._cases

    with statements_of(engine) as sent:
        WAYS[way](house, interview_id)

    with engine.connect() as connection:
        for statement, parameters in sent:
            if statement.startswith(("SELECT", "UPDATE", "DELETE")):
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
                scanned = [row[3] for row in plan if row[3].startswith("SCAN") and "anon_1" not in row[3]]
                assert scanned == []


@pytest.mark.parametrize(
    ("way", "cases", "keystore"),
    [
        # The session, and the interview with its case, grant, authors and event; the lock with the epochs.
        ("opening", 2, 1),
        # The same, and: begin, the grants, the interview, the head, the event, the head, commit; the key of the head.
        ("saving", 9, 2),
        ("my_home", 2, 0),
        ("home_of_a_team", 2, 0),
        # The session, the alerts, the number.
        ("what_every_page_asks", 3, 0),
    ],
)
def test_the_ways_of_every_day_take_few_statements(house: House, way: str, cases: int, keystore: int) -> None:
    interview_id = house.begin().record.id
    WAYS[way](house, interview_id)

    with statements_of(house.store._cases) as to_cases, statements_of(house.store._locks) as to_keystore:
        WAYS[way](house, interview_id)

    assert (len(to_cases), len(to_keystore)) == (cases, keystore)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_lists_are_read_from_indexes_alone(house: House, databases: Databases) -> None:
    interview_id = house.begin().record.id
    engine = house.store._cases

    with statements_of(engine) as sent:
        my_home(house, interview_id)
    statement, parameters = sent[-1]

    with engine.connect() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    assert any("interviews USING COVERING INDEX ix_interviews_talks_of_assignee" in step for step in plan)
    assert any("grants USING COVERING INDEX" in step for step in plan)
    assert not any("TEMP B-TREE" in step for step in plan)
