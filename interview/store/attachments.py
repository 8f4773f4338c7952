"""Attachments of cases: a key for each file, in a manifest sealed under the case's key; the file in sealed chunks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, bindparam, delete, insert, select, update

from interview.casework.attachments import AttachmentKind, CustodyAct, CustodyStep, FileType
from interview.store import attachment_chunks, binding
from interview.store.attachment_chunks import Writing
from interview.store.casekeys import CaseKeys
from interview.store.cases import Cases
from interview.store.desk import Desk, at_work
from interview.store.engines import cut_log
from interview.store.manifests import Attachment, from_bytes, to_bytes
from interview.store.refusals import Overtaken
from interview.store.tables.attachments import AttachmentChunkRow, AttachmentRow
from interview.store.tables.cases import CaseRow
from interview.vault.keys import new_key
from interview.vault.kinds import SealKind
from interview.vault.sealed import Sealed

CUT_OFF_AFTER = timedelta(days=2)
"""What is not whole after so long never will be: no upload lasts a day."""

_OF_CASE = select(AttachmentRow.__table__).where(
    AttachmentRow.organisation_id == bindparam("organisation_id"),
    AttachmentRow.case_id == bindparam("case_id"),
    AttachmentRow.whole,
)
_ONE = _OF_CASE.where(AttachmentRow.id == bindparam("attachment_id"))
_LOCK = (
    select(CaseRow.id)
    .where(CaseRow.organisation_id == bindparam("organisation_id"), CaseRow.id == bindparam("case_id"))
    .with_for_update(key_share=True)
)


class Attachments:
    """The attachments of an organisation. To see, add or take one needs the key of its case."""

    def __init__(self, desk: Desk, cases: Cases) -> None:
        self._desk = desk
        self._cases = cases
        self._keys: dict[UUID, bytes] = {}

    def begin(
        self,
        case_id: UUID,
        *,
        name: str,
        type: FileType,
        kind: AttachmentKind,
        interview_id: UUID | None = None,
        of: UUID | None = None,
    ) -> tuple[Attachment, Writing]:
        """A new file, and what takes its bytes. Nobody finds it before `finish`. What was changed before is committed.

        Raises `Broken` without a grant on the case.
        """
        desk, me = self._desk, at_work(self._desk).actor
        step = CustodyStep(me.account_id, desk.now, CustodyAct.ADDED)
        attachment = Attachment(uuid4(), case_id, interview_id, me.account_id, 1, name, type, kind, 0, "", of, (step,))
        key = self._keys[attachment.id] = new_key()
        place = {"organisation_id": me.organisation_id, "id": attachment.id, "case_id": case_id}
        author = {"interview_id": interview_id, "added_by": me.account_id}
        desk.transaction.write(insert(AttachmentRow), {**place, **author, "whole": False, **self._sealed(attachment)})
        desk.commit()
        return attachment, Writing(desk.transaction, me.organisation_id, attachment.id, key)

    def hold(self, case_id: UUID) -> None:
        """Let nobody else add to this case until this work ends. Raises `Overtaken` when it got other keys, or went."""
        self._cases.keys(case_id).hold()
        here = {"organisation_id": at_work(self._desk).actor.organisation_id, "case_id": case_id}
        self._desk.transaction.begin()
        if self._desk.transaction.row(_LOCK, here) is None:
            raise Overtaken

    def finish(self, attachment: Attachment, written: Writing) -> Attachment:
        """The file is whole: from the commit on it is found. Raises `Overtaken`."""
        whole = replace(attachment, revision=attachment.revision + 1, size=written.size, sha256=written.digest)
        self._put(attachment, whole, whole=True)
        return whole

    def give_up(self, attachment: Attachment) -> None:
        """Leave nothing of a file that did not become whole, whatever becomes of the rest of this work."""
        transaction = self._desk.transaction
        transaction.roll_back()
        self._desk.forget()
        for statement in _deleting(self._one(attachment)):
            transaction.write_now(statement)
        self._keys.pop(attachment.id, None)

    def of_case(self, case_id: UUID) -> tuple[Attachment, ...]:
        """The files of a case, in the order in which they came. Raises `Broken` without a grant on it."""
        place = {"organisation_id": at_work(self._desk).actor.organisation_id, "case_id": case_id}
        found = [self._read(row) for row in self._desk.transaction.rows(_OF_CASE, place)]
        return tuple(sorted(found, key=lambda one: (one.custody[0].at, one.kind is AttachmentKind.COPY, one.id)))

    def get(self, case_id: UUID, attachment_id: UUID) -> Attachment | None:
        """One file of a case, or None. Raises `Broken`."""
        place = {"organisation_id": at_work(self._desk).actor.organisation_id, "case_id": case_id}
        row = self._desk.transaction.row(_ONE, {**place, "attachment_id": attachment_id})
        return None if row is None else self._read(row)

    def note(self, attachment: Attachment, act: CustodyAct) -> Attachment:
        """Write into its custody what the person at work does with it. Raises `Overtaken`."""
        step = CustodyStep(at_work(self._desk).actor.account_id, self._desk.now, act)
        noted = attachment.then(step)
        self._put(attachment, noted, whole=True)
        return noted

    def pieces(self, attachment: Attachment) -> Iterator[bytes]:
        """The bytes of a file that was opened here, piece by piece; see `attachment_chunks.pieces`."""
        desk, organisation_id = self._desk, at_work(self._desk).actor.organisation_id
        found = attachment_chunks.pieces(
            desk.transaction.engine, organisation_id, attachment.id, self._keys[attachment.id]
        )

        def named() -> Iterator[bytes]:
            with desk.suspecting("attachment", organisation_id, case_id=attachment.case_id):
                yield from found

        return named()

    def remove(self, attachment: Attachment) -> None:
        """Take a file away for good; with the commit its bytes leave the disk, and its key."""
        desk = self._desk
        for statement in _deleting(self._one(attachment)):
            desk.transaction.write(statement)
        names = (AttachmentRow.__tablename__, AttachmentChunkRow.__tablename__)
        desk.after_commit.append(lambda: cut_log(desk.transaction.engine, *names))

    def move(self, attachment: Attachment, to_case_id: UUID) -> None:
        """Let a file go on in another case: its manifest is sealed under that case's key, its chunks stay."""
        moved = replace(attachment, case_id=to_case_id, interview_id=None, revision=attachment.revision + 1)
        self._put(attachment, moved, whole=True)

    def sweep(self) -> int:
        """Delete what was cut off on its way in; gives how many there were. Opens nothing."""
        old = and_(~AttachmentRow.whole, AttachmentRow.changed_on < (self._desk.now - CUT_OFF_AFTER).date())
        found = len(self._desk.transaction.rows(select(AttachmentRow.id).where(old)))
        for statement in _deleting(old) if found else ():
            self._desk.transaction.write(statement)
        return found

    def _put(self, before: Attachment, after: Attachment, *, whole: bool) -> None:
        where = and_(self._one(before), AttachmentRow.revision == before.revision)
        values = {"case_id": after.case_id, "interview_id": after.interview_id, "whole": whole}
        self._desk.write_one(update(AttachmentRow).where(where).values(**values, **self._sealed(after)))

    def _sealed(self, attachment: Attachment) -> dict[str, Any]:
        keys = self._cases.keys(attachment.case_id)
        plaintext = to_bytes(attachment, self._keys[attachment.id])
        sealed: Sealed = keys.seal(SealKind.FILE, attachment.id, plaintext, _context(keys, attachment))
        return {"revision": attachment.revision, "changed_on": self._desk.now.date(), "manifest_sealed": sealed}

    def _read(self, row: Any) -> Attachment:
        keys = self._cases.keys(row.case_id)
        with self._desk.suspecting("attachment", row.organisation_id, case_id=row.case_id):
            plaintext = keys.unseal(SealKind.FILE, row.id, row.manifest_sealed, _context(keys, row))
        attachment, self._keys[row.id] = from_bytes(row, plaintext)
        return attachment

    def _one(self, attachment: Attachment) -> ColumnElement[bool]:
        organisation_id = at_work(self._desk).actor.organisation_id
        return and_(AttachmentRow.organisation_id == organisation_id, AttachmentRow.id == attachment.id)


def _context(keys: CaseKeys, of: Any) -> Any:
    return binding.attachment(keys.founding_id, keys.case_id, of.id, of.interview_id, of.added_by, of.revision)


def _deleting(which: ColumnElement[bool]) -> tuple[Any, Any]:
    ids = select(AttachmentRow.organisation_id, AttachmentRow.id).where(which)
    beneath = and_(
        AttachmentChunkRow.organisation_id.in_(ids.with_only_columns(AttachmentRow.organisation_id)),
        AttachmentChunkRow.attachment_id.in_(ids.with_only_columns(AttachmentRow.id)),
    )
    return delete(AttachmentChunkRow).where(beneath), delete(AttachmentRow).where(which)
