"""One transaction: reads that hold no lock until the first change, then everything or nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.base import Executable

from interview.store.engines import begin_writing, commit, roll_back
from interview.store.refusals import Overtaken

_TAKEN = frozenset({"SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE", "23505"})
"""How the databases say that a row stands in the place of a new one. What a rule or a trigger refuses is none of it."""


class Transaction:
    """Takes a connection at the first statement, and the write lock at the first change.

    What a change rests on was read before: compare it in the change's own WHERE.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._open: Connection | None = None
        self.writing = False

    @property
    def engine(self) -> Engine:
        """The database that this is about."""
        return self._engine

    @property
    def _connection(self) -> Connection:
        if self._open is None:
            self._open = self._engine.connect()
        return self._open

    def row(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Any:
        """The first row, or None."""
        return self._connection.execute(statement, parameters or {}).first()

    def rows(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """Every row."""
        return self._connection.execute(statement, parameters or {}).all()

    def write(self, statement: Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] = ()) -> int:
        """Change something; gives how many rows were changed. It is durable after `commit`.

        Raises `Overtaken` when somebody else put a row in the place of a new one in the same moment.
        """
        self.begin()
        try:
            return int(self._connection.execute(statement, parameters or {}).rowcount)
        except IntegrityError as refused:
            if _is_taken(refused):
                raise Overtaken from None
            raise

    def write_now(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> int:
        """Change something that must stay whatever becomes of the rest: durable when it returns.

        Raises `RuntimeError` when other changes are waiting, because they would be committed with it.
        """
        if self.writing:
            raise RuntimeError("changes are waiting that this one must not wait for")
        return int(self._connection.execute(statement, parameters or {}).rowcount)

    def begin(self) -> None:
        """Take the write lock, if it is not taken yet."""
        if not self.writing:
            begin_writing(self._connection)
            self.writing = True

    def commit(self) -> None:
        """Keep what was changed."""
        if self.writing:
            commit(self._connection)
            self.writing = False

    def roll_back(self) -> None:
        """Undo what was changed since the last commit."""
        if self.writing:
            self.writing = False
            roll_back(self._connection)

    def close(self) -> None:
        """Give the connection back; what was not committed is undone."""
        self.roll_back()
        if self._open is not None:
            self._open.close()
            self._open = None


def _is_taken(refused: IntegrityError) -> bool:
    names = {getattr(refused.orig, name, None) for name in ("sqlite_errorname", "sqlstate")}
    return not names.isdisjoint(_TAKEN)
