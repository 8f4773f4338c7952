"""An itinerary for the escort of a journey: shown around the days of travel, and each time on record."""

from dataclasses import dataclass
from uuid import UUID

from interview.audit.events import Event
from interview.casework import itineraries
from interview.casework.actors import Actor
from interview.casework.itineraries import Opening, Window, told
from interview.casework.movements import GROUP
from interview.casework.policy import Permission
from interview.questionnaire.answers import Key
from interview.questionnaire.values import Missing
from interview.questionnaire.view import evaluate
from interview.services import UnitOfWork
from interview.services.opening import load_with_entry
from interview.services.showing import OpenInterview, opened

__all__ = ["Itinerary", "Opening", "show", "told"]


@dataclass(frozen=True, slots=True, repr=False)
class Itinerary:
    """A journey as its escort is told of it. `keys`: the answers; none while it is not open.

    Answers that say who the person is are among them where they are hidden, for their place to be seen.
    """

    opened: OpenInterview
    entry_id: str
    window: Window
    keys: tuple[Key, ...] = ()


def show(work: UnitOfWork, actor: Actor, record_id: UUID, entry_id: str) -> Itinerary:
    """The itinerary, for who may print the record; that it was shown is recorded. Raises NotPermitted."""
    loaded = load_with_entry(work, actor, record_id, GROUP, entry_id, Permission.SUMMARY_MAKE)
    values = evaluate(loaded.questionnaire, loaded.answers).values
    today = work.now.astimezone(work.settings.limits.time_zone).date()
    window = itineraries.window(values, entry_id, today)
    if window.opening is not Opening.OPEN:
        return Itinerary(opened(work, actor, loaded), entry_id, window)
    keys = tuple(key for key in told(entry_id) if values.get(key) not in (None, Missing.NOT_ASKED))
    shown = opened(work, actor, loaded, keys=keys)
    work.record(Event.ITINERARY_SHOWN, actor=actor, case_id=shown.case_id, interview_id=record_id)
    return Itinerary(shown, entry_id, window, keys)
