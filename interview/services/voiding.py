"""Asking for a decision, and voiding one: a decision is bound to the answers that were handed in."""

from datetime import datetime
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.decisions import Part, StepKind, Waiting
from interview.casework.proposals import NEXT, ProposalState
from interview.casework.steps import content_of
from interview.services import UnitOfWork, retention
from interview.services.decisions import FREE, add, step_by
from interview.services.opening import Loaded
from interview.store.decisions import DecisionRecord
from interview.store.refusals import Overtaken

NONE: frozenset[tuple[UUID, Part]] = frozenset()


def ask(
    work: UnitOfWork, actor: Actor, loaded: Loaded, digest: str, *, parties: frozenset[tuple[UUID, Part]] = NONE
) -> DecisionRecord:
    """The decision that an interview waits for which was just handed in and judged.

    It follows the one before: who had a part in that one has one in this, and a reconsideration that was asked for is
    still asked for, until when it was. `parties`: who had a part in it elsewhere.
    """
    previous = work.decisions.newest(loaded.record.id)
    waiting, due_at = _waiting(work, loaded, previous)
    if previous is not None and previous.waiting is Waiting.PINS:
        work.decisions.settle(previous)
    made = work.decisions.create(
        loaded.interview,
        content_of(step_by(work, actor, StepKind.ASKED)),
        digest=bytes.fromhex(digest),
        waiting=waiting,
        due_at=due_at,
        previous=previous,
        parties=_parties(work, loaded) | parties,
    )
    work.record(
        Event.DECISION_ASKED,
        actor=actor,
        case_id=made.case_id,
        interview_id=made.interview_id,
        detail={"decision": str(made.id), "digest": digest},
    )
    return made


def void(work: UnitOfWork, actor: Actor, loaded: Loaded) -> None:
    """Void what was decided about an interview whose answers were just changed. Raises store.Overtaken."""
    newest = work.decisions.newest(loaded.record.id)
    if newest is None or newest.state is ProposalState.RETURNED or not NEXT[newest.state]:
        return
    step = step_by(work, actor, StepKind.VOIDED)
    if add(work, actor, loaded, newest, step, Event.DECISION_VOIDED, **FREE) is None:
        raise Overtaken
    # What was decided holds no more, so that no day follows from it.
    retention.goes_on(work, actor, newest.case_id)


def _waiting(work: UnitOfWork, loaded: Loaded, previous: DecisionRecord | None) -> tuple[Waiting, datetime]:
    limits = work.settings.limits
    due_at = work.now + (limits.flagged if loaded.record.urgent else limits.decision)
    if previous is None:
        return Waiting.NEW, due_at
    if previous.state is ProposalState.RETURNED:
        return Waiting.ANSWERED, due_at
    # Nobody stands as its decider: somebody had been asked to look again, and still is.
    if previous.decided_by is None:
        return Waiting.RECONSIDERATION, previous.due_at
    return Waiting.NEW, due_at


def _parties(work: UnitOfWork, loaded: Loaded) -> set[tuple[UUID, Part]]:
    """Who wrote in the interview, who asked for it by opening the case, and who was let into the case by name."""
    record = loaded.record
    case = work.cases.get(record.case_id)
    by_name = work.decisions.let_in_by_name(record.case_id)
    asked = frozenset() if case is None else frozenset({case.creator_id})
    return {
        *((account_id, Part.AUTHORED) for account_id in record.author_ids),
        *((account_id, Part.REQUESTED) for account_id in asked),
        *((account_id, Part.INTERPRETED) for account_id in by_name - asked - record.author_ids),
    }
