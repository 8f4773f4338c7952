"""Time limits of an interview: how much time is left of each, one more by hand, one that is dealt with."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol
from uuid import UUID

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from interview.casework.clocks import BY_HAND, ClockKind, TimeLeft, start_of
from interview.casework.policy import Permission
from interview.config import Settings
from interview.services import clocks as service
from interview.services.clocks import Due, Running
from interview.services.showing import OpenInterview
from interview.web import kept
from interview.web.guarding import current_actor, guarded
from interview.web.server import Server, current_work, working_now

clocks = Blueprint("clocks", __name__)

WITHIN_DAYS = 7
"""Lists speak of what is due so soon."""

KINDS: dict[ClockKind, LazyString] = {
    ClockKind.DECISION: _("Decision"),
    ClockKind.CARE: _("Offer medical care"),
    ClockKind.REMOVAL: _("Date set for removal"),
    ClockKind.PERMIT: _("End of a permit"),
    ClockKind.REFLECTION: _("End of the reflection period"),
    ClockKind.CLAIM: _("Last day for a claim"),
    ClockKind.CONSENT: _("Ask again for consent"),
    ClockKind.PLAN: _("End of the plan"),
    ClockKind.PAYMENT: _("A payment is due"),
    ClockKind.APPROVAL: _("A payment waits for approval"),
    ClockKind.FOLLOW_UP: _("A visit or call is due"),
    ClockKind.CONTACT: _("Plan a safe way to get in touch"),
    ClockKind.MISSING: _("Look for the person"),
    ClockKind.JOURNEY: _("The journey failed: act now"),
    ClockKind.ARRIVAL: _("Make sure that the person arrived"),
    ClockKind.REFERRAL: _("Ask what came of a referral"),
    ClockKind.TELL: _("Tell a partner that the agreement was taken back"),
    ClockKind.AGREEMENT: _("Ask again before an agreement ends"),
    ClockKind.RESTS: _("Say what came of a referral whose agreement was taken back"),
}


@clocks.post("/<uuid:interview_id>")
@guarded(Permission.CLOCK_SET)
def start(interview_id: UUID) -> ResponseReturnValue:
    """Note a time limit that no question asks for."""
    kind, day = _kind(), _day()
    if kind is not None and day is not None:
        service.start(current_work(), current_actor(), interview_id, kind, day)
    else:
        service.require_settable(current_work(), current_actor(), interview_id)
    return redirect(kept.page_of_request(), 303)


@clocks.post("/<uuid:interview_id>/<uuid:clock_id>/stop")
@guarded(Permission.CLOCK_SET)
def stop(interview_id: UUID, clock_id: UUID) -> ResponseReturnValue:
    """Say that it is dealt with."""
    service.stop(current_work(), current_actor(), interview_id, clock_id)
    return redirect(kept.page_of_request(), 303)


def time_left(left: TimeLeft) -> str:
    """How much time is left, or how late it is, in words."""
    if left.overdue:
        return str(gettext("%(span)s late", span=_span(left)))
    return str(gettext("due in %(span)s", span=_span(left)))


def clocks_of(opened: OpenInterview) -> tuple[Running, ...]:
    """The time limits of the case of an interview that this page shows."""
    return service.of_interview(current_work(), current_actor(), opened.loaded.record)


class Line(Protocol):
    """A line of a list that is about an interview."""

    @property
    def interview_id(self) -> UUID: ...


def due_soon(lines: Iterable[Line]) -> Mapping[UUID, Due]:
    """What is due within a week, or late, for the interviews of a list; what it is stays sealed."""
    if not working_now():
        return {}
    found = service.due(current_work(), [line.interview_id for line in lines])
    return {key: due for key, due in found.items() if due.left.overdue or due.left.days < WITHIN_DAYS}


def tell_the_time(app: Server, _: Settings) -> None:
    """Let templates speak of time that is left."""
    app.jinja_env.filters["time_left"] = time_left
    app.jinja_env.globals.update(
        clocks_of=clocks_of,
        due_soon=due_soon,
        clock_names=KINDS,
        clocks_by_hand=BY_HAND,
        reflection_ends=lambda: (current_work().now + current_work().settings.limits.reflection).date(),
    )


def _span(left: TimeLeft) -> str:
    if left.days >= 2:
        return str(ngettext("%(num)d day", "%(num)d days", left.days))
    hours = left.days * 24 + left.hours
    # Less than an hour is said as one: nobody should think that it is nothing.
    return str(gettext("%(num)s h", num=max(hours, 1)))


def _kind() -> ClockKind | None:
    try:
        return ClockKind(request.form.get("kind", ""))
    except ValueError:
        return None


def _day() -> date | None:
    try:
        day = date.fromisoformat(request.form.get("day", ""))
        start_of(day, current_work().settings.limits)
    except (ValueError, OverflowError):
        return None
    return day
