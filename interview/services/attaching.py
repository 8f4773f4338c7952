"""Adding files to a case as they come, and copies of pictures without what the camera wrote into them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.attachments import (
    HEAD,
    LARGEST,
    MOST,
    AttachmentKind,
    CustodyAct,
    FileType,
    PlainText,
    clean_name,
    type_of,
)
from interview.casework.policy import Permission
from interview.casework.refusals import NotNow, NotPermitted
from interview.pictures import NotAPicture, PictureFormat, stripped
from interview.services import UnitOfWork
from interview.services.attachments import found, may_copy, require_reading
from interview.services.opening import require_for_case

__all__ = ["Added", "AttachmentKind", "Fault", "add", "copy"]


class Fault(StrEnum):
    """Why a file was not added or not copied."""

    KIND_MISSING = "kind_missing"
    NOTHING_CHOSEN = "nothing_chosen"
    TYPE_NOT_TAKEN = "type_not_taken"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    NOT_A_PICTURE = "not_a_picture"


@dataclass(frozen=True, slots=True)
class Added:
    """A file is there. `before`: the same one was there already, and stays the only one."""

    attachment_id: UUID
    before: bool


def add(
    work: UnitOfWork,
    actor: Actor,
    case_id: UUID,
    *,
    name: str,
    kind: AttachmentKind,
    pieces: Iterable[bytes],
    interview_id: UUID | None = None,
) -> Added | Fault:
    """Add a file as it comes, piece by piece. What is not taken leaves nothing.

    Raises NotPermitted for unknown and forbidden alike, and NotNow when the case changed meanwhile.
    """
    require_for_case(work, actor, case_id, Permission.ATTACHMENT_WRITE)
    if kind is AttachmentKind.COPY:
        raise NotPermitted
    if len(work.attachments.of_case(case_id)) >= MOST:
        return Fault.TOO_MANY
    head, rest = _head(pieces)
    file_type = type_of(head, whole=len(head) < HEAD)
    if not head or file_type is None:
        return Fault.TYPE_NOT_TAKEN if head else Fault.NOTHING_CHOSEN
    ours = interview_id in {record.id for record in work.interviews.of_case(case_id)}
    new = _New(clean_name(name), file_type, kind, interview_id if ours else None, None)
    return _add(work, actor, case_id, new, chain((head,), rest))


def copy(work: UnitOfWork, actor: Actor, case_id: UUID, attachment_id: UUID) -> Added | Fault:
    """Make a copy of a picture to share or show, without anything that the camera wrote into it.

    Raises NotPermitted for unknown and forbidden alike, and NotNow for what is no picture or a copy itself.
    """
    require_reading(work, actor, case_id)
    require_for_case(work, actor, case_id, Permission.ATTACHMENT_WRITE)
    original = found(work, case_id, attachment_id)
    if not may_copy(original):
        raise NotNow
    files = work.attachments.of_case(case_id)
    if len(files) >= MOST:
        return Fault.TOO_MANY
    try:
        data = stripped(b"".join(work.attachments.pieces(original)), PictureFormat[original.type.name])
    except NotAPicture:
        return Fault.NOT_A_PICTURE
    new = _New(original.name, original.type, AttachmentKind.COPY, original.interview_id, original.id)
    added = _add(work, actor, case_id, new, (data,))
    if isinstance(added, Added) and not added.before:
        noted = work.attachments.note(found(work, case_id, attachment_id), CustodyAct.COPIED)
        detail: dict[str, str | int] = {"attachment": str(attachment_id), "step": len(noted.custody)}
        detail["copy"] = str(added.attachment_id)
        work.record(Event.ATTACHMENT_COPIED, actor=actor, case_id=case_id, detail=detail)
    return added


@dataclass(frozen=True, slots=True, repr=False)
class _New:
    name: str
    type: FileType
    kind: AttachmentKind
    interview_id: UUID | None
    of: UUID | None


def _add(work: UnitOfWork, actor: Actor, case_id: UUID, new: _New, pieces: Iterable[bytes]) -> Added | Fault:
    begun, writing = work.attachments.begin(
        case_id, name=new.name, type=new.type, kind=new.kind, interview_id=new.interview_id, of=new.of
    )
    added: Added | Fault | None = None
    try:
        for piece in _taken(pieces, new.type):
            writing.write(piece)
        writing.finish()
        work.attachments.hold(case_id)
        there = work.attachments.of_case(case_id)
        same = [one for one in there if (one.sha256, one.kind, one.of) == (writing.digest, new.kind, new.of)]
        if same:
            added = Added(same[0].id, before=True)
        elif len(there) >= MOST:
            added = Fault.TOO_MANY
        else:
            work.attachments.finish(begun, writing)
    except _NotTaken as refused:
        added = refused.fault
    except BaseException:
        work.attachments.give_up(begun)
        raise
    if added is not None:
        work.attachments.give_up(begun)
        return added
    detail = {"attachment": str(begun.id), "kind": new.kind.value}
    work.record(Event.ATTACHMENT_ADDED, actor=actor, case_id=case_id, detail=detail)
    return Added(begun.id, before=False)


class _NotTaken(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def _taken(pieces: Iterable[bytes], file_type: FileType) -> Iterator[bytes]:
    """The pieces, as long as there are not too many, and of text as long as it is text."""
    size, text = 0, PlainText()
    for piece in pieces:
        size += len(piece)
        if size > LARGEST:
            raise _NotTaken(Fault.TOO_LARGE)
        if file_type is FileType.TEXT and not text.goes_on(piece):
            raise _NotTaken(Fault.TYPE_NOT_TAKEN)
        yield piece
    if file_type is FileType.TEXT and not text.goes_on(b"", last=True):
        raise _NotTaken(Fault.TYPE_NOT_TAKEN)


def _head(pieces: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes of a file, at least `HEAD` of them unless it is shorter, and the pieces after them."""
    head, rest = bytearray(), iter(pieces)
    for piece in rest:
        head += piece
        if len(head) >= HEAD:
            break
    return bytes(head), rest
