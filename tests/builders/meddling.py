"""What somebody can do who may write in the databases but holds no key."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnClause, LargeBinary, TableClause, and_, column, delete, insert, select, table, update
from sqlalchemy.orm import DeclarativeBase

from interview.store.columns import SealedColumn
from interview.store.engines import open_engine

RowType = type[DeclarativeBase]


@dataclass(frozen=True, slots=True)
class Meddler:
    """Reads and writes the rows of a database as they are, sealed bytes as bytes."""

    url: str

    def rows(self, row: RowType, **where: object) -> list[dict[str, Any]]:
        """The rows, by column."""
        bare = _bare(row)
        with self._connection(reading=True) as connection:
            found = connection.execute(select(bare).where(_matching(bare, where)))
            return [dict(one._mapping) for one in found]

    def one(self, row: RowType, **where: object) -> dict[str, Any]:
        """The only row."""
        (found,) = self.rows(row, **where)
        return found

    def change(self, row: RowType, where: Mapping[str, object], **values: object) -> None:
        """Change exactly one row."""
        bare = _bare(row)
        with self._connection() as connection:
            changed = connection.execute(update(bare).where(_matching(bare, where)).values(values))
            assert changed.rowcount == 1

    def put_back(self, row: RowType, old: Mapping[str, Any]) -> None:
        """Make a row what it was before."""
        bare = _bare(row)
        keys = {key.name: old[key.name] for key in row.__table__.primary_key}
        with self._connection() as connection:
            connection.execute(delete(bare).where(_matching(bare, keys)))
            connection.execute(insert(bare).values(dict(old)))

    def delete(self, row: RowType, **where: object) -> None:
        """Delete rows."""
        bare = _bare(row)
        with self._connection() as connection:
            connection.execute(delete(bare).where(_matching(bare, where)))

    @contextmanager
    def replacing(self, row: RowType, where: Mapping[str, object], name: str) -> Iterator[Callable[[bytes], None]]:
        """A function that puts other bytes into one field of one row; in the end what was there stands there again."""
        bare, original = _bare(row), self.one(row, **where)[name]
        with self._connection() as connection:

            def replace(other: bytes) -> None:
                change = update(bare).where(_matching(bare, where)).values({name: other})
                assert connection.execute(change).rowcount == 1

            if connection.dialect.name == "sqlite":
                # Nothing of this has to survive.
                connection.exec_driver_sql("PRAGMA synchronous = OFF")
            try:
                yield replace
            finally:
                replace(original)

    @contextmanager
    def _connection(self, *, reading: bool = False) -> Iterator[Any]:
        engine = open_engine(self.url)
        try:
            with engine.connect() as connection:
                if engine.dialect.name == "sqlite":
                    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
                else:
                    connection.exec_driver_sql("SET session_replication_role = replica")
                # Who only reads takes nothing away, and waits for nobody.
                with nullcontext() if reading else _without_triggers(connection):
                    yield connection
        finally:
            engine.dispose()


@contextmanager
def _without_triggers(connection: Any) -> Iterator[None]:
    """Whoever has the file can take its triggers away. (PostgreSQL's are switched off for the connection.)"""
    triggers = []
    if connection.dialect.name == "sqlite":
        triggers = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    try:
        yield
    finally:
        for _, sql in triggers:
            connection.exec_driver_sql(sql)


def _bare(row: RowType) -> TableClause:
    columns: list[ColumnClause[Any]] = [
        column(one.name, LargeBinary() if isinstance(one.type, SealedColumn) else one.type)
        for one in row.__table__.columns
    ]
    return table(str(row.__tablename__), *columns)


def _matching(bare: TableClause, where: Mapping[str, object]) -> Any:
    return and_(True, *(bare.c[name] == value for name, value in where.items()))
