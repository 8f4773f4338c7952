"""Neither database lets the program change the trail, cut it, or move its end back."""

import pytest
from builders.store import House
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.base import Executable

from interview.store.tables.trail import AuditEventRow, AuditHeadRow

FORBIDDEN = {
    "an event changed": update(AuditEventRow).where(AuditEventRow.sequence == 1).values(event="case:opened"),
    "an event taken out": delete(AuditEventRow).where(AuditEventRow.sequence == 1),
    "all events taken out": delete(AuditEventRow),
    "the end moved back": update(AuditHeadRow).values(sequence=AuditHeadRow.sequence - 1),
    "the end put elsewhere": update(AuditHeadRow).values(link=bytes(32)),
    "the end taken away": delete(AuditHeadRow),
}


@pytest.mark.parametrize("change", FORBIDDEN.values(), ids=FORBIDDEN)
def test_the_database_refuses_it(house: House, change: Executable) -> None:
    house.begin()

    with house.store._cases.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(change)


def test_postgresql_refuses_to_empty_the_trail(house: House) -> None:
    if house.store._cases.dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")

    for table in ("audit_events", "audit_heads"):
        with house.store._cases.connect() as connection, pytest.raises(DBAPIError):
            connection.exec_driver_sql(f"TRUNCATE {table}")


def test_the_end_may_be_vouched_for_under_another_key(house: House) -> None:
    with house.store._cases.connect() as connection:
        changed = connection.execute(update(AuditHeadRow).values(mac=bytes(32)))

    assert changed.rowcount == 1
