"""One of each kind, opened: whether database, keystore and master key belong together and are whole.

What only people can open stays closed: of accounts and grants the outer lock is taken off, no more.
"""

from typing import Any

from sqlalchemy import Engine, select

from interview.audit.chain import AuditRow
from interview.audit.events import Event
from interview.store import binding
from interview.store.desk import Desk
from interview.store.keystore import Keystore
from interview.store.organisations import Organisations
from interview.store.shapes import Database
from interview.store.tables.cases import CaseRow, GrantRow
from interview.store.tables.trail import AuditEventRow
from interview.store.trail import open_detail
from interview.store.turned import SEALED, VOUCHED
from interview.vault.handing import unwrap_grant
from interview.vault.refusals import Broken


def check(desk: Desk, keystore: Engine) -> tuple[str, ...]:
    """The kinds that were opened, each with what is there. Raises `Broken` for what does not open.

    Every organisation's name, every MAC, and of all else one.
    """
    engines = {Database.CASES: desk.transaction.engine, Database.KEYSTORE: keystore}
    opened = []
    for one in SEALED:
        row = _one(
            engines[one.database],
            select(*one.row.__table__.columns).where(one.row.__table__.c[one.column].is_not(None)),
        )
        if row is not None:
            desk.master.unseal(one.purpose, getattr(row, one.column), context=one.context(row), kind=one.kind)
            opened.append(one.table)
    for vouched in VOUCHED:
        for row in desk.transaction.rows(select(*vouched.row.__table__.columns)):
            if not desk.master.is_vouched_for(vouched.parts(row), row.mac):
                raise Broken
    if Organisations(desk).all():
        opened.append("names")
    return (*opened, *_detail(desk), *_grant(desk, desk.keystore))


def _detail(desk: Desk) -> tuple[str, ...]:
    columns = [column for column in AuditEventRow.__table__.columns if column.name != "link"]
    row = desk.transaction.row(select(*columns).order_by(AuditEventRow.sequence.desc()).limit(1))
    if row is None:
        return ()
    open_detail(desk.master, AuditRow(**{**row._mapping, "event": Event(row.event)}))
    return ("audit_events",)


def _grant(desk: Desk, keystore: Keystore) -> tuple[str, ...]:
    of_case = (CaseRow.organisation_id == GrantRow.organisation_id, CaseRow.id == GrantRow.case_id)
    found = select(*GrantRow.__table__.columns, CaseRow.founding_id).join(CaseRow, of_case[0] & of_case[1])
    row = desk.transaction.row(found.limit(1))
    if row is None:
        return ()
    lock = keystore.grant_lock(row.founding_id, row.case_id)
    if lock is None:
        raise Broken
    context = binding.grant(row.founding_id, row.case_id, row.principal_kind, row.principal_id, row.key_id)
    unwrap_grant(row.grant_sealed, lock.key, epoch=row.epoch, context=context)
    return ("grants",)


def _one(engine: Engine, statement: Any) -> Any:
    with engine.connect() as connection:
        return connection.execute(statement.limit(1)).first()
