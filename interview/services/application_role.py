"""The role that serves, on PostgreSQL: what the database's owner grants it."""

from interview.store.application_role import NotARole, statements

__all__ = ["NotARole", "statements"]
