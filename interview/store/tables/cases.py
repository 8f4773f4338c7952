"""Cases and what hangs on them. Every key begins with the organisation, so that tenants stay apart."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, TextClause, text
from sqlalchemy.orm import Mapped, mapped_column

from interview.store.tables.rows import Row
from interview.vault.sealed import Sealed

_CASE = (["organisation_id", "case_id"], ["cases.organisation_id", "cases.id"])
_INTERVIEW = (["organisation_id", "interview_id"], ["interviews.organisation_id", "interviews.id"])
# The record of a case and single talks are listed apart, each from an index of its own.
OF_A_RECORD, OF_A_TALK = text("interviews.form = 'assistance'"), text("interviews.form <> 'assistance'")
_RECORDS, _TALKS = text("form = 'assistance'"), text("form <> 'assistance'")
# Lists are read from an index alone: the sealed documents make the rows themselves long.
_LISTED = ("state", "changed_on", "id", "case_id", "form", "urgent")


def _partial(name: str, *columns: str, of: TextClause, unique: bool = False) -> Index:
    """An index over the interviews of some forms alone."""
    return Index(name, "organisation_id", *columns, unique=unique, sqlite_where=of, postgresql_where=of)


class CaseRow(Row):
    """A case. Its seals are bound to the organisation that founded it, wherever it moves later."""

    __tablename__ = "cases"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),
        Index("uq_cases_reference_lookup", "organisation_id", "reference_lookup", unique=True),
        Index("ix_cases_retain_until", "organisation_id", "team_id", "retain_until", "id"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    founding_id: Mapped[UUID]
    reference_lookup: Mapped[bytes]
    reference_sealed: Mapped[Sealed]
    link_key_sealed: Mapped[Sealed]
    stage: Mapped[str]
    urgent: Mapped[bool]
    team_id: Mapped[UUID]
    office_id: Mapped[UUID | None]
    creator_id: Mapped[UUID]
    opened_on: Mapped[date]
    changed_on: Mapped[date]
    retain_until: Mapped[date | None]


class GrantRow(Row):
    """The case key for one public key of a principal: sealed to it inside, under the case's server lock outside."""

    __tablename__ = "grants"
    __table_args__ = (
        ForeignKeyConstraint(*_CASE),
        Index("ix_grants_principal_id", "organisation_id", "principal_id"),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    principal_id: Mapped[UUID] = mapped_column(primary_key=True)
    principal_kind: Mapped[str]
    key_id: Mapped[bytes] = mapped_column(primary_key=True)
    epoch: Mapped[int]
    grant_sealed: Mapped[Sealed]


class InterviewRow(Row):
    """One interview: one sealed document with a revision."""

    __tablename__ = "interviews"
    __table_args__ = (
        ForeignKeyConstraint(*_CASE),
        Index("ix_interviews_case_id", "organisation_id", "case_id"),
        Index("ix_interviews_assignee_id", "organisation_id", "assignee_id", *_LISTED),
        Index("ix_interviews_team_id", "organisation_id", "team_id", *_LISTED),
        _partial("uq_interviews_record", "case_id", of=_RECORDS, unique=True),
        _partial("ix_interviews_records_of_assignee", "assignee_id", *_LISTED, of=_RECORDS),
        _partial("ix_interviews_records_of_team", "team_id", *_LISTED, of=_RECORDS),
        _partial("ix_interviews_talks_of_assignee", "assignee_id", *_LISTED, of=_TALKS),
        _partial("ix_interviews_talks_of_team", "team_id", *_LISTED, of=_TALKS),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    form: Mapped[str]
    version: Mapped[int]
    digest: Mapped[str]
    state: Mapped[str]
    revision: Mapped[int]
    assignee_id: Mapped[UUID]
    team_id: Mapped[UUID]
    urgent: Mapped[bool]
    changed_on: Mapped[date]
    content_sealed: Mapped[Sealed]


class InterviewAuthorRow(Row):
    """Who wrote in an interview. Nobody decides about what they wrote."""

    __tablename__ = "interview_authors"
    __table_args__ = (ForeignKeyConstraint(*_INTERVIEW),)

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(primary_key=True)


class JudgementRow(Row):
    """The system's assessment and the caseworker's proposal about one revision of an interview. Never overwritten."""

    __tablename__ = "judgements"
    __table_args__ = (ForeignKeyConstraint(*_INTERVIEW),)

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    author_id: Mapped[UUID]
    content_sealed: Mapped[Sealed]


class ReadMarkRow(Row):
    """That a session's reading of one class of answers stands in the audit trail already."""

    __tablename__ = "read_marks"
    __table_args__ = (ForeignKeyConstraint(*_INTERVIEW),)

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    sensitivity: Mapped[str] = mapped_column(primary_key=True)
    noted_at: Mapped[datetime]


class ErasureRow(Row):
    """That a case is to be erased: written before its lock is destroyed, gone when everything is done."""

    __tablename__ = "erasures"

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    asked_on: Mapped[date]
    certificate_id: Mapped[UUID | None]
