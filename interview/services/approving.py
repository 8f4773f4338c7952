"""What needs two people: one asks, another one who is entitled gives it or refuses it, and what was given is used once.

A service that needs a second person asks with `ask`, and does its work after `use` or, in the session of whoever gives
it, after `give_and_use`. Both compare what the approval was asked for with what is about to be done.
"""

from dataclasses import dataclass
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.approvals import ASKED_BY, GIVEN_BY, NEXT, Approval, ApprovalKind, ApprovalState
from interview.casework.policy import Permission, Thing, require
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import UnitOfWork
from interview.store.refusals import Overtaken

__all__ = [
    "Approval",
    "ApprovalKind",
    "ApprovalState",
    "Waiting",
    "approve",
    "ask",
    "find",
    "give_and_use",
    "refuse",
    "require_given",
    "take_back",
    "use",
    "waiting",
]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What this person may give or refuse, and what they asked for themselves; what ends first comes first."""

    to_answer: tuple[Approval, ...]
    asked: tuple[Approval, ...]


def ask(work: UnitOfWork, actor: Actor, kind: ApprovalKind, subject_id: UUID, other_id: UUID | None = None) -> Approval:
    """Ask for a second person. Asking once more for the same gives what is running already."""
    if not actor.roles & ASKED_BY[kind]:
        raise NotPermitted
    for running in work.approvals.running():
        if running.asked_by == actor.account_id and running.is_about(kind, subject_id, other_id):
            return running
    approval = work.approvals.add(kind, subject_id, other_id)
    _record(work, actor, Event.APPROVAL_ASKED, approval)
    return approval


def waiting(work: UnitOfWork, actor: Actor) -> Waiting:
    """What waits for a second person."""
    require(actor, Permission.APPROVAL_GIVE, Thing(organisation_id=actor.organisation_id))
    running = work.approvals.running()
    return Waiting(
        to_answer=tuple(one for one in running if one.state is ApprovalState.ASKED and _is_entitled(work, actor, one)),
        asked=tuple(one for one in running if one.asked_by == actor.account_id),
    )


def find(work: UnitOfWork, actor: Actor, approval_id: UUID) -> Approval:
    """An approval that this person asked for, gave, or may give. Raises NotPermitted."""
    approval = work.approvals.get(approval_id)
    if approval is None:
        raise NotPermitted
    if actor.account_id not in {approval.asked_by, approval.answered_by} and not _is_entitled(work, actor, approval):
        raise NotPermitted
    return approval


def approve(work: UnitOfWork, actor: Actor, approval_id: UUID) -> Approval:
    """Give what another person asked for. Raises NotPermitted, also for one's own; NotNow when it is over."""
    return _answer(work, actor, approval_id, ApprovalState.GIVEN, Event.APPROVAL_GIVEN)


def refuse(work: UnitOfWork, actor: Actor, approval_id: UUID) -> Approval:
    """Refuse what another person asked for. Raises as `approve` does."""
    return _answer(work, actor, approval_id, ApprovalState.REFUSED, Event.APPROVAL_REFUSED)


def take_back(work: UnitOfWork, actor: Actor, approval_id: UUID) -> None:
    """Ask no more for what nobody has answered yet. Raises NotPermitted for what another person asked for; NotNow."""
    approval = work.approvals.get(approval_id)
    if approval is None or approval.asked_by != actor.account_id:
        raise NotPermitted
    if approval.state is not ApprovalState.ASKED:
        raise NotNow
    _record(work, actor, Event.APPROVAL_REFUSED, work.approvals.move(approval, ApprovalState.REFUSED))


def require_given(
    work: UnitOfWork,
    actor: Actor,
    approval_id: UUID,
    *,
    kind: ApprovalKind,
    subject_id: UUID,
    other_id: UUID | None = None,
) -> Approval:
    """What this person asked for and another one gave, for this very thing, still unused and in time.

    Raises NotPermitted. For what is done in several requests; the last of them calls `use`.
    """
    approval = work.approvals.get(approval_id)
    if (
        approval is None
        or approval.state is not ApprovalState.GIVEN
        or approval.asked_by != actor.account_id
        or approval.answered_by in {None, actor.account_id}
        or not approval.lasts(work.now)
        or not approval.is_about(kind, subject_id, other_id)
        or not actor.roles & ASKED_BY[kind]
    ):
        raise NotPermitted
    return approval


def use(
    work: UnitOfWork,
    actor: Actor,
    approval_id: UUID,
    *,
    kind: ApprovalKind,
    subject_id: UUID,
    other_id: UUID | None = None,
) -> Approval:
    """Use up what was given. Raises NotPermitted unless it was given, unused, in time, and asked by this person."""
    approval = require_given(work, actor, approval_id, kind=kind, subject_id=subject_id, other_id=other_id)
    return _used(work, actor, approval)


def give_and_use(work: UnitOfWork, actor: Actor, approval_id: UUID, *, kind: ApprovalKind) -> Approval:
    """Give what another person asked for, and use it at once: what follows happens in this person's session.

    The caller does what the approval names. Raises as `approve` does.
    """
    asked = work.approvals.get(approval_id)
    if asked is None or asked.kind is not kind:
        raise NotPermitted
    return _used(work, actor, approve(work, actor, approval_id))


def _answer(work: UnitOfWork, actor: Actor, approval_id: UUID, to: ApprovalState, event: Event) -> Approval:
    require(actor, Permission.APPROVAL_GIVE, Thing(organisation_id=actor.organisation_id))
    approval = work.approvals.get(approval_id)
    if approval is None or not _is_entitled(work, actor, approval):
        raise NotPermitted
    if to not in NEXT[approval.state] or not approval.lasts(work.now):
        raise NotNow
    answered = _moved(work, approval, to, answered_by=actor.account_id)
    _record(work, actor, event, answered)
    return answered


def _used(work: UnitOfWork, actor: Actor, approval: Approval) -> Approval:
    used = _moved(work, approval, ApprovalState.USED)
    _record(work, actor, Event.APPROVAL_USED, used)
    return used


def _moved(work: UnitOfWork, approval: Approval, to: ApprovalState, *, answered_by: UUID | None = None) -> Approval:
    try:
        return work.approvals.move(approval, to, answered_by=answered_by)
    except (LookupError, Overtaken):
        # Two people, or one with two taps, at the same moment: the first one counts.
        raise NotNow from None


def _is_entitled(work: UnitOfWork, actor: Actor, approval: Approval) -> bool:
    """Whether this person may give it: another one than who asked, in a fitting role, with a part in the thing."""
    if approval.asked_by == actor.account_id or not actor.roles & GIVEN_BY[approval.kind]:
        return False
    match approval.kind:
        case ApprovalKind.OFFICE_TEAM:
            return approval.other_id in actor.team_ids
        case ApprovalKind.ERASURE:
            return work.cases.get(approval.subject_id) is not None
        case ApprovalKind.REGRANT:
            return approval.subject_id != actor.account_id
        case ApprovalKind.BULK_EXPORT:
            return True


def _record(work: UnitOfWork, actor: Actor, event: Event, approval: Approval) -> None:
    work.record(
        event,
        actor=actor,
        case_id=approval.subject_id if approval.kind is ApprovalKind.ERASURE else None,
        account_id=approval.subject_id if approval.kind is ApprovalKind.REGRANT else None,
        detail={"approval": str(approval.id), "kind": approval.kind.value},
    )
