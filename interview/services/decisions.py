"""Opening a decision, and adding a step to it: permission first, then the seal, then what stands in clear."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.decisions import Part, StepKind, Waiting, require_step
from interview.casework.policy import Permission
from interview.casework.refusals import NotPermitted
from interview.casework.steps import Decision, Step, content_of, step_of
from interview.services import UnitOfWork
from interview.services.opening import Loaded, load
from interview.store.decisions import DecisionRecord, StepRecord
from interview.store.records import Stale
from interview.store.refusals import HadAPart

FREE: Mapping[str, Any] = MappingProxyType({"taken_by": None, "waiting": Waiting.NOTHING})
"""What changes when nobody has it on their desk any more and nothing waits."""


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """A decision opened for someone who may do what they came for, with every decision about the same interview.

    `records` and `decisions` are those of the interview, oldest first; `at` is the place of the one that was asked for.
    """

    loaded: Loaded
    records: tuple[DecisionRecord, ...]
    decisions: tuple[Decision, ...]
    sealed: Mapping[UUID, tuple[StepRecord, ...]]
    at: int

    @property
    def record(self) -> DecisionRecord:
        """What stands in clear about it."""
        return self.records[self.at]

    @property
    def decision(self) -> Decision:
        """The decision itself."""
        return self.decisions[self.at]

    @property
    def earlier(self) -> tuple[Decision, ...]:
        """Those before it, the newest first."""
        return self.decisions[: self.at][::-1]


def find(
    work: UnitOfWork, actor: Actor, decision_id: UUID, permission: Permission, *, loaded: Loaded | None = None
) -> Found:
    """The decision, if the actor may do this with it. Raises NotPermitted for unknown and forbidden alike."""
    record = work.decisions.find(decision_id)
    if record is None:
        raise NotPermitted
    if loaded is None:
        loaded = load(work, actor, record.interview_id, permission, party_ids=record.party_ids)
    records = work.decisions.of_interview(record.interview_id)
    at = next(place for place, one in enumerate(records) if one.id == decision_id)
    sealed = work.decisions.steps(loaded.interview, records)
    return Found(loaded, records, tuple(decision_of(one, sealed[one.id]) for one in records), sealed, at)


def decision_of(record: DecisionRecord, steps: tuple[StepRecord, ...]) -> Decision:
    """What the store gave, put together."""
    parts = sorted(record.parties, key=lambda party: list(Part).index(party[1]))
    return Decision(
        id=record.id,
        organisation_id=record.organisation_id,
        case_id=record.case_id,
        interview_id=record.interview_id,
        revision=record.revision,
        state=record.state,
        waiting=record.waiting,
        urgent=record.urgent,
        asked_at=record.asked_at,
        due_at=record.due_at,
        proposer_id=record.proposer_id,
        taken_by=record.taken_by,
        decided_by=record.decided_by,
        previous_id=record.previous_id,
        digest=record.digest.hex(),
        parties=MappingProxyType(dict(parts)),
        steps=tuple(step_of(step.number, step.kind, step.actor_id, step.content) for step in steps),
    )


def step_by(work: UnitOfWork, actor: Actor, kind: StepKind, **given: Any) -> Step:
    """A step that the actor takes now; its number is given by the store."""
    return Step(number=0, kind=kind, by_id=actor.account_id, by_name=actor.name, at=work.now, **given)


def add(
    work: UnitOfWork, actor: Actor, loaded: Loaded, record: DecisionRecord, step: Step, event: Event, **changed: Any
) -> DecisionRecord | None:
    """The decision with one more step, and the event recorded; None when another step came first.

    `changed`: what changes in clear with it. Raises NotNow where the step cannot be taken, and NotPermitted where the
    database does not take the actor as the decider.
    """
    require_step(step.kind, record.state)
    try:
        after = work.decisions.add_step(loaded.interview, record, step.kind, content_of(step), **changed)
    except HadAPart:
        raise NotPermitted from None
    if isinstance(after, Stale):
        return None
    tell(work, actor, after, event, count=len(step.pins) if step.kind is StepKind.RETURNED else None)
    return after


def tell(work: UnitOfWork, actor: Actor, record: DecisionRecord, event: Event, *, count: int | None = None) -> None:
    """Record what happened to a decision."""
    detail: dict[str, str | int] = {"decision": str(record.id)}
    if count is not None:
        detail["count"] = count
    work.record(event, actor=actor, case_id=record.case_id, interview_id=record.interview_id, detail=detail)


def with_record(found: Found, work: UnitOfWork, record: DecisionRecord) -> Decision:
    """The decision after a step, read again."""
    sealed = work.decisions.steps(found.loaded.interview, (record,))
    return decision_of(record, sealed[record.id])
