"""Who is on duty, what they are called for, what runs out when, and who stands in for whom."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from interview.store.tables.rows import Row
from interview.vault.sealed import Sealed

_TEAM = (["organisation_id", "team_id"], ["teams.organisation_id", "teams.id"])
_INTERVIEW = (["organisation_id", "interview_id"], ["interviews.organisation_id", "interviews.id"])


class ShiftRow(Row):
    """One person on duty for a team."""

    __tablename__ = "shifts"
    __table_args__ = (
        ForeignKeyConstraint(*_TEAM),
        Index("ix_shifts_team_id", "organisation_id", "team_id", "until_at"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID]
    account_id: Mapped[UUID]
    from_at: Mapped[datetime]
    until_at: Mapped[datetime]


class ContactRow(Row):
    """How to reach a person or a team: sealed as names are. `id`: of the account or the team."""

    __tablename__ = "contacts"

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_sealed: Mapped[Sealed]


class AlertRow(Row):
    """That someone is needed for an interview, and who was told."""

    __tablename__ = "alerts"
    __table_args__ = (
        ForeignKeyConstraint(*_INTERVIEW),
        Index("ix_alerts_team_id", "organisation_id", "team_id", "acknowledged_at"),
        Index("ix_alerts_interview_id", "organisation_id", "interview_id"),
        Index("ix_alerts_told_at", "acknowledged_at", "everyone", "told_at"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID]
    case_id: Mapped[UUID]
    interview_id: Mapped[UUID]
    about: Mapped[str]
    raised_at: Mapped[datetime]
    first_id: Mapped[UUID | None]
    next_id: Mapped[UUID | None]
    everyone: Mapped[bool]
    told_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[UUID | None]


class CallRow(Row):
    """One call that is still to be made: by which channel, to whom, when next. Gone when it was made."""

    __tablename__ = "calls"
    __table_args__ = (Index("ix_calls_due_at", "due_at"),)

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    alert_id: Mapped[UUID]
    account_id: Mapped[UUID | None]
    channel: Mapped[str]
    due_at: Mapped[datetime]
    tries: Mapped[int]


class ClockRow(Row):
    """That something runs out for an interview; what it is stands sealed under the case's key."""

    __tablename__ = "clocks"
    __table_args__ = (
        ForeignKeyConstraint(*_INTERVIEW),
        Index("ix_clocks_interview_id", "organisation_id", "interview_id", "due_at"),
        Index("ix_clocks_case_id", "organisation_id", "case_id", "due_at"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    interview_id: Mapped[UUID]
    due_at: Mapped[datetime]
    content_sealed: Mapped[Sealed]


class AbsenceRow(Row):
    """Who is away, until which day, and who stands in. `ended_on`: what was opened for it is taken back."""

    __tablename__ = "absences"
    __table_args__ = (
        ForeignKeyConstraint(*_TEAM),
        Index("ix_absences_team_id", "organisation_id", "team_id", "ended_on"),
        Index("ix_absences_cover_id", "organisation_id", "cover_id", "ended_on"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID]
    account_id: Mapped[UUID]
    cover_id: Mapped[UUID]
    until_on: Mapped[date]
    ended_on: Mapped[date | None]


class TickRow(Row):
    """When the clocks were looked after last, so that one of several workers does it."""

    __tablename__ = "ticks"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
