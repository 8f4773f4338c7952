"""Giving a case to another caseworker."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from interview.casework.policy import Permission
from interview.services import reassigning as service
from interview.web.guarding import current_actor, guarded
from interview.web.server import current_work

reassigning = Blueprint("reassigning", __name__)


@reassigning.get("/<uuid:interview_id>")
@guarded(Permission.CASE_REASSIGN)
def choose(interview_id: UUID) -> str:
    """Who works on it, and who could."""
    return _page(interview_id, None)


@reassigning.post("/<uuid:interview_id>")
@guarded(Permission.CASE_REASSIGN, fresh=True)
def reassign(interview_id: UUID) -> ResponseReturnValue:
    """Give it to somebody else."""
    try:
        to_id = UUID(request.form.get("to", ""))
    except ValueError:
        return _page(interview_id, _("Choose who takes it over.")), 422
    service.reassign(current_work(), current_actor(), interview_id, to_id)
    return redirect(url_for("interviews.sections", interview_id=interview_id), 303)


def _page(interview_id: UUID, problem: LazyString | None) -> str:
    shown = service.show(current_work(), current_actor(), interview_id)
    return render_template("reassigning/choose.html", shown=shown, problem=problem)
