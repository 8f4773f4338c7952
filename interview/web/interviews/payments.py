"""The approval of a payment."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from interview.casework.policy import Permission
from interview.services import payments
from interview.services.payments import Changed, Fault
from interview.web.guarding import current_actor, guarded
from interview.web.interviews.blueprint import interviews
from interview.web.interviews.closing import FAULTS, WORDS, revision_sent
from interview.web.interviews.frames import frame_of
from interview.web.interviews.page_screens import listed
from interview.web.kept import given_back
from interview.web.server import current_work


@interviews.get("/<uuid:interview_id>/payments/<entry_id>")
@guarded(Permission.INTERVIEW_WRITE, Permission.PAYMENT_APPROVE)
def payment(interview_id: UUID, entry_id: str) -> str:
    """A payment, and who approved it."""
    typed = given_back()
    return _page(interview_id, entry_id, text=typed.get(WORDS, "") if typed else "")


@interviews.post("/<uuid:interview_id>/payments/<entry_id>/ask")
@guarded(Permission.INTERVIEW_WRITE)
def ask_payment(interview_id: UUID, entry_id: str) -> ResponseReturnValue:
    """Ask for an approval."""
    payments.ask(current_work(), current_actor(), interview_id, entry_id)
    return redirect(url_for("interviews.payment", interview_id=interview_id, entry_id=entry_id), 303)


@interviews.post("/<uuid:interview_id>/payments/<entry_id>/decide")
@guarded(Permission.PAYMENT_APPROVE)
def decide_payment(interview_id: UUID, entry_id: str) -> ResponseReturnValue:
    """Approve it, or not."""
    work, actor, text = current_work(), current_actor(), request.form.get(WORDS, "")
    approve = request.form.get("decision") == "approve"
    answer = payments.decide(work, actor, interview_id, entry_id, revision=revision_sent(), approve=approve, text=text)
    if isinstance(answer, Fault):
        return _page(interview_id, entry_id, fault=answer, text=text), 422
    if isinstance(answer, Changed):
        return _page(interview_id, entry_id, text=text, changed=True), 409
    return redirect(url_for("interviews.payment", interview_id=interview_id, entry_id=entry_id), 303)


def _page(
    interview_id: UUID, entry_id: str, *, fault: Fault | None = None, text: str = "", changed: bool = False
) -> str:
    found = payments.show(current_work(), current_actor(), interview_id, entry_id)
    frame = frame_of(found.opened)
    return render_template(
        "interviews/payment.html",
        frame=frame,
        found=found,
        said=[listed(frame, key, found.opened.view.values.get(key)) for key in found.keys],
        wrong=None if fault is None else FAULTS[fault],
        text=text,
        changed=changed,
    )
