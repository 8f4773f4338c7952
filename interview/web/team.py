"""The team's work: how much is with whom, what is late, and who stands in for whom."""

from datetime import date
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from interview.casework.policy import Permission
from interview.config import Settings
from interview.services import teamwork
from interview.services.teamwork import InterviewLine, LeaveFault, NotPlanned
from interview.web.guarding import current_actor, guarded, visitor_seen
from interview.web.server import Server, current_work, working_now

team = Blueprint("team", __name__)

FAULTS: dict[LeaveFault, LazyString] = {
    LeaveFault.SAME_PERSON: _("Nobody stands in for themselves. Choose another person."),
    LeaveFault.NO_CASEWORKER: _("Choose who is away, and a caseworker who stands in."),
    LeaveFault.OVER: _("Give the last day of the absence. It may be today."),
    LeaveFault.AWAY_ALREADY: _("This person is away already. End that absence first."),
    LeaveFault.COVER_AWAY: _("Whom you chose is away too. Choose another person."),
    LeaveFault.KEY_REPLACED: _("The key of whom you chose was replaced. Look at that among the teams first."),
}


@team.get("/")
@guarded(Permission.TEAM_WATCH)
def show() -> str:
    """The work of one's teams."""
    return _page(None, None)


@team.post("/<uuid:team_id>/absences")
@guarded(Permission.LEAVE_PLAN)
def plan(team_id: UUID) -> ResponseReturnValue:
    """Someone is away, and another one is let into their open cases."""
    work, actor = current_work(), current_actor()
    account_id, cover_id, until_on = _id("account_id"), _id("cover_id"), _day()
    if account_id is None or cover_id is None:
        return _page(team_id, FAULTS[LeaveFault.NO_CASEWORKER]), 422
    if until_on is None:
        return _page(team_id, FAULTS[LeaveFault.OVER]), 422
    planned = teamwork.plan(work, actor, team_id, account_id, cover_id, until_on=until_on)
    if isinstance(planned, NotPlanned):
        return _page(team_id, FAULTS[planned.fault]), 422
    return redirect(url_for("team.show"), 303)


@team.post("/absences/<uuid:absence_id>/end")
@guarded(Permission.LEAVE_PLAN)
def end(absence_id: UUID) -> ResponseReturnValue:
    """Take back what was opened for an absence."""
    teamwork.end(current_work(), current_actor(), absence_id)
    return redirect(url_for("team.show"), 303)


def covering() -> tuple[InterviewLine, ...]:
    """The interviews for which whoever looks at this page stands in."""
    there = visitor_seen()
    if there is None or there.actor is None or not working_now():
        return ()
    return teamwork.covering(current_work(), there.actor)


def show_cover(app: Server, _: Settings) -> None:
    """Let the home page list it."""
    app.jinja_env.globals["covering"] = covering


def _page(team_id: UUID | None, problem: LazyString | None) -> str:
    views = teamwork.views(current_work(), current_actor())
    return render_template("team/show.html", views=views, team_with_problem=team_id, problem=problem)


def _id(name: str) -> UUID | None:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return None


def _day() -> date | None:
    try:
        return date.fromisoformat(request.form.get("until_on", ""))
    except ValueError:
        return None
