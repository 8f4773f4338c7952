"""The life of a case. The stage that people see is derived from what happened, never typed."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from interview.casework.interviews import InterviewState


class CaseStage(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    ASSESSED = "assessed"
    PLANNED = "planned"
    ACTIVE = "active"
    MOVING = "moving"
    REINTEGRATING = "reintegrating"
    MONITORING = "monitoring"
    CLOSURE_REQUESTED = "closure_requested"
    CLOSED = "closed"
    DECLINED_BY_PERSON = "declined_by_person"
    TRANSFERRED = "transferred"
    LOST_CONTACT = "lost_contact"
    DECEASED = "deceased"
    MERGED = "merged"


S = CaseStage
_SIDE_EXITS = frozenset({S.DECLINED_BY_PERSON, S.TRANSFERRED, S.LOST_CONTACT, S.DECEASED, S.MERGED})

NEXT: Mapping[CaseStage, frozenset[CaseStage]] = MappingProxyType(
    {
        S.OPEN: frozenset({S.ASSESSED, S.CLOSURE_REQUESTED}) | _SIDE_EXITS,
        S.ASSESSED: frozenset({S.PLANNED, S.CLOSURE_REQUESTED}) | _SIDE_EXITS,
        S.PLANNED: frozenset({S.ACTIVE, S.CLOSURE_REQUESTED}) | _SIDE_EXITS,
        S.ACTIVE: frozenset({S.MOVING, S.REINTEGRATING, S.CLOSURE_REQUESTED}) | _SIDE_EXITS,
        S.MOVING: frozenset({S.ACTIVE, S.REINTEGRATING, S.CLOSURE_REQUESTED}) | _SIDE_EXITS,
        S.REINTEGRATING: frozenset({S.MONITORING, S.CLOSURE_REQUESTED}) | _SIDE_EXITS,
        S.MONITORING: frozenset({S.CLOSURE_REQUESTED}) | _SIDE_EXITS,
        S.CLOSURE_REQUESTED: frozenset({S.CLOSED, S.ACTIVE}),
        # A closed case goes on only by an explicit act with a reason.
        S.CLOSED: frozenset({S.OPEN}),
        **{exit_: frozenset({S.OPEN}) for exit_ in _SIDE_EXITS - {S.MERGED}},
        S.MERGED: frozenset(),
    }
)
"""Stage → the stages that may follow."""

_ASSESSED = frozenset({InterviewState.SUBMITTED, InterviewState.ACCEPTED, InterviewState.AMENDING})


def stage_of(screenings: Iterable[InterviewState]) -> CaseStage:
    """The stage of a case by the states of its screenings, newest last.

    Assessed once one was handed in; declined when the newest ended at the person's wish; else open.
    """
    states = tuple(screenings)
    if any(state in _ASSESSED for state in states):
        return CaseStage.ASSESSED
    if states and states[-1] is InterviewState.STOPPED_BY_PERSON:
        return CaseStage.DECLINED_BY_PERSON
    return CaseStage.OPEN
