"""Whether a trail is what it was: every event, its end, the mark in the keystore, and the signed checkpoints.

It reads and hashes, and opens nothing. Events may be added meanwhile: all is read as it stood at one moment.
"""

import hmac
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, func, select

from interview.audit.chain import first_link, verify_head
from interview.store import hour_keys
from interview.store.checkpoint_file import Checkpoint, CheckpointFile, Checkpoints
from interview.store.desk import Desk
from interview.store.engines import roll_back
from interview.store.high_water import HighWater
from interview.store.refusals import CheckpointsRefused
from interview.store.revocation_file import Entry
from interview.store.signing_keys import SigningKeys
from interview.store.tables.cases import InterviewRow
from interview.store.tables.people import OrganisationRow
from interview.store.tables.trail import AuditEventRow, AuditHeadRow
from interview.store.trail_rows import follow
from interview.vault.refusals import Broken

Tell = Callable[[UUID, int, int], None]
"""Called with the organisation, how many of its events were read, and of how many."""


class FaultKind(StrEnum):
    """What is wrong with a trail."""

    CHANGED = "changed"
    """This event was changed, moved or put in, or the one before it taken out."""
    ENDS_EARLY = "ends early"
    """This event and those after it are missing."""
    GOES_ON = "goes on"
    """This event stands after the end."""
    NO_END = "no end"
    """What says where the trail ends is missing."""
    END_NOT_VOUCHED = "end not vouched for"
    """Nobody vouches for the end."""
    ROLLED_BACK = "rolled back"
    """The trail had come further: this event is the first that was lost."""
    CHECKPOINT_CHANGED = "checkpoint changed"
    """The checkpoints' file is not as it was signed from this line on."""
    CHECKPOINT_MISSING = "checkpoint missing"
    """The checkpoint of this event was signed and is not in the file."""
    NOT_AS_SIGNED = "not as signed"
    """At this event, or one before it back to the last good checkpoint, the trail is not what was signed."""
    LEDGER_BEHIND = "ledger behind"
    """The revocation ledger ends before the line that was signed, or another line stands there."""
    OTHER_REVISION = "other revision"
    """An interview does not stand at the revision that its last save names: this event, or 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong. `place`: the sequence of the event, or the number of the line, that `kind` speaks of."""

    kind: FaultKind
    place: int


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in one organisation's trail: how many events and checkpoints are as they should be, and faults."""

    organisation_id: UUID
    events: int
    checkpoints: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Signed:
    """What an organisation's checkpoints say. `newest`: the sequence that was signed last, as the keystore knows."""

    file: Checkpoints | None
    newest: int
    unreadable: bool = False


