"""Referrals: two organisations meet in one row. What is said in it lies under a key of its own, which both can open.

The sender keeps that key in the record of the case, so that whoever may open the record can open what was said. The
team that was asked, and whoever takes the person on, have it sealed to their keys, and under the server lock of the
sender's case: when the case is erased, nothing of it opens any more, in no backup either.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update

from interview.casework.referrals import Referral, ReferralState, WaitsFor
from interview.store import authority, binding, principals, referral_keys
from interview.store.desk import Desk, at_work
from interview.store.documents import canonical
from interview.store.engines import cut_log
from interview.store.keystore import require_epoch
from interview.store.principals import Principal
from interview.store.refusals import Overtaken
from interview.store.tables.referrals import ReceivingTeamRow, ReferralKeyRow, ReferralRow
from interview.vault.envelope import seal, unseal
from interview.vault.keys import document_key, new_key
from interview.vault.kinds import SealKind

R = ReferralRow
_ALL = select(R.__table__)


class Part(StrEnum):
    """What is said in a referral. The value is the name of its column."""

    PREVIEW = "preview_sealed"
    PACKAGE = "package_sealed"
    REPLY = "reply_sealed"


Said = Mapping[str, Any]
"""JSON data."""


class Referrals:
    """The referrals that the person at work has a part in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def send(
        self, case_id: UUID, record_id: UUID, team_id: UUID, *, to: tuple[UUID, UUID], due_on: date, preview: Said
    ) -> tuple[Referral, bytes]:
        """Ask a team, of whatever organisation here. `to`: its organisation and its id. `team_id`: the sender's.

        Gives the referral, and its key (32 bytes) for the record of the case. Raises `LookupError`, `Broken`.
        """
        desk, actor, key = self._desk, at_work(self._desk).actor, new_key()
        team = principals.team(desk, *to)
        referral = Referral(
            id=uuid4(),
            organisation_id=actor.organisation_id,
            case_id=case_id,
            record_id=record_id,
            team_id=team_id,
            sent_by=actor.account_id,
            to_organisation_id=to[0],
            to_team_id=to[1],
            to_account_id=None,
            state=ReferralState.SENT,
            waits_for=WaitsFor.RECEIVER,
            handed=False,
            opened=False,
            sent_on=desk.now.date(),
            due_on=due_on,
            changed_on=desk.now.date(),
        )
        sealed = {part.value: None for part in Part} | {
            Part.PREVIEW.value: _sealed(referral, key, Part.PREVIEW, preview)
        }
        epoch = desk.keystore.first_epoch(referral.organisation_id, referral.id)
        desk.transaction.write(insert(R), self._columns(referral, sealed, epoch))
        referral_keys.give(desk, referral, key, team)
        return referral, key

    def get(self, referral_id: UUID) -> Referral | None:
        """One that this organisation sent or was asked for. Raises `Broken` for one that nobody vouches for."""
        row = self._row(referral_id)
        return None if row is None else self._read((row,))[0]

    def of_record(self, record_id: UUID) -> tuple[Referral, ...]:
        """Those sent from a record, the oldest first."""
        mine = R.organisation_id == at_work(self._desk).actor.organisation_id
        rows = self._desk.transaction.rows(_ALL.where(mine, R.interview_id == record_id).order_by(R.sent_on, R.id))
        return self._read(rows)

    def asked_of(self, team_ids: Iterable[UUID], *, waiting: bool = False) -> tuple[Referral, ...]:
        """Those that these teams were asked for, or that the person at work takes on; what is due first comes first.

        `waiting`: those alone in which it is their turn. What is over and looked at is left out.
        """
        actor = at_work(self._desk).actor
        mine = or_(R.to_team_id.in_(list(team_ids)), R.to_account_id == actor.account_id)
        turns = R.waits_for == WaitsFor.RECEIVER.value
        running = R.state.in_([ReferralState.ACCEPTED.value, ReferralState.IN_PROGRESS.value])
        which = and_(R.to_organisation_id == actor.organisation_id, mine, turns if waiting else or_(turns, running))
        return self._read(self._desk.transaction.rows(_ALL.where(which).order_by(R.due_on, R.id)))

    def sent_and_waiting(self, team_ids: Iterable[UUID]) -> tuple[Referral, ...]:
        """Those that the person at work or these teams sent, and in which it is their turn."""
        actor = at_work(self._desk).actor
        mine = or_(R.team_id.in_(list(team_ids)), R.sent_by == actor.account_id)
        which = and_(R.organisation_id == actor.organisation_id, mine, R.waits_for == WaitsFor.SENDER.value)
        return self._read(self._desk.transaction.rows(_ALL.where(which).order_by(R.changed_on, R.id)))

    def overdue(self, today: date) -> tuple[Referral, ...]:
        """Those of every organisation of which nothing came in time; opens nothing."""
        unanswered = [ReferralState.SENT.value, ReferralState.ACCEPTED.value]
        which = and_(R.state.in_(unanswered), R.due_on < today)
        return self._read(self._desk.transaction.rows(_ALL.where(which)))

    def key(self, referral: Referral) -> bytes:
        """The key of a referral, for who was asked. Raises `Broken` for everybody else."""
        return referral_keys.open_key(self._desk, referral)

    def give(self, referral: Referral, key: bytes, account_id: UUID) -> None:
        """Let somebody of the organisation at work open it too. Raises `LookupError`, `Broken`."""
        to: Principal = principals.account(self._desk, at_work(self._desk).actor.organisation_id, account_id)
        referral_keys.give(self._desk, referral, key, to)

    def read(self, referral: Referral, key: bytes, part: Part) -> Said | None:
        """What is said in it; None where nothing is. Raises `Broken`."""
        sealed = getattr(self._row(referral.id), part.value)
        if sealed is None:
            return None
        with self._desk.suspecting("referral", referral.organisation_id, case_id=referral.case_id):
            secret = document_key(key, SealKind.REFERRAL, referral.id)
            said = unseal(secret, sealed, context=_context(referral, part), kind=SealKind.REFERRAL)
        found: Said = json.loads(said)
        return found

    def put(
        self, before: Referral, after: Referral, *, key: bytes = b"", said: Mapping[Part, Said | None] | None = None
    ) -> Referral:
        """The referral as it is now. `said`: what is said anew, None where it is taken away for good.

        Raises `Overtaken` when it is not as it was seen.
        """
        desk, row, said = self._desk, self._row(before.id), said or {}
        if row is None or self._read((row,))[0] != before:
            raise Overtaken
        after = replace(after, changed_on=desk.now.date())
        sealed = {part.value: getattr(row, part.value) for part in Part}
        for part, content in said.items():
            sealed[part.value] = None if content is None else _sealed(after, key, part, content)
        epoch = desk.begin_epoch(row.organisation_id, row.id, row.epoch)
        # Two moves in one work are of one epoch: what vouches for the row is compared as well.
        was = (R.organisation_id == row.organisation_id, R.id == row.id, R.epoch == row.epoch, R.mac == row.mac)
        columns = self._columns(after, sealed, epoch)
        # What is not said anew stays as it lies; what vouches for the row covers it all the same.
        changed = {name: value for name, value in columns.items() if name not in {*Part} - {*said}}
        desk.write_one(update(R).where(*was).values(**changed))
        if None in said.values():
            desk.after_commit.append(lambda: cut_log(desk.transaction.engine, R.__tablename__))
        return after

    def close(self, referral: Referral) -> None:
        """Nobody who was asked opens it any more."""
        here = (ReferralKeyRow.organisation_id == referral.organisation_id, ReferralKeyRow.referral_id == referral.id)
        self._desk.transaction.write(delete(ReferralKeyRow).where(*here))

    def close_for(self, referral: Referral, account_id: UUID) -> None:
        """One person who was asked opens it no more."""
        here = (ReferralKeyRow.organisation_id == referral.organisation_id, ReferralKeyRow.referral_id == referral.id)
        self._desk.transaction.write(delete(ReferralKeyRow).where(*here, ReferralKeyRow.principal_id == account_id))

    def takers(self) -> tuple[tuple[UUID, UUID], ...]:
        """The teams of this server that take referrals: organisation and id."""
        rows = self._desk.transaction.rows(select(ReceivingTeamRow.organisation_id, ReceivingTeamRow.team_id))
        return tuple((row.organisation_id, row.team_id) for row in rows)

    def take_from(self, team_id: UUID, *, on: bool) -> None:
        """Say that a team of the organisation at work takes referrals, or takes none any more."""
        organisation_id = at_work(self._desk).actor.organisation_id
        here = (ReceivingTeamRow.organisation_id == organisation_id, ReceivingTeamRow.team_id == team_id)
        self._desk.transaction.write(delete(ReceivingTeamRow).where(*here))
        if on:
            values = {"organisation_id": organisation_id, "team_id": team_id, "since_on": self._desk.now.date()}
            self._desk.transaction.write(insert(ReceivingTeamRow), values)

    def _row(self, referral_id: UUID) -> Any:
        me = self._desk.me
        if me is None:
            # A round that looks after what is overdue: it opens nothing.
            return self._desk.transaction.row(_ALL.where(R.id == referral_id))
        ours: ColumnElement[bool] = or_(
            R.organisation_id == me.actor.organisation_id, R.to_organisation_id == me.actor.organisation_id
        )
        return self._desk.transaction.row(_ALL.where(R.id == referral_id, ours))

    def _read(self, rows: Iterable[Any]) -> tuple[Referral, ...]:
        desk, found = self._desk, tuple(rows)
        ids: dict[UUID, list[UUID]] = {}
        for row in found:
            ids.setdefault(row.organisation_id, []).append(row.id)
        epochs = {one: epoch for of, mine in ids.items() for one, epoch in desk.keystore.epochs(of, mine).items()}
        for row in found:
            with desk.suspecting("referral", row.organisation_id, case_id=row.case_id):
                authority.require(desk.master, authority.referral(row), row.mac)
                require_epoch(epochs.get(row.id), row.epoch)
        return tuple(_referral(row) for row in found)

    def _columns(self, referral: Referral, sealed: Mapping[str, bytes | None], epoch: int) -> dict[str, Any]:
        columns = {name: getattr(referral, _FIELDS.get(name, name)) for name in _CLEAR}
        columns |= {"state": referral.state.value, "waits_for": referral.waits_for.value, **sealed, "epoch": epoch}
        return {**columns, "mac": authority.vouch(self._desk.master, authority.referral_parts(columns))}


_FIELDS = {"interview_id": "record_id"}
_CLEAR = tuple(
    column.name for column in R.__table__.columns if column.name not in {*Part, "epoch", "mac", "state", "waits_for"}
)


def _referral(row: Any) -> Referral:
    fields = {_FIELDS.get(name, name): getattr(row, name) for name in _CLEAR}
    return Referral(**fields, state=ReferralState(row.state), waits_for=WaitsFor(row.waits_for))


def _sealed(referral: Referral, key: bytes, part: Part, said: Said) -> Any:
    secret = document_key(key, SealKind.REFERRAL, referral.id)
    context = _context(referral, part)
    return seal(secret, canonical(said), context=context, kind=SealKind.REFERRAL, key_id=referral.id.bytes)


def _context(referral: Referral, part: Part) -> Any:
    to = (referral.to_organisation_id, referral.to_team_id)
    return binding.referral(referral.organisation_id, referral.case_id, referral.id, part.name.lower(), *to)
