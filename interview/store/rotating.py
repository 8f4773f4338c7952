"""Bringing everything from one master key under another, in small steps, while people work.

A step reads some rows, seals or vouches anew outside any transaction, and writes each row only if it is still as it was
read: what somebody changed meanwhile is met again by the next pass. Nothing is vouched for that was not before.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, LargeBinary, bindparam, func, insert, inspect, select, tuple_, update
from sqlalchemy.sql.base import Executable

from interview.store.columns import SealedColumn
from interview.store.engines import begin_writing, commit, roll_back
from interview.store.shapes import Database
from interview.store.tables.every import CASES, KEYSTORE
from interview.store.tables.kept_keys import RotationRow
from interview.store.turned import SEALED, VOUCHED, RowType, SealedByMaster, VouchedByMaster
from interview.vault.envelope import SUITE_AT, key_id_of
from interview.vault.refusals import Broken
from interview.vault.turning import Held, MasterKeys

BATCH = 250
"""Rows of one step: others wait for the write lock no longer than it takes to write these."""

KEY_ID_AT, KEY_ID_BYTES = 9, 16

Tell = Callable[[str, int, int], None]
"""Called with the table, how many of its rows are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Passed:
    """What one pass did: rows brought under the present key, and rows that open, or are vouched for, by no key held."""

    turned: int
    broken: int


@dataclass(frozen=True, slots=True)
class Under:
    """How many rows of a table lie under which master key (hex of its id), or are vouched for by it; "" by none."""

    table: str
    by_key: dict[str, int]


class Rotation:
    """From one master key to another, over both databases."""

    def __init__(self, cases: Engine, keystore: Engine, keys: MasterKeys) -> None:
        self._engines = {Database.CASES: cases, Database.KEYSTORE: keystore}
        self._keys = keys

    def begin(self, at: datetime) -> None:
        """Note that the present key is taking another's place. May be repeated."""
        key_id = self._keys.key_id
        engine = self._engines[Database.KEYSTORE]
        with engine.connect() as connection:
            known = connection.execute(select(RotationRow.began_at).where(RotationRow.key_id == key_id)).first()
        if known is None:
            row = {"key_id": key_id, "began_at": at, "ended_at": None}
            _write(engine, insert(RotationRow), [row])

    def end(self, at: datetime) -> None:
        """Note that nothing lies under another key any more."""
        here = RotationRow.key_id == self._keys.key_id
        _write(self._engines[Database.KEYSTORE], update(RotationRow).where(here).values(ended_at=at), [{}])

    def last(self) -> tuple[datetime, datetime | None] | None:
        """When the newest rotation began, and when it ended."""
        newest = select(RotationRow.began_at, RotationRow.ended_at).order_by(RotationRow.began_at.desc()).limit(1)
        with self._engines[Database.KEYSTORE].connect() as connection:
            row = connection.execute(newest).first()
        return None if row is None else (row.began_at, row.ended_at)

    def once(self, tell: Tell) -> Passed:
        """One pass over everything that lies under the master key."""
        held = self._keys.heed()
        passed = [self._seal_anew(one, held, tell) for one in SEALED]
        passed += [self._vouch_anew(one, held, tell) for one in VOUCHED]
        return Passed(sum(one.turned for one in passed), sum(one.broken for one in passed))

    def under(self) -> tuple[Under, ...]:
        """How much lies under which key."""
        return (*(self._sealed_under(one) for one in SEALED), *(self._vouched_under(one) for one in VOUCHED))

    def suites(self) -> dict[tuple[str, int], int]:
        """How many sealed bytes there are of each form (three letters) and suite, over both databases."""
        found = dict[tuple[str, int], int]()
        for database, tables in ((Database.CASES, CASES), (Database.KEYSTORE, KEYSTORE)):
            for table in tables.tables.values():
                for column in (one for one in table.columns if isinstance(one.type, SealedColumn)):
                    for suite, count in _suites(self._engines[database], column):
                        found[suite] = found.get(suite, 0) + count
        return found

    def _seal_anew(self, one: SealedByMaster, held: Held, tell: Tell) -> Passed:
        engine, column = self._engines[one.database], one.row.__table__.c[one.column]
        old = column.is_not(None) & (_key_id(column) != held.present.key_id)
        total, turned, broken, seen = _count(engine, one.row, old), 0, 0, 0
        tell(one.table, 0, total)
        for rows in _batches(engine, one.row, old):
            changes = []
            for row in rows:
                was = getattr(row, one.column)
                try:
                    plain = _key_of(held, was).unseal(one.purpose, was, context=one.context(row), kind=one.kind)
                except Broken:
                    broken += 1
                    continue
                sealed = held.present.seal(one.purpose, plain, context=one.context(row), kind=one.kind)
                changes.append({**_place(one.row, row), "was": was, "becomes": sealed})
            turned += _write(engine, _change(one.row, one.column), changes)
            seen += len(rows)
            tell(one.table, min(seen, total), total)
        return Passed(turned, broken)

    def _vouch_anew(self, one: VouchedByMaster, held: Held, tell: Tell) -> Passed:
        engine = self._engines[Database.CASES]
        total, turned, broken, seen = _count(engine, one.row, True), 0, 0, 0
        tell(one.table, 0, total)
        for rows in _batches(engine, one.row, True):
            changes = []
            for row in rows:
                parts = one.parts(row)
                if held.present.is_vouched_for(parts, row.mac):
                    continue
                if held.previous is None or not held.previous.is_vouched_for(parts, row.mac):
                    broken += 1
                    continue
                changes.append({**_place(one.row, row), "was": row.mac, "becomes": held.present.vouch(parts)})
            turned += _write(engine, _change(one.row, "mac"), changes)
            seen += len(rows)
            tell(one.table, min(seen, total), total)
        return Passed(turned, broken)

    def _sealed_under(self, one: SealedByMaster) -> Under:
        column = one.row.__table__.c[one.column]
        counted = _counted(self._engines[one.database], column, _key_id(column))
        return Under(one.table, {key_id.hex(): count for key_id, count in counted})

    def _vouched_under(self, one: VouchedByMaster) -> Under:
        by_key = dict[str, int]()
        for rows in _batches(self._engines[Database.CASES], one.row, True):
            for row in rows:
                parts = one.parts(row)
                vouching = (key.key_id.hex() for key in self._keys.held.keys if key.is_vouched_for(parts, row.mac))
                key_id = next(vouching, "")
                by_key[key_id] = by_key.get(key_id, 0) + 1
        return Under(f"{one.table}, vouched for", by_key)


