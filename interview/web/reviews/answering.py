"""The caseworker's side of what was sent back: each question with what is asked about it."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from interview.casework.policy import Permission
from interview.services import interviewing, pinning
from interview.services.decision_results import Fault
from interview.services.pinning import NoText
from interview.web.guarding import current_actor, guarded
from interview.web.interviews.frames import frame_of
from interview.web.interviews.page_screens import listed
from interview.web.kept import given_back
from interview.web.reviews.blueprint import reviews
from interview.web.reviews.screens import NOTHING_TYPED, Wrong, names
from interview.web.reviews.words import ANSWER_MISSING, FAULTS
from interview.web.server import current_work

TEXT = "text-"


@reviews.get("/answers/<uuid:interview_id>")
@guarded(Permission.INTERVIEW_WRITE)
def pins(interview_id: UUID) -> str:
    """What was asked, one by one."""
    return _pins(interview_id, given_back() or NOTHING_TYPED)


@reviews.post("/answers/<uuid:interview_id>/<int:pin_id>")
@guarded(Permission.INTERVIEW_WRITE)
def answer(interview_id: UUID, pin_id: int) -> ResponseReturnValue:
    """Answer one of them in words; what was typed under the others is kept with it."""
    texts = {name.removeprefix(TEXT): text for name, text in request.form.items() if name.startswith(TEXT)}
    result = pinning.answer_pins(current_work(), current_actor(), interview_id, str(pin_id), texts)
    if isinstance(result, NoText):
        words = FAULTS[Fault.TEXT_TOO_LONG] if result.too_long else ANSWER_MISSING
        return _pins(interview_id, request.form, (f"{TEXT}{result.pin_id}", words)), 422
    return redirect(url_for("reviews.pins", interview_id=interview_id), 303)


def _pins(interview_id: UUID, typed: MultiDict[str, str], wrong: Wrong | None = None) -> str:
    work, actor = current_work(), current_actor()
    asked = pinning.pins_of(work, actor, interview_id)
    if not asked:
        raise NotFound
    frame = frame_of(interviewing.open_interview(work, actor, interview_id))
    view = frame.opened.view
    pages = {key: page.key for page in reversed(view.pages) for key in page.keys}
    rows = [(pin, listed(frame, pin.key, view.values.get(pin.key)), pages.get(pin.key)) for pin in asked]
    return render_template(
        "reviews/answers.html",
        frame=frame,
        rows=rows,
        still_open=sum(pin.answer is None for pin in asked),
        typed=typed,
        wrong=wrong,
        **names(),
    )
