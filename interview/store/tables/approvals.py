"""What needs a second person, and public keys that have changed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from interview.store.tables.rows import Row
from interview.vault.sealed import Sealed


class ApprovalRow(Row):
    """What one person asked for, and what another one said to it. Vouched for, with an epoch in the keystore."""

    __tablename__ = "approvals"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "asked_by"], ["accounts.organisation_id", "accounts.id"]),
        Index("ix_approvals_state", "organisation_id", "state", "ends_at"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject_id: Mapped[UUID]
    other_id: Mapped[UUID | None]
    asked_by: Mapped[UUID]
    answered_by: Mapped[UUID | None]
    state: Mapped[str]
    ends_at: Mapped[datetime]
    epoch: Mapped[int]
    mac: Mapped[bytes]


class WantedOfficeRow(Row):
    """An office that waits until a supervisor agrees to its team."""

    __tablename__ = "wanted_offices"
    __table_args__ = (ForeignKeyConstraint(["organisation_id", "team_id"], ["teams.organisation_id", "teams.id"]),)

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID]
    name_sealed: Mapped[Sealed]


class ChangedKeyRow(Row):
    """That the public key of an account or a team was replaced, until a supervisor has seen it."""

    __tablename__ = "changed_keys"
    __table_args__ = (ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),)

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    principal_id: Mapped[UUID] = mapped_column(primary_key=True)
    key_id: Mapped[bytes] = mapped_column(primary_key=True)
    principal_kind: Mapped[str]
    changed_by: Mapped[UUID | None]
    changed_on: Mapped[date]
    seen_by: Mapped[UUID | None]


class FormerTeamKeyRow(Row):
    """The secret key that a team had before, sealed to its present one: for cases that are not sealed anew yet."""

    __tablename__ = "former_team_keys"
    __table_args__ = (ForeignKeyConstraint(["organisation_id", "team_id"], ["teams.organisation_id", "teams.id"]),)

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID] = mapped_column(primary_key=True)
    key_id: Mapped[bytes] = mapped_column(primary_key=True)
    secret_sealed: Mapped[Sealed]
