"""Duty: who is on it and how to reach them, the shifts to come, and alerts that wait for somebody."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from interview.casework.duty import Contact
from interview.casework.policy import Permission
from interview.services import alerts
from interview.services import duty as service
from interview.services.duty import NotPlanned, ShiftFault
from interview.web.guarding import current_actor, guarded
from interview.web.server import current_work

duty = Blueprint("duty", __name__)

FAULTS: dict[ShiftFault, LazyString] = {
    ShiftFault.NOT_A_MEMBER: _("Choose somebody of the team."),
    ShiftFault.ENDS_BEFORE_IT_BEGINS: _("A shift ends after it begins. Give both moments."),
    ShiftFault.OVER: _("That shift would be over already."),
    ShiftFault.TOO_LONG: _("A shift lasts two weeks at most."),
}


@duty.get("/")
@guarded(Permission.DUTY_READ)
def show() -> str:
    """Who is on duty, who comes next, and what is planned."""
    return _page(None, None)


@duty.post("/teams/<uuid:team_id>/shifts")
@guarded(Permission.DUTY_PLAN)
def plan(team_id: UUID) -> ResponseReturnValue:
    """Put somebody on duty."""
    work, actor = current_work(), current_actor()
    account_id, from_at, until_at = _account(), _moment("from_at"), _moment("until_at")
    if account_id is None:
        return _page(team_id, FAULTS[ShiftFault.NOT_A_MEMBER]), 422
    if from_at is None or until_at is None:
        return _page(team_id, FAULTS[ShiftFault.ENDS_BEFORE_IT_BEGINS]), 422
    planned = service.plan(work, actor, team_id, account_id, from_at=from_at, until_at=until_at)
    if isinstance(planned, NotPlanned):
        return _page(team_id, FAULTS[planned.fault]), 422
    return redirect(url_for("duty.show"), 303)


@duty.post("/shifts/<uuid:shift_id>/remove")
@guarded(Permission.DUTY_PLAN)
def remove(shift_id: UUID) -> ResponseReturnValue:
    """Take a shift out of the rota."""
    service.remove(current_work(), current_actor(), shift_id)
    return redirect(url_for("duty.show"), 303)


@duty.post("/number")
@guarded(Permission.DUTY_READ)
def set_number() -> ResponseReturnValue:
    """Say how one is reached."""
    service.set_my_contact(current_work(), current_actor(), _contact())
    return redirect(url_for("duty.show"), 303)


@duty.post("/teams/<uuid:team_id>/number")
@guarded(Permission.DUTY_PLAN)
def set_team_number(team_id: UUID) -> ResponseReturnValue:
    """Say how the team is reached, whoever is on duty."""
    service.set_team_contact(current_work(), current_actor(), team_id, _contact())
    return redirect(url_for("duty.show"), 303)


@duty.get("/alerts/<uuid:alert_id>")
@guarded(Permission.ALERT_ANSWER)
def alert(alert_id: UUID) -> str:
    """Something needs somebody: what it is stands behind the link, for who may open it."""
    work = current_work()
    answering = alerts.look_at(work, current_actor(), alert_id)
    return render_template(
        "duty/alert.html", answering=answering, passes_on_at=alerts.passes_on_at(work, answering.alert)
    )


@duty.post("/alerts/<uuid:alert_id>/acknowledge")
@guarded(Permission.ALERT_ANSWER)
def acknowledge(alert_id: UUID) -> ResponseReturnValue:
    """Say that one takes care of it."""
    alerts.acknowledge(current_work(), current_actor(), alert_id)
    return redirect(url_for("duty.alert", alert_id=alert_id), 303)


def _page(team_id: UUID | None, problem: LazyString | None) -> str:
    work, actor = current_work(), current_actor()
    return render_template(
        "duty/show.html",
        rotas=service.rotas(work, actor),
        mine=service.my_contact(work, actor),
        me=actor.account_id,
        team_with_problem=team_id,
        problem=problem,
    )


def _contact() -> Contact:
    return Contact(request.form.get("phone", ""), request.form.get("email", ""))


def _account() -> UUID | None:
    try:
        return UUID(request.form.get("account_id", ""))
    except ValueError:
        return None


def _moment(name: str) -> datetime | None:
    """What a field for a moment says, on the office's clock; None for what is no moment."""
    try:
        said = datetime.fromisoformat(request.form.get(name, ""))
        # A summer's last hour comes twice; the first one is meant.
        return said.replace(tzinfo=current_work().settings.limits.time_zone)
    except (ValueError, OverflowError):
        return None
