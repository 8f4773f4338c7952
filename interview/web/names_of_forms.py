"""Words for the forms, and for where an interview stands."""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from interview.casework.interviews import InterviewState

FORMS: dict[str, LazyString] = {
    "screening": _("Screening"),
    "urgent": _("Urgent help"),
    "assistance": _("Assistance"),
}
STATES: dict[InterviewState, LazyString] = {
    InterviewState.IN_PROGRESS: _("In progress"),
    InterviewState.PAUSED: _("Paused"),
    InterviewState.SUBMITTED: _("Handed in"),
    InterviewState.RETURNED: _("Returned"),
    InterviewState.ACCEPTED: _("Accepted"),
    InterviewState.AMENDING: _("Being changed"),
    InterviewState.STOPPED_BY_PERSON: _("Stopped at the person's wish"),
    InterviewState.NOT_STARTED: _("Not started"),
    InterviewState.ABANDONED: _("Not continued"),
    InterviewState.WITHDRAWN: _("Withdrawn"),
    InterviewState.SUPERSEDED: _("Replaced"),
}
