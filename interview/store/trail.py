"""Events on their way into the audit trail: gathered while somebody works, written just before the commit."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, bindparam, insert, select, update

from interview.audit.chain import AuditRow, chain, first_link, head_mac, verify_head
from interview.audit.detail import DetailValue, detail_bytes, detail_from_bytes
from interview.audit.events import Event
from interview.store import binding
from interview.store.high_water import HighWater
from interview.store.keystore import Keystore
from interview.store.tables.trail import AuditEventRow, AuditHeadRow
from interview.store.transacting import Transaction
from interview.vault.kinds import SealKind
from interview.vault.master import Master, Purpose
from interview.vault.refusals import Broken


@dataclass(frozen=True, slots=True)
class SavedRevision:
    """What the event of a save says about it. `previous`: the link of the revision before, `b""` for the first."""

    interview_id: UUID
    author_id: UUID
    revision: int
    link: bytes
    previous: bytes


@dataclass(frozen=True, slots=True)
class Pending:
    """One event that happened and is not written yet."""

    event: Event
    organisation_id: UUID
    actor_id: UUID | None
    session_id: UUID | None
    case_id: UUID | None
    interview_id: UUID | None
    account_id: UUID | None
    saved: SavedRevision | None
    at: datetime
    detail: bytes


@dataclass(frozen=True, slots=True)
class Detail:
    """The sealed part of an event. `previous`: see `SavedRevision`."""

    at: datetime
    session_id: UUID | None
    previous: bytes
    declared: Mapping[str, DetailValue]

    @property
    def link(self) -> bytes:
        """The link of the revision that the event saved. Raises `Broken` when it saved none."""
        link = self.declared.get("link")
        if not isinstance(link, str):
            raise Broken
        return bytes.fromhex(link)


_HEAD = (
    select(AuditHeadRow.sequence, AuditHeadRow.link, AuditHeadRow.key_id, AuditHeadRow.mac)
    .where(AuditHeadRow.organisation_id == bindparam("organisation_id"))
    .with_for_update()
)
_FIRST_HEAD = insert(AuditHeadRow)
_NEXT_HEAD = (
    update(AuditHeadRow)
    .where(AuditHeadRow.organisation_id == bindparam("of_organisation"), AuditHeadRow.sequence == bindparam("was"))
    .values(sequence=bindparam("sequence"), link=bindparam("link"), key_id=bindparam("key_id"), mac=bindparam("mac"))
)
_EVENT = insert(AuditEventRow)


class Trail:
    """The audit trail of one unit of work."""

    def __init__(self, transaction: Transaction, keystore: Keystore, master: Master, high_water: HighWater) -> None:
        self._transaction = transaction
        self._keystore = keystore
        self._master = master
        self._high_water = high_water
        self._pending: list[Pending] = []
        self._written: dict[UUID, int] = {}

    def add(self, pending: Pending) -> None:
        """An event happened. It is written by `write`."""
        self._pending.append(pending)

    def forget(self) -> None:
        """What happened is undone."""
        self._pending.clear()
        self._written.clear()

    def committed(self, now: datetime) -> None:
        """What was written is durable: the mark in the keystore follows it."""
        written, self._written = self._written, {}
        self._high_water.committed(written, now)

    def vouch_anew(self, organisation_id: UUID, now: datetime) -> UUID | None:
        """Vouch for the end of a chain under this hour's key, whose id is given, so that older ones can be destroyed.

        None where there is no chain. Raises `Broken` when the end is not vouched for.
        """
        self._transaction.begin()
        head = self._transaction.row(_HEAD, {"organisation_id": organisation_id})
        if head is None:
            return None
        key_id, key = self._believed(organisation_id, head, now)
        if key_id == head.key_id:
            return key_id
        mac = head_mac(key, organisation_id, head.sequence, head.link)
        new = {"sequence": head.sequence, "link": head.link, "key_id": key_id, "mac": mac}
        self._transaction.write(_NEXT_HEAD, {"of_organisation": organisation_id, "was": head.sequence, **new})
        return key_id

    def write(self, now: datetime) -> None:
        """Write what happened, at the end of each organisation's chain. Call it last before the commit.

        The head row is locked here and nowhere earlier, so that people who work at once queue only here.
        Raises `Broken` when the head is not vouched for.
        """
        waiting, self._pending = self._pending, []
        for organisation_id in sorted({pending.organisation_id for pending in waiting}):
            self._append(organisation_id, [one for one in waiting if one.organisation_id == organisation_id], now)

    def _append(self, organisation_id: UUID, waiting: Sequence[Pending], now: datetime) -> None:
        self._transaction.begin()
        head = self._transaction.row(_HEAD, {"organisation_id": organisation_id})
        was, link = (0, first_link(organisation_id)) if head is None else (head.sequence, head.link)
        key_id, key = self._believed(organisation_id, head, now)
        rows = []
        for sequence, pending in enumerate(waiting, was + 1):
            row = self._sealed(pending, sequence)
            link = chain(link, row.canonical())
            rows.append(_columns(row, link))
        self._transaction.write(_EVENT, rows)
        sequence = was + len(rows)
        new = {"sequence": sequence, "link": link, "key_id": key_id}
        new |= {"mac": head_mac(key, organisation_id, sequence, link)}
        if head is None:
            self._transaction.write(_FIRST_HEAD, {"organisation_id": organisation_id, **new})
        else:
            self._transaction.write(_NEXT_HEAD, {"of_organisation": organisation_id, "was": was, **new})
        self._written[organisation_id] = sequence

    def _believed(self, organisation_id: UUID, head: Any, now: datetime) -> tuple[UUID, bytes]:
        """This hour's key with its id, once the head is seen to be vouched for. Raises `Broken`."""
        keys = self._keystore.head_keys(now, None if head is None else head.key_id)
        if head is not None:
            key = keys.get(head.key_id)
            if key is None or not verify_head(key, organisation_id, head.sequence, head.link, head.mac):
                raise Broken
        return next(iter(keys.items()))

    def _sealed(self, pending: Pending, sequence: int) -> AuditRow:
        saved = pending.saved
        bare = AuditRow(
            organisation_id=pending.organisation_id,
            sequence=sequence,
            id=uuid4(),
            event=pending.event,
            actor_id=pending.actor_id,
            case_id=pending.case_id,
            interview_id=pending.interview_id,
            account_id=pending.account_id,
            revision=None if saved is None else saved.revision,
            happened_on=pending.at.date(),
            detail_sealed=b"",
        )
        data = {
            "at": pending.at.isoformat(),
            "session": None if pending.session_id is None else str(pending.session_id),
            "previous": "" if saved is None else saved.previous.hex(),
            "detail": detail_from_bytes(pending.detail),
        }
        sealed = self._master.seal(
            Purpose.AUDIT,
            json.dumps(data, separators=(",", ":")).encode("ascii"),
            context=binding.audit_detail(bare),
            kind=SealKind.AUDIT_DETAIL,
        )
        return replace(bare, detail_sealed=sealed)


