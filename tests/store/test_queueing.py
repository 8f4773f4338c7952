"""The queue of decisions: its order, its counts, and that it takes the same however much waits."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from builders.asking import ask
from builders.statements import statements_of
from builders.store import Databases, House
from sqlalchemy import insert, select

from interview.casework.decisions import FOR_REVIEW, Part, Waiting
from interview.store.decisions import DecisionRecord
from interview.store.engines import open_engine
from interview.store.listing import MOST
from interview.store.queueing import COUNTED, DecisionLine
from interview.store.tables.decisions import DecisionRow


@pytest.fixture
def decision(house: House) -> DecisionRecord:
    return ask(house, house.begin().record.id)


def queue(house: House) -> tuple[tuple[DecisionLine, ...], int]:
    with house.at_work("supervisor") as (work, actor):
        return work.decisions.queue(actor), work.decisions.count(actor)


def copies(
    decision: DecisionRecord, row: dict[str, object], how_many: int, **changes: object
) -> Iterator[dict[str, object]]:
    """More decisions in the same case, each asked for a minute after the one before."""
    for number in range(1, how_many + 1):
        later = decision.asked_at + timedelta(minutes=number)
        new = {"id": uuid4(), "revision": number + 1, "previous_id": decision.id, "asked_at": later}
        yield {**row, **new, **changes}


def add(house: House, decision: DecisionRecord, how_many: int, **changes: object) -> None:
    if not how_many:
        return
    engine = open_engine(house.databases.cases)
    try:
        with engine.connect() as connection:
            stored = select(*DecisionRow.__table__.columns).where(DecisionRow.id == decision.id)
            row = dict(connection.execute(stored).one()._mapping)
            connection.execute(insert(DecisionRow), list(copies(decision, row, how_many, **changes)))
    finally:
        engine.dispose()


def test_urgent_ones_come_first_and_then_the_oldest(house: House, decision: DecisionRecord) -> None:
    add(house, decision, 3)
    add(
        house,
        decision,
        1,
        urgent=True,
        waiting=Waiting.RECONSIDERATION.value,
        revision=99,
        asked_at=decision.asked_at + timedelta(hours=1),
    )

    lines, count = queue(house)

    assert count == len(lines) == 5
    assert [line.urgent for line in lines] == [True, False, False, False, False]
    ages = [line.asked_at for line in lines if not line.urgent]
    assert ages == sorted(ages)


@pytest.mark.parametrize("how_many", [1, MOST - 1, MOST, MOST + 10, COUNTED + 5])
def test_what_is_counted_is_what_waits(house: House, decision: DecisionRecord, how_many: int) -> None:
    add(house, decision, how_many - 1)

    lines, count = queue(house)

    assert count == min(how_many, COUNTED)
    assert len(lines) == min(how_many, MOST)
    assert lines[0].asked_at == decision.asked_at


@pytest.mark.parametrize("waiting", [Waiting.NOTHING, Waiting.PINS])
def test_what_waits_for_nobody_here_is_not_listed(house: House, decision: DecisionRecord, waiting: Waiting) -> None:
    add(house, decision, 4, waiting=waiting.value)

    assert waiting not in FOR_REVIEW
    assert queue(house)[1] == len(queue(house)[0]) == 1


def test_a_line_says_whether_one_had_a_part_in_it(house: House, decision: DecisionRecord) -> None:
    assert [line.blocked for line in queue(house)[0]] == [False]

    with house.at_work("caseworker") as (work, _):
        record = work.decisions.find(decision.id)
        assert record is not None
        work.decisions.add_party(record, house.accounts["supervisor"].id, Part.REQUESTED)

    assert [line.blocked for line in queue(house)[0]] == [True]


def test_who_belongs_to_no_team_has_no_queue(house: House, decision: DecisionRecord) -> None:
    for name in ("caseworker", "administrator"):
        with house.at_work(name) as (work, actor):
            assert (work.decisions.queue(actor), work.decisions.count(actor)) == ((), 0)
            assert (work.decisions.find(decision.id) is None) is (name == "administrator")


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_the_queue_is_read_in_the_order_of_an_index(
    house: House, databases: Databases, decision: DecisionRecord
) -> None:
    queue(house)
    engine = house.store._cases

    with statements_of(engine) as sent:
        queue(house)

    about = [(statement, parameters) for statement, parameters in sent if "FROM decisions" in statement]
    assert len(about) == 9
    with engine.connect() as connection:
        for statement, parameters in about:
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
            assert any("INDEX ix_decisions_waiting" in step for step in plan)
            assert not any("TEMP B-TREE" in step for step in plan)
            assert [step for step in plan if step.startswith("SCAN") and "anon_1" not in step] == []


@pytest.mark.parametrize("how_many", [0, 400])
def test_the_queue_takes_the_same_statements_however_much_waits(
    house: House, decision: DecisionRecord, how_many: int
) -> None:
    add(house, decision, how_many)
    queue(house)

    with statements_of(house.store._cases) as sent:
        queue(house)

    assert len([statement for statement, _ in sent if "FROM decisions" in statement]) == 9
