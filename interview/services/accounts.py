"""Accounts: who works here, and in which roles."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor, Role
from interview.casework.permissions import clashing
from interview.casework.policy import Permission, Thing, require
from interview.casework.refusals import NotPermitted
from interview.services import UnitOfWork, fingerprints
from interview.store.records import Account, AccountNoticeKind, NameTaken, Office
from interview.store.revocations import RevocationKind


class AccountFault(StrEnum):
    """Why an account cannot be as it was asked for."""

    NAME_EMPTY = "name_empty"
    NAME_TAKEN = "name_taken"
    ROLES_CLASH = "roles_clash"
    NEEDS_SUPERVISOR = "needs_supervisor"
    OFFICE_UNKNOWN = "office_unknown"


@dataclass(frozen=True, slots=True)
class NotCreated:
    """No account was made, and why."""

    fault: AccountFault


@dataclass(frozen=True, slots=True)
class Created:
    """An account and its passphrase, which is shown once and kept nowhere."""

    account: Account
    passphrase: str = field(repr=False)


def list_accounts(work: UnitOfWork, actor: Actor) -> tuple[Account, ...]:
    """Every account of the organisation."""
    require(actor, Permission.ACCOUNT_LIST, Thing(organisation_id=actor.organisation_id))
    return work.accounts.list(actor.organisation_id)


def create_account(
    work: UnitOfWork, actor: Actor, *, name: str, roles: frozenset[Role], office_id: UUID | None = None
) -> Created | NotCreated:
    """Make an account. One without a role can do nothing yet.

    A supervisor is made out of it by another one (`teams.admit`), never here: no puppet reads a case.
    """
    require(actor, Permission.ACCOUNT_CREATE, Thing(organisation_id=actor.organisation_id))
    fault = _fault(name, roles)
    if fault is None and office_id is not None and not _has_office(work, actor, office_id):
        fault = AccountFault.OFFICE_UNKNOWN
    if fault is not None:
        return NotCreated(fault)
    passphrase = work.accounts.new_passphrase()
    account = work.accounts.create(
        actor.organisation_id, name=name.strip(), passphrase=passphrase, roles=roles, office_id=office_id
    )
    if isinstance(account, NameTaken):
        return NotCreated(AccountFault.NAME_TAKEN)
    work.record(Event.ACCOUNT_CREATED, actor=actor, account_id=account.id, detail={"roles": sorted(account.roles)})
    return Created(account, passphrase)


def disable_account(work: UnitOfWork, actor: Actor, account_id: UUID) -> Account:
    """Close an account; its sessions end."""
    return _set_active(work, actor, account_id, Event.ACCOUNT_DISABLED, active=False)


def enable_account(work: UnitOfWork, actor: Actor, account_id: UUID) -> Account:
    """Open a closed account again."""
    return _set_active(work, actor, account_id, Event.ACCOUNT_ENABLED, active=True)


def reset_account(work: UnitOfWork, actor: Actor, account_id: UUID) -> Created:
    """Give an account a new passphrase and an empty keypair: what it could open before stays closed to it.

    It leaves every team and is no supervisor any more, until a supervisor lets it in again. Supervisors are told.
    """
    before = _changeable(work, actor, account_id)
    passphrase = work.accounts.new_passphrase()
    account = work.accounts.reset(account_id, passphrase, roles=before.roles - {Role.SUPERVISOR})
    work.account_notices.add(actor.organisation_id, account_id, AccountNoticeKind.RESET)
    work.record(Event.ACCOUNT_RESET, actor=actor, account_id=account_id, detail={"key_id": account.key_id.hex()})
    if account.roles != before.roles:
        roles: list[str] = sorted(account.roles)
        work.record(Event.ACCOUNT_ROLES_CHANGED, actor=actor, account_id=account_id, detail={"roles": roles})
    for team_id in before.team_ids:
        work.revocations.add(RevocationKind.MEMBER_REMOVED, actor.organisation_id, account_id, team_id)
        work.record(Event.TEAM_MEMBER_REMOVED, actor=actor, account_id=account_id, detail={"team": str(team_id)})
    fingerprints.note_changed(work, actor, account)
    return Created(account, passphrase)


def list_offices(work: UnitOfWork, actor: Actor) -> tuple[Office, ...]:
    """The offices that an account can belong to, by name."""
    require(actor, Permission.ACCOUNT_LIST, Thing(organisation_id=actor.organisation_id))
    found = work.offices.list(actor.organisation_id)
    return tuple(sorted(found, key=lambda office: (office.name.casefold(), office.id)))


def set_office(work: UnitOfWork, actor: Actor, account_id: UUID, office_id: UUID | None) -> Account:
    """From now on the account opens cases in another office: the team that watches over it sees them.

    Raises NotPermitted where there is no such account or office.
    """
    _changeable(work, actor, account_id)
    if office_id is None or not _has_office(work, actor, office_id):
        raise NotPermitted
    account = work.accounts.change(account_id, office_id=office_id)
    detail = {"office": str(office_id)}
    work.record(Event.ACCOUNT_OFFICE_CHANGED, actor=actor, account_id=account_id, detail=detail)
    return account


def _has_office(work: UnitOfWork, actor: Actor, office_id: UUID) -> bool:
    return office_id in {office.id for office in work.offices.list(actor.organisation_id)}


def _fault(name: str, roles: frozenset[Role]) -> AccountFault | None:
    if not name.strip():
        return AccountFault.NAME_EMPTY
    if Role.SUPERVISOR in roles:
        return AccountFault.NEEDS_SUPERVISOR
    return AccountFault.ROLES_CLASH if clashing(roles) else None


def _set_active(work: UnitOfWork, actor: Actor, account_id: UUID, event: Event, *, active: bool) -> Account:
    _changeable(work, actor, account_id)
    account = work.accounts.change(account_id, active=active)
    tell = work.revocations.give_back if active else work.revocations.add
    tell(RevocationKind.ACCOUNT_DISABLED, actor.organisation_id, account_id)
    work.record(event, actor=actor, account_id=account_id)
    return account


def _changeable(work: UnitOfWork, actor: Actor, account_id: UUID) -> Account:
    account = work.accounts.get(account_id)
    if account is None:
        raise NotPermitted
    require(actor, Permission.ACCOUNT_CHANGE, Thing(organisation_id=account.organisation_id, account_id=account_id))
    return account
