"""The column types of both databases: sealed bytes, moments, short words."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, LargeBinary, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from interview.vault.sealed import Sealed

AnySelect = Select[*tuple[Any, ...]]
"""A select of whatever columns."""


class SealedColumn(TypeDecorator[bytes]):
    """Bytes that the vault sealed; anything else is refused before it reaches the database."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - the driver's signature
        """The value for the driver. Raises `TypeError`, without the value, unless the vault sealed it."""
        if value is not None and not isinstance(value, Sealed):
            raise TypeError("a sealed column takes nothing but what the vault sealed")
        # Drivers look types up by exact class.
        return None if value is None else bytes(value)


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC. SQLite keeps no time zones, so that they are taken off and put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The value for the driver. Raises `TypeError` for a moment without a time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a moment has a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the driver's signature
    ) -> datetime | None:
        """The aware moment."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
