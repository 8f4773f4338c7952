"""What waits for a second person, in words that let them judge it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from interview.casework.actors import Actor
from interview.casework.approvals import Approval, ApprovalKind, ApprovalState
from interview.services import UnitOfWork, approving, offices
from interview.store.records import ReadOut


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was asked for. `about`: a name, a reference, or nothing; `words`: of the key that it is about.

    `key_replaced`: the key that it was asked for is not the account's any more, so that it can come to nothing.
    """

    approval_id: UUID
    kind: ApprovalKind
    state: ApprovalState
    subject_id: UUID
    about: str
    asked_by: str
    ends_at: datetime
    read_out: ReadOut | None = None
    key_replaced: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What this person can agree to, and what they asked for themselves."""

    to_answer: tuple[Line, ...]
    asked: tuple[Line, ...]


def show_waiting(work: UnitOfWork, actor: Actor) -> Shown:
    """What waits for this person and for others."""
    waiting = approving.waiting(work, actor)
    if not (waiting.to_answer or waiting.asked):
        return Shown((), ())
    names = {account.id: account.name for account in work.accounts.list(actor.organisation_id)}
    names |= {office.id: f"{office.name} ({office.team})" for office in offices.show_offices(work, actor)}
    return Shown(
        tuple(_line(work, one, names) for one in waiting.to_answer),
        tuple(_line(work, one, names) for one in waiting.asked),
    )


def count_waiting(work: UnitOfWork, actor: Actor) -> int:
    """How many things this person can agree to."""
    return len(approving.waiting(work, actor).to_answer)


def _line(work: UnitOfWork, approval: Approval, names: dict[UUID, str]) -> Line:
    about, read_out = names.get(approval.subject_id, ""), None
    if approval.kind is ApprovalKind.ERASURE:
        case = work.cases.get(approval.subject_id)
        about = "" if case is None else case.reference
    if approval.kind is ApprovalKind.REGRANT:
        read_out = _read_out(work, approval.subject_id)
    return Line(
        approval_id=approval.id,
        kind=approval.kind,
        state=approval.state,
        subject_id=approval.subject_id,
        about=about,
        asked_by=names.get(approval.asked_by, ""),
        ends_at=approval.ends_at,
        read_out=read_out,
        key_replaced=approval.kind is ApprovalKind.REGRANT
        and (read_out is None or approval.other_id is None or read_out.key_id != approval.other_id.bytes),
    )


def _read_out(work: UnitOfWork, account_id: UUID) -> ReadOut | None:
    try:
        return work.accounts.read_out(account_id)
    except LookupError:
        return None
