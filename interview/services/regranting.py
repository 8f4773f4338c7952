"""Giving somebody back, after a reset, what is assigned to them now: words read in person, and two supervisors."""

from dataclasses import dataclass
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.approvals import Approval, ApprovalKind, ApprovalState
from interview.casework.policy import Permission, may_hold
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import UnitOfWork, approving, fingerprints
from interview.store.records import Account, ReadOut
from interview.store.revocations import RevocationKind

BATCH = 40
"""How many cases are granted in one request, so that a page can show how far it is."""


@dataclass(frozen=True, slots=True)
class LockedOut:
    """Somebody whose key was replaced, and how many cases with open work of theirs they cannot open."""

    account_id: UUID
    name: str
    cases: int


@dataclass(frozen=True, slots=True)
class Regrant:
    """What is to be given back to whom, and how far the two supervisors are. `approval`: one's own, if it runs."""

    account: Account
    read_out: ReadOut
    cases: int
    approval: Approval | None

    @property
    def is_given(self) -> bool:
        """Whether another supervisor agreed."""
        return self.approval is not None and self.approval.state is ApprovalState.GIVEN


def locked_out(work: UnitOfWork, actor: Actor) -> tuple[LockedOut, ...]:
    """Who cannot open what is assigned to them in one's teams, by name."""
    _require_supervisor(actor)
    closed = work.assignments.closed_by_account()
    if not closed:
        return ()
    names = {account.id: account.name for account in work.accounts.list(actor.organisation_id)}
    found = (LockedOut(account_id, names[account_id], cases) for account_id, cases in closed.items())
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.account_id)))


def show(work: UnitOfWork, actor: Actor, account_id: UUID) -> Regrant:
    """What would be given back, and the words to compare. Raises NotPermitted where nothing is to be given back."""
    _require_supervisor(actor)
    account = work.accounts.get(account_id)
    closed = work.assignments.closed_to(account_id)
    if account is None or not closed or account_id == actor.account_id:
        raise NotPermitted
    read_out = fingerprints.words_of(work, actor, account_id)
    return Regrant(account, read_out, len(closed), _running(work, actor, read_out))


def ask(work: UnitOfWork, actor: Actor, account_id: UUID, key_id: bytes) -> Approval:
    """Say that the words were the same, and ask a second supervisor. Raises NotNow when the key was replaced since."""
    shown = show(work, actor, account_id)
    if shown.read_out.key_id != key_id:
        raise NotNow
    return approving.ask(work, actor, ApprovalKind.REGRANT, account_id, UUID(bytes=key_id))


def go_on(work: UnitOfWork, actor: Actor, account_id: UUID) -> int:
    """Give the next cases back, in the session of the supervisor who asked; gives how many are left.

    Goes to the very key whose words were compared. The agreement is used up with the last case. Raises NotPermitted.
    """
    shown = show(work, actor, account_id)
    if shown.approval is None:
        raise NotPermitted
    about = {"subject_id": account_id, "other_id": UUID(bytes=shown.read_out.key_id)}
    approving.require_given(work, actor, shown.approval.id, kind=ApprovalKind.REGRANT, **about)
    for case_id in work.assignments.closed_to(account_id)[:BATCH]:
        let_in(work, actor, case_id, account_id)
    left = max(0, shown.cases - BATCH)
    if left == 0:
        approving.use(work, actor, shown.approval.id, kind=ApprovalKind.REGRANT, **about)
    return left


def let_in(work: UnitOfWork, actor: Actor, case_id: UUID, account_id: UUID) -> None:
    """Let an account into a case that the person at work can open, on the record."""
    epoch = work.cases.let_in(case_id, account_id)
    work.revocations.give_back(RevocationKind.GRANT_REMOVED, actor.organisation_id, account_id, case_id)
    detail: dict[str, str | int] = {"principal": str(account_id), "epoch": epoch}
    work.record(Event.CASE_GRANTED, actor=actor, case_id=case_id, account_id=account_id, detail=detail)


def take_out(work: UnitOfWork, actor: Actor, case_id: UUID, account_id: UUID) -> None:
    """Take an account out of a case again, on the record; no restored backup brings its grant back."""
    epoch = work.cases.remove_grant(case_id, account_id)
    work.revocations.add(RevocationKind.GRANT_REMOVED, actor.organisation_id, account_id, case_id)
    detail: dict[str, str | int] = {"principal": str(account_id), "epoch": epoch}
    work.record(Event.CASE_GRANT_REMOVED, actor=actor, case_id=case_id, account_id=account_id, detail=detail)


def _running(work: UnitOfWork, actor: Actor, read_out: ReadOut) -> Approval | None:
    other_id = UUID(bytes=read_out.key_id)
    mine = (one for one in work.approvals.running() if one.asked_by == actor.account_id)
    return next((one for one in mine if one.is_about(ApprovalKind.REGRANT, read_out.principal_id, other_id)), None)


def _require_supervisor(actor: Actor) -> None:
    if not may_hold(actor, Permission.CASE_REASSIGN):
        raise NotPermitted
