"""Giving a case to another caseworker: the new one is let in, the old one is out at the next request."""

from dataclasses import dataclass
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.permissions import scopes
from interview.casework.policy import Permission, Thing, require
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import UnitOfWork
from interview.services.regranting import let_in, take_out
from interview.store.records import Account, InterviewRecord


@dataclass(frozen=True, slots=True)
class Reassignment:
    """A case whose work can be given to somebody else: whose it is, and to whom it could go, by name."""

    interview_id: UUID
    reference: str
    now_with: str
    others: tuple[Account, ...]


def show(work: UnitOfWork, actor: Actor, interview_id: UUID) -> Reassignment:
    """Who works on it, and who could. Raises NotPermitted."""
    record = _record(work, actor, interview_id)
    accounts = work.accounts.list(actor.organisation_id)
    case = work.cases.get(record.case_id)
    if case is None:
        raise NotPermitted
    return Reassignment(
        interview_id,
        case.reference,
        next((account.name for account in accounts if account.id == record.assignee_id), ""),
        tuple(account for account in accounts if _could(account) and account.id != record.assignee_id),
    )


def reassign(work: UnitOfWork, actor: Actor, interview_id: UUID, to_id: UUID) -> None:
    """Give everything that the present caseworker has in this case to another one.

    Raises NotPermitted; NotNow when the other one has it already, is closed, or does not interview.
    """
    record = _record(work, actor, interview_id)
    to = work.accounts.get(to_id)
    if to is None:
        raise NotPermitted
    if not _could(to) or to_id == record.assignee_id:
        raise NotNow
    case_id, from_id = record.case_id, record.assignee_id
    if not work.assignments.is_granted(case_id, to_id, key_id=to.key_id):
        let_in(work, actor, case_id, to_id)
    interview_ids = work.assignments.of_case(case_id, from_id)
    work.assignments.hand_over(case_id, interview_ids, from_id, to_id)
    for one in interview_ids:
        work.record(Event.INTERVIEW_REASSIGNED, actor=actor, case_id=case_id, interview_id=one, account_id=to_id)
    if work.assignments.is_granted(case_id, from_id):
        take_out(work, actor, case_id, from_id)


def _record(work: UnitOfWork, actor: Actor, interview_id: UUID) -> InterviewRecord:
    record = work.interviews.find(interview_id)
    if record is None:
        raise NotPermitted
    require(actor, Permission.CASE_REASSIGN, Thing(organisation_id=record.organisation_id, team_id=record.team_id))
    return record


def _could(account: Account) -> bool:
    return account.active and bool(scopes(account.roles, Permission.INTERVIEW_WRITE))
