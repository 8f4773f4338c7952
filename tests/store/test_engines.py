"""Connections: durable, tidy, and silent about what they carry."""

import stat
from pathlib import Path
from threading import Event, Thread

import pytest
from builders.postgres import Cluster
from builders.store import Databases
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from interview.store.engines import begin_writing, commit, cut_log, open_engine, roll_back
from interview.store.tables.people import AttemptRow
from interview.store.transacting import Transaction


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("trusted_schema", 0),
        ("foreign_keys", 1),
    ],
)
def test_every_sqlite_connection_is_careful(sqlite_databases: Databases, pragma: str, value: object) -> None:
    engine = open_engine(sqlite_databases.cases)

    with engine.connect() as one, engine.connect() as other:
        found = [connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() for connection in (one, other)]

    engine.dispose()
    assert found == [value, value]


def test_a_new_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new.db"

    engine = open_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new.db-wal").stat().st_mode) == 0o600
    engine.dispose()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_without_a_file_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="needs a file"):
        open_engine(url)


def test_errors_hide_what_a_statement_carried(databases: Databases) -> None:
    engine = open_engine(databases.cases)
    attempt = text("INSERT INTO attempts (lookup, count, last_at) VALUES (NULL, 1, :last_at)")

    with engine.connect() as connection, pytest.raises(IntegrityError) as refused:
        connection.execute(attempt, {"last_at": "2026-01-01 01:02:03"})

    engine.dispose()
    assert "[SQL parameters hidden" in str(refused.value)


def test_reading_takes_no_lock_and_writing_waits_for_nobody_who_reads(databases: Databases) -> None:
    engine = open_engine(databases.cases)
    reading, writing = Transaction(engine), Transaction(engine)

    before = reading.rows(select(AttemptRow.lookup))
    writing.write(text("INSERT INTO attempts (lookup, count, last_at) VALUES ('x', 1, '2026-01-01 00:00:00')"))
    unseen = reading.rows(select(AttemptRow.lookup))
    writing.commit()
    after = reading.rows(select(AttemptRow.lookup))

    reading.close()
    writing.close()
    engine.dispose()
    assert (len(before), len(unseen), len(after)) == (0, 0, 1)


def test_what_is_not_committed_is_undone(databases: Databases) -> None:
    engine = open_engine(databases.cases)
    transaction = Transaction(engine)

    transaction.write(text("INSERT INTO attempts (lookup, count, last_at) VALUES ('x', 1, '2026-01-01 00:00:00')"))
    transaction.close()

    with engine.connect() as connection:
        assert connection.execute(select(AttemptRow.lookup)).all() == []
    engine.dispose()


def test_two_writers_of_one_sqlite_file_queue_and_both_finish(sqlite_databases: Databases) -> None:
    engine = open_engine(sqlite_databases.cases)
    begun = Event()

    def second() -> None:
        with engine.connect() as connection:
            begun.set()
            begin_writing(connection)
            connection.exec_driver_sql("INSERT INTO attempts VALUES (x'02', 1, '2026-01-01 00:00:00')")
            commit(connection)

    with engine.connect() as connection:
        begin_writing(connection)
        thread = Thread(target=second)
        thread.start()
        begun.wait()
        connection.exec_driver_sql("INSERT INTO attempts VALUES (x'01', 1, '2026-01-01 00:00:00')")
        commit(connection)
    thread.join()

    with engine.connect() as connection:
        assert len(connection.execute(select(AttemptRow.lookup)).all()) == 2
    engine.dispose()


def test_a_deleted_row_leaves_the_files_of_sqlite(sqlite_databases: Databases, tmp_path: Path) -> None:
    engine = open_engine(sqlite_databases.cases)
    secret = b"sealed bytes that have to go"
    with engine.connect() as connection:
        connection.execute(text("INSERT INTO attempts VALUES (:x, 1, '2026-01-01 00:00:00')"), {"x": secret})
        connection.exec_driver_sql("DELETE FROM attempts")

    cut_log(engine)

    everything = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    engine.dispose()
    assert secret not in everything


def test_rolling_back_twice_does_no_harm(databases: Databases) -> None:
    engine = open_engine(databases.cases)

    with engine.connect() as connection:
        begin_writing(connection)
        roll_back(connection)
        roll_back(connection)
        rows = connection.execute(select(AttemptRow.lookup)).all()

    engine.dispose()
    assert rows == []


@pytest.mark.postgres
def test_a_connection_that_was_lost_in_a_pause_is_replaced(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interview.store.engines.PAUSE_SECONDS", 0)
    engine = open_engine(cluster.url("postgres"))
    with engine.connect() as connection:
        process = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    cluster.run(f"SELECT pg_terminate_backend({process}, 5000)")

    with engine.connect() as connection:
        other = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()

    engine.dispose()
    assert other != process
