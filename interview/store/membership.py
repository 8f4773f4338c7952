"""Who belongs to which team."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, select, update

from interview.store import authority, principals
from interview.store.desk import Desk, Membership
from interview.store.tables.ledgers import LedgerRow
from interview.store.tables.people import MembershipRow, TeamRow

_COLUMNS = (
    MembershipRow.team_id,
    MembershipRow.account_id,
    MembershipRow.key_id,
    MembershipRow.secret_sealed,
    MembershipRow.epoch,
    MembershipRow.mac,
    LedgerRow.kind.label("ledger"),
)
OF_A_LEDGER = and_(
    LedgerRow.organisation_id == MembershipRow.organisation_id, LedgerRow.team_id == MembershipRow.team_id
)
_ALL = select(*_COLUMNS).outerjoin(LedgerRow, OF_A_LEDGER)
_OF_ACCOUNT = _ALL.where(
    MembershipRow.organisation_id == bindparam("organisation_id"), MembershipRow.account_id == bindparam("account_id")
)
_OF_TEAM = _ALL.where(
    MembershipRow.organisation_id == bindparam("organisation_id"), MembershipRow.team_id == bindparam("team_id")
)


def of_account(desk: Desk, organisation_id: UUID, account_id: UUID) -> dict[UUID, Membership]:
    """The teams of an account, by id. Raises `Broken` when nobody vouches for a membership."""
    rows = desk.transaction.rows(_OF_ACCOUNT, {"organisation_id": organisation_id, "account_id": account_id})
    with desk.suspecting("membership", organisation_id):
        return {row.team_id: vouched(desk, organisation_id, row) for row in rows}


def rows_of_team(desk: Desk, organisation_id: UUID, team_id: UUID) -> Sequence[Any]:
    """The memberships of a team as they stand in their rows: `vouched` says whether one is to be believed."""
    return desk.transaction.rows(_OF_TEAM, {"organisation_id": organisation_id, "team_id": team_id})


def vouched(desk: Desk, organisation_id: UUID, row: Any) -> Membership:
    """A membership out of its row. Its epoch is compared when the team's key is used. Raises `Broken`."""
    parts = authority.membership(organisation_id, row.team_id, row.account_id, row.key_id, row.secret_sealed, row.epoch)
    authority.require(desk.master, parts, row.mac)
    return Membership(row.key_id, row.secret_sealed, row.epoch, ledger=row.ledger is not None)


def by_purpose(memberships: Mapping[UUID, Membership]) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """The teams that supervise, and those that read a ledger."""
    ledgers = frozenset(team_id for team_id, one in memberships.items() if one.ledger)
    return frozenset(memberships) - ledgers, ledgers


def leave_all(desk: Desk, organisation_id: UUID, account_id: UUID) -> None:
    """Take an account out of every team. Its old memberships, put back, are of an older epoch and open nothing."""
    for team_id in of_account(desk, organisation_id, account_id):
        leave(desk, organisation_id, team_id, account_id)


def leave(desk: Desk, organisation_id: UUID, team_id: UUID, account_id: UUID) -> None:
    """Take an account out of one team, and vouch for those who stay in the team's next epoch. Raises `Overtaken`."""
    place = (MembershipRow.organisation_id == organisation_id, MembershipRow.team_id == team_id)
    desk.write_one(delete(MembershipRow).where(*place, MembershipRow.account_id == account_id))
    team = principals.team_row(desk, organisation_id, team_id)
    epoch = desk.begin_epoch(organisation_id, team_id, team.epoch)
    mac = authority.vouch(desk.master, authority.team(organisation_id, team_id, team.public_key, epoch))
    here = (TeamRow.organisation_id == organisation_id, TeamRow.id == team_id, TeamRow.epoch == team.epoch)
    desk.write_one(update(TeamRow).where(*here).values(epoch=epoch, mac=mac))
    for row in rows_of_team(desk, organisation_id, team_id):
        # Verified before it is vouched for anew.
        vouched(desk, organisation_id, row)
        parts = authority.membership(organisation_id, team_id, row.account_id, row.key_id, row.secret_sealed, epoch)
        change = update(MembershipRow).where(*place, MembershipRow.account_id == row.account_id)
        desk.write_one(change.values(epoch=epoch, mac=authority.vouch(desk.master, parts)))
