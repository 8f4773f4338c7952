"""Who of the shelter staff is let into a case."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from interview.casework.policy import Permission
from interview.services import letting_in
from interview.web.cases.blueprint import cases
from interview.web.guarding import current_actor, guarded
from interview.web.server import current_work


@cases.get("/<uuid:case_id>/shelter")
@guarded(Permission.CASE_REASSIGN)
def show_shelter_staff(case_id: UUID) -> str:
    """Who is let in, and who could be."""
    found = letting_in.show(current_work(), current_actor(), case_id)
    return render_template("cases/letting_in.html", found=found)


@cases.post("/<uuid:case_id>/shelter/<uuid:account_id>/in")
@guarded(Permission.CASE_REASSIGN, fresh=True)
def let_in(case_id: UUID, account_id: UUID) -> ResponseReturnValue:
    """Let somebody in."""
    letting_in.let_in(current_work(), current_actor(), case_id, account_id)
    return redirect(url_for("cases.show_shelter_staff", case_id=case_id), 303)


@cases.post("/<uuid:case_id>/shelter/<uuid:account_id>/out")
@guarded(Permission.CASE_REASSIGN, fresh=True)
def take_out(case_id: UUID, account_id: UUID) -> ResponseReturnValue:
    """Take somebody out."""
    letting_in.take_out(current_work(), current_actor(), case_id, account_id)
    return redirect(url_for("cases.show_shelter_staff", case_id=case_id), 303)
