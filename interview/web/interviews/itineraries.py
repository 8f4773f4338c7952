"""A journey on paper for who goes along."""

from uuid import UUID

from flask import render_template
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from interview.casework.policy import Permission
from interview.services import itineraries
from interview.services.itineraries import Opening
from interview.web.guarding import current_actor, guarded
from interview.web.interviews.blueprint import interviews
from interview.web.interviews.frames import frame_of
from interview.web.interviews.page_screens import listed
from interview.web.server import current_work

CLOSED: dict[Opening, LazyString] = {
    Opening.NO_DAY: _("It can be shown once the day of departure is noted."),
    Opening.EARLY: _("It is too early. It can be shown from two weeks before the person leaves."),
    Opening.ARRIVED: _("The person has arrived. Nobody needs it any more."),
    Opening.OVER: _("The days of travel are over. It is not shown any more."),
    Opening.CALLED_OFF: _("This journey does not take place as it was planned."),
}
"""Why an itinerary is not shown."""


@interviews.get("/<uuid:interview_id>/journeys/<entry_id>/itinerary")
@guarded(Permission.SUMMARY_MAKE)
def journey_itinerary(interview_id: UUID, entry_id: str) -> str:
    """What the escort needs, around the days of travel."""
    found = itineraries.show(current_work(), current_actor(), interview_id, entry_id)
    frame = frame_of(found.opened)
    return render_template(
        "interviews/itinerary.html",
        frame=frame,
        found=found,
        closed=CLOSED.get(found.window.opening),
        said=[listed(frame, key, found.opened.view.values.get(key)) for key in found.keys],
    )
