"""A journey that is dangerous: what stands against it, and a supervisor's decision."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from interview.casework.policy import Permission
from interview.services import movements
from interview.services.movements import Changed, Fault
from interview.web.guarding import current_actor, guarded
from interview.web.interviews.blueprint import interviews
from interview.web.interviews.closing import FAULTS, WORDS, revision_sent
from interview.web.interviews.frames import frame_of
from interview.web.interviews.journey_words import BLOCKS
from interview.web.interviews.page_screens import listed
from interview.web.kept import given_back
from interview.web.server import current_work


@interviews.get("/<uuid:interview_id>/journeys/<entry_id>")
@guarded(Permission.INTERVIEW_READ)
def journey(interview_id: UUID, entry_id: str) -> str:
    """What stands against a journey, and what was decided about it."""
    typed = given_back()
    return _page(interview_id, entry_id, text=typed.get(WORDS, "") if typed else "")


@interviews.post("/<uuid:interview_id>/journeys/<entry_id>/ask")
@guarded(Permission.INTERVIEW_WRITE)
def ask_journey(interview_id: UUID, entry_id: str) -> ResponseReturnValue:
    """Ask a supervisor to decide."""
    movements.ask(current_work(), current_actor(), interview_id, entry_id)
    return redirect(url_for("interviews.journey", interview_id=interview_id, entry_id=entry_id), 303)


@interviews.post("/<uuid:interview_id>/journeys/<entry_id>/decide")
@guarded(Permission.JOURNEY_DECIDE)
def decide_journey(interview_id: UUID, entry_id: str) -> ResponseReturnValue:
    """Allow it, or not."""
    work, actor, text = current_work(), current_actor(), request.form.get(WORDS, "")
    allow = request.form.get("decision") == "allow"
    answer = movements.decide(work, actor, interview_id, entry_id, revision=revision_sent(), allow=allow, text=text)
    if isinstance(answer, Fault):
        return _page(interview_id, entry_id, fault=answer, text=text), 422
    if isinstance(answer, Changed):
        return _page(interview_id, entry_id, text=text, changed=True), 409
    return redirect(url_for("interviews.journey", interview_id=interview_id, entry_id=entry_id), 303)


def _page(
    interview_id: UUID, entry_id: str, *, fault: Fault | None = None, text: str = "", changed: bool = False
) -> str:
    found = movements.show(current_work(), current_actor(), interview_id, entry_id)
    frame = frame_of(found.opened)
    return render_template(
        "interviews/journey.html",
        frame=frame,
        found=found,
        blocks=[BLOCKS[block] for block in found.blocks],
        said=[listed(frame, key, found.opened.view.values.get(key)) for key in found.keys],
        wrong=None if fault is None else FAULTS[fault],
        text=text,
        changed=changed,
    )
