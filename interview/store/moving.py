"""The rows of a case go to another organisation: all of them, in one transaction.

They are written anew under the other organisation, and the former ones go as they do when a case is erased: who wrote,
what was judged and decided is changed by nobody, on the way neither. Authors stay ids of accounts that the other
organisation does not have. The lock of the case stays where it is.
"""

from uuid import UUID

from sqlalchemy import Table, Uuid, delete, insert, literal, select

from interview.audit.events import Event
from interview.casework.transfers import Transfer
from interview.store import finding
from interview.store.desk import Desk
from interview.store.erasing import rows_of_case, tables_of_cases, tell_ledgers
from interview.store.tables.cases import ErasureRow
from interview.store.tables.ledgers import LedgerRecordRow, LookAlikeRow
from interview.store.tables.referrals import ReferralKeyRow, ReferralRow
from interview.store.tables.trail import AuditEventRow
from interview.store.trail import Pending, SavedRevision, pending_detail

STAYING = frozenset(row.__tablename__ for row in (LedgerRecordRow, LookAlikeRow, ReferralRow, ReferralKeyRow))
"""What is sealed to others in the name of the former organisation. It goes: who looks people up there knows of the case
no more, and what became of a referral stands in the record."""


def move(desk: Desk, transfer: Transfer) -> None:
    """Move every row of the case to the receiving organisation. `tell_revisions` was called before."""
    source, target, case_id = transfer.sender.organisation_id, transfer.receiver.organisation_id, transfer.case_id
    tables = tables_of_cases()
    for table in reversed([one for one in tables if one.name not in STAYING]):
        _copy(desk, table, source, target, case_id, tables)
    # The database lets such rows go with an erasure alone. This one nobody else ever sees: it goes before the commit.
    intent = {"organisation_id": source, "case_id": case_id}
    desk.transaction.write(insert(ErasureRow), {**intent, "asked_on": desk.now.date(), "certificate_id": None})
    for table in tables:
        desk.transaction.write(delete(table).where(rows_of_case(table, source, case_id, tables)))
    desk.transaction.write(delete(ErasureRow).filter_by(**intent))
    tell_ledgers(desk, source, case_id)


def _copy(desk: Desk, table: Table, source: UUID, target: UUID, case_id: UUID, tables: tuple[Table, ...]) -> None:
    others = [column for column in table.columns if column.name != "organisation_id"]
    here = rows_of_case(table, source, case_id, tables)
    rows = select(literal(target, Uuid()), *others).where(here)
    if "revision" in table.c:
        # The first decision about an interview comes before those that follow it.
        rows = rows.order_by(table.c.revision)
    names = ["organisation_id", *(column.name for column in others)]
    desk.transaction.write(insert(table).from_select(names, rows))


def tell_revisions(desk: Desk, case_id: UUID, target: UUID) -> None:
    """Let the trail of the other organisation say which revision each interview stands at, and who saved it.

    Nobody may be saving in the case, and the person at work still has to have it.
    """
    for record in finding.of_case(desk, case_id):
        row = finding.find(desk, record.id)
        saved = finding.saved_by(desk.master, row)
        known = select(AuditEventRow.id).where(
            AuditEventRow.organisation_id == target,
            AuditEventRow.interview_id == record.id,
            AuditEventRow.revision == record.revision,
        )
        if desk.transaction.row(known) is not None:
            # It comes back as it went.
            continue
        revision = SavedRevision(record.id, saved.author_id, record.revision, saved.link, saved.previous)
        desk.trail.add(
            Pending(
                event=Event.INTERVIEW_RECEIVED,
                organisation_id=target,
                actor_id=saved.author_id,
                session_id=None,
                case_id=case_id,
                interview_id=record.id,
                account_id=None,
                saved=revision,
                at=desk.now,
                detail=pending_detail(Event.INTERVIEW_RECEIVED, {}, revision),
            )
        )
