"""Let what is never changed be sealed under another case key: its words may be sealed anew, everything else stays."""

import sqlalchemy as sa
from alembic import op

revision = "cases_0010"
down_revision = "cases_0009"
branch_labels = None
depends_on = None

_KEPT = "this is never changed"
_FIXED = {
    "judgements": ("organisation_id", "interview_id", "revision", "case_id", "author_id"),
    "decision_steps": ("organisation_id", "decision_id", "number", "actor_id", "kind", "happened_on"),
}


def upgrade() -> None:
    for table, columns in _FIXED.items():
        trigger = f"{table}_never_changed"
        if op.get_bind().dialect.name == "sqlite":
            changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
            op.execute(sa.text(f"DROP TRIGGER {trigger}"))
            op.execute(
                sa.text(
                    f"CREATE TRIGGER {trigger} BEFORE UPDATE ON {table} FOR EACH ROW WHEN {changed} "
                    f"BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END"
                )
            )
        else:
            changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
            op.execute(sa.text(f"DROP TRIGGER {trigger} ON {table}"))
            op.execute(
                sa.text(
                    f"CREATE TRIGGER {trigger} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed}) "
                    "EXECUTE FUNCTION never_changed()"
                )
            )
