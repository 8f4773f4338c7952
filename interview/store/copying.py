"""A copy of a database in a file, and a database out of such a file. Sessions stay out, and pages kept after a lock.

SQLite: a copy made by its own backup, page by page, while people work. PostgreSQL: `pg_dump` and `pg_restore`.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from interview.store.engines import is_sqlite, open_engine
from interview.store.refusals import CopyFault, NotCopied

Tell = Callable[[str, int, int], None]

LEFT_OUT = ("sessions", "kept_bodies", "attempts", "identity_openings")
"""What a copy holds no row of: what is under way, and would let somebody in again."""

PAGES_AT_ONCE = 1024
_PRIVATE = 0o600


def copy_out(url: str, to: Path, *, step: str, tell: Tell, programs: Path | None = None) -> None:
    """Write a copy of a database into a new file that its owner alone can read. Raises `NotCopied`."""
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _PRIVATE))
    if is_sqlite(url):
        _copy_sqlite(Path(make_url(url).database or ""), to, step, tell)
        _empty(to)
    else:
        tell(step, 0, 1)
        options = [f"--exclude-table-data={table}" for table in LEFT_OUT]
        _run(programs, "pg_dump", url, ["--format=custom", "--no-owner", "--file", str(to), *options])
        tell(step, 1, 1)
    _sync(to)


def copy_in(url: str, copy: Path, *, step: str, tell: Tell, programs: Path | None = None) -> None:
    """Make a database out of a copy, in an empty place. Raises `NotCopied`."""
    if not is_empty(url):
        raise NotCopied(CopyFault.NOT_EMPTY)
    if is_sqlite(url):
        target = Path(make_url(url).database or "")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _PRIVATE))
        _copy_sqlite(copy, target, step, tell)
    else:
        tell(step, 0, 1)
        options = ["--no-owner", "--exit-on-error", "--single-transaction"]
        _run(programs, "pg_restore", url, [*options, "--dbname", _without_password(url), str(copy)], named=False)
        tell(step, 1, 1)


def finish_copy(copy: Path) -> None:
    """Leave a copy that was opened as one file, without a log beside it."""
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    _sync(copy)


def is_empty(url: str) -> bool:
    """Whether a database holds no table, or is not there yet."""
    if is_sqlite(url):
        path = Path(make_url(url).database or "")
        if not path.exists() or path.stat().st_size == 0:
            return True
    engine = open_engine(url, connections=1)
    try:
        with engine.connect() as connection:
            tables = (
                "SELECT count(*) FROM sqlite_master WHERE type = 'table'"
                if engine.dialect.name == "sqlite"
                else "SELECT count(*) FROM pg_catalog.pg_tables "
                "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            )
            return int(connection.exec_driver_sql(tables).scalar_one()) == 0
    finally:
        engine.dispose()


def is_readable(copy: Path, *, sqlite: bool, programs: Path | None = None) -> bool:
    """Whether a copy is whole, as far as can be told without a database to put it into."""
    if sqlite:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            try:
                return bool(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",))
            except sqlite3.DatabaseError:
                return False
    listed = subprocess.run(  # noqa: S603 -- a program that the settings or the system name
        [_program(programs, "pg_restore"), "--list", str(copy)], check=False, capture_output=True
    )
    return listed.returncode == 0 and b"alembic_version" in listed.stdout


def _copy_sqlite(source: Path, target: Path, step: str, tell: Tell) -> None:
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(
                new,
                pages=PAGES_AT_ONCE,
                progress=lambda _status, left, of: tell(step, of - left, of),
            )
            new.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error:
        raise NotCopied(CopyFault.FAILED) from None


def _empty(copy: Path) -> None:
    """Take out what is left out; what was there is overwritten."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        present = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in LEFT_OUT:
            if table in present:
                # Our own names.
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 # nosec B608
        connection.execute("VACUUM")


def _run(programs: Path | None, name: str, url: str, options: list[str], *, named: bool = True) -> None:
    database = ["--dbname", _without_password(url)] if named else []
    parsed = make_url(url)
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}
    if parsed.password:
        # Not among the arguments, which others on the machine can read.
        environment["PGPASSWORD"] = str(parsed.password)
    done = subprocess.run(  # noqa: S603 -- a program that the settings or the system name
        [_program(programs, name), *database, *options], check=False, capture_output=True, env=environment
    )
    if done.returncode != 0:
        raise NotCopied(CopyFault.FAILED)


def _program(programs: Path | None, name: str) -> str:
    found = shutil.which(name, path=None if programs is None else str(programs))
    if found is None:
        raise NotCopied(CopyFault.NO_PROGRAM)
    return found


def _without_password(url: str) -> str:
    # libpq knows no drivers' names.
    bare = make_url(url).set(drivername="postgresql", password=None)
    return bare.render_as_string(hide_password=False)


def _sync(path: Path) -> None:
    for one in (path, path.parent):
        handle = os.open(one, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
