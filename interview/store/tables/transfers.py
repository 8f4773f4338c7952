"""Transfers: which team gives a case to which, and how far that is. Every word about it is sealed."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from interview.store.tables.rows import Row
from interview.vault.sealed import Sealed

_RUNNING = text("state IN ('proposed', 'accepted')")


class TransferRow(Row):
    """One transfer of a case. `organisation_id`: where the case is now.

    Vouched for, because it decides who gets a key. Sealed: the proposal under the case's key, the notice to the public
    key of the receiving team, the answer to that of the sending team.
    """

    __tablename__ = "transfers"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "case_id"], ["cases.organisation_id", "cases.id"]),
        Index(
            "uq_transfers_running",
            "organisation_id",
            "case_id",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        Index("ix_transfers_sender", "sender_id", "sender_team_id", "proposed_on"),
        Index("ix_transfers_receiver", "receiver_id", "receiver_team_id", "proposed_on"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    sender_id: Mapped[UUID]
    sender_team_id: Mapped[UUID]
    sender_key_id: Mapped[bytes]
    receiver_id: Mapped[UUID]
    receiver_team_id: Mapped[UUID]
    receiver_key_id: Mapped[bytes]
    state: Mapped[str]
    proposed_by: Mapped[UUID]
    proposed_on: Mapped[date]
    changed_on: Mapped[date]
    answered_by: Mapped[UUID | None]
    caseworker_id: Mapped[UUID | None]
    mac: Mapped[bytes]
    proposal_sealed: Mapped[Sealed]
    notice_sealed: Mapped[Sealed | None]
    answer_sealed: Mapped[Sealed | None]
