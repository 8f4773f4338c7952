"""Who wants a case erased and why, and the certificates that are left of erased ones."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select

from interview.casework.actors import Actor
from interview.casework.keeping import ErasureReason
from interview.store import binding, erasing
from interview.store.cases import Cases
from interview.store.desk import Desk, at_work
from interview.store.documents import canonical
from interview.store.tables.keeping import CertificateRow, ErasureRequestRow
from interview.vault.kinds import SealKind


@dataclass(frozen=True, slots=True)
class ErasureRequest:
    """That a case is to be erased. `approval_id`: of the second person who is asked; None for a wish passed on."""

    case_id: UUID
    team_id: UUID
    asked_by: UUID
    asked_on: date
    approval_id: UUID | None
    reason: ErasureReason
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CertificateRecord:
    """What is left of an erased case. `destroyed_on`: None while it is under way.

    `key_replaced_on`: when another master key had taken the place of the one of that day, if it has by now. Backups are
    unreadable from then on, if every copy of the old one was destroyed: nobody but people can know that.
    """

    id: UUID
    team_id: UUID
    asked_by: UUID
    approved_by: UUID
    asked_on: date
    destroyed_on: date | None
    unreadable_from: date
    key_replaced_on: date | None


_REQUEST = select(ErasureRequestRow.__table__)
_CERTIFICATE = select(CertificateRow.__table__)


class Erasures:
    """Requests, one for a case, and certificates."""

    def __init__(self, desk: Desk, cases: Cases) -> None:
        self._desk = desk
        self._cases = cases

    def ask(self, case_id: UUID, team_id: UUID, reason: ErasureReason, text: str, *, approval_id: UUID | None) -> None:
        """Note that the person at work wants a case erased; in place of an earlier request. Raises `Broken`."""
        desk, keys, me = self._desk, self._cases.keys(case_id), at_work(self._desk).actor
        context = binding.erasure_request(keys.founding_id, case_id, me.account_id, approval_id)
        sealed = keys.seal(SealKind.CASE_RECORD, case_id, canonical({"reason": reason, "text": text}), context)
        self.call_off(case_id)
        values: dict[str, Any] = {"organisation_id": me.organisation_id, "case_id": case_id, "team_id": team_id}
        values |= {"asked_by": me.account_id, "asked_on": desk.now.date()}
        values |= {"approval_id": approval_id, "reason_sealed": sealed}
        desk.transaction.write(insert(ErasureRequestRow), values)

    def get(self, case_id: UUID) -> ErasureRequest | None:
        """The request about a case, or None. Raises `Broken`."""
        row = self._desk.transaction.row(_REQUEST.where(*self._of_case(case_id)))
        if row is None:
            return None
        keys = self._cases.keys(case_id)
        context = binding.erasure_request(keys.founding_id, case_id, row.asked_by, row.approval_id)
        with self._desk.suspecting("erasure request", row.organisation_id, case_id=case_id):
            data = json.loads(keys.unseal(SealKind.CASE_RECORD, case_id, row.reason_sealed, context))
        reason = ErasureReason(data["reason"])
        return ErasureRequest(case_id, row.team_id, row.asked_by, row.asked_on, row.approval_id, reason, data["text"])

    def call_off(self, case_id: UUID) -> bool:
        """The case is not to be erased; whether anybody had wanted it."""
        return self._desk.transaction.write(delete(ErasureRequestRow).where(*self._of_case(case_id))) > 0

    def asked_of(self, actor: Actor) -> Mapping[UUID, date]:
        """The cases of the actor's teams that somebody wants erased, with the day; the oldest first."""
        rows = self._desk.transaction.rows(
            select(ErasureRequestRow.case_id, ErasureRequestRow.asked_on)
            .where(
                ErasureRequestRow.organisation_id == actor.organisation_id,
                ErasureRequestRow.team_id.in_(actor.team_ids),
            )
            .order_by(ErasureRequestRow.asked_on, ErasureRequestRow.case_id)
        )
        return {row.case_id: row.asked_on for row in rows}

    def certify(self, team_id: UUID, *, asked_by: UUID, asked_on: date, approved_by: UUID) -> UUID:
        """A certificate for what is about to be erased; its id is random, and nothing leads from it to the case."""
        desk, new_id = self._desk, uuid4()
        values: dict[str, Any] = {
            "organisation_id": at_work(desk).actor.organisation_id,
            "id": new_id,
            "team_id": team_id,
        }
        values |= {"asked_by": asked_by, "asked_on": asked_on, "approved_by": approved_by, "destroyed_on": None}
        values |= {"unreadable_from": desk.settings.keeping.unreadable_from(desk.now.date())}
        desk.transaction.write(insert(CertificateRow), values)
        return new_id

    def certificate(self, id: UUID) -> CertificateRecord | None:
        """A certificate of the organisation at work, or None."""
        organisation_id = at_work(self._desk).actor.organisation_id
        here = (CertificateRow.organisation_id == organisation_id, CertificateRow.id == id)
        row = self._desk.transaction.row(_CERTIFICATE.where(*here))
        return None if row is None else self._certificate(row)

    def certificates(self, actor: Actor) -> tuple[CertificateRecord, ...]:
        """The certificates of the actor's teams, newest first, at most 200."""
        here = (CertificateRow.organisation_id == actor.organisation_id, CertificateRow.team_id.in_(actor.team_ids))
        newest = _CERTIFICATE.where(*here).order_by(CertificateRow.asked_on.desc(), CertificateRow.id).limit(200)
        return tuple(self._certificate(row) for row in self._desk.transaction.rows(newest))

    def unfinished(self) -> int:
        """How many erasures were begun and cut off. It needs nobody at work."""
        return erasing.unfinished(self._desk)

    def finish(self) -> int:
        """Finish them; gives how many. It needs nobody at work."""
        return erasing.finish(self._desk)

    def _of_case(self, case_id: UUID) -> tuple[Any, ...]:
        organisation_id = at_work(self._desk).actor.organisation_id
        return (ErasureRequestRow.organisation_id == organisation_id, ErasureRequestRow.case_id == case_id)

    def _certificate(self, row: Any) -> CertificateRecord:
        destroyed_on = row.destroyed_on
        replaced_on = None if destroyed_on is None else self._desk.keystore.master_replaced_after(destroyed_on)
        return CertificateRecord(
            row.id,
            row.team_id,
            row.asked_by,
            row.approved_by,
            row.asked_on,
            destroyed_on,
            row.unreadable_from,
            replaced_on if replaced_on is not None and replaced_on < row.unreadable_from else None,
        )
