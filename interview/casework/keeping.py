"""For what the answers that say who a person is are opened, how long a case is kept, and why it is erased."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from interview.casework.decisions import Determination
from interview.casework.interviews import InterviewState


class IdentityPurpose(StrEnum):
    """Why somebody asks who the person is. A closed list: each opening is recorded with one of them."""

    CARE = "care"
    SAFETY = "safety"
    DECISION = "decision"
    CONTACT = "contact"
    CORRECTION = "correction"
    PERSONS_REQUEST = "persons_request"


class ErasureReason(StrEnum):
    """Why a case is to be erased."""

    PERSONS_WISH = "persons_wish"
    RETENTION_OVER = "retention_over"
    OPENED_BY_MISTAKE = "opened_by_mistake"
    ORDERED = "ordered"


class Outcome(StrEnum):
    """How a case came out, as far as it decides how long the case is kept."""

    NOT_STARTED = "not_started"
    STOPPED = "stopped"
    ABANDONED = "abandoned"
    WITHDRAWN = "withdrawn"
    NOT_VICTIM = "not_victim"
    POSSIBLE = "possible"
    VICTIM = "victim"


_YEAR = timedelta(days=365)

SCHEDULE: Mapping[Outcome, timedelta] = MappingProxyType(
    {
        Outcome.NOT_STARTED: timedelta(days=30),
        Outcome.STOPPED: _YEAR,
        Outcome.ABANDONED: _YEAR,
        Outcome.WITHDRAWN: timedelta(0),
        Outcome.NOT_VICTIM: 2 * _YEAR,
        Outcome.POSSIBLE: 5 * _YEAR,
        Outcome.VICTIM: 10 * _YEAR,
    }
)
"""How long a case is kept after each outcome, unless a deployment's settings say otherwise."""

OF_STATE: Mapping[InterviewState, Outcome] = MappingProxyType(
    {
        InterviewState.NOT_STARTED: Outcome.NOT_STARTED,
        InterviewState.STOPPED_BY_PERSON: Outcome.STOPPED,
        InterviewState.ABANDONED: Outcome.ABANDONED,
        InterviewState.WITHDRAWN: Outcome.WITHDRAWN,
    }
)
"""The outcome of an interview that ended without a decision."""

OF_DETERMINATION: Mapping[Determination, Outcome] = MappingProxyType(
    {
        Determination.VICTIM: Outcome.VICTIM,
        Determination.POSSIBLE: Outcome.POSSIBLE,
        Determination.NOT_VICTIM: Outcome.NOT_VICTIM,
    }
)
"""The outcome of a decision."""

LONGEST_BACKUP = timedelta(days=30)
"""A certificate promises that a backup which still opens an erased case is gone after so long at most."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What a deployment chooses. `identity`: how long an opening holds. `backups`: how long a keystore's copy lives."""

    identity: timedelta = timedelta(minutes=15)
    schedule: Mapping[Outcome, timedelta] = field(default_factory=lambda: SCHEDULE)
    backups: timedelta = LONGEST_BACKUP

    def until(self, outcome: Outcome, on: date) -> date:
        """The day up to which a case with this outcome is kept."""
        return on + self.schedule.get(outcome, SCHEDULE[outcome])

    def unreadable_from(self, destroyed_on: date) -> date:
        """From which day on no backup opens what was destroyed on that day."""
        return destroyed_on + min(self.backups, LONGEST_BACKUP)


def outcome_of(states: Iterable[InterviewState]) -> Outcome | None:
    """The outcome of a case by the states of its interviews while nothing was decided; None while one goes on.

    What was agreed to last longest counts: a talk that never began shortens nothing that was kept for another one.
    """
    found = [OF_STATE.get(state) for state in states if state is not InterviewState.SUPERSEDED]
    ended = [outcome for outcome in found if outcome is not None]
    if not ended or len(ended) != len(found):
        return None
    return max(ended, key=lambda outcome: (outcome is Outcome.WITHDRAWN, SCHEDULE[outcome]))
