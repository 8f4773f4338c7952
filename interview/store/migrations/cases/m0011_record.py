"""One record of assistance for each case, however often somebody taps."""

import sqlalchemy as sa
from alembic import op

revision = "cases_0011"
down_revision = "cases_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    of_a_record = sa.text("form = 'assistance'")
    op.create_index(
        "uq_interviews_record",
        "interviews",
        ["organisation_id", "case_id"],
        unique=True,
        sqlite_where=of_a_record,
        postgresql_where=of_a_record,
    )
