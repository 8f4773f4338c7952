"""What waits for a second person."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from werkzeug.exceptions import NotFound

from interview.casework.actors import Actor
from interview.casework.approvals import ApprovalKind, ApprovalState
from interview.casework.policy import Permission
from interview.services import UnitOfWork, approving, offices, second_persons
from interview.web.guarding import current_actor, guarded
from interview.web.server import current_work

approvals = Blueprint("approvals", __name__)

KINDS: dict[ApprovalKind, LazyString] = {
    ApprovalKind.ERASURE: _("Erase a case for good"),
    ApprovalKind.REGRANT: _("Give someone their cases back"),
    ApprovalKind.OFFICE_TEAM: _("Watch over an office"),
    ApprovalKind.BULK_EXPORT: _("Take the whole record away as a table"),
}
STATES: dict[ApprovalState, LazyString] = {
    ApprovalState.ASKED: _("Waits for someone else"),
    ApprovalState.GIVEN: _("Agreed: you can go on"),
}
# What is looked at, and answered, on a page of its own; and where whoever asked goes on.
ELSEWHERE: dict[ApprovalKind, Callable[[UUID], str]] = {
    ApprovalKind.ERASURE: lambda case_id: url_for("cases.show_erasure", case_id=case_id),
}
GOES_ON: dict[ApprovalKind, Callable[[UUID], str]] = {
    **ELSEWHERE,
    ApprovalKind.REGRANT: lambda account_id: url_for("regranting.compare", account_id=account_id),
}
# What is done at once when somebody agrees or declines; the rest waits for whoever asked.
AT_ONCE: dict[ApprovalKind, tuple[Callable[[UnitOfWork, Actor, UUID], object], ...]] = {
    ApprovalKind.OFFICE_TEAM: (offices.agree, offices.decline),
}


@approvals.get("/")
@guarded(Permission.APPROVAL_GIVE)
def show_all() -> str:
    """What this person can agree to, and what they asked for."""
    shown = second_persons.show_waiting(current_work(), current_actor())
    return render_template(
        "approvals/list.html", waiting=shown, kinds=KINDS, states=STATES, elsewhere=ELSEWHERE, goes_on=GOES_ON
    )


@approvals.post("/<uuid:approval_id>/give")
@guarded(Permission.APPROVAL_GIVE, fresh=True)
def give(approval_id: UUID) -> ResponseReturnValue:
    """Agree to what another person asked for."""
    return _answered(approval_id, 0, approving.approve)


@approvals.post("/<uuid:approval_id>/refuse")
@guarded(Permission.APPROVAL_GIVE, fresh=True)
def refuse(approval_id: UUID) -> ResponseReturnValue:
    """Decline what another person asked for."""
    return _answered(approval_id, 1, approving.refuse)


def _answered(
    approval_id: UUID, which: int, otherwise: Callable[[UnitOfWork, Actor, UUID], object]
) -> ResponseReturnValue:
    work, actor = current_work(), current_actor()
    kind = approving.find(work, actor, approval_id).kind
    if kind in ELSEWHERE:
        raise NotFound
    answer = AT_ONCE[kind][which] if kind in AT_ONCE else otherwise
    answer(work, actor, approval_id)
    return redirect(url_for("approvals.show_all"), 303)
