"""Ledgers: what is read across cases. An inbox that everybody writes to, and one extract that its team alone reads."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from interview.store.tables.rows import Row
from interview.vault.sealed import Sealed

_CASE = (["organisation_id", "case_id"], ["cases.organisation_id", "cases.id"])


class LedgerRow(Row):
    """A ledger: whose team reads it, and its extract. Each extract has a lock of its own in the keystore.

    `generation` grows with each extract. `former_id`: the extract before, whose lock is destroyed with the next one.
    """

    __tablename__ = "ledgers"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "team_id"], ["teams.organisation_id", "teams.id"]),
        Index("uq_ledgers_team_id", "organisation_id", "team_id", unique=True),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[UUID]
    mac: Mapped[bytes]
    generation: Mapped[int]
    extract_id: Mapped[UUID | None]
    former_id: Mapped[UUID | None]
    key_id: Mapped[bytes | None]
    folded_on: Mapped[date | None]
    key_sealed: Mapped[Sealed | None]
    extract_sealed: Mapped[Sealed | None]


class LedgerRecordRow(Row):
    """A record in the inbox: sealed to the ledger's team inside, under the case's server lock outside."""

    __tablename__ = "ledger_records"
    __table_args__ = (
        ForeignKeyConstraint(*_CASE),
        ForeignKeyConstraint(["organisation_id", "kind"], ["ledgers.organisation_id", "ledgers.kind"]),
        Index("ix_ledger_records_kind", "organisation_id", "kind", "id"),
        Index("ix_ledger_records_case_id", "organisation_id", "case_id"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    case_id: Mapped[UUID]
    written_on: Mapped[date]
    key_id: Mapped[bytes]
    record_sealed: Mapped[Sealed]


class LedgerTombstoneRow(Row):
    """That a case was erased, until no extract knows it any more. It names the case, and goes with the next fold."""

    __tablename__ = "ledger_tombstones"

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    erased_on: Mapped[date]


class LookAlikeRow(Row):
    """That a case may be about somebody of another case. Which one stands in the extract alone."""

    __tablename__ = "look_alikes"
    __table_args__ = (
        ForeignKeyConstraint(*_CASE),
        Index("ix_look_alikes_team_id", "organisation_id", "team_id", "found_on"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID]
    found_on: Mapped[date]
