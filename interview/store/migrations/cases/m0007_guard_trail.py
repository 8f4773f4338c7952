"""The trail cannot be changed or cut, and is read by case, by person, and by what was refused."""

import sqlalchemy as sa
from alembic import op

revision = "cases_0007"
down_revision = "cases_0006"
branch_labels = None
depends_on = None

_DENIED = (
    "event IN ('access:denied', 'session:sign_in:failed', 'session:sign_in:slowed', 'session:unlock:failed', "
    "'session:confirm:failed', 'factor:code:refused', 'sealed:refused', 'trail:refused')"
)
_ADDED_ONLY = "audit events are added and never changed"
_FORWARD_ONLY = "the end of the trail only moves forward"
_BACK = (
    "NEW.organisation_id <> OLD.organisation_id OR NEW.sequence < OLD.sequence "
    "OR (NEW.sequence = OLD.sequence AND NEW.link <> OLD.link)"
)

# The end may be vouched for under another key; nothing else of it changes without an event.
_SQLITE = (
    "CREATE TRIGGER audit_events_unchanged BEFORE UPDATE ON audit_events "
    f"BEGIN SELECT RAISE(ABORT, '{_ADDED_ONLY}'); END",
    f"CREATE TRIGGER audit_events_kept BEFORE DELETE ON audit_events BEGIN SELECT RAISE(ABORT, '{_ADDED_ONLY}'); END",
    f"CREATE TRIGGER audit_heads_forward BEFORE UPDATE ON audit_heads WHEN {_BACK} "
    f"BEGIN SELECT RAISE(ABORT, '{_FORWARD_ONLY}'); END",
    f"CREATE TRIGGER audit_heads_kept BEFORE DELETE ON audit_heads BEGIN SELECT RAISE(ABORT, '{_FORWARD_ONLY}'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION refuse_trail_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is added to and never changed', TG_TABLE_NAME "
    "USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER audit_events_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_trail_change()",
    "CREATE TRIGGER audit_heads_kept BEFORE DELETE OR TRUNCATE ON audit_heads "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_trail_change()",
    "CREATE TRIGGER audit_heads_forward BEFORE UPDATE ON audit_heads "
    f"FOR EACH ROW WHEN ({_BACK}) EXECUTE FUNCTION refuse_trail_change()",
)


def upgrade() -> None:
    op.create_index("ix_audit_events_actor_id", "audit_events", ["organisation_id", "actor_id", "sequence"])
    _some("ix_audit_events_account_id", ["organisation_id", "account_id", "sequence"], "account_id IS NOT NULL")
    _some("ix_audit_events_denied", ["organisation_id", "sequence"], _DENIED)
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE if sqlite else _POSTGRESQL:
        op.get_bind().exec_driver_sql(statement.replace("%", "%%") if not sqlite else statement)


def _some(name: str, columns: list[str], which: str) -> None:
    op.create_index(name, "audit_events", columns, sqlite_where=sa.text(which), postgresql_where=sa.text(which))
