"""After a decision: the person is told, has a copy, lets it stand, or asks that somebody else looks again."""

from datetime import date
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.decisions import Part, ReconsiderationReason, StepKind, Waiting, require_step
from interview.casework.policy import Permission
from interview.services import UnitOfWork, decisions
from interview.services.decision_results import (
    LONGEST_NAME,
    Decided,
    Fault,
    Faulty,
    Overtaken,
    fault_of_text,
    outcome,
)
from interview.services.decisions import add, step_by

__all__ = [
    "Decided",
    "Fault",
    "Faulty",
    "Overtaken",
    "ReconsiderationReason",
    "ask_reconsideration",
    "give_copy",
    "let_stand",
    "tell",
]


def tell(
    work: UnitOfWork, actor: Actor, decision_id: UUID, *, seen: int, what: str, when: date, by: str
) -> Decided | Overtaken | Faulty:
    """Record that the person was told: in which words, on which day, by whom."""
    found = decisions.find(work, actor, decision_id, Permission.DECISION_TELL)
    if found.decision.seen != seen:
        return Overtaken(found.decision)
    fault = fault_of_text(what) or _fault_of_name(by) or _fault_of_day(work, when)
    if fault is not None:
        return Faulty(fault)
    step = step_by(work, actor, StepKind.TOLD, text=what.strip(), told_on=when, told_by=by.strip())
    return outcome(work, found, add(work, actor, found.loaded, found.record, step, Event.DECISION_TOLD))


def give_copy(
    work: UnitOfWork, actor: Actor, decision_id: UUID, *, seen: int, when: date, by: str
) -> Decided | Overtaken | Faulty:
    """Record that the person was given a copy of the decision."""
    found = decisions.find(work, actor, decision_id, Permission.DECISION_TELL)
    if found.decision.seen != seen:
        return Overtaken(found.decision)
    fault = _fault_of_day(work, when)
    if fault is not None:
        return Faulty(fault)
    step = step_by(work, actor, StepKind.COPY_GIVEN, told_on=when, told_by=by.strip())
    return outcome(work, found, add(work, actor, found.loaded, found.record, step, Event.DECISION_COPY_GIVEN))


def let_stand(work: UnitOfWork, actor: Actor, decision_id: UUID, *, seen: int) -> Decided | Overtaken:
    """Record that the person lets it stand. It can still be reconsidered."""
    found = decisions.find(work, actor, decision_id, Permission.DECISION_TELL)
    if found.decision.seen != seen:
        return Overtaken(found.decision)
    step = step_by(work, actor, StepKind.LEFT_STANDING)
    return outcome(work, found, add(work, actor, found.loaded, found.record, step, Event.DECISION_LEFT_STANDING))


def ask_reconsideration(
    work: UnitOfWork, actor: Actor, decision_id: UUID, *, seen: int, reason: ReconsiderationReason, text: str = ""
) -> Decided | Overtaken | Faulty:
    """Record that the person asks that somebody else looks again; a new clock runs.

    Whoever decided, and whoever writes this down, is not the one who looks again.
    """
    found = decisions.find(work, actor, decision_id, Permission.DECISION_TELL)
    if found.decision.seen != seen:
        return Overtaken(found.decision)
    record = found.record
    require_step(StepKind.RECONSIDERATION_ASKED, record.state)
    fault = fault_of_text(text, needed=False)
    if fault is not None:
        return Faulty(fault)
    if record.decided_by is not None:
        record = work.decisions.add_party(record, record.decided_by, Part.DECIDED)
    record = work.decisions.add_party(record, actor.account_id, Part.REQUESTED)
    limits = work.settings.limits
    changed = {
        "waiting": Waiting.RECONSIDERATION,
        "decided_by": None,
        "taken_by": None,
        "asked_at": work.now,
        "due_at": work.now + (limits.flagged if record.urgent else limits.decision),
    }
    step = step_by(work, actor, StepKind.RECONSIDERATION_ASKED, reconsideration_reason=reason, text=text.strip())
    after = add(work, actor, found.loaded, record, step, Event.RECONSIDERATION_ASKED, **changed)
    return outcome(work, found, after)


def _fault_of_day(work: UnitOfWork, when: date) -> Fault | None:
    return Fault.IN_THE_FUTURE if when > work.now.date() else None


def _fault_of_name(name: str) -> Fault | None:
    if not name.strip():
        return Fault.TELLER_MISSING
    return Fault.TELLER_TOO_LONG if len(name) > LONGEST_NAME else None
