"""The keystore as it begins."""

import sqlalchemy as sa
from alembic import op

revision = "keystore_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "destroyed_locks",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("destroyed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "case_id", name=op.f("pk_destroyed_locks")),
    )
    op.create_table(
        "epochs",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("principal_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("pending", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "principal_id", name=op.f("pk_epochs")),
    )
    op.create_table(
        "head_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_head_keys")),
    )
    op.create_index("uq_head_keys_hour", "head_keys", ["hour"], unique=True)
    op.create_table(
        "high_water",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_high_water")),
    )
    op.create_table(
        "server_locks",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("lock_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("pending", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "case_id", name=op.f("pk_server_locks")),
    )
