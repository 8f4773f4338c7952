"""What the role that serves may do in a case database on PostgreSQL, where another role owns and migrates it.

The trail can be read and added to, and its end moved forward; nothing of it can be changed or deleted, and no trigger
that guards it can be taken away, because the role owns nothing.
"""

import re
from collections.abc import Iterator

from interview.store.tables.every import CASES
from interview.store.tables.trail import AuditEventRow, AuditHeadRow

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
_LESS = {
    AuditEventRow.__tablename__: "SELECT, INSERT",
    AuditHeadRow.__tablename__: "SELECT, INSERT, UPDATE",
    # Who wrote and had a part, what was judged and decided is never changed, and goes with its case alone.
    **dict.fromkeys(("interview_authors", "decision_parties"), "SELECT, INSERT, DELETE"),
    # The words are sealed anew when the case gets another key.
    **dict.fromkeys(("judgements", "decision_steps"), "SELECT, INSERT, UPDATE (content_sealed), DELETE"),
}
# What is erased leaves the disk with VACUUM, which only an owner may do before PostgreSQL 17.
_MAINTAIN = (
    "DO $$ BEGIN IF current_setting('server_version_num')::int >= 170000 THEN "
    "EXECUTE 'GRANT MAINTAIN ON {tables} TO {role}'; END IF; END $$"
)


class NotARole(ValueError):
    """A role is called by small letters, digits and underscores."""


def statements(role: str) -> tuple[str, ...]:
    """What the owner runs once, and again after an upgrade that makes tables. Raises `NotARole`."""
    if not _NAME.fullmatch(role):
        raise NotARole
    return tuple(_statements(role))


def _statements(role: str) -> Iterator[str]:
    names = sorted(CASES.tables)
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"GRANT SELECT ON alembic_version TO {role}"
    for name in names:
        yield f"GRANT {_LESS.get(name, _EVERYTHING)} ON {name} TO {role}"
    yield _MAINTAIN.format(tables=", ".join(name for name in names if name not in _LESS), role=role)