def heads(engine: Engine) -> Mapping[UUID, int]:
    """The sequence at which each organisation's chain ends."""
    with engine.connect() as connection:
        rows = connection.execute(select(AuditHeadRow.organisation_id, AuditHeadRow.sequence)).all()
        return {row.organisation_id: row.sequence for row in rows}


def open_detail(master: Master, row: AuditRow) -> Detail:
    """The sealed part of an event, as it was recorded. Raises `Broken`."""
    data = json.loads(
        master.unseal(Purpose.AUDIT, row.detail_sealed, context=binding.audit_detail(row), kind=SealKind.AUDIT_DETAIL)
    )
    session = data["session"]
    return Detail(
        at=datetime.fromisoformat(data["at"]),
        session_id=None if session is None else UUID(session),
        previous=bytes.fromhex(data["previous"]),
        declared=data["detail"],
    )


def pending_detail(event: Event, detail: Mapping[str, DetailValue], saved: SavedRevision | None) -> bytes:
    """The declared detail of an event, with the link of what it saved. Raises `WrongDetail`."""
    return detail_bytes(event, {**detail, "link": saved.link.hex()} if saved is not None else detail)


def _columns(row: AuditRow, link: bytes) -> dict[str, Any]:
    return {
        "organisation_id": row.organisation_id,
        "sequence": row.sequence,
        "id": row.id,
        "event": row.event.value,
        "actor_id": row.actor_id,
        "case_id": row.case_id,
        "interview_id": row.interview_id,
        "account_id": row.account_id,
        "revision": row.revision,
        "happened_on": row.happened_on,
        "detail_sealed": row.detail_sealed,
        "link": link,
    }
