"""Canaries, for rehearsals of recovery."""

import sqlalchemy as sa
from alembic import op

revision = "cases_0008"
down_revision = "cases_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "canaries",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("canary_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_canaries_organisations")),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_canaries")),
    )
