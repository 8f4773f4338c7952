"""Raising every epoch after a restore, so that rows of any other copy, put back, are good for nothing.

The two databases were copied one after the other: what a row names and what the keystore knows may differ by an epoch.
Each row is believed by its MAC, verified before it is vouched for anew.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import delete, inspect, select, update

from interview.store import authority, binding
from interview.store.desk import Desk
from interview.store.tables.approvals import ApprovalRow
from interview.store.tables.cases import CaseRow, GrantRow
from interview.store.tables.people import (
    AccountRow,
    KeptBodyRow,
    MembershipRow,
    OfficeRow,
    OrganisationRow,
    SessionRow,
    TeamRow,
)
from interview.store.tables.referrals import ReferralRow
from interview.store.turned import VOUCHED, RowType
from interview.vault.handing import rewrap_grant
from interview.vault.refusals import Broken

Tell = Callable[[str, int, int], None]

_PARTS = {one.row: one.parts for one in VOUCHED}


def end_sessions(desk: Desk) -> None:
    """Whoever was at work signs in again; what two people had agreed on and not done is asked for again."""
    for table in (SessionRow, KeptBodyRow, ApprovalRow):
        desk.transaction.write(delete(table))
    desk.commit()


def renew_principals(desk: Desk, tell: Tell) -> int:
    """Raise the epoch of all that has one of its own. Gives how many rows nobody vouches for."""
    broken = 0
    for row in (OrganisationRow, TeamRow, OfficeRow, AccountRow, ReferralRow):
        rows = desk.transaction.rows(select(*row.__table__.columns))
        for number, one in enumerate(rows, 1):
            organisation_id = one.id if row is OrganisationRow else one.organisation_id
            if not desk.master.is_vouched_for(_PARTS[row](one), one.mac):
                broken += 1
                continue
            epoch = desk.keystore.raise_epoch(organisation_id, one.id, one.epoch)
            _vouch(desk, row, one, epoch)
            if row is TeamRow:
                broken += _renew_members(desk, organisation_id, one, epoch)
            tell(row.__tablename__, number, len(rows))
        desk.commit()
    return broken


def renew_cases(desk: Desk, tell: Tell) -> int:
    """Raise the epoch of every case's grants. Gives how many cases have one that does not open."""
    broken = 0
    cases = desk.transaction.rows(select(CaseRow.organisation_id, CaseRow.id))
    for number, (organisation_id, case_id) in enumerate(cases, 1):
        try:
            renew_grants(desk, organisation_id, case_id)
        except Broken:
            broken += 1
        if number % 100 == 0 or number == len(cases):
            desk.commit()
            tell("cases", number, len(cases))
    return broken


def renew_grants(desk: Desk, organisation_id: UUID, case_id: UUID) -> int | None:
    """Wrap what is granted of a case into a new epoch; gives it. None when its lock is destroyed. Raises `Broken`."""
    here = (GrantRow.organisation_id == organisation_id, GrantRow.case_id == case_id)
    of_case = (CaseRow.organisation_id == organisation_id, CaseRow.id == case_id)
    founding = desk.transaction.row(select(CaseRow.founding_id).where(*of_case))
    if founding is None:
        return None
    lock = desk.keystore.grant_lock(founding.founding_id, case_id)
    if lock is None:
        return None
    grants = desk.transaction.rows(select(*GrantRow.__table__.columns).where(*here))
    epoch: int = max([lock.epoch.current, lock.epoch.pending or 0, *(one.epoch for one in grants)]) + 1
    changes = []
    for one in grants:
        context = binding.grant(founding.founding_id, case_id, one.principal_kind, one.principal_id, one.key_id)
        sealed = rewrap_grant(
            one.grant_sealed, lock.key, old_epoch=one.epoch, epoch=epoch, context=context, case_id=case_id
        )
        changes.append((one, sealed))
    for one, sealed in changes:
        mine = (GrantRow.principal_id == one.principal_id, GrantRow.key_id == one.key_id)
        desk.transaction.write(update(GrantRow).where(*here, *mine).values(epoch=epoch, grant_sealed=sealed))
    desk.after_commit.append(lambda: desk.keystore.set_grant_epoch(founding.founding_id, case_id, epoch))
    return epoch


def _renew_members(desk: Desk, organisation_id: UUID, team: Any, epoch: int) -> int:
    broken = 0
    here = (MembershipRow.organisation_id == organisation_id, MembershipRow.team_id == team.id)
    for one in desk.transaction.rows(select(*MembershipRow.__table__.columns).where(*here)):
        # Of the epoch that the team's own row named: any other is an older one put back.
        if one.epoch != team.epoch or not desk.master.is_vouched_for(_PARTS[MembershipRow](one), one.mac):
            broken += 1
            continue
        _vouch(desk, MembershipRow, one, epoch)
    return broken


def _vouch(desk: Desk, row: RowType, one: Any, epoch: int) -> None:
    raised = SimpleNamespace(**{**one._mapping, "epoch": epoch})
    here = [column == getattr(one, column.name) for column in inspect(row).primary_key]
    mac = authority.vouch(desk.master, _PARTS[row](raised))
    desk.transaction.write(update(row).where(*here).values(epoch=epoch, mac=mac))
