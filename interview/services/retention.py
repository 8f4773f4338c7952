"""How long a case is kept: set when it comes out, put off with a reason, and listed when its time is over.

Nothing is erased by the clock. Who supervises sees what is due, and two people erase it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.decisions import Determination
from interview.casework.interviews import InterviewState
from interview.casework.keeping import OF_DETERMINATION, ErasureReason, Outcome, outcome_of
from interview.casework.policy import Permission, may_hold, require
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import UnitOfWork
from interview.services.opening import thing_of_case
from interview.services.providing import name_of
from interview.store.records import Case
from interview.store.retention import DueLine

__all__ = [
    "CaseKeeping",
    "DueLine",
    "Fault",
    "Outcome",
    "closed",
    "count_due",
    "decided",
    "due",
    "goes_on",
    "keeping_of",
    "look_after",
    "postpone",
    "settle",
]

LONGEST = timedelta(days=10 * 365)
"""So far ahead a case may be kept at most, counted from the day on which that is decided."""

_HANDED_IN = frozenset({InterviewState.SUBMITTED, InterviewState.ACCEPTED, InterviewState.AMENDING})


class Fault(StrEnum):
    """Why a case is not kept longer."""

    REASON_MISSING = "reason_missing"
    DAY_MISSING = "day_missing"
    DAY_TOO_EARLY = "day_too_early"
    DAY_TOO_LATE = "day_too_late"
    PERSONS_WISH = "persons_wish"


@dataclass(frozen=True, slots=True, repr=False)
class PutOff:
    """That a case is kept longer: by whom, since when, until when, why."""

    by: str
    on: date
    until: date
    reason: str


@dataclass(frozen=True, slots=True, repr=False)
class CaseKeeping:
    """How long a case is kept. `until`: None while it goes on. `wanted_gone`: somebody asked to have it erased."""

    case: Case
    until: date | None
    over: bool
    put_off: tuple[PutOff, ...]
    wanted_gone: bool


def decided(work: UnitOfWork, actor: Actor, case_id: UUID, result: Determination) -> None:
    """A decision was made: from today on the case is kept as long as its result asks for."""
    _keep(work, actor, case_id, work.settings.keeping.until(OF_DETERMINATION[result], work.now.date()))


def closed(work: UnitOfWork, actor: Actor, case_id: UUID, until: date) -> None:
    """A case was closed: it is kept until the day that was agreed, and no longer than the schedule lets one be kept."""
    _keep(work, actor, case_id, min(until, work.now.date() + LONGEST))


def settle(work: UnitOfWork, actor: Actor, case_id: UUID) -> None:
    """An interview ended: if nothing else of the case goes on or was handed in, its time begins."""
    states = [record.state for record in work.interviews.of_case(case_id)]
    if _HANDED_IN.isdisjoint(states):
        outcome = outcome_of(states)
        until = None if outcome is None else work.settings.keeping.until(outcome, work.now.date())
        _keep(work, actor, case_id, until)


def goes_on(work: UnitOfWork, actor: Actor, case_id: UUID) -> None:
    """Something begins in the case again: there is no day until which it is kept."""
    _keep(work, actor, case_id, None)


def due(work: UnitOfWork, actor: Actor) -> tuple[DueLine, ...]:
    """The cases of the actor's teams whose time is over, the oldest first."""
    if not may_hold(actor, Permission.RETENTION_CHANGE):
        raise NotPermitted
    return work.retention.due(actor)


def count_due(work: UnitOfWork, actor: Actor) -> int:
    """How many there are; none for someone who cannot do anything about it."""
    if not may_hold(actor, Permission.RETENTION_CHANGE) or not actor.team_ids:
        return 0
    return work.retention.count_due(actor.organisation_id, actor.team_ids)


def look_after(work: UnitOfWork) -> int:
    """How many cases have had their time. They are counted and never erased by this."""
    return work.retention.count_all_due()


def keeping_of(work: UnitOfWork, actor: Actor, case_id: UUID) -> CaseKeeping:
    """How long a case is kept and why. Raises NotPermitted for unknown and forbidden alike."""
    case = _case(work, actor, case_id)
    until = work.retention.until(case_id)
    put_off = work.retention.postponements(case_id)
    return CaseKeeping(
        case=case,
        until=until,
        over=until is not None and until < work.now.date(),
        put_off=tuple(
            PutOff(name_of(work, one.account_id) or "", one.decided_on, one.until_on, one.reason) for one in put_off
        ),
        wanted_gone=work.erasures.get(case_id) is not None,
    )


def postpone(work: UnitOfWork, actor: Actor, case_id: UUID, *, until: date | None, reason: str) -> date | Fault:
    """Keep a case longer, with a reason; gives the new last day. What the person wants gone is never kept longer.

    Raises NotPermitted for unknown and forbidden alike, and NotNow while the case goes on.
    """
    _case(work, actor, case_id)
    fault = _fault(work, case_id, until, reason)
    if fault is not None or until is None:
        return fault or Fault.DAY_MISSING
    work.retention.postpone(case_id, until, reason.strip())
    work.record(Event.RETENTION_POSTPONED, actor=actor, case_id=case_id)
    return until


def _fault(work: UnitOfWork, case_id: UUID, until: date | None, reason: str) -> Fault | None:
    today, now_until = work.now.date(), work.retention.until(case_id)
    if now_until is None:
        raise NotNow
    request = work.erasures.get(case_id)
    if request is not None and request.reason is ErasureReason.PERSONS_WISH:
        return Fault.PERSONS_WISH
    if until is None:
        return Fault.DAY_MISSING
    if until <= max(today, now_until):
        return Fault.DAY_TOO_EARLY
    if until > today + LONGEST:
        return Fault.DAY_TOO_LATE
    return None if reason.strip() else Fault.REASON_MISSING


def _keep(work: UnitOfWork, actor: Actor, case_id: UUID, until: date | None) -> None:
    if until != work.retention.until(case_id):
        work.retention.keep(case_id, until)
        work.record(Event.RETENTION_SET, actor=actor, case_id=case_id)


def _case(work: UnitOfWork, actor: Actor, case_id: UUID) -> Case:
    case = work.cases.get(case_id)
    if case is None:
        raise NotPermitted
    require(actor, Permission.RETENTION_CHANGE, thing_of_case(case))
    return case
