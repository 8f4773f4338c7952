"""Transfers: a case goes to another team for good. Every word about one is sealed."""

import sqlalchemy as sa
from alembic import op

revision = "cases_0015"
down_revision = "cases_0014"
branch_labels = None
depends_on = None

_RUNNING = sa.text("state IN ('proposed', 'accepted')")


def upgrade() -> None:
    op.create_table(
        "transfers",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=False),
        sa.Column("sender_team_id", sa.Uuid(), nullable=False),
        sa.Column("sender_key_id", sa.LargeBinary(), nullable=False),
        sa.Column("receiver_id", sa.Uuid(), nullable=False),
        sa.Column("receiver_team_id", sa.Uuid(), nullable=False),
        sa.Column("receiver_key_id", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("caseworker_id", sa.Uuid(), nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("proposal_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("notice_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "case_id"], ["cases.organisation_id", "cases.id"], name=op.f("fk_transfers_cases")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_transfers")),
    )
    op.create_index(
        "uq_transfers_running",
        "transfers",
        ["organisation_id", "case_id"],
        unique=True,
        sqlite_where=_RUNNING,
        postgresql_where=_RUNNING,
    )
    op.create_index("ix_transfers_sender", "transfers", ["sender_id", "sender_team_id", "proposed_on"], unique=False)
    op.create_index(
        "ix_transfers_receiver", "transfers", ["receiver_id", "receiver_team_id", "proposed_on"], unique=False
    )
