"""Pause, take up again, stop: each ending is honest, and each leaves a usable record."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from interview.casework.interviews import Ending, InterviewState
from interview.casework.policy import Permission
from interview.services import erasing, interviewing
from interview.web.guarding import current_actor, guarded, signed_in
from interview.web.interviews.blueprint import interviews
from interview.web.interviews.frames import frame_of
from interview.web.server import current_work


@interviews.post("/<uuid:interview_id>/pause")
@guarded(Permission.INTERVIEW_WRITE)
def pause(interview_id: UUID) -> ResponseReturnValue:
    """Pause; a second tap changes nothing."""
    opened = interviewing.open_interview(current_work(), current_actor(), interview_id)
    if opened.state is not InterviewState.PAUSED:
        interviewing.pause(current_work(), current_actor(), interview_id)
    return redirect(url_for("interviews.paused", interview_id=interview_id), 303)


@interviews.get("/<uuid:interview_id>/pause")
@guarded(Permission.INTERVIEW_READ)
def paused(interview_id: UUID) -> str:
    """A quiet page during the break."""
    opened = interviewing.open_interview(current_work(), current_actor(), interview_id)
    return render_template("interviews/paused.html", frame=frame_of(opened))


@interviews.post("/<uuid:interview_id>/resume")
@guarded(Permission.INTERVIEW_WRITE)
def resume(interview_id: UUID) -> ResponseReturnValue:
    """Go on where it was left."""
    opened = interviewing.open_interview(current_work(), current_actor(), interview_id)
    if opened.state in (InterviewState.PAUSED, InterviewState.RETURNED):
        interviewing.resume_interview(current_work(), current_actor(), interview_id)
    return redirect(url_for("interviews.go_on", interview_id=interview_id), 303)


@interviews.get("/<uuid:interview_id>/stop")
@guarded(Permission.INTERVIEW_READ)
def stop(interview_id: UUID) -> str:
    """Words to end with, where to turn to, and the three endings."""
    opened = interviewing.open_interview(current_work(), current_actor(), interview_id)
    back = request.args.get("back", "")
    return render_template(
        "interviews/stop.html",
        frame=frame_of(opened),
        back=back if opened.view.page(back) else None,
        closing=interviewing.closing_page(opened),
    )


@interviews.post("/<uuid:interview_id>/stop")
@guarded(Permission.INTERVIEW_WRITE)
def end(interview_id: UUID) -> ResponseReturnValue:
    """End the talk in one of the three ways."""
    wanted = request.form.get("ending", "")
    if wanted not in set(Ending):
        return redirect(url_for("interviews.stop", interview_id=interview_id), 303)
    if wanted == Ending.TO_BE_CONTINUED:
        return pause(interview_id)
    stopped = interviewing.stop(current_work(), current_actor(), interview_id, Ending(wanted))
    if wanted == Ending.PERSONS_WISH:
        return redirect(url_for("interviews.ended", interview_id=interview_id), 303)
    if stopped.next_page is None:
        return redirect(url_for("interviews.check", interview_id=interview_id), 303)
    return redirect(url_for("interviews.page", interview_id=interview_id, page_key=stopped.next_page), 303)


@interviews.get("/<uuid:interview_id>/withdraw")
@guarded(Permission.DECISION_TELL)
def ask_withdraw(interview_id: UUID) -> str:
    """The person does not want to be on record any more: what follows, before it does."""
    work, actor = current_work(), current_actor()
    opened = interviewing.open_interview(work, actor, interview_id)
    passed_on = erasing.passed_on(work, actor, interview_id)
    return render_template("interviews/withdraw.html", frame=frame_of(opened), passed_on=passed_on)


@interviews.post("/<uuid:interview_id>/withdraw")
@guarded(Permission.DECISION_TELL)
def withdraw(interview_id: UUID) -> ResponseReturnValue:
    """Pass the wish on to the supervisors; a talk that goes on ends."""
    erasing.withdraw(current_work(), current_actor(), interview_id)
    return redirect(url_for("interviews.ask_withdraw", interview_id=interview_id), 303)


@interviews.get("/<uuid:interview_id>/ended")
@guarded(Permission.INTERVIEW_READ)
def ended(interview_id: UUID) -> str:
    """The talk is over: what was kept, and that help is open."""
    opened = interviewing.open_interview(current_work(), current_actor(), interview_id)
    return render_template("interviews/ended.html", frame=frame_of(opened))


@interviews.get("/closed")
@signed_in
def closed() -> str:
    """The person did not want anything written down: nothing was kept."""
    return render_template("interviews/closed.html")
