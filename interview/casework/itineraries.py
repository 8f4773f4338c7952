"""What an escort is told about a journey, and from when until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from interview.casework.movements import GROUP, RESULT
from interview.casework.tasks import rows
from interview.questionnaire.answers import Key, key_of
from interview.questionnaire.values import Value

BEFORE = timedelta(days=14)
"""So long before the departure it opens: tickets and handovers are settled then, and paper lies about shorter."""

AFTER = timedelta(days=7)
"""So long after the planned day it stays open where nobody has confirmed the arrival: flights are missed."""

_PERSON = ("s_name_called", "s_name_given", "s_name_family", "s_child_now", "s_int_language", "s_int_language2")
_JOURNEY = (
    "a_mov_date",
    "a_mov_from_country",
    "a_mov_from_place",
    "a_mov_transit",
    "a_mov_to_country",
    "a_mov_to_place",
    "a_mov_arrival",
    "a_mov_mode",
    "a_mov_documents",
    "a_mov_fit",
    "a_mov_escort_name",
    "a_mov_family_meet",
    "a_mov_receiver",
    "a_mov_handover_to",
    "a_mov_handover_time",
)
# Neither the kind of journey nor its dangers: they tell the story of the person to whoever finds the paper.
_ALERTS = ("a_health_allergies", "a_contact_never")

_CALLED_OFF = frozenset({"postponed", "cancelled_person", "cancelled_risk", "cancelled_other", "no_show"})


class Opening(StrEnum):
    """Whether an itinerary can be shown today, or why it cannot."""

    OPEN = "open"
    NO_DAY = "no_day"
    EARLY = "early"
    ARRIVED = "arrived"
    OVER = "over"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, slots=True)
class Window:
    """Whether it is open today; `first` and `last`: the days from which and until which, None without a day."""

    opening: Opening
    first: date | None = None
    last: date | None = None


def window(values: Mapping[Key, Value], entry_id: str, today: date) -> Window:
    """When the itinerary of a journey can be shown. `today`: at the office."""
    row = dict(rows(values, GROUP)).get(entry_id, {})
    leaves, arrives = row.get("a_mov_date"), row.get("a_mov_arrival")
    if row.get(RESULT) in _CALLED_OFF:
        return Window(Opening.CALLED_OFF)
    if isinstance(row.get("a_mov_confirmed"), date):
        return Window(Opening.ARRIVED)
    if not isinstance(leaves, date):
        return Window(Opening.NO_DAY)
    planned = max(leaves, arrives) if isinstance(arrives, date) else leaves
    first, last = leaves - BEFORE, planned + AFTER
    if today < first:
        return Window(Opening.EARLY, first, last)
    return Window(Opening.OVER if today > last else Opening.OPEN, first, last)


def told(entry_id: str) -> tuple[Key, ...]:
    """What an escort needs, and no more: who, from where to where and how, fitness and warnings. No story."""
    return (*_PERSON, *(key_of(item, GROUP, entry_id) for item in _JOURNEY), *_ALERTS)