class Verifying:
    """Verifies the trails of every organisation here."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def run(self, folder: Path | None, public: Mapping[UUID, bytes], tell: Tell) -> tuple[Verified, ...]:
        """Verify every trail; with a `folder`, against the checkpoints in it too.

        `public`: the keys that checkpoints must be signed with; without one the keystore's own. Raises `LedgerRefused`.
        """
        # What follows the trail is read before it: people may be at work.
        marks = HighWater(self._desk.keystore.engine).marks()
        with self._desk.transaction.engine.connect() as connection:
            known = {row[0] for row in connection.execute(select(OrganisationRow.id))} | set(marks)
        signed = {one: self._signed(folder, one, public.get(one)) for one in known}
        ledger = self._desk.revocation_file.read()
        with _as_of_now(self._desk) as connection:
            heads = {row.organisation_id: row for row in connection.execute(select(AuditHeadRow.__table__))}
            strays = {row[0] for row in connection.execute(select(AuditEventRow.organisation_id).distinct())}
            return tuple(
                self._one(connection, one, heads.get(one), marks.get(one, 0), signed.get(one), ledger, tell)
                for one in sorted(known | set(heads) | strays)
            )

    def _one(
        self,
        connection: Connection,
        organisation_id: UUID,
        head: Any,
        mark: int,
        signed: _Signed | None,
        ledger: Sequence[Entry],
        tell: Tell,
    ) -> Verified:
        end = 0 if head is None else head.sequence
        lines = signed.file.lines if signed is not None and signed.file is not None else ()
        at_lines = {line.sequence: line.link for line in lines}
        seen, last, links = 0, first_link(organisation_id), dict[int, bytes]()
        rows = follow(connection, organisation_id, 0, last, lambda done: tell(organisation_id, done, end))
        for sequence, link in rows:
            if sequence > end:
                break
            seen, last = sequence, link
            if sequence in at_lines:
                links[sequence] = link
        tell(organisation_id, seen, end)
        faults = [*_of_rows(connection, organisation_id, head, seen, last), *self._of_head(organisation_id, head)]
        if end < mark:
            faults.append(Fault(FaultKind.ROLLED_BACK, end + 1))
        if signed is not None:
            faults += _of_checkpoints(signed, links, seen)
            faults += _of_ledger(lines, ledger)
        faults += _of_revisions(connection, organisation_id)
        return Verified(organisation_id, seen, sum(links.get(one) == at for one, at in at_lines.items()), tuple(faults))

    def _of_head(self, organisation_id: UUID, head: Any) -> Iterator[Fault]:
        if head is None:
            return
        try:
            key = hour_keys.find(self._desk.keystore.engine, self._desk.master, head.key_id)
        except Broken:
            key = None
        if key is None or not verify_head(key, organisation_id, head.sequence, head.link, head.mac):
            yield Fault(FaultKind.END_NOT_VOUCHED, head.sequence)

    def _signed(self, folder: Path | None, organisation_id: UUID, public: bytes | None) -> _Signed | None:
        if folder is None:
            return None
        try:
            key = SigningKeys(self._desk.keystore.engine, self._desk.master).get(organisation_id)
            newest, own = key.sequence, key.public
        except Broken:
            newest, own = 0, b""
        try:
            return _Signed(CheckpointFile(folder, organisation_id).read(public or own), newest)
        except CheckpointsRefused:
            return _Signed(None, newest, unreadable=True)


def _of_rows(connection: Connection, organisation_id: UUID, head: Any, seen: int, last: bytes) -> Iterator[Fault]:
    newest = select(func.max(AuditEventRow.sequence)).where(AuditEventRow.organisation_id == organisation_id)
    least = select(func.min(AuditEventRow.sequence)).where(AuditEventRow.organisation_id == organisation_id)
    there, first = connection.execute(newest).scalar() or 0, connection.execute(least).scalar()
    if head is None:
        if there:
            yield Fault(FaultKind.NO_END, there)
        return
    if seen < head.sequence:
        yield Fault(FaultKind.CHANGED if seen < there else FaultKind.ENDS_EARLY, seen + 1)
    elif not hmac.compare_digest(last, head.link):
        yield Fault(FaultKind.CHANGED, seen)
    if there > head.sequence:
        yield Fault(FaultKind.GOES_ON, head.sequence + 1)
    if first is not None and first < 1:
        yield Fault(FaultKind.CHANGED, first)


def _of_checkpoints(signed: _Signed, links: Mapping[int, bytes], seen: int) -> Iterator[Fault]:
    file = signed.file
    if file is None:
        if signed.unreadable:
            yield Fault(FaultKind.CHECKPOINT_CHANGED, 1)
        elif signed.newest:
            yield Fault(FaultKind.CHECKPOINT_MISSING, signed.newest)
        return
    if file.broken is not None:
        yield Fault(FaultKind.CHECKPOINT_CHANGED, file.broken)
    elif signed.newest > (file.lines[-1].sequence if file.lines else 0):
        yield Fault(FaultKind.CHECKPOINT_MISSING, signed.newest)
    good = 0
    for line in file.lines:
        if line.sequence > seen:
            yield Fault(FaultKind.ROLLED_BACK, seen + 1)
            return
        if links.get(line.sequence) != line.link:
            yield Fault(FaultKind.NOT_AS_SIGNED, good + 1)
            return
        good = line.sequence


def _of_ledger(lines: Sequence[Checkpoint], ledger: Sequence[Entry]) -> Iterator[Fault]:
    for line in lines[-1:]:
        if line.ledger_number and (
            len(ledger) < line.ledger_number or ledger[line.ledger_number - 1].link != line.ledger_link
        ):
            yield Fault(FaultKind.LEDGER_BEHIND, line.ledger_number)


def _of_revisions(connection: Connection, organisation_id: UUID) -> Iterator[Fault]:
    """Interviews that stand at another revision than their last save, read from indexes alone."""
    saved = (
        select(AuditEventRow.interview_id, func.max(AuditEventRow.revision).label("revision"))
        .where(AuditEventRow.organisation_id == organisation_id, AuditEventRow.revision.is_not(None))
        .group_by(AuditEventRow.interview_id)
        .subquery()
    )
    differing = (
        select(func.coalesce(AuditEventRow.sequence, 0))
        .select_from(InterviewRow)
        .outerjoin(saved, saved.c.interview_id == InterviewRow.id)
        .outerjoin(
            AuditEventRow,
            and_(
                AuditEventRow.organisation_id == InterviewRow.organisation_id,
                AuditEventRow.interview_id == saved.c.interview_id,
                AuditEventRow.revision == saved.c.revision,
            ),
        )
        .where(
            InterviewRow.organisation_id == organisation_id,
            InterviewRow.revision != func.coalesce(saved.c.revision, 0),
        )
    )
    for row in connection.execute(differing):
        yield Fault(FaultKind.OTHER_REVISION, row[0])


@contextmanager
def _as_of_now(desk: Desk) -> Iterator[Connection]:
    """A connection on which everything is read as it stands at one moment."""
    with desk.transaction.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        connection.exec_driver_sql("BEGIN" if sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield connection
        finally:
            roll_back(connection)
