"""How long cases are kept, for whom their identity answers are open, and what was erased."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from interview.store.tables.rows import Row
from interview.vault.sealed import Sealed

_CASE = (["organisation_id", "case_id"], ["cases.organisation_id", "cases.id"])


class IdentityOpeningRow(Row):
    """That the identity answers of a case show in one session until a moment. What for stands in the trail, sealed."""

    __tablename__ = "identity_openings"
    __table_args__ = (ForeignKeyConstraint(*_CASE),)

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    until_at: Mapped[datetime]


class PostponementRow(Row):
    """That a supervisor has a case kept longer. Why is sealed under the case's key."""

    __tablename__ = "postponements"
    __table_args__ = (ForeignKeyConstraint(*_CASE), Index("ix_postponements_case_id", "organisation_id", "case_id"))

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    account_id: Mapped[UUID]
    decided_on: Mapped[date]
    until_on: Mapped[date]
    reason_sealed: Mapped[Sealed]


class ErasureRequestRow(Row):
    """That somebody wants a case erased. `approval_id`: that a second person is asked; None for a wish passed on."""

    __tablename__ = "erasure_requests"
    __table_args__ = (
        ForeignKeyConstraint(*_CASE),
        Index("ix_erasure_requests_team_id", "organisation_id", "team_id", "asked_on"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID]
    asked_by: Mapped[UUID]
    asked_on: Mapped[date]
    approval_id: Mapped[UUID | None]
    reason_sealed: Mapped[Sealed]


class CertificateRow(Row):
    """That a case was erased: a random number, days and persons. Nothing leads from it to the case.

    `destroyed_on`: None while the erasure is under way.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),
        Index("ix_certificates_team_id", "organisation_id", "team_id", "destroyed_on"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID]
    asked_by: Mapped[UUID]
    approved_by: Mapped[UUID]
    asked_on: Mapped[date]
    destroyed_on: Mapped[date | None]
    unreadable_from: Mapped[date]
