"""What lies under the master key itself: what is sealed anew, and vouched for anew, when another takes its place.

`tests/house/test_turned.py` walks every sealed column and every MAC, so that none is forgotten here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import DeclarativeBase

from interview.store import authority, binding, codes
from interview.store.shapes import Database
from interview.store.tables.approvals import ApprovalRow
from interview.store.tables.factors import FactorRow
from interview.store.tables.kept_keys import ServerKeyRow
from interview.store.tables.ledgers import LedgerRow
from interview.store.tables.locks import HeadKeyRow, ServerLockRow
from interview.store.tables.people import AccountRow, MembershipRow, OfficeRow, OrganisationRow, SessionRow, TeamRow
from interview.store.tables.referrals import ReferralRow
from interview.store.tables.signing import SigningKeyRow
from interview.store.tables.transfers import TransferRow
from interview.store.transfer_rows import transfer_of
from interview.vault.context import Context
from interview.vault.kinds import SealKind
from interview.vault.master import Purpose

RowType = type[DeclarativeBase]


@dataclass(frozen=True, slots=True)
class SealedByMaster:
    """A column that is sealed under a subkey of the master key, and what it is bound to."""

    database: Database
    row: RowType
    column: str
    purpose: Purpose
    kind: SealKind
    context: Callable[[Any], Context]

    @property
    def table(self) -> str:
        """Its table."""
        return str(self.row.__tablename__)


@dataclass(frozen=True, slots=True)
class VouchedByMaster:
    """A table of the case database whose rows carry a MAC under a subkey of the master key, and over what."""

    row: RowType
    parts: Callable[[Any], authority.Vouched]

    @property
    def table(self) -> str:
        """Its name."""
        return str(self.row.__tablename__)


def _approval(row: Any) -> authority.Vouched:
    return authority.approval(
        row.organisation_id,
        row.id,
        row.kind,
        row.subject_id,
        row.other_id,
        row.asked_by,
        row.answered_by,
        row.state,
        row.ends_at.isoformat(),
        row.epoch,
    )


def _membership(row: Any) -> authority.Vouched:
    return authority.membership(
        row.organisation_id, row.team_id, row.account_id, row.key_id, row.secret_sealed, row.epoch
    )


SEALED: tuple[SealedByMaster, ...] = (
    # The keys of the server first: whoever starts now needs them.
    SealedByMaster(
        Database.KEYSTORE,
        ServerKeyRow,
        "key_sealed",
        Purpose.KEYSTORE,
        SealKind.SERVER_KEY,
        lambda row: binding.server_key(row.purpose),
    ),
    SealedByMaster(
        Database.KEYSTORE,
        HeadKeyRow,
        "key_sealed",
        Purpose.KEYSTORE,
        SealKind.HOUR_KEY,
        lambda row: binding.head_key(row.id),
    ),
    SealedByMaster(
        Database.KEYSTORE,
        SigningKeyRow,
        "key_sealed",
        Purpose.KEYSTORE,
        SealKind.SIGNING_KEY,
        lambda row: binding.signing_key(row.organisation_id),
    ),
    SealedByMaster(
        Database.KEYSTORE,
        ServerLockRow,
        "lock_sealed",
        Purpose.KEYSTORE,
        SealKind.SERVER_LOCK,
        lambda row: binding.server_lock(row.organisation_id, row.case_id),
    ),
    SealedByMaster(
        Database.CASES,
        AccountRow,
        "secret_sealed",
        Purpose.ACCOUNT_LOCK,
        SealKind.ACCOUNT_OUTER,
        lambda row: binding.account_lock(row.organisation_id, row.id, row.key_id, row.lock_id),
    ),
    SealedByMaster(
        Database.CASES,
        SessionRow,
        "secret_sealed",
        Purpose.SESSION,
        SealKind.SESSION_OUTER,
        lambda row: binding.session(
            row.organisation_id,
            row.account_id,
            row.id,
            row.account_epoch,
            row.level,
            row.authenticated_at,
            row.ends_at,
        ),
    ),
)

VOUCHED: tuple[VouchedByMaster, ...] = (
    VouchedByMaster(
        OrganisationRow,
        lambda row: authority.organisation(row.id, row.demonstration, row.team_id, row.public_key, row.epoch),
    ),
    VouchedByMaster(TeamRow, lambda row: authority.team(row.organisation_id, row.id, row.public_key, row.epoch)),
    VouchedByMaster(OfficeRow, lambda row: authority.office(row.organisation_id, row.id, row.team_id, row.epoch)),
    VouchedByMaster(AccountRow, authority.account_row),
    VouchedByMaster(MembershipRow, _membership),
    VouchedByMaster(ApprovalRow, _approval),
    VouchedByMaster(FactorRow, codes.vouched),
    VouchedByMaster(LedgerRow, lambda row: authority.ledger(row.organisation_id, row.kind, row.team_id)),
    VouchedByMaster(TransferRow, lambda row: authority.transfer(transfer_of(row))),
    VouchedByMaster(ReferralRow, authority.referral),
)
