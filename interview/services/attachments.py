"""Files of a case: seeing what there is, taking one as it is, removing one."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.attachments import (
    LARGEST,
    MOST,
    PICTURES,
    AttachmentKind,
    CustodyAct,
    FileType,
    RemovalReason,
    may_be_removed,
)
from interview.casework.policy import Permission, permits
from interview.casework.refusals import NotNow, NotPermitted
from interview.questionnaire.kinds import Sensitivity
from interview.services import UnitOfWork
from interview.services.opening import require_for_case, thing_of_case
from interview.services.providing import name_of
from interview.store.manifests import Attachment
from interview.store.reading_trail import Which
from interview.store.records import Case
from interview.store.refusals import Broken

__all__ = ["LARGEST", "MOST", "Attachment", "AttachmentKind", "Broken", "CustodyAct", "FileType", "Files", "Held"]
__all__ += ["Line", "RemovalReason", "Taken", "files_of", "found", "may_copy", "may_remove", "note_broken"]
__all__ += ["remove", "require_reading", "take"]

_LISTED = "files"
_STEPS = frozenset({Event.ATTACHMENT_READ, Event.ATTACHMENT_COPIED})
NEWEST_STEPS = 200
"""So many of the newest events are compared: four for each of the files that a case can have."""


@dataclass(frozen=True, slots=True)
class Held:
    """One line of a file's custody: who, when, what. `name`: empty when the account is gone."""

    name: str
    at: datetime
    act: CustodyAct


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """A file in the list. `number`: of the file in the case, for people to say; `of`: the number of the original.

    `shortened`: the trail says that more was done with it than its custody does.
    """

    number: int
    attachment: Attachment
    custody: tuple[Held, ...]
    shortened: bool
    of: int | None
    may_copy: bool
    may_remove: bool


@dataclass(frozen=True, slots=True, repr=False)
class Files:
    """The files of a case. `full`: it takes no more."""

    case: Case
    lines: tuple[Line, ...]
    full: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that is handed out. `name` says nothing about anybody; `pieces` may be read after the work is over."""

    name: str
    size: int
    pieces: Iterator[bytes] = field(repr=False)


def files_of(work: UnitOfWork, actor: Actor, case_id: UUID) -> Files:
    """The files of a case, what they are called, and who had them; that this was looked at is recorded.

    Raises NotPermitted for unknown and forbidden alike.
    """
    case = require_reading(work, actor, case_id)
    files = work.attachments.of_case(case_id)
    if files:
        _note_listing(work, actor, case_id)
    steps = _steps(work, case_id) if files else {}
    numbers = {one.id: number for number, one in enumerate(files, 1)}
    people = {step.account_id for one in files for step in one.custody}
    names = {account_id: name_of(work, account_id) or "" for account_id in people}
    lines = (
        Line(
            number=numbers[one.id],
            attachment=one,
            custody=tuple(Held(names[step.account_id], step.at, step.act) for step in one.custody),
            shortened=steps.get(one.id, 0) > len(one.custody),
            of=None if one.of is None else numbers.get(one.of),
            may_copy=may_copy(one),
            may_remove=may_remove(actor, case, one),
        )
        for one in files
    )
    return Files(case, tuple(lines), len(files) >= MOST)


def take(work: UnitOfWork, actor: Actor, case_id: UUID, attachment_id: UUID) -> Taken:
    """Hand a file out as it is; that it was stands in its custody and in the trail before its first byte is given.

    Raises NotPermitted for unknown and forbidden alike.
    """
    require_reading(work, actor, case_id)
    attachment = _held(work, case_id, attachment_id)
    noted = work.attachments.note(attachment, CustodyAct.HANDED_OUT)
    detail: dict[str, str | int] = {"attachment": str(attachment_id), "step": len(noted.custody)}
    detail["class"] = Sensitivity.SENSITIVE.value
    work.record(Event.ATTACHMENT_READ, actor=actor, case_id=case_id, detail=detail)
    name = f"file-{attachment_id.hex[:8]}.{attachment.type.value}"
    return Taken(name, attachment.size, work.attachments.pieces(attachment))


def remove(work: UnitOfWork, actor: Actor, case_id: UUID, attachment_id: UUID, reason: RemovalReason) -> None:
    """Take a file away for good, and the copies that were made of it.

    Raises NotPermitted for unknown and forbidden alike, and NotNow for evidence, which goes with its case alone.
    """
    case = require_for_case(work, actor, case_id, Permission.ATTACHMENT_WRITE)
    attachment = _held(work, case_id, attachment_id)
    if not may_be_removed(attachment.kind):
        raise NotNow
    if not may_remove(actor, case, attachment):
        raise NotPermitted
    for one in work.attachments.of_case(case_id):
        if attachment_id in (one.id, one.of):
            work.attachments.remove(one)
            detail = {"attachment": str(one.id), "reason": reason.value}
            work.record(Event.ATTACHMENT_REMOVED, actor=actor, case_id=case_id, detail=detail)


def may_remove(actor: Actor, case: Case, attachment: Attachment) -> bool:
    """Whether this person may take this file away: who added it may, and who supervises the case."""
    thing = replace(thing_of_case(case), author_ids=frozenset({attachment.added_by}), granted_to=frozenset())
    return may_be_removed(attachment.kind) and permits(actor, Permission.ATTACHMENT_WRITE, thing)


def may_copy(attachment: Attachment) -> bool:
    """Whether a copy without metadata can be made: of pictures, because of nothing else can that be shown."""
    return attachment.type in PICTURES and attachment.kind is not AttachmentKind.COPY


def note_broken(work: UnitOfWork, actor: Actor, case_id: UUID) -> None:
    """A transfer was aborted because a chunk was not what it should be: that stands in the trail."""
    work.record(Event.SEALED_BYTES_REFUSED, actor=actor, case_id=case_id, detail={"kind": "attachment"})


def require_reading(work: UnitOfWork, actor: Actor, case_id: UUID) -> Case:
    """The case, for somebody who may see its files. Raises NotPermitted for unknown and forbidden alike."""
    return require_for_case(work, actor, case_id, Permission.ATTACHMENT_READ, Sensitivity.SENSITIVE)


def found(work: UnitOfWork, case_id: UUID, attachment_id: UUID) -> Attachment:
    """One file of a case. Raises NotPermitted when there is none."""
    attachment = work.attachments.get(case_id, attachment_id)
    if attachment is None:
        raise NotPermitted
    return attachment


def _held(work: UnitOfWork, case_id: UUID, attachment_id: UUID) -> Attachment:
    """A file that nobody else changes until this work ends."""
    found(work, case_id, attachment_id)
    work.attachments.hold(case_id)
    return found(work, case_id, attachment_id)


def _steps(work: UnitOfWork, case_id: UUID) -> dict[UUID, int]:
    """How much was done with each file, by the newest events of the trail: an older manifest may have been put back."""
    page = work.trail_reading.of_case(case_id, Which(events=_STEPS, most=NEWEST_STEPS))
    found: dict[UUID, int] = {}
    for entry in page.entries:
        step = entry.detail["step"]
        found.setdefault(UUID(str(entry.detail["attachment"])), step if isinstance(step, int) else 0)
    return found


def _note_listing(work: UnitOfWork, actor: Actor, case_id: UUID) -> None:
    # Once in a quarter of an hour, as for answers; the mark hangs on an interview of the case.
    ids = sorted(record.id for record in work.interviews.of_case(case_id))
    if not ids or work.reads.first(actor, ids[0], _LISTED):
        work.record(Event.ATTACHMENTS_LISTED, actor=actor, case_id=case_id)
