"""Public keys that were replaced: they stand here until a supervisor has seen that, and says so."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from interview.store.desk import Desk, at_work
from interview.store.records import ChangedKey
from interview.store.tables.approvals import ChangedKeyRow

_ALL = select(
    ChangedKeyRow.principal_id,
    ChangedKeyRow.principal_kind,
    ChangedKeyRow.key_id,
    ChangedKeyRow.changed_by,
    ChangedKeyRow.changed_on,
)
ACCOUNT = "account"
TEAM = "team"


class ChangedKeys:
    """The replaced public keys of the organisation at work."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def note(self, organisation_id: UUID, kind: str, principal_id: UUID, key_id: bytes) -> None:
        """Another public key stands for this account or team from now on."""
        me = self._desk.me
        self._desk.transaction.write(
            insert(ChangedKeyRow),
            {
                "organisation_id": organisation_id,
                "principal_id": principal_id,
                "key_id": key_id,
                "principal_kind": kind,
                "changed_by": None if me is None else me.actor.account_id,
                "changed_on": self._desk.now.date(),
                "seen_by": None,
            },
        )

    def unseen(self) -> tuple[ChangedKey, ...]:
        """What nobody has seen yet, oldest first."""
        unseen = _ALL.where(self._here(), ChangedKeyRow.seen_by.is_(None))
        rows = self._desk.transaction.rows(unseen.order_by(ChangedKeyRow.changed_on, ChangedKeyRow.principal_id))
        return tuple(ChangedKey(*row) for row in rows)

    def is_known(self, principal_id: UUID, key_id: bytes) -> bool:
        """Whether this key took the place of another one, seen or not."""
        here = (self._here(), ChangedKeyRow.principal_id == principal_id, ChangedKeyRow.key_id == key_id)
        return self._desk.transaction.row(_ALL.where(*here)) is not None

    def see(self, principal_id: UUID, key_id: bytes) -> bool:
        """The person at work has seen it; whether that was new."""
        me = at_work(self._desk)
        here = (self._here(), ChangedKeyRow.principal_id == principal_id, ChangedKeyRow.key_id == key_id)
        change = update(ChangedKeyRow).where(*here, ChangedKeyRow.seen_by.is_(None))
        return self._desk.transaction.write(change.values(seen_by=me.actor.account_id)) == 1

    def _here(self) -> Any:
        return ChangedKeyRow.organisation_id == at_work(self._desk).actor.organisation_id
