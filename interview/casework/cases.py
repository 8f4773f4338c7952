"""The life of a case. The stage that people see is derived from what happened, never typed."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from interview.casework.interviews import InterviewState
from interview.casework.rows import rows
from interview.questionnaire.answers import Key
from interview.questionnaire.values import Value


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


def stage_of_record(values: Mapping[Key, Value]) -> CaseStage:
    """The stage of a case by what stands in its record: derived from what happened, never typed."""
    journeys = [row.get("a_mov_result") for _, row in rows(values, "movement")]
    services = [row.get("a_srv_state") for _, row in rows(values, "service_given")]
    anew = [row.get("a_rei_status") for _, row in rows(values, "reintegration_item")]
    stays = ["a_shel_out" not in row for _, row in rows(values, "shelter_stay")]
    if "departed" in journeys:
        return CaseStage.MOVING
    if rows(values, "followup") and ("completed" in journeys or anew) and "ongoing" not in (*services, *anew):
        return CaseStage.MONITORING
    if not _UNDER_WAY.isdisjoint(anew):
        return CaseStage.REINTEGRATING
    if any(stays) or not _UNDER_WAY.isdisjoint(services):
        return CaseStage.ACTIVE
    return CaseStage.PLANNED if services or anew or "a_plan_objectives" in values else CaseStage.ASSESSED


_UNDER_WAY = frozenset({"ongoing", "completed"})
