"""Closing a case, and opening it again."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from interview.casework.policy import Permission
from interview.services import closing
from interview.services.closing import Changed, ClosingKind, Fault, Held, Hold
from interview.web.guarding import current_actor, guarded
from interview.web.interviews.blueprint import interviews
from interview.web.interviews.frames import frame_of
from interview.web.interviews.page_screens import listed
from interview.web.kept import given_back
from interview.web.server import current_work

HOLDS: dict[Hold, LazyString] = {
    Hold.ANSWERS: _("Some answers about the closing are missing."),
    Hold.ENTRIES: _("An entry was begun and not finished. Finish it, or strike it out."),
    Hold.SAFETY_STEP: _("A high danger was noted. Note what was done about it, in the safety plan."),
    Hold.WELLBEING_PLAN: _("A danger of self-harm was noted. Note the plan that was agreed."),
    Hold.MISSING: _("The person left the place to stay without a word. Look for them first; this never closes a case."),
}
STEPS: dict[ClosingKind, LazyString] = {
    ClosingKind.ASKED: _("Asked to close"),
    ClosingKind.APPROVED: _("Closed"),
    ClosingKind.SENT_BACK: _("Not closed yet"),
    ClosingKind.REOPENED: _("Opened again"),
}
WORDS = "text"
FAULTS: dict[Fault, LazyString] = {
    Fault.MISSING: _("Say why."),
    Fault.TOO_LONG: _("Shorten it: at most 2,000 characters."),
}


@interviews.get("/closings")
@guarded(Permission.CLOSURE_DECIDE)
def closings() -> str:
    """The closures that wait for a second person."""
    return render_template("interviews/closings.html", lines=closing.waiting(current_work(), current_actor()))


@interviews.get("/<uuid:interview_id>/closing")
@guarded(Permission.DECISION_READ)
def show_closing(interview_id: UUID) -> str:
    """What holds a case open, what was done about closing it, and what this person may do."""
    typed = given_back()
    return _page(interview_id, text=typed.get(WORDS, "") if typed else "")


@interviews.post("/<uuid:interview_id>/closing")
@guarded(Permission.CLOSURE_ASK)
def ask_closing(interview_id: UUID) -> ResponseReturnValue:
    """Ask that it is closed."""
    answer = closing.ask(current_work(), current_actor(), interview_id, revision=revision_sent())
    if isinstance(answer, Held):
        return _page(interview_id), 422
    if isinstance(answer, Changed):
        return _page(interview_id, changed=True), 409
    return _back(interview_id)


@interviews.post("/<uuid:interview_id>/closing/decide")
@guarded(Permission.CLOSURE_DECIDE)
def decide_closing(interview_id: UUID) -> ResponseReturnValue:
    """Close it, or send it back."""
    text, approve = request.form.get(WORDS, ""), request.form.get("decision") == "close"
    work, actor, revision = current_work(), current_actor(), revision_sent()
    answer = closing.decide(work, actor, interview_id, revision=revision, approve=approve, text=text)
    return _answered(interview_id, answer, text)


@interviews.post("/<uuid:interview_id>/reopen")
@guarded(Permission.CASE_REOPEN)
def reopen(interview_id: UUID) -> ResponseReturnValue:
    """Open it again."""
    text = request.form.get(WORDS, "")
    return _answered(interview_id, closing.reopen(current_work(), current_actor(), interview_id, text), text)


def _answered(interview_id: UUID, answer: closing.Done | Changed | Fault, text: str) -> ResponseReturnValue:
    match answer:
        case Fault():
            return _page(interview_id, fault=answer, text=text), 422
        case Changed():
            return _page(interview_id, text=text, changed=True), 409
        case _:
            return _back(interview_id)


def _page(interview_id: UUID, *, fault: Fault | None = None, text: str = "", changed: bool = False) -> str:
    found = closing.check(current_work(), current_actor(), interview_id)
    frame = frame_of(found.opened)
    view = found.opened.view
    said = [key for key in view.values if view.question(key).section_id == closing.SECTION]
    return render_template(
        "interviews/closing.html",
        frame=frame,
        found=found,
        holds=[HOLDS[hold] for hold in found.holds],
        said=[listed(frame, key, view.values[key]) for key in said],
        section_page=next((page.key for page in view.pages if page.page.section_id == closing.SECTION), None),
        steps=[(STEPS[step.kind], step) for step in found.steps],
        wrong=None if fault is None else FAULTS[fault],
        text=text,
        changed=changed,
    )


def _back(interview_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("interviews.show_closing", interview_id=interview_id), 303)


def revision_sent() -> int:
    """The revision that the page was made from; a text that is no number counts as the first."""
    typed = request.form.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
