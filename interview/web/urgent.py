"""Urgent help, one tap from every screen: what to do now, and a page for the next person on duty."""

from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from interview.casework.policy import Permission
from interview.services import interviewing
from interview.services import urgent as service
from interview.services.submitting import Blocked
from interview.web import kept
from interview.web.guarding import current_actor, guarded, public, signed_in, visitor
from interview.web.interviews.frames import frame_of
from interview.web.interviews.page_screens import listed
from interview.web.languages import language_of_page, tag
from interview.web.server import current_work

urgent = Blueprint("urgent", __name__)

FORM = "urgent"
PAGE = "u1_1"


@urgent.get("/")
@public
def show() -> str:
    """What to do now, for anyone who holds the tablet."""
    visitor()
    return render_template("urgent/show.html", back=kept.page_or_home(request.args.get("back", "")))


@urgent.post("/")
@signed_in
def come() -> ResponseReturnValue:
    """Come here from any screen; what was typed there is kept, and waits."""
    page = kept.keep_typed()
    return redirect(url_for("urgent.show", back=page), 303)


@urgent.post("/begin")
@guarded(Permission.URGENT_WRITE)
def begin() -> ResponseReturnValue:
    """Open the page for the next person on duty. No name, no agreement, no decision."""
    interview_id = service.begin(current_work(), current_actor(), language=tag(language_of_page()))
    return redirect(url_for("interviews.page", interview_id=interview_id, page_key=PAGE), 303)


@urgent.get("/<uuid:interview_id>")
@guarded(Permission.INTERVIEW_READ)
def review(interview_id: UUID) -> str:
    """What was written down: to hand on, to read on duty, and to begin the interview from when there is time for it."""
    opened = interviewing.open_interview(current_work(), current_actor(), interview_id, whole=True)
    if opened.form != FORM:
        raise NotFound
    frame = frame_of(opened)
    told = [listed(frame, key, opened.view.values.get(key)) for page in opened.view.pages for key in page.keys]
    return render_template("urgent/review.html", opened=opened, told=told, page=PAGE, saved_at=opened.saved_at)


@urgent.post("/<uuid:interview_id>/hand-on")
@guarded(Permission.URGENT_WRITE)
def hand_on(interview_id: UUID) -> ResponseReturnValue:
    """Close the page and raise the alert; what is still missing on it leads back to it."""
    revision = request.form.get("revision", 0, int)
    answer = service.hand_on(current_work(), current_actor(), interview_id, revision=revision)
    if isinstance(answer, Blocked):
        return redirect(url_for("interviews.page", interview_id=interview_id, page_key=PAGE), 303)
    return redirect(url_for("urgent.review", interview_id=interview_id), 303)


@urgent.post("/<uuid:interview_id>/interview")
@guarded(Permission.CASE_OPEN)
def go_on(interview_id: UUID) -> ResponseReturnValue:
    """Begin the interview of the person who was helped, in the same case."""
    opened = interviewing.open_interview(current_work(), current_actor(), interview_id)
    language = tag(language_of_page())
    begun = interviewing.begin(
        current_work(),
        current_actor(),
        person_language=language,
        interviewer_language=language,
        case_id=opened.case_id,
        modules=current_app.config["MODULES"],
    )
    return redirect(url_for("interviews.sections", interview_id=begun), 303)