def _suites(engine: Engine, column: Any) -> list[tuple[tuple[str, int], int]]:
    counted = _counted(engine, column, func.substr(column, 1, SUITE_AT + 1, type_=LargeBinary))
    return [((begin[:3].decode("ascii", errors="replace"), begin[SUITE_AT]), count) for begin, count in counted]


def _counted(engine: Engine, column: Any, part: Any) -> list[tuple[bytes, int]]:
    """How many rows have each value of a part of a column."""
    parts = select(part.label("part")).where(column.is_not(None)).subquery()
    with engine.connect() as connection:
        rows = connection.execute(select(parts.c.part, func.count()).group_by(parts.c.part)).all()
    return [(bytes(value), count) for value, count in rows]


def _key_id(column: Any) -> Any:
    return func.substr(column, KEY_ID_AT, KEY_ID_BYTES, type_=LargeBinary)


def _key_of(held: Held, sealed: bytes) -> Any:
    key = held.named(key_id_of(sealed))
    if key is None:
        raise Broken
    return key


def _count(engine: Engine, row: RowType, which: Any) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(row).where(which)).scalar_one())


def _batches(engine: Engine, row: RowType, which: Any) -> Iterator[Sequence[Any]]:
    """The rows, some at a time, in the order of their keys; no lock is held in between."""
    keys = tuple(inspect(row).primary_key)
    ordered = select(*row.__table__.columns).where(which).order_by(*keys).limit(BATCH)
    following = ordered
    while True:
        with engine.connect() as connection:
            rows = connection.execute(following).all()
        if rows:
            yield rows
        if len(rows) < BATCH:
            return
        last = tuple(getattr(rows[-1], key.name) for key in keys)
        following = ordered.where(
            tuple_(*keys) > tuple_(*(bindparam(None, v, k.type) for k, v in zip(keys, last, strict=True)))
        )


def _place(row: RowType, values: Any) -> dict[str, Any]:
    return {f"of_{key.name}": getattr(values, key.name) for key in inspect(row).primary_key}


def _change(row: RowType, name: str) -> Executable:
    table = row.__table__
    here = [key == bindparam(f"of_{key.name}", type_=key.type) for key in inspect(row).primary_key]
    was = table.c[name] == bindparam("was", type_=LargeBinary)
    return update(row).where(*here, was).values({name: bindparam("becomes", type_=table.c[name].type)})


def _write(engine: Engine, statement: Executable, changes: Sequence[dict[str, Any]]) -> int:
    if not changes:
        return 0
    with engine.connect() as connection:
        begin_writing(connection)
        try:
            changed = connection.execute(statement, changes).rowcount
        except BaseException:
            roll_back(connection)
            raise
        commit(connection)
    return int(changed)
