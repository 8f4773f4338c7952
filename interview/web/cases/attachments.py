"""Files of a case: what there is, adding one, taking one, a copy of a picture to share, removing one."""

from collections.abc import Iterator
from uuid import UUID

from babel.numbers import format_decimal
from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from werkzeug.exceptions import RequestEntityTooLarge

from interview.casework.actors import Actor
from interview.casework.policy import Permission
from interview.services import attaching
from interview.services import attachments as service
from interview.services.attaching import Added, Fault
from interview.services.attachments import LARGEST, MOST, AttachmentKind, Broken, CustodyAct, FileType, RemovalReason
from interview.services.attachments import Taken as TakenFile
from interview.web import receiving
from interview.web.cases.blueprint import cases
from interview.web.guarding import current_actor, guarded
from interview.web.receiving import Received
from interview.web.server import Working, current_work
from interview.web.uploads import streamed

MEGABYTE = 1024 * 1024

FAULTS: dict[Fault, tuple[str, LazyString]] = {
    Fault.KIND_MISSING: ("kinds", _("Say whether it is an original that is offered as evidence.")),
    Fault.NOTHING_CHOSEN: ("file", _("Choose a file. An empty one cannot be added.")),
    Fault.TYPE_NOT_TAKEN: (
        "file",
        _("This kind of file cannot be added. It can be a PDF, a JPEG or PNG picture, a text, or a sound recording."),
    ),
    Fault.TOO_LARGE: ("file", _("This file is too large. A file can have up to %(num)d MB.", num=LARGEST // MEGABYTE)),
    Fault.TOO_MANY: ("files", _("This case has %(num)d files. It takes no more.", num=MOST)),
    Fault.NOT_A_PICTURE: (
        "files",
        _("No copy can be made of this picture: it cannot be read, or it is too large. Only the original exists."),
    ),
}
"""What is wrong: where, and a sentence."""

NO_REASON = ("files", _("Say why the file is removed."))

KINDS: dict[AttachmentKind, LazyString] = {
    AttachmentKind.EVIDENCE: _("Original, offered as evidence"),
    AttachmentKind.ORDINARY: _("Other file"),
    AttachmentKind.COPY: _("Copy to share"),
}
TYPES: dict[FileType, LazyString] = {
    FileType.PDF: _("PDF"),
    FileType.JPEG: _("Picture (JPEG)"),
    FileType.PNG: _("Picture (PNG)"),
    FileType.TEXT: _("Text"),
    FileType.M4A: _("Sound recording (M4A)"),
    FileType.MP3: _("Sound recording (MP3)"),
    FileType.OGG: _("Sound recording (OGG)"),
    FileType.WAV: _("Sound recording (WAV)"),
}
ACTS: dict[CustodyAct, LazyString] = {
    CustodyAct.ADDED: _("added it"),
    CustodyAct.HANDED_OUT: _("took it"),
    CustodyAct.COPIED: _("made a copy to share"),
}
REASONS: dict[RemovalReason, LazyString] = {
    RemovalReason.WRONG_CASE: _("It belongs to another case"),
    RemovalReason.WRONG_FILE: _("It is the wrong file"),
    RemovalReason.NOT_NEEDED: _("It is not needed any more"),
    RemovalReason.PERSONS_WISH: _("The person wants it gone"),
}


@cases.get("/<uuid:case_id>/files")
@guarded(Permission.ATTACHMENT_READ)
def show_attachments(case_id: UUID) -> str:
    """What files there are, and who had them."""
    return _page(case_id, interview=request.args.get("interview", ""), before="again" in request.args)


@cases.post("/<uuid:case_id>/files")
@guarded(Permission.ATTACHMENT_WRITE)
@streamed
def add_attachment(case_id: UUID) -> ResponseReturnValue:
    """Take a file in, as it comes. Sent twice, it is there once."""
    received: Received | None = None
    try:
        received = receiving.receive(LARGEST)
        answer = _add(case_id, received)
    except RequestEntityTooLarge:
        answer = Fault.TOO_LARGE
    finally:
        receiving.pour_away()
    fields = {} if received is None else received.fields
    interview = fields.get("interview", "")
    if isinstance(answer, Fault):
        page = _page(case_id, wrong=FAULTS[answer], kind=fields.get("kind", ""), interview=interview)
        return page, 413 if answer is Fault.TOO_LARGE else 422
    return redirect(_address(case_id, interview, again="1" if answer.before else None), 303)


@cases.get("/<uuid:case_id>/files/<uuid:attachment_id>")
@guarded(Permission.ATTACHMENT_READ)
def take_attachment(case_id: UUID, attachment_id: UUID) -> Response:
    """Hand a file out, to be kept and never shown in the browser, under a name that says nothing."""
    actor, working = current_actor(), g.working
    taken = service.take(current_work(), actor, case_id, attachment_id)
    pieces = _given(taken, working, actor, case_id)
    response = Response(pieces, mimetype="application/octet-stream", direct_passthrough=True)
    response.content_length = taken.size
    response.headers["Content-Disposition"] = f'attachment; filename="{taken.name}"'
    # Else nginx writes what a slow tablet has not fetched yet into a temporary file, in clear.
    response.headers["X-Accel-Buffering"] = "no"
    return response


@cases.post("/<uuid:case_id>/files/<uuid:attachment_id>/copy")
@guarded(Permission.ATTACHMENT_WRITE)
def copy_attachment(case_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Make a copy of a picture, without what the camera wrote into it."""
    answer = attaching.copy(current_work(), current_actor(), case_id, attachment_id)
    interview = request.form.get("interview", "")
    if isinstance(answer, Fault):
        return _page(case_id, wrong=FAULTS[answer], interview=interview), 422
    return redirect(_address(case_id, interview, again="1" if answer.before else None), 303)


@cases.post("/<uuid:case_id>/files/<uuid:attachment_id>/remove")
@guarded(Permission.ATTACHMENT_WRITE)
def remove_attachment(case_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Take a file away for good."""
    typed, interview = request.form.get("reason", ""), request.form.get("interview", "")
    if typed not in set(RemovalReason):
        return _page(case_id, wrong=NO_REASON, interview=interview), 422
    service.remove(current_work(), current_actor(), case_id, attachment_id, RemovalReason(typed))
    return redirect(_address(case_id, interview), 303)


def _add(case_id: UUID, received: Received) -> Added | Fault:
    typed = received.fields.get("kind", "")
    if typed not in {AttachmentKind.EVIDENCE, AttachmentKind.ORDINARY}:
        service.require_reading(current_work(), current_actor(), case_id)
        return Fault.KIND_MISSING
    return attaching.add(
        current_work(),
        current_actor(),
        case_id,
        name=received.filename,
        kind=AttachmentKind(typed),
        pieces=received.pieces,
        interview_id=_id(received.fields.get("interview", "")),
    )


def _page(
    case_id: UUID,
    *,
    wrong: tuple[str, LazyString] | None = None,
    kind: str = "",
    interview: str = "",
    before: bool = False,
) -> str:
    found = service.files_of(current_work(), current_actor(), case_id)
    return render_template(
        "cases/attachments.html",
        found=found,
        wrong=wrong,
        chosen=kind,
        interview=_id(interview),
        before=before,
        kinds=KINDS,
        types=TYPES,
        acts=ACTS,
        reasons=REASONS,
        size_of=_size,
        largest=LARGEST // MEGABYTE,
    )


def _given(taken: TakenFile, working: Working, actor: Actor, case_id: UUID) -> Iterator[bytes]:
    """The file; a chunk that is not what it should be ends the transfer before its end, and is recorded."""
    try:
        yield from taken.pieces
    except Broken:
        with working.another() as work:
            service.note_broken(work, actor, case_id)
        raise


def _size(count: int) -> str:
    if count < MEGABYTE:
        return str(gettext("%(num)s kB", num=format_decimal(-(-count // 1024), locale=get_locale())))
    return str(gettext("%(num)s MB", num=format_decimal(round(count / MEGABYTE, 1), locale=get_locale())))


def _address(case_id: UUID, interview: str, *, again: str | None = None) -> str:
    return url_for("cases.show_attachments", case_id=case_id, interview=_id(interview), again=again)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
