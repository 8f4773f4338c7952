"""Attachments of cases: a sealed manifest each, and the file in sealed chunks."""

import sqlalchemy as sa
from alembic import op

revision = "cases_0012"
down_revision = "cases_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("manifest_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "case_id"], ["cases.organisation_id", "cases.id"], name=op.f("fk_attachments_cases")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_attachments")),
    )
    op.create_index("ix_attachments_case_id", "attachments", ["organisation_id", "case_id"], unique=False)
    op.create_index("ix_attachments_whole", "attachments", ["whole", "changed_on"], unique=False)
    op.create_table(
        "attachment_chunks",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "attachment_id"],
            ["attachments.organisation_id", "attachments.id"],
            name=op.f("fk_attachment_chunks_attachments"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "attachment_id", "number", name=op.f("pk_attachment_chunks")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Sealed bytes do not compress: trying would cost more than sealing them.
        op.execute(sa.text("ALTER TABLE attachment_chunks ALTER COLUMN content_sealed SET STORAGE EXTERNAL"))
