"""What waits to be decided, and one review."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from interview.casework.clocks import TimeLeft
from interview.casework.clocks import time_left as left_until
from interview.casework.policy import Permission
from interview.services import reviewing
from interview.services.reviewing import ReviewLine
from interview.web.guarding import current_actor, guarded
from interview.web.kept import given_back
from interview.web.reviews.blueprint import reviews
from interview.web.reviews.screens import Screen, names, open_screen
from interview.web.server import current_work


@reviews.get("/")
@guarded(Permission.DECISION_WRITE)
def show_all() -> str:
    """What waits: urgent ones first, then the oldest. No names."""
    work, actor = current_work(), current_actor()
    return render_template(
        "reviews/queue.html", queue=reviewing.queue(work, actor), left_of=left_of, me=actor, **names()
    )


@reviews.get("/<uuid:decision_id>")
@guarded(Permission.DECISION_READ)
def show(decision_id: UUID) -> str:
    """One decision, with the evidence beside it."""
    return page(open_screen(decision_id, typed=given_back()))


@reviews.get("/of/<uuid:interview_id>")
@guarded(Permission.DECISION_READ)
def newest(interview_id: UUID) -> ResponseReturnValue:
    """The newest decision about an interview."""
    decision_id = reviewing.decision_of_interview(current_work(), current_actor(), interview_id)
    if decision_id is None:
        raise NotFound
    return redirect(url_for("reviews.show", decision_id=decision_id), 303)


def page(screen: Screen) -> str:
    """The page of a review."""
    return render_template("reviews/show.html", screen=screen, **names())


def left_of(line: ReviewLine) -> TimeLeft:
    """How much time is left for one line of the queue."""
    return left_until(line.due_at, current_work().now)
