"""How many questions are open in what was sent back, so that a list can say it without opening anything."""

import sqlalchemy as sa
from alembic import op

revision = "cases_0009"
down_revision = "cases_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What was sent back before is not counted: its questions are sealed.
    op.add_column("decisions", sa.Column("open_pins", sa.Integer(), nullable=True))
