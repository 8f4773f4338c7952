"""Signing how far a trail has come, outside the database, and destroying the keys of hours that are over by then."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from interview.audit.chain import first_link
from interview.store import hour_keys
from interview.store.checkpoint_file import Checkpoint, CheckpointFile
from interview.store.desk import Desk
from interview.store.refusals import TrailRefused
from interview.store.signing_keys import SigningKeys
from interview.store.tables.people import OrganisationRow
from interview.store.tables.trail import AuditHeadRow
from interview.store.trail_rows import follow

EVERY = timedelta(hours=1)
"""How often a checkpoint is written while nobody asks for one."""


@dataclass(frozen=True, slots=True)
class Written:
    """A checkpoint: how far whose trail had come."""

    organisation_id: UUID
    sequence: int


class SignedCheckpoints:
    """The checkpoints of every trail here."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._keys = SigningKeys(desk.keystore.engine, desk.master)

    def public_keys(self) -> dict[UUID, bytes]:
        """The key with which each organisation's checkpoints are verified (32 bytes). Raises `Broken`."""
        return {one: self._keys.get(one).public for one in self._organisations()}

    def public_key(self, organisation_id: UUID) -> bytes:
        """The same for one organisation; made if there is none yet."""
        return self._keys.get(organisation_id).public

    def write(self, *, if_older: timedelta = timedelta()) -> tuple[Written, ...]:
        """Sign how far each trail has come since its last checkpoint, unless that is younger than `if_older`.

        The events in between are verified first. Then the end is vouched for under this hour's key, and after the
        commit the keys of hours that are over are destroyed. Nothing happens where no folder is named. Raises
        `TrailRefused`, `CheckpointsRefused`, `LedgerRefused`, `Broken`.
        """
        folder = self._desk.settings.checkpoints
        if folder is None:
            return ()
        due = [one for one in self._organisations() if self._is_due(folder, one, if_older)]
        written = [self._write(folder, one) for one in due]
        for one in due:
            self._desk.trail.vouch_anew(one, self._desk.now)
        if due:
            self._desk.after_commit.append(self._destroy_keys)
        return tuple(one for one in written if one is not None)

    def newest(self) -> datetime | None:
        """When the oldest of the newest checkpoints was signed; None where an organisation has none."""
        folder = self._desk.settings.checkpoints
        lasts = [] if folder is None else [self._last(folder, one) for one in self._organisations()]
        moments = [last.at for last in lasts if last is not None]
        return min(moments, default=None) if len(moments) == len(lasts) else None

    def _is_due(self, folder: Path, organisation_id: UUID, if_older: timedelta) -> bool:
        last = self._last(folder, organisation_id)
        return last is None or self._desk.now >= last.at + if_older

    def _last(self, folder: Path, organisation_id: UUID) -> Checkpoint | None:
        found = CheckpointFile(folder, organisation_id).read(self._keys.get(organisation_id).public)
        return found.lines[-1] if found is not None and found.lines else None

    def _write(self, folder: Path, organisation_id: UUID) -> Written | None:
        desk, key = self._desk, self._keys.get(organisation_id)
        last = self._last(folder, organisation_id)
        head = desk.transaction.row(select(AuditHeadRow.__table__).filter_by(organisation_id=organisation_id))
        ledger = desk.revocation_file.head()
        if head is None or (last is not None and (last.sequence, last.ledger_number) == (head.sequence, ledger.number)):
            return None
        begin = (0, first_link(organisation_id)) if last is None else (last.sequence, last.link)
        self._require_same(organisation_id, *begin, head.sequence, head.link)
        checkpoint = Checkpoint(
            organisation_id, head.sequence, head.link, desk.now, ledger.number, ledger.link, previous=b""
        )
        CheckpointFile(folder, organisation_id).append(key.secret, key.public, checkpoint)
        self._keys.signed(organisation_id, head.sequence)
        return Written(organisation_id, head.sequence)

    def _require_same(self, organisation_id: UUID, sequence: int, link: bytes, end: int, end_link: bytes) -> None:
        with self._desk.transaction.engine.connect() as connection:
            for at, expected in follow(connection, organisation_id, sequence, link, lambda _: None):
                sequence, link = at, expected
                if at == end:
                    break
        if sequence != end:
            raise TrailRefused(min(sequence, end) + 1)
        if link != end_link:
            raise TrailRefused(end)

    def _destroy_keys(self) -> None:
        in_use = [row.key_id for row in self._desk.transaction.rows(select(AuditHeadRow.key_id))]
        hour_keys.destroy(self._desk.keystore.engine, self._desk.now, in_use)

    def _organisations(self) -> list[UUID]:
        return sorted(row[0] for row in self._desk.transaction.rows(select(OrganisationRow.id)))
