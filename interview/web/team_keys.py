"""Another key for a team, on suspicion."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from interview.casework.policy import Permission
from interview.services import team_keys as service
from interview.web.guarding import current_actor, guarded
from interview.web.progress import posted_total, total_of
from interview.web.server import current_work

team_keys = Blueprint("team_keys", __name__)


@team_keys.get("/<uuid:team_id>")
@guarded(Permission.TEAM_REKEY)
def show(team_id: UUID) -> str:
    """What it means, or how far it is."""
    shown = service.show(current_work(), current_actor(), team_id)
    return render_template("team_keys/show.html", shown=shown, total=total_of(shown.left))


@team_keys.post("/<uuid:team_id>")
@guarded(Permission.TEAM_REKEY, fresh=True)
def change(team_id: UUID) -> ResponseReturnValue:
    """Give the team another key, and begin to seal its cases to it."""
    work, actor = current_work(), current_actor()
    service.change(work, actor, team_id)
    return _on(team_id, service.show(work, actor, team_id).left)


@team_keys.post("/<uuid:team_id>/go-on")
@guarded(Permission.TEAM_REKEY)
def go_on(team_id: UUID) -> ResponseReturnValue:
    """Seal the next cases."""
    total = posted_total()
    left = service.go_on(current_work(), current_actor(), team_id)
    return _on(team_id, max(total, left)) if left else redirect(url_for("teams.show_all"), 303)


def _on(team_id: UUID, total: int) -> ResponseReturnValue:
    return redirect(url_for("team_keys.show", team_id=team_id, of=total), 303)
