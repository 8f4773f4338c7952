"""The first page after signing in, an ordinary page to hide behind, and the language of the screens."""

from calendar import Calendar
from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date, to_user_timezone
from werkzeug.exceptions import NotFound

from interview.casework.policy import Permission
from interview.services import (
    closing,
    fingerprints,
    homes,
    looking_up,
    receiving,
    referring,
    retention,
    second_persons,
    transfers,
)
from interview.web import kept, languages
from interview.web.guarding import current_actor, may, public, signed_in
from interview.web.names_of_forms import FORMS, STATES
from interview.web.referral_words import OURS
from interview.web.referral_words import STATES as REFERRAL_STATES
from interview.web.reviews.queues import left_of
from interview.web.reviews.screens import names
from interview.web.server import current_work

home = Blueprint("home", __name__)


@home.get("/")
@signed_in
def show() -> str:
    """What waits for this person, by role."""
    work, actor = current_work(), current_actor()
    mine = homes.home(work, actor)
    return render_template(
        "home/show.html",
        home=mine,
        returned=[one.line for one in mine.returned],
        open_pins={one.line.interview_id: one.open_pins for one in mine.returned},
        me=actor,
        left_of=left_of,
        **names(),
        form_names=FORMS,
        state_names=STATES,
        changed_keys=fingerprints.changes(work, actor) if may(Permission.KEY_CHANGE_SEE) else (),
        to_keep=retention.count_due(work, actor),
        may_search=looking_up.may_search(actor),
        look_alikes=looking_up.count_look_alikes(work, actor),
        transfers=transfers.count_waiting(work, actor) if may(Permission.CASE_TRANSFER) else 0,
        asked=receiving.queue(work, actor, waiting=True),
        sent=referring.waiting(work, actor),
        referral_states=REFERRAL_STATES,
        our_states=OURS,
        closings=len(closing.waiting(work, actor)),
        agreements=second_persons.count_waiting(work, actor) if may(Permission.APPROVAL_GIVE) else 0,
    )


@home.get("/calendar")
@public
def calendar() -> str:
    """An ordinary page: what a hidden screen shows."""
    today = to_user_timezone(datetime.now(UTC)).date()
    first_day = languages.language_of_page().first_week_day
    weeks = Calendar(first_day).monthdatescalendar(today.year, today.month)
    return render_template(
        "home/calendar.html",
        month=format_date(today, "MMMM y"),
        weekdays=[format_date(day, "EEE") for day in weeks[0]],
        weeks=[[day.day if day.month == today.month else None for day in week] for week in weeks],
    )


@home.post("/language")
@public
def choose_language() -> ResponseReturnValue:
    """Show the screens in another of the offered languages, from now on and in this browser."""
    wanted = request.form.get("language", "")
    if wanted not in {offered.tag for offered in languages.offered_languages()}:
        raise NotFound
    response = redirect(kept.page_of_request(), 303)
    response.set_cookie(languages.COOKIE, wanted, secure=True, httponly=True, samesite="Strict", path="/")
    return response
