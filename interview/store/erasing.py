"""Erasing a case: intent, destruction of its lock, completion. Each step can be repeated."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from interview.audit.events import Event
from interview.store.desk import Desk
from interview.store.engines import cut_log
from interview.store.tables.cases import CaseRow, ErasureRow
from interview.store.tables.every import CASES
from interview.store.tables.keeping import CertificateRow
from interview.store.tables.ledgers import LedgerRow, LedgerTombstoneRow

KEPT = frozenset({"audit_events", ErasureRow.__tablename__, LedgerTombstoneRow.__tablename__})
"""What names a case and stays: the trail, which holds ids alone; the intent, which goes last; and that it was erased,
until no ledger knows it any more."""

_CASES = CASES.tables[CaseRow.__tablename__]


def tables_of_cases() -> tuple[Table, ...]:
    """Every table that holds rows of a case, however far beneath it; what hangs on others comes before them.

    A table belongs to a case if it has a foreign key to one that does, or a column called after one (`alert_id`).
    """
    depths = {_CASES: 0}
    for _ in CASES.tables:
        for table in CASES.tables.values():
            above = [depths[parent] + 1 for parent in _above(table) if parent in depths]
            if above and table.name not in KEPT:
                depths[table] = max(above)
    return tuple(sorted(depths, key=lambda table: (-depths[table], table.name)))


def erase(desk: Desk, organisation_id: UUID, case_id: UUID, certificate_id: UUID | None = None) -> None:
    """Destroy a case. Its lock is gone when this returns; its rows go with the commit.

    `certificate_id`: the certificate that says so, once it is done.
    """
    _intend(desk, organisation_id, case_id, certificate_id)
    founding_id = _founder(desk, organisation_id, case_id)
    desk.keystore.destroy_lock(founding_id, case_id, desk.now)
    tables = _delete_rows(desk, organisation_id, case_id)
    tell_ledgers(desk, organisation_id, case_id)
    _certify(desk, organisation_id, case_id, founding_id)
    intent = (ErasureRow.organisation_id == organisation_id, ErasureRow.case_id == case_id)
    desk.transaction.write(delete(ErasureRow).where(*intent))
    desk.after_commit.append(lambda: cut_log(desk.transaction.engine, *(table.name for table in tables)))


def unfinished(desk: Desk) -> int:
    """How many erasures were begun and are not finished."""
    return len(desk.transaction.rows(select(ErasureRow.case_id)))


def finish(desk: Desk) -> int:
    """Finish every erasure that was cut off; gives how many."""
    begun = desk.transaction.rows(select(ErasureRow.organisation_id, ErasureRow.case_id))
    for organisation_id, case_id in begun:
        erase(desk, organisation_id, case_id)
        desk.record(Event.CASE_DESTROYED, organisation_id=organisation_id, case_id=case_id)
        desk.commit()
    return len(begun)


def _above(table: Table) -> Mapping[Table, str]:
    """The tables that this one hangs on, each with the column that says on which of its rows."""
    named = {f"{parent.name.removesuffix('s')}_id": parent for parent in CASES.tables.values() if "id" in parent.c}
    found = {named[column.name]: column.name for column in table.columns if column.name in named}
    for key in table.foreign_key_constraints:
        if key.referred_table is not table and "id" in key.referred_table.c:
            column = next(element.parent.name for element in key.elements if element.column.name == "id")
            found.setdefault(key.referred_table, column)
    return found


def rows_of_case(table: Table, organisation_id: UUID, case_id: UUID, tables: tuple[Table, ...]) -> ColumnElement[bool]:
    """Which rows of a table are the case's."""
    if table is _CASES:
        return and_(table.c.organisation_id == organisation_id, table.c.id == case_id)
    if "case_id" in table.c:
        return and_(table.c.organisation_id == organisation_id, table.c.case_id == case_id)
    beneath = [
        table.c[column].in_(select(parent.c.id).where(rows_of_case(parent, organisation_id, case_id, tables)))
        for parent, column in _above(table).items()
        if parent in tables
    ]
    return and_(table.c.organisation_id == organisation_id, or_(*beneath))


def _intend(desk: Desk, organisation_id: UUID, case_id: UUID, certificate_id: UUID | None) -> None:
    intent = {"organisation_id": organisation_id, "case_id": case_id, "asked_on": desk.now.date()}
    try:
        desk.transaction.write_now(insert(ErasureRow), {**intent, "certificate_id": certificate_id})
    except IntegrityError:
        # It was begun before, and is finished now.
        return


def _delete_rows(desk: Desk, organisation_id: UUID, case_id: UUID) -> tuple[Table, ...]:
    tables = tables_of_cases()
    for table in tables:
        desk.transaction.write(delete(table).where(rows_of_case(table, organisation_id, case_id, tables)))
    return tables


def tell_ledgers(desk: Desk, organisation_id: UUID, case_id: UUID) -> None:
    """Whoever folds next leaves it out. May be repeated."""
    here = (LedgerTombstoneRow.organisation_id == organisation_id, LedgerTombstoneRow.case_id == case_id)
    ledgers = select(LedgerRow.kind).where(LedgerRow.organisation_id == organisation_id)
    if desk.transaction.row(ledgers) is None or desk.transaction.row(select(LedgerTombstoneRow).where(*here)):
        return
    row = {"organisation_id": organisation_id, "case_id": case_id, "erased_on": desk.now.date()}
    desk.transaction.write(insert(LedgerTombstoneRow), row)


def _founder(desk: Desk, organisation_id: UUID, case_id: UUID) -> UUID:
    """The organisation under which the lock of a case lies."""
    of_case = (CaseRow.organisation_id == organisation_id, CaseRow.id == case_id)
    row = desk.transaction.row(select(CaseRow.founding_id).where(*of_case))
    return row.founding_id if row is not None else desk.keystore.founder_of(case_id) or organisation_id


def _certify(desk: Desk, organisation_id: UUID, case_id: UUID, founding_id: UUID) -> None:
    """Write the day on the certificate: the one on which the lock was destroyed, however late this is finished."""
    certificate = select(ErasureRow.certificate_id).where(
        ErasureRow.organisation_id == organisation_id, ErasureRow.case_id == case_id
    )
    day = desk.keystore.destroyed_on(founding_id, case_id) or desk.now.date()
    here = (CertificateRow.organisation_id == organisation_id, CertificateRow.id.in_(certificate))
    desk.transaction.write(
        update(CertificateRow)
        .where(*here)
        .values(destroyed_on=day, unreadable_from=desk.settings.keeping.unreadable_from(day))
    )
