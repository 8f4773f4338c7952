"""The life of an interview."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from interview.casework.permissions import Permission
from interview.casework.refusals import NotNow


class InterviewState(StrEnum):
    """Where an interview stands."""

    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    AMENDING = "amending"
    STOPPED_BY_PERSON = "stopped_by_person"
    NOT_STARTED = "not_started"
    ABANDONED = "abandoned"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class Ending(StrEnum):
    """How a talk ended. Each is honest, and each leaves a usable record."""

    FINISHED = "finished"
    TO_BE_CONTINUED = "to_be_continued"
    PERSONS_WISH = "persons_wish"


S = InterviewState
_WRITE, _SUBMIT = Permission.INTERVIEW_WRITE, Permission.INTERVIEW_SUBMIT
_RETURN, _ABANDON = Permission.INTERVIEW_RETURN, Permission.INTERVIEW_ABANDON
_SIDE_EXITS = {S.ABANDONED: _ABANDON, S.WITHDRAWN: _WRITE, S.SUPERSEDED: _WRITE}

NEXT: Mapping[InterviewState, Mapping[InterviewState, Permission]] = MappingProxyType(
    {
        S.IN_PROGRESS: {
            S.PAUSED: _WRITE,
            S.SUBMITTED: _SUBMIT,
            S.STOPPED_BY_PERSON: _WRITE,
            S.NOT_STARTED: _WRITE,
            **_SIDE_EXITS,
        },
        S.PAUSED: {S.IN_PROGRESS: _WRITE, S.STOPPED_BY_PERSON: _WRITE, **_SIDE_EXITS},
        S.SUBMITTED: {S.RETURNED: _RETURN, S.ACCEPTED: Permission.DECISION_WRITE},
        S.RETURNED: {S.IN_PROGRESS: _WRITE, **_SIDE_EXITS},
        # Who looks again may have questions too.
        S.ACCEPTED: {S.AMENDING: _WRITE, S.RETURNED: _RETURN},
        S.AMENDING: {S.SUBMITTED: _SUBMIT},
        S.STOPPED_BY_PERSON: {},
        S.NOT_STARTED: {},
        S.ABANDONED: {},
        S.WITHDRAWN: {},
        S.SUPERSEDED: {},
    }
)
"""State → the states that may follow, and the permission that each change asks for."""

WRITABLE = frozenset({S.IN_PROGRESS, S.PAUSED, S.RETURNED, S.AMENDING})
"""Where answers may be given. An answer given while paused or returned takes the interview up again."""

WITHDRAWABLE = frozenset(state for state, following in NEXT.items() if S.WITHDRAWN in following)
"""Where the person can still take back that it is on record: nothing was handed in, or it came back."""

ENDED = frozenset(state for state, following in NEXT.items() if not following)
"""Where nothing follows."""


def moved(state: InterviewState, to: InterviewState) -> InterviewState:
    """`to`, if it may follow `state`; raises `NotNow`."""
    if to not in NEXT[state]:
        raise NotNow
    return to


def state_after(ending: Ending, state: InterviewState) -> InterviewState:
    """Where a talk that ends so leaves its interview. A finished one waits for the staff sections and submission."""
    match ending:
        case Ending.FINISHED:
            return state
        case Ending.TO_BE_CONTINUED:
            return moved(state, S.PAUSED)
        case Ending.PERSONS_WISH:
            return moved(state, S.STOPPED_BY_PERSON)
