"""Public keys that may be sealed to: read from their rows, and believed only when MAC and epoch agree."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from interview.casework.actors import Role
from interview.store import authority
from interview.store.columns import AnySelect
from interview.store.desk import Desk
from interview.store.keystore import require_epoch
from interview.store.tables.people import AccountRow, OfficeRow, OrganisationRow, TeamRow
from interview.vault.keypairs import PublicKey


@dataclass(frozen=True, slots=True)
class Principal:
    """Whom a key may be given to. `kind`: account, team or recovery; `roles`, `office_id`: of an account."""

    id: UUID
    kind: str
    public: PublicKey
    roles: frozenset[Role] = frozenset()
    office_id: UUID | None = None


_ACCOUNT = "account"
_TEAM = "team"
_RECOVERY = "recovery"


def account(desk: Desk, organisation_id: UUID, account_id: UUID) -> Principal:
    """An account that is active. Raises `Broken` when nobody vouches for it; `LookupError` when it is not there."""
    columns = (
        AccountRow.organisation_id,
        AccountRow.id,
        AccountRow.roles,
        AccountRow.office_id,
        AccountRow.active,
        AccountRow.public_key,
        AccountRow.key_id,
        AccountRow.epoch,
        AccountRow.mac,
        AccountRow.lock_id,
        AccountRow.factor_id,
    )
    row = _row(desk, select(*columns).where(AccountRow.organisation_id == organisation_id, AccountRow.id == account_id))
    with desk.suspecting(_ACCOUNT, organisation_id):
        require(desk, organisation_id, account_id, authority.account_row(row), row.mac, row.epoch)
    if not row.active:
        raise LookupError("no active account")
    roles = authority.roles_from_text(row.roles)
    return Principal(account_id, _ACCOUNT, PublicKey.from_bytes(row.public_key), roles, row.office_id)


def team(desk: Desk, organisation_id: UUID, team_id: UUID) -> Principal:
    """A team. Raises as `account` does."""
    return Principal(team_id, _TEAM, PublicKey.from_bytes(team_row(desk, organisation_id, team_id).public_key))


def team_row(desk: Desk, organisation_id: UUID, team_id: UUID) -> Any:
    """A team's public key and epoch, believed. Raises as `account` does."""
    columns = select(TeamRow.public_key, TeamRow.epoch, TeamRow.mac)
    row = _row(desk, columns.where(TeamRow.organisation_id == organisation_id, TeamRow.id == team_id))
    with desk.suspecting(_TEAM, organisation_id):
        vouched = authority.team(organisation_id, team_id, row.public_key, row.epoch)
        require(desk, organisation_id, team_id, vouched, row.mac, row.epoch)
    return row


def recovery(desk: Desk, organisation_id: UUID) -> tuple[Principal, UUID | None]:
    """The recovery key of an organisation, and the team that supervises it. Raises as `account` does."""
    row = _row(
        desk,
        select(
            OrganisationRow.demonstration,
            OrganisationRow.team_id,
            OrganisationRow.public_key,
            OrganisationRow.epoch,
            OrganisationRow.mac,
        ).where(OrganisationRow.id == organisation_id),
    )
    with desk.suspecting("organisation", organisation_id):
        vouched = authority.organisation(organisation_id, row.demonstration, row.team_id, row.public_key, row.epoch)
        require(desk, organisation_id, organisation_id, vouched, row.mac, row.epoch)
    return Principal(organisation_id, _RECOVERY, PublicKey.from_bytes(row.public_key)), row.team_id


def team_of_office(desk: Desk, organisation_id: UUID, office_id: UUID) -> UUID:
    """The team that supervises an office. Raises as `account` does."""
    columns = select(OfficeRow.team_id, OfficeRow.epoch, OfficeRow.mac)
    row = _row(desk, columns.where(OfficeRow.organisation_id == organisation_id, OfficeRow.id == office_id))
    with desk.suspecting("office", organisation_id):
        vouched = authority.office(organisation_id, office_id, row.team_id, row.epoch)
        require(desk, organisation_id, office_id, vouched, row.mac, row.epoch)
    team_id: UUID = row.team_id
    return team_id


def require(
    desk: Desk, organisation_id: UUID, principal_id: UUID, vouched: authority.Vouched, mac: bytes, epoch: int
) -> None:
    """Raise `Broken` unless the MAC vouches for the parts and their epoch is the principal's current one."""
    authority.require(desk.master, vouched, mac)
    require_epoch(desk.keystore.epochs(organisation_id, (principal_id,)).get(principal_id), epoch)


def _row(desk: Desk, statement: AnySelect) -> Any:
    row = desk.transaction.row(statement)
    if row is None:
        raise LookupError("not there")
    return row
