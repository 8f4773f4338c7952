"""The whole record that somebody may read, taken away at once: only when another person agreed, once each time.

A table of one case or one person asks nobody: see `trail.export`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor, Role
from interview.casework.approvals import Approval, ApprovalKind, ApprovalState
from interview.casework.policy import Permission, may_hold
from interview.casework.refusals import NotPermitted
from interview.services import UnitOfWork, approving, trail
from interview.services.trail import Kind, Line, TrailEntry, Which

__all__ = ["Waits", "take"]

_STEP = 500


@dataclass(frozen=True, slots=True)
class Waits:
    """Another person was asked, and has not agreed yet."""

    approval: Approval


def take(work: UnitOfWork, actor: Actor, which: Which) -> Iterator[Line] | Waits:
    """Every event that this person may read, newest first, if somebody else agreed; asks them otherwise.

    Read it to the end in the same work: after the last line the agreement is used up, and it is recorded that the
    record was taken away, so that nobody waits meanwhile to write. Raises NotPermitted.
    """
    if not may_hold(actor, Permission.TRAIL_READ):
        raise NotPermitted
    kind, subject_id = ApprovalKind.BULK_EXPORT, actor.organisation_id
    approval = approving.ask(work, actor, kind, subject_id)
    if approval.state is not ApprovalState.GIVEN:
        return Waits(approval)
    approving.require_given(work, actor, approval.id, kind=kind, subject_id=subject_id)
    return _lines(work, actor, which, approval)


def _lines(work: UnitOfWork, actor: Actor, which: Which, given: Approval) -> Iterator[Line]:
    may_read, reference_of = _reader(work, actor), _references(work, actor)
    count, before = 0, which.before
    while True:
        page = work.trail_reading.of_organisation(replace(which, before=before, most=_STEP))
        for entry in page.entries:
            if may_read(entry):
                yield Line(entry, None if entry.case_id is None else reference_of(entry.case_id))
                count += 1
        before = page.before
        if before is None:
            break
    approving.use(work, actor, given.id, kind=given.kind, subject_id=given.subject_id)
    work.record(Event.TRAIL_EXPORTED, actor=actor, detail={"count": count})


def _reader(work: UnitOfWork, actor: Actor) -> Callable[[TrailEntry], bool]:
    """What one person may read of the whole: what they may read page by page, and no more."""
    refused, people = trail.events_of(Kind.REFUSED), {one.account_id for one in trail.people(work, actor)}
    reference_of = _references(work, actor)

    def about_accounts(entry: TrailEntry) -> bool:
        return entry.event in refused or entry.account_id in people

    def of_my_teams(entry: TrailEntry) -> bool:
        mine = entry.case_id is not None and reference_of(entry.case_id) is not None
        return mine or entry.actor_id in people or about_accounts(entry)

    return about_accounts if Role.ADMINISTRATOR in actor.roles else of_my_teams


def _references(work: UnitOfWork, actor: Actor) -> Callable[[UUID], str | None]:
    """The reference of a case of one's own teams; None of any other."""
    known = dict[UUID, str | None]()

    def reference_of(case_id: UUID) -> str | None:
        if case_id not in known:
            known[case_id] = trail.reference_of(work, actor, case_id)
        return known[case_id]

    return reference_of
