"""Which shape a database is in. Told without Alembic, which takes a fifth of a start and is needed once a release."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import Engine, inspect, text

_VERSIONS = "alembic_version"
_VERSION = text("SELECT version_num FROM alembic_version")


class Database(StrEnum):
    """The two databases; each has its own steps."""

    CASES = "cases"
    KEYSTORE = "keystore"


NEWEST: Mapping[Database, str] = MappingProxyType(
    {Database.CASES: "cases_0015", Database.KEYSTORE: "keystore_0003"},
)
"""The last step of each, in the folder `migrations`."""


def is_begun(engine: Engine) -> bool:
    """Whether this program made tables in it before."""
    return inspect(engine).has_table(_VERSIONS)


def is_current(engine: Engine, database: Database) -> bool:
    """Whether no step is missing."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(_VERSIONS):
            return False
        return [row.version_num for row in connection.execute(_VERSION)] == [NEWEST[database]]
