"""Second factors of accounts, the spare codes that stand in for a lost one, and what an account is to be told."""

from datetime import date
from uuid import UUID

from sqlalchemy import Date, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from interview.store.tables.rows import Row
from interview.vault.sealed import Sealed


class FactorRow(Row):
    """A second factor: its secret, sealed to the account that it belongs to, and the last time step that was used.

    The account's row names the one that counts; another is being set up.
    """

    __tablename__ = "factors"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "account_id"], ["accounts.organisation_id", "accounts.id"]),
        Index("ix_factors_account_id", "organisation_id", "account_id"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID]
    secret_sealed: Mapped[Sealed]
    last_step: Mapped[int]
    mac: Mapped[bytes]


class SpareCodeRow(Row):
    """A recovery code of a factor, by its HMAC, `lookup`. It goes when it is used."""

    __tablename__ = "spare_codes"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "factor_id"], ["factors.organisation_id", "factors.id"]),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    factor_id: Mapped[UUID] = mapped_column(primary_key=True)
    lookup: Mapped[bytes] = mapped_column(primary_key=True)


class AccountNoticeRow(Row):
    """What was done to an account by somebody else, until its owner has read it."""

    __tablename__ = "account_notices"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "account_id"], ["accounts.organisation_id", "accounts.id"]),
        Index("ix_account_notices_account_id", "organisation_id", "account_id"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID]
    kind: Mapped[str]
    noted_on: Mapped[date] = mapped_column(Date())
