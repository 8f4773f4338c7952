"""Referrals between organisations and offices, the keys that open them, and the teams that take them."""

import sqlalchemy as sa
from alembic import op

revision = "cases_0014"
down_revision = "cases_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referrals",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("to_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("to_team_id", sa.Uuid(), nullable=False),
        sa.Column("to_account_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("waits_for", sa.Text(), nullable=False),
        sa.Column("handed", sa.Boolean(), nullable=False),
        sa.Column("opened", sa.Boolean(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("preview_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reply_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("package_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "case_id"], ["cases.organisation_id", "cases.id"], name=op.f("fk_referrals_cases")
        ),
        sa.ForeignKeyConstraint(
            ["to_organisation_id", "to_team_id"],
            ["teams.organisation_id", "teams.id"],
            name=op.f("fk_referrals_teams"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_referrals")),
    )
    _index("case_id", "organisation_id", "case_id")
    _index("waits_for", "organisation_id", "waits_for")
    _index("to_team_id", "to_organisation_id", "to_team_id", "waits_for")
    _index("to_account_id", "to_organisation_id", "to_account_id", "waits_for")
    _index("due_on", "state", "due_on")
    op.create_table(
        "referral_keys",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("principal_id", sa.Uuid(), nullable=False),
        sa.Column("principal_kind", sa.Text(), nullable=False),
        sa.Column("key_id", sa.LargeBinary(), nullable=False),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "referral_id"],
            ["referrals.organisation_id", "referrals.id"],
            name=op.f("fk_referral_keys_referrals"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "referral_id", "principal_id", name=op.f("pk_referral_keys")),
    )
    op.create_index("ix_referral_keys_principal_id", "referral_keys", ["principal_id"], unique=False)
    op.create_table(
        "receiving_teams",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "team_id"], ["teams.organisation_id", "teams.id"], name=op.f("fk_receiving_teams_teams")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "team_id", name=op.f("pk_receiving_teams")),
    )


def _index(name: str, *columns: str) -> None:
    op.create_index(f"ix_referrals_{name}", "referrals", list(columns), unique=False)
