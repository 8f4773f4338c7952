"""What is decided about an interview. Triggers keep deciders apart from authors, and steps as they are."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from interview.store.tables.rows import Row
from interview.vault.sealed import Sealed

_DECISION = (["organisation_id", "decision_id"], ["decisions.organisation_id", "decisions.id"])


class DecisionRow(Row):
    """One decision about one revision of an interview.

    `steps` counts its steps, `open_pins` the questions that wait for the caseworker. `waiting` is empty when nobody is
    waited for. `decided_by` is never the proposer, an author, or anybody in `decision_parties`; who was a decider once
    is written there by the database itself.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "interview_id"], ["interviews.organisation_id", "interviews.id"]),
        CheckConstraint("decided_by <> proposer_id", name="ck_decisions_decider"),
        Index("uq_decisions_revision", "organisation_id", "interview_id", "revision", unique=True),
        # The queue is read from the index alone, urgent ones first, then the oldest.
        Index(
            "ix_decisions_waiting",
            "organisation_id",
            "team_id",
            "waiting",
            "urgent",
            "asked_at",
            "id",
        ),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    interview_id: Mapped[UUID]
    revision: Mapped[int]
    team_id: Mapped[UUID]
    state: Mapped[str]
    steps: Mapped[int]
    waiting: Mapped[str]
    urgent: Mapped[bool]
    proposer_id: Mapped[UUID]
    taken_by: Mapped[UUID | None]
    decided_by: Mapped[UUID | None]
    previous_id: Mapped[UUID | None]
    digest: Mapped[bytes]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    open_pins: Mapped[int | None]


class DecisionStepRow(Row):
    """One thing that happened to a decision. Rows are added and never changed."""

    __tablename__ = "decision_steps"
    __table_args__ = (ForeignKeyConstraint(*_DECISION),)

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    decision_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[UUID]
    kind: Mapped[str]
    happened_on: Mapped[date]
    content_sealed: Mapped[Sealed]


class DecisionPartyRow(Row):
    """Who had a part in what is decided, so that they never decide it. Rows are added and never changed."""

    __tablename__ = "decision_parties"
    __table_args__ = (ForeignKeyConstraint(*_DECISION),)

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    decision_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
