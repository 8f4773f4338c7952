"""The inbox of a ledger: whoever writes in a case leaves a sealed record there, and cannot read it again.

That it was written stands in the trail, with the digest of what was sealed: a record that nobody wrote is left where it
lies, and never folded.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_, bindparam, func, insert, select

from interview.audit.chain import AuditRow
from interview.audit.events import Event
from interview.store import binding
from interview.store.casekeys import CaseKeys
from interview.store.desk import Desk, at_work
from interview.store.granting import lock_of
from interview.store.principals import Principal
from interview.store.tables.cases import CaseRow
from interview.store.tables.ledgers import LedgerRecordRow
from interview.store.tables.trail import AuditEventRow
from interview.store.trail import open_detail
from interview.vault.handing import open_record, seal_record
from interview.vault.keypairs import SecretKey
from interview.vault.refusals import Broken

AT_ONCE = 5_000
"""How many records are read in one fold at most."""

_HERE = (
    LedgerRecordRow.organisation_id == bindparam("organisation_id"),
    LedgerRecordRow.kind == bindparam("kind"),
)
_RECORDS = (
    select(
        LedgerRecordRow.id,
        LedgerRecordRow.case_id,
        LedgerRecordRow.key_id,
        LedgerRecordRow.record_sealed,
        CaseRow.founding_id,
    )
    .join(
        CaseRow,
        and_(CaseRow.organisation_id == LedgerRecordRow.organisation_id, CaseRow.id == LedgerRecordRow.case_id),
    )
    .where(*_HERE)
    .order_by(LedgerRecordRow.id)
    .limit(AT_ONCE)
)
_COUNT = select(func.count()).select_from(LedgerRecordRow).where(*_HERE)
_WRITTEN = select(
    *(
        getattr(AuditEventRow, name)
        for name in (
            "organisation_id",
            "sequence",
            "id",
            "event",
            "actor_id",
            "case_id",
            "interview_id",
            "account_id",
            "revision",
            "happened_on",
            "detail_sealed",
        )
    )
).where(
    AuditEventRow.organisation_id == bindparam("organisation_id"),
    AuditEventRow.event == Event.CARD_WRITTEN.value,
    AuditEventRow.case_id.in_(bindparam("case_ids", expanding=True)),
)
_SOME = 500


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of an inbox. `refused`: how many records nobody wrote; they stay."""

    ids: tuple[UUID, ...]
    contents: tuple[bytes, ...] = field(repr=False)
    refused: int


def leave(desk: Desk, keys: CaseKeys, kind: str, to: Principal, content: bytes) -> str:
    """Leave a record about a case; gives its digest, for the event that says so. Raises `Broken`."""
    lock = lock_of(desk, at_work(desk).actor.organisation_id, keys)
    row, digest = record_of(desk, keys, kind, to, content, lock.key)
    desk.transaction.write(insert(LedgerRecordRow), row)
    return digest


def record_of(
    desk: Desk, keys: CaseKeys, kind: str, to: Principal, content: bytes, lock: bytes
) -> tuple[dict[str, Any], str]:
    """The row of a record about a case, under its server lock, and its digest."""
    organisation_id, record_id = at_work(desk).actor.organisation_id, uuid4()
    context = binding.ledger_record(organisation_id, kind, keys.case_id, record_id, to.public.key_id)
    sealed = seal_record(content, to.public, lock, context=context, case_id=keys.case_id)
    row = {
        "organisation_id": organisation_id,
        "id": record_id,
        "kind": kind,
        "case_id": keys.case_id,
        "written_on": desk.now.date(),
        "key_id": to.public.key_id,
        "record_sealed": sealed,
    }
    return row, sha256(sealed).hexdigest()


def count(desk: Desk, kind: str) -> int:
    """How many records wait."""
    return int(desk.transaction.row(_COUNT, _place(desk, kind))[0])


def read(desk: Desk, kind: str, secrets: Mapping[bytes, SecretKey]) -> Read:
    """The records that wait, as far as one of the team's keys opens them (by key id). Raises `Broken`."""
    place = _place(desk, kind)
    organisation_id: UUID = place["organisation_id"]
    rows = [row for row in desk.transaction.rows(_RECORDS, place) if row.key_id in secrets]
    written = _digests(desk, organisation_id, {row.case_id for row in rows})
    locks = desk.keystore.locks({row.case_id: row.founding_id for row in rows})
    good = [row for row in rows if sha256(row.record_sealed).hexdigest() in written and row.case_id in locks]
    contents = tuple(_open(desk, organisation_id, kind, row, secrets, locks[row.case_id]) for row in good)
    return Read(tuple(row.id for row in good), contents, len(rows) - len(good))


def _open(
    desk: Desk, organisation_id: UUID, kind: str, row: Any, secrets: Mapping[bytes, SecretKey], lock: bytes
) -> bytes:
    context = binding.ledger_record(organisation_id, kind, row.case_id, row.id, row.key_id)
    with desk.suspecting("ledger record", organisation_id, case_id=row.case_id):
        return open_record(row.record_sealed, secrets[row.key_id], lock, context=context, case_id=row.case_id)


def _digests(desk: Desk, organisation_id: UUID, case_ids: set[UUID]) -> set[str]:
    """The digests of what was written about these cases, as the trail has them."""
    return {digest for some in in_parts(sorted(case_ids)) for digest in _of(desk, organisation_id, some)}


def _of(desk: Desk, organisation_id: UUID, case_ids: list[UUID]) -> Iterator[str]:
    for row in desk.transaction.rows(_WRITTEN, {"organisation_id": organisation_id, "case_ids": case_ids}):
        try:
            detail = open_detail(desk.master, AuditRow(**{**row._mapping, "event": Event(row.event)}))
        except Broken:
            # Changed in the trail: whoever verifies it finds it; what it spoke for counts as never written.
            continue
        yield str(detail.declared["digest"])


def in_parts(ids: list[UUID]) -> Iterable[list[UUID]]:
    return (ids[at : at + _SOME] for at in range(0, len(ids), _SOME))


def _place(desk: Desk, kind: str) -> dict[str, Any]:
    return {"organisation_id": at_work(desk).actor.organisation_id, "kind": kind}
