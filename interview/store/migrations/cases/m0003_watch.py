"""Duty, alerts, clocks, absences."""

import sqlalchemy as sa
from alembic import op

revision = "cases_0003"
down_revision = "cases_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_calls")),
    )
    op.create_index("ix_calls_due_at", "calls", ["due_at"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_contacts")),
    )
    op.create_table(
        "ticks",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_ticks")),
    )
    op.create_table(
        "absences",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("cover_id", sa.Uuid(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "team_id"], ["teams.organisation_id", "teams.id"], name=op.f("fk_absences_teams")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_absences")),
    )
    op.create_index("ix_absences_cover_id", "absences", ["organisation_id", "cover_id", "ended_on"], unique=False)
    op.create_index("ix_absences_team_id", "absences", ["organisation_id", "team_id", "ended_on"], unique=False)
    op.create_table(
        "shifts",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "team_id"], ["teams.organisation_id", "teams.id"], name=op.f("fk_shifts_teams")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_shifts")),
    )
    op.create_index("ix_shifts_team_id", "shifts", ["organisation_id", "team_id", "until_at"], unique=False)
    op.create_table(
        "alerts",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=True),
        sa.Column("next_id", sa.Uuid(), nullable=True),
        sa.Column("everyone", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "interview_id"],
            ["interviews.organisation_id", "interviews.id"],
            name=op.f("fk_alerts_interviews"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_alerts")),
    )
    op.create_index("ix_alerts_interview_id", "alerts", ["organisation_id", "interview_id"], unique=False)
    op.create_index("ix_alerts_team_id", "alerts", ["organisation_id", "team_id", "acknowledged_at"], unique=False)
    op.create_index("ix_alerts_told_at", "alerts", ["acknowledged_at", "everyone", "told_at"], unique=False)
    op.create_table(
        "clocks",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "interview_id"],
            ["interviews.organisation_id", "interviews.id"],
            name=op.f("fk_clocks_interviews"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_clocks")),
    )
    op.create_index("ix_clocks_case_id", "clocks", ["organisation_id", "case_id", "due_at"], unique=False)
    op.create_index("ix_clocks_interview_id", "clocks", ["organisation_id", "interview_id", "due_at"], unique=False)
