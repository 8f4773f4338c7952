"""Attachments of cases: what each is stands sealed in its manifest, under the case's key; the file in chunks."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from interview.store.tables.rows import Row
from interview.vault.sealed import Sealed


class AttachmentRow(Row):
    """One file. `whole`: all of it is here; else it is on its way, or was cut off. Its key lies in the manifest."""

    __tablename__ = "attachments"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "case_id"], ["cases.organisation_id", "cases.id"]),
        Index("ix_attachments_case_id", "organisation_id", "case_id"),
        Index("ix_attachments_whole", "whole", "changed_on"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    # No foreign key: it says where the file was added, and nothing hangs on it.
    interview_id: Mapped[UUID | None]
    added_by: Mapped[UUID]
    changed_on: Mapped[date]
    revision: Mapped[int]
    whole: Mapped[bool]
    manifest_sealed: Mapped[Sealed]


class AttachmentChunkRow(Row):
    """64 KiB of a file. Never changed: a file is added and removed as a whole."""

    __tablename__ = "attachment_chunks"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "attachment_id"], ["attachments.organisation_id", "attachments.id"]),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    attachment_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content_sealed: Mapped[Sealed]
