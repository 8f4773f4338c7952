"""The record of a case: begin it."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from interview.casework.policy import Permission
from interview.services import assistance
from interview.web.cases.blueprint import cases
from interview.web.guarding import current_actor, guarded
from interview.web.server import current_work


@cases.post("/<uuid:case_id>/assistance")
@guarded(Permission.INTERVIEW_WRITE)
def begin_assistance(case_id: UUID) -> ResponseReturnValue:
    """Begin the record of a case, or go on with it: a second tap makes no second one."""
    record_id = assistance.begin(current_work(), current_actor(), case_id)
    return redirect(url_for("interviews.sections", interview_id=record_id), 303)
