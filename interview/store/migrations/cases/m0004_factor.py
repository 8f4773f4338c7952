"""Second factors and what a session knows of its sign-in."""

import sqlalchemy as sa
from alembic import op

revision = "cases_0004"
down_revision = "cases_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("lock_id", sa.Uuid(), nullable=True))
    op.add_column("accounts", sa.Column("factor_id", sa.Uuid(), nullable=True))
    _begin_sessions_anew()
    op.create_table(
        "factors",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "account_id"],
            ["accounts.organisation_id", "accounts.id"],
            name=op.f("fk_factors_accounts"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_factors")),
    )
    op.create_index("ix_factors_account_id", "factors", ["organisation_id", "account_id"], unique=False)
    op.create_table(
        "spare_codes",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("factor_id", sa.Uuid(), nullable=False),
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "factor_id"],
            ["factors.organisation_id", "factors.id"],
            name=op.f("fk_spare_codes_factors"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "factor_id", "lookup", name=op.f("pk_spare_codes")),
    )
    op.create_table(
        "account_notices",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "account_id"],
            ["accounts.organisation_id", "accounts.id"],
            name=op.f("fk_account_notices_accounts"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_account_notices")),
    )
    op.create_index("ix_account_notices_account_id", "account_notices", ["organisation_id", "account_id"], unique=False)


def _begin_sessions_anew() -> None:
    """Everybody signs in again: of an older session nobody knows when its passphrase was given."""
    op.drop_table("sessions")
    op.create_table(
        "sessions",
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("account_epoch", sa.Integer(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("authenticated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "account_id"],
            ["accounts.organisation_id", "accounts.id"],
            name=op.f("fk_sessions_accounts"),
        ),
        sa.PrimaryKeyConstraint("lookup", name=op.f("pk_sessions")),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["organisation_id", "account_id"], unique=False)
    op.create_index("ix_sessions_ends_at", "sessions", ["ends_at"], unique=False)
    op.create_index("ix_sessions_seen_at", "sessions", ["seen_at"], unique=False)
