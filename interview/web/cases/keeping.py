"""How long cases are kept: what is due, and putting it off."""

from datetime import date
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from werkzeug.datastructures import MultiDict

from interview.casework.policy import Permission
from interview.services import erasing, retention
from interview.services.retention import Fault
from interview.web.cases.blueprint import cases
from interview.web.guarding import current_actor, guarded
from interview.web.kept import given_back
from interview.web.server import current_work

FAULTS: dict[Fault, tuple[str, LazyString]] = {
    Fault.REASON_MISSING: ("reason", _("Say why it is kept longer.")),
    Fault.DAY_MISSING: ("until", _("Say until when.")),
    Fault.DAY_TOO_EARLY: ("until", _("Choose a day after the one until which it is kept now.")),
    Fault.DAY_TOO_LATE: ("until", _("Choose a day within the next ten years.")),
    Fault.PERSONS_WISH: ("until", _("The person wants it erased. It is not kept longer against their wish.")),
}
"""What is wrong with a wish to keep a case longer: the field, and a sentence."""


@cases.get("/due")
@guarded(Permission.RETENTION_CHANGE)
def due() -> str:
    """What is due, what somebody wants erased, and the certificates. No names, no answers."""
    work, actor = current_work(), current_actor()
    return render_template(
        "cases/due.html",
        due=retention.due(work, actor),
        wanted=erasing.wanted(work, actor),
        certificates=erasing.certificates(work, actor),
    )


@cases.get("/<uuid:case_id>/keeping")
@guarded(Permission.RETENTION_CHANGE)
def show_keeping(case_id: UUID) -> str:
    """How long a case is kept."""
    typed = given_back() or MultiDict()
    return _page(case_id, until=typed.get("until", ""), reason=typed.get("reason", ""))


@cases.post("/<uuid:case_id>/keeping")
@guarded(Permission.RETENTION_CHANGE)
def postpone(case_id: UUID) -> ResponseReturnValue:
    """Keep it longer."""
    typed, reason = request.form.get("until", ""), request.form.get("reason", "")
    answer = retention.postpone(current_work(), current_actor(), case_id, until=_day(typed), reason=reason)
    if isinstance(answer, Fault):
        return _page(case_id, fault=answer, until=typed, reason=reason), 422
    return redirect(url_for("cases.show_keeping", case_id=case_id), 303)


def _page(case_id: UUID, *, fault: Fault | None = None, until: str = "", reason: str = "") -> str:
    keeping = retention.keeping_of(current_work(), current_actor(), case_id)
    wrong = None if fault is None else FAULTS[fault]
    return render_template("cases/keeping.html", keeping=keeping, wrong=wrong, until=until, reason=reason)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
