"""Approvals: vouched for like everything that decides who gets a key, and of one epoch, so that no used one comes back.

Another state of an approval is another epoch of it in the keystore; a row that is put back names an older one.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update

from interview.casework.approvals import LASTS, Approval, ApprovalKind, ApprovalState
from interview.store import authority
from interview.store.desk import Desk, at_work
from interview.store.keystore import require_epoch
from interview.store.tables.approvals import ApprovalRow
from interview.vault.context import Part

_ALL = select(ApprovalRow.__table__)


class Approvals:
    """What the people of the organisation at work asked each other for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def add(self, kind: ApprovalKind, subject_id: UUID, other_id: UUID | None) -> Approval:
        """The person at work asks for something. Raises `Broken` when nobody is at work."""
        desk, actor = self._desk, at_work(self._desk).actor
        approval = Approval(
            id=uuid4(),
            organisation_id=actor.organisation_id,
            kind=kind,
            subject_id=subject_id,
            other_id=other_id,
            asked_by=actor.account_id,
            answered_by=None,
            state=ApprovalState.ASKED,
            ends_at=desk.now + LASTS,
        )
        epoch = desk.keystore.first_epoch(approval.organisation_id, approval.id)
        desk.transaction.write(insert(ApprovalRow), self._columns(approval, epoch))
        return approval

    def get(self, approval_id: UUID) -> Approval | None:
        """An approval of the organisation at work. Raises `Broken` for one that nobody vouches for, or an older one."""
        row = self._row(approval_id)
        return None if row is None else self._read((row,))[0]

    def running(self) -> tuple[Approval, ...]:
        """What was asked for and what was given, and is neither used nor over; what ends first comes first."""
        states = [ApprovalState.ASKED.value, ApprovalState.GIVEN.value]
        here = (self._here(), ApprovalRow.state.in_(states), ApprovalRow.ends_at > self._desk.now)
        rows = self._desk.transaction.rows(_ALL.where(*here).order_by(ApprovalRow.ends_at, ApprovalRow.id))
        return self._read(rows)

    def move(self, approval: Approval, to: ApprovalState, *, answered_by: UUID | None = None) -> Approval:
        """The approval in its next state. Raises `LookupError`, `Overtaken`, `Broken`."""
        desk, row = self._desk, self._row(approval.id)
        if row is None or row.state != approval.state.value:
            raise LookupError("no such approval in this state")
        moved = replace(approval, state=to, answered_by=answered_by or approval.answered_by)
        epoch = desk.begin_epoch(row.organisation_id, row.id, row.epoch)
        # Two moves in one work are of one epoch: the state is compared as well.
        was = (ApprovalRow.id == row.id, ApprovalRow.epoch == row.epoch, ApprovalRow.state == row.state)
        change = update(ApprovalRow).where(self._here(), *was)
        desk.write_one(change.values(**self._columns(moved, epoch)))
        return moved

    def _row(self, approval_id: UUID) -> Any:
        return self._desk.transaction.row(_ALL.where(self._here(), ApprovalRow.id == approval_id))

    def _here(self) -> Any:
        return ApprovalRow.organisation_id == at_work(self._desk).actor.organisation_id

    def _read(self, rows: Iterable[Any]) -> tuple[Approval, ...]:
        desk, organisation_id = self._desk, at_work(self._desk).actor.organisation_id
        found = tuple(rows)
        with desk.suspecting("approval", organisation_id):
            epochs = desk.keystore.epochs(organisation_id, [row.id for row in found]) if found else {}
            for row in found:
                authority.require(desk.master, _vouched(_approval(row), row.epoch), row.mac)
                require_epoch(epochs.get(row.id), row.epoch)
        return tuple(_approval(row) for row in found)

    def _columns(self, approval: Approval, epoch: int) -> dict[str, Any]:
        mac = authority.vouch(self._desk.master, _vouched(approval, epoch))
        return {
            "organisation_id": approval.organisation_id,
            "id": approval.id,
            "kind": approval.kind.value,
            "subject_id": approval.subject_id,
            "other_id": approval.other_id,
            "asked_by": approval.asked_by,
            "answered_by": approval.answered_by,
            "state": approval.state.value,
            "ends_at": approval.ends_at,
            "epoch": epoch,
            "mac": mac,
        }


def _approval(row: Any) -> Approval:
    return Approval(
        id=row.id,
        organisation_id=row.organisation_id,
        kind=ApprovalKind(row.kind),
        subject_id=row.subject_id,
        other_id=row.other_id,
        asked_by=row.asked_by,
        answered_by=row.answered_by,
        state=ApprovalState(row.state),
        ends_at=row.ends_at,
    )


def _vouched(approval: Approval, epoch: int) -> tuple[Part, ...]:
    return authority.approval(
        approval.organisation_id,
        approval.id,
        approval.kind.value,
        approval.subject_id,
        approval.other_id,
        approval.asked_by,
        approval.answered_by,
        approval.state.value,
        approval.ends_at.isoformat(),
        epoch,
    )
