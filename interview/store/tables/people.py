"""Organisations and the people at work in them: teams, offices, accounts, sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from interview.store.tables.rows import Row
from interview.vault.sealed import Sealed


class OrganisationRow(Row):
    """An organisation: its recovery key, and the team that supervises where no office says otherwise."""

    __tablename__ = "organisations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name_sealed: Mapped[Sealed]
    demonstration: Mapped[bool]
    team_id: Mapped[UUID | None]
    public_key: Mapped[bytes]
    epoch: Mapped[int]
    mac: Mapped[bytes]


class RecoveryCopyRow(Row):
    """The recovery secret, sealed under one pair of shares."""

    __tablename__ = "recovery_copies"
    __table_args__ = (ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),)

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    pair: Mapped[int] = mapped_column(primary_key=True)
    secret_sealed: Mapped[Sealed]


class TeamRow(Row):
    """A supervising team: a keypair whose secret is sealed to recovery here and to each member in its membership."""

    __tablename__ = "teams"
    __table_args__ = (ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),)

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name_sealed: Mapped[Sealed]
    public_key: Mapped[bytes]
    recovery_sealed: Mapped[Sealed]
    epoch: Mapped[int]
    mac: Mapped[bytes]


class OfficeRow(Row):
    """An office and the team that supervises the cases opened there."""

    __tablename__ = "offices"
    __table_args__ = (ForeignKeyConstraint(["organisation_id", "team_id"], ["teams.organisation_id", "teams.id"]),)

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID]
    name_sealed: Mapped[Sealed]
    epoch: Mapped[int]
    mac: Mapped[bytes]


class AccountRow(Row):
    """A person's account. There is no password hash: the passphrase is right when the secret key opens.

    The name is sealed and found by its HMAC. `lock_id` changes with the passphrase; `factor_id`: the second factor that
    counts.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),
        Index("uq_accounts_name_lookup", "name_lookup", unique=True),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name_lookup: Mapped[bytes]
    name_sealed: Mapped[Sealed]
    roles: Mapped[str]
    office_id: Mapped[UUID | None]
    active: Mapped[bool]
    public_key: Mapped[bytes]
    key_id: Mapped[bytes]
    secret_sealed: Mapped[Sealed]
    epoch: Mapped[int]
    mac: Mapped[bytes]
    lock_id: Mapped[UUID | None]
    factor_id: Mapped[UUID | None]


class MembershipRow(Row):
    """A member of a team, with the team's secret key sealed to the member."""

    __tablename__ = "memberships"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "team_id"], ["teams.organisation_id", "teams.id"]),
        ForeignKeyConstraint(["organisation_id", "account_id"], ["accounts.organisation_id", "accounts.id"]),
        Index("ix_memberships_account_id", "organisation_id", "account_id"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    key_id: Mapped[bytes]
    secret_sealed: Mapped[Sealed]
    epoch: Mapped[int]
    mac: Mapped[bytes]


class SessionRow(Row):
    """A session. Locked when `secret_sealed` is gone. `authenticated_at`: when all that the sign-in asks was given."""

    __tablename__ = "sessions"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "account_id"], ["accounts.organisation_id", "accounts.id"]),
        Index("ix_sessions_account_id", "organisation_id", "account_id"),
        Index("ix_sessions_ends_at", "ends_at"),
        Index("ix_sessions_seen_at", "seen_at"),
    )

    lookup: Mapped[bytes] = mapped_column(primary_key=True)
    id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    account_id: Mapped[UUID]
    account_epoch: Mapped[int]
    level: Mapped[str]
    secret_sealed: Mapped[Sealed | None]
    begun_at: Mapped[datetime]
    authenticated_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class KeptBodyRow(Row):
    """A page that was posted after the lock, sealed to the account that posted it."""

    __tablename__ = "kept_bodies"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "account_id"], ["accounts.organisation_id", "accounts.id"]),
        Index("ix_kept_bodies_account_id", "organisation_id", "account_id", "kept_at"),
        Index("ix_kept_bodies_kept_at", "kept_at"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID]
    body_sealed: Mapped[Sealed]
    kept_at: Mapped[datetime]


class AttemptRow(Row):
    """Attempts to sign in or unlock, by the HMAC of what was tried."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_last_at", "last_at"),)

    lookup: Mapped[bytes] = mapped_column(primary_key=True)
    count: Mapped[int]
    last_at: Mapped[datetime]
