"""The audit trail: one chain of events for each organisation. Rows are added and never changed."""

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from interview.store.tables.rows import Row
from interview.vault.sealed import Sealed

DENIED: ColumnElement[bool] = text(
    "event IN ('access:denied', 'session:sign_in:failed', 'session:sign_in:slowed', 'session:unlock:failed', "
    "'session:confirm:failed', 'factor:code:refused', 'sealed:refused', 'trail:refused')"
)  # type: ignore[assignment]  # a condition, as it stands word for word in the index
"""Events that say that something was refused. SQLite uses an index of some rows only for the very same words."""

_ON_ACCOUNTS = text("account_id IS NOT NULL")


class AuditHeadRow(Row):
    """The end of an organisation's chain, locked last before a commit."""

    __tablename__ = "audit_heads"

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    link: Mapped[bytes]
    key_id: Mapped[UUID]
    mac: Mapped[bytes]


class AuditEventRow(Row):
    """One event: ids, what happened and on which day in clear; everything else sealed.

    `revision`: of the interview, for the one event that saved it; its link lies in the sealed detail.
    """

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("uq_audit_events_revision", "organisation_id", "interview_id", "revision", unique=True),
        Index("ix_audit_events_case_id", "organisation_id", "case_id", "sequence"),
        Index("ix_audit_events_actor_id", "organisation_id", "actor_id", "sequence"),
        Index(
            "ix_audit_events_account_id",
            "organisation_id",
            "account_id",
            "sequence",
            sqlite_where=_ON_ACCOUNTS,
            postgresql_where=_ON_ACCOUNTS,
        ),
        Index("ix_audit_events_denied", "organisation_id", "sequence", sqlite_where=DENIED, postgresql_where=DENIED),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[UUID]
    event: Mapped[str]
    actor_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    interview_id: Mapped[UUID | None]
    account_id: Mapped[UUID | None]
    revision: Mapped[int | None]
    happened_on: Mapped[date]
    detail_sealed: Mapped[Sealed]
    link: Mapped[bytes]
