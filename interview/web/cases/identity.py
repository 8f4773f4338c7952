"""Showing who the person is, for a purpose and for a while."""

from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from interview.casework.policy import Permission
from interview.services import purposes
from interview.services.purposes import IdentityPurpose
from interview.web import kept
from interview.web.cases.blueprint import cases
from interview.web.guarding import current_actor, guarded
from interview.web.server import current_work

PURPOSES: dict[IdentityPurpose, LazyString] = {
    IdentityPurpose.CARE: _("To give or arrange care"),
    IdentityPurpose.SAFETY: _("Someone may be in danger"),
    IdentityPurpose.DECISION: _("To decide, or to check a decision"),
    IdentityPurpose.CONTACT: _("To reach the person"),
    IdentityPurpose.CORRECTION: _("To correct an answer"),
    IdentityPurpose.PERSONS_REQUEST: _("The person asked for it"),
}
"""Words for what identity answers are wanted for."""


@cases.post("/<uuid:case_id>/identity")
@guarded(Permission.IDENTITY_READ)
def show_identity(case_id: UUID) -> ResponseReturnValue:
    """Show who this is, if it was said what for, and go back to where that was asked."""
    wanted = request.form.get("purpose", "")
    if wanted not in set(IdentityPurpose):
        return render_template("cases/identity.html", case_id=case_id, back=kept.page_of_request()), 422
    purposes.open_identity(current_work(), current_actor(), case_id, IdentityPurpose(wanted))
    return redirect(kept.page_of_request(), 303)


@cases.post("/<uuid:case_id>/identity/hide")
@guarded(Permission.IDENTITY_READ)
def hide_identity(case_id: UUID) -> ResponseReturnValue:
    """Hide it again now."""
    purposes.hide_identity(current_work(), current_actor(), case_id)
    return redirect(kept.page_of_request(), 303)
