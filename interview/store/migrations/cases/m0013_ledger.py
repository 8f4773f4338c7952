"""Ledgers: an inbox of sealed records, one sealed extract, erased cases until it is folded, and who looks alike."""

import sqlalchemy as sa
from alembic import op

revision = "cases_0013"
down_revision = "cases_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledgers",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("extract_id", sa.Uuid(), nullable=True),
        sa.Column("former_id", sa.Uuid(), nullable=True),
        sa.Column("key_id", sa.LargeBinary(), nullable=True),
        sa.Column("folded_on", sa.Date(), nullable=True),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("extract_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "team_id"], ["teams.organisation_id", "teams.id"], name=op.f("fk_ledgers_teams")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "kind", name=op.f("pk_ledgers")),
    )
    op.create_index("uq_ledgers_team_id", "ledgers", ["organisation_id", "team_id"], unique=True)
    op.create_table(
        "ledger_records",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("key_id", sa.LargeBinary(), nullable=False),
        sa.Column("record_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "case_id"], ["cases.organisation_id", "cases.id"], name=op.f("fk_ledger_records_cases")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "kind"],
            ["ledgers.organisation_id", "ledgers.kind"],
            name=op.f("fk_ledger_records_ledgers"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_ledger_records")),
    )
    op.create_index("ix_ledger_records_kind", "ledger_records", ["organisation_id", "kind", "id"], unique=False)
    op.create_index("ix_ledger_records_case_id", "ledger_records", ["organisation_id", "case_id"], unique=False)
    op.create_table(
        "ledger_tombstones",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "case_id", name=op.f("pk_ledger_tombstones")),
    )
    op.create_table(
        "look_alikes",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "case_id"], ["cases.organisation_id", "cases.id"], name=op.f("fk_look_alikes_cases")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "case_id", name=op.f("pk_look_alikes")),
    )
    op.create_index("ix_look_alikes_team_id", "look_alikes", ["organisation_id", "team_id", "found_on"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        # Sealed bytes do not compress: trying would cost more than sealing them.
        op.execute(sa.text("ALTER TABLE ledgers ALTER COLUMN extract_sealed SET STORAGE EXTERNAL"))
