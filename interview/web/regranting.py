"""Giving somebody their cases back whose key was replaced."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from interview.casework.policy import Permission
from interview.services import regranting as service
from interview.web.guarding import current_actor, guarded
from interview.web.progress import posted_total, total_of
from interview.web.server import current_work
from interview.web.teams import posted_key_id

regranting = Blueprint("regranting", __name__)


@regranting.get("/<uuid:account_id>")
@guarded(Permission.CASE_REASSIGN)
def compare(account_id: UUID) -> str:
    """The words to compare, then who has to agree, then how far it is."""
    shown = service.show(current_work(), current_actor(), account_id)
    return render_template("regranting/compare.html", regrant=shown, total=total_of(shown.cases))


@regranting.post("/<uuid:account_id>")
@guarded(Permission.CASE_REASSIGN, fresh=True)
def ask(account_id: UUID) -> ResponseReturnValue:
    """Say that the words were the same, and ask a second supervisor."""
    service.ask(current_work(), current_actor(), account_id, posted_key_id())
    return redirect(url_for("regranting.compare", account_id=account_id), 303)


@regranting.post("/<uuid:account_id>/go-on")
@guarded(Permission.CASE_REASSIGN)
def go_on(account_id: UUID) -> ResponseReturnValue:
    """Give the next cases back."""
    total = posted_total()
    if service.go_on(current_work(), current_actor(), account_id):
        return redirect(url_for("regranting.compare", account_id=account_id, of=total), 303)
    return redirect(url_for("teams.show_all"), 303)
