"""Engines of the two databases: SQLite files or PostgreSQL.

Connections stand in autocommit: a read is its own snapshot and holds no lock. `begin_writing` opens a transaction for
what changes something.
"""

import sqlite3
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import QueuePool

BUSY_SECONDS = 15
"""How long a change waits for another one on SQLite."""

PAUSE_SECONDS = 5
"""After how long a connection to PostgreSQL is asked whether it is still there."""

_STATEMENTS = 256
# A number of our own, for the one lock that is asked for by number.
_MIGRATING = 4_118_025_661

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # Every commit reaches the disk before anyone is told that it did.
    "PRAGMA synchronous = FULL",
    # What is deleted is overwritten; the write-ahead log is cut by `cut_log`.
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA foreign_keys = ON",
)


def open_engine(url: str, *, connections: int = 8) -> Engine:
    """An engine for `sqlite:///FILE` or `postgresql://…`, with at most `connections` per process.

    A new SQLite file is readable by its owner only. Parameters never show in errors or logs.
    """
    parsed = make_url(url)
    return _sqlite(parsed, connections) if is_sqlite(url) else _postgresql(parsed, connections)


def is_sqlite(url: str) -> bool:
    """Whether the URL names an SQLite file."""
    return make_url(url).get_backend_name() == "sqlite"


def begin_writing(connection: Connection) -> None:
    """Begin the transaction of a change. On SQLite it takes the write lock at once, so that nothing fails half-way."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.dialect.name == "sqlite" else "BEGIN")


def one_at_a_time(connection: Connection) -> None:
    """Wait, in a transaction, for other processes that called this too. (On SQLite nobody else can be writing.)"""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATING})")


def commit(connection: Connection) -> None:
    """Commit what `begin_writing` began; durable when it returns."""
    connection.exec_driver_sql("COMMIT")


def roll_back(connection: Connection) -> None:
    """Undo what `begin_writing` began. Nothing happens when the database has undone it already."""
    connection.connection.dbapi_connection.rollback()  # type: ignore[union-attr]


def cut_log(engine: Engine, *tables: str) -> None:
    """Make what was just deleted leave the disk: cut the write-ahead log, or vacuum the tables.

    A `secure_delete`d row was found in SQLite's `-wal` without this.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
        else:
            for table in tables:
                connection.exec_driver_sql(f"VACUUM {table}")


def _sqlite(url: URL, connections: int) -> Engine:
    if url.database in (None, "", ":memory:"):
        raise ValueError("a database that survives needs a file")
    file = Path(url.database or "").absolute()
    file.touch(mode=0o600)

    def connect() -> Any:
        # A file that is gone is an error, and no reason to begin another one.
        return sqlite3.connect(
            f"{file.as_uri()}?mode=rw",
            uri=True,
            timeout=BUSY_SECONDS,
            check_same_thread=False,
            cached_statements=_STATEMENTS,
        )

    engine = create_engine(
        url,
        creator=connect,
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=connections,
        # The connection used last has its statements prepared and its pages at hand.
        pool_use_lifo=True,
    )
    event.listen(engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: Any, _record: Any) -> None:
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()


def _postgresql(url: URL, connections: int) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        pool_size=connections,
        max_overflow=connections,
        pool_use_lifo=True,
        use_native_hstore=False,
        connect_args={"prepare_threshold": 2},
    )
    event.listen(engine, "checkin", _note_the_time)
    event.listen(engine, "checkout", _ask_after_a_pause)
    return engine


def _note_the_time(_connection: Any, record: Any) -> None:
    record.info["given_back"] = monotonic()


def _ask_after_a_pause(connection: Any, record: Any, _proxy: Any) -> None:
    """A connection that lay unused for a while may be gone, with its server: then the pool makes another.

    Asking every time would cost each request a round trip.
    """
    if monotonic() - record.info.get("given_back", monotonic()) < PAUSE_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
    except Exception:
        raise DisconnectionError from None
