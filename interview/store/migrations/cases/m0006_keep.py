"""How long a case is kept, and for what its identity answers were opened."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "cases_0006"
down_revision = "cases_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("retain_until", sa.Date(), nullable=True))
    op.create_index(
        "ix_cases_retain_until", "cases", ["organisation_id", "team_id", "retain_until", "id"], unique=False
    )
    op.add_column("erasures", sa.Column("certificate_id", sa.Uuid(), nullable=True))
    _of_case(
        "identity_openings",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        _moment("until_at"),
        key=("session_id",),
    )
    op.create_table(
        "postponements",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        _case("postponements"),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_postponements")),
    )
    op.create_index("ix_postponements_case_id", "postponements", ["organisation_id", "case_id"], unique=False)
    _of_case(
        "erasure_requests",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
    )
    op.create_index(
        "ix_erasure_requests_team_id", "erasure_requests", ["organisation_id", "team_id", "asked_on"], unique=False
    )
    op.create_table(
        "certificates",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("destroyed_on", sa.Date(), nullable=True),
        sa.Column("unreadable_from", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_certificates_organisations")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_certificates")),
    )
    op.create_index(
        "ix_certificates_team_id", "certificates", ["organisation_id", "team_id", "destroyed_on"], unique=False
    )


def _of_case(table: str, *columns: sa.Column[Any], key: tuple[str, ...] = ()) -> None:
    """A table that hangs on a case. Its key begins with the case's; `key` holds the columns behind."""
    places = (sa.Column("organisation_id", sa.Uuid(), nullable=False), sa.Column("case_id", sa.Uuid(), nullable=False))
    primary = sa.PrimaryKeyConstraint("organisation_id", "case_id", *key, name=op.f(f"pk_{table}"))
    op.create_table(table, *places, *columns, _case(table), primary)


def _case(table: str) -> sa.ForeignKeyConstraint:
    here = ["organisation_id", "case_id"]
    return sa.ForeignKeyConstraint(here, ["cases.organisation_id", "cases.id"], name=op.f(f"fk_{table}_cases"))


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
