"""One record of assistance for each case, however often somebody taps; records and talks are listed apart."""

import sqlalchemy as sa
from alembic import op

revision = "cases_0011"
down_revision = "cases_0010"
branch_labels = None
depends_on = None

_LISTED = ("state", "changed_on", "id", "case_id", "form", "urgent")


def upgrade() -> None:
    records, talks = "form = 'assistance'", "form <> 'assistance'"
    _index("uq_interviews_record", "case_id", of=records, unique=True)
    for name, of in (("records", records), ("talks", talks)):
        _index(f"ix_interviews_{name}_of_assignee", "assignee_id", *_LISTED, of=of)
        _index(f"ix_interviews_{name}_of_team", "team_id", *_LISTED, of=of)


def _index(name: str, *columns: str, of: str, unique: bool = False) -> None:
    where = sa.text(of)
    op.create_index(
        name, "interviews", ["organisation_id", *columns], unique=unique, sqlite_where=where, postgresql_where=where
    )
