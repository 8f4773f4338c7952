"""Letting shelter staff into a case by name, and out again: they read its record, and note where the person stays."""

from dataclasses import dataclass
from uuid import UUID

from interview.casework.actors import Actor, Role
from interview.casework.policy import Permission
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import UnitOfWork, regranting
from interview.services.opening import require_for_case
from interview.store.records import Account, Case


@dataclass(frozen=True, slots=True)
class LetIn:
    """A case with the shelter staff of the organisation: who is let into it, and who could be."""

    case: Case
    inside: tuple[Account, ...]
    others: tuple[Account, ...]


def show(work: UnitOfWork, actor: Actor, case_id: UUID) -> LetIn:
    """Who is let in, and who could be. Raises NotPermitted."""
    case = require_for_case(work, actor, case_id, Permission.CASE_REASSIGN)
    staff = [account for account in work.accounts.list(actor.organisation_id) if Role.SHELTER_STAFF in account.roles]
    inside = tuple(account for account in staff if work.assignments.is_granted(case_id, account.id))
    return LetIn(case, inside, tuple(account for account in staff if account.active and account not in inside))


def let_in(work: UnitOfWork, actor: Actor, case_id: UUID, account_id: UUID) -> None:
    """Let one of the shelter staff in. Raises NotPermitted; NotNow for whoever is in already."""
    found = show(work, actor, case_id)
    _require_one_of(account_id, found.others, found.inside)
    regranting.let_in(work, actor, case_id, account_id)


def take_out(work: UnitOfWork, actor: Actor, case_id: UUID, account_id: UUID) -> None:
    """Take one of them out: at the next request they find nothing any more. Raises NotPermitted, NotNow."""
    found = show(work, actor, case_id)
    _require_one_of(account_id, found.inside, found.others)
    regranting.take_out(work, actor, case_id, account_id)


def _require_one_of(account_id: UUID, wanted: tuple[Account, ...], rest: tuple[Account, ...]) -> None:
    if account_id in {account.id for account in rest}:
        raise NotNow
    if account_id not in {account.id for account in wanted}:
        raise NotPermitted
