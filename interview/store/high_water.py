"""How far each trail had come, kept in the keystore: a case database below it was rolled back.

The mark is raised after the commit. Between the two the program may be cut off: then the mark is too low, which is no
alarm. To write it with each request would cost another commit that has to reach the disk, so that it is raised with
the first event, then once in a minute or after 64 events: what a rollback hides from it is one minute at most, and a
copy of yesterday is always below it.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from interview.store.tables.locks import HighWaterRow

EVERY = timedelta(minutes=1)
EVENTS = 64

_HERE = HighWaterRow.organisation_id == bindparam("of_organisation")
_RAISE = (
    update(HighWaterRow)
    .where(_HERE, HighWaterRow.sequence < bindparam("becomes"))
    .values(sequence=bindparam("becomes"))
)
_KNOWN = select(HighWaterRow.sequence).where(_HERE)


class HighWater:
    """The marks. One for each process; several threads may use it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._raised: dict[UUID, tuple[int, datetime]] = {}

    def marks(self) -> Mapping[UUID, int]:
        """The mark of each organisation."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(HighWaterRow.organisation_id, HighWaterRow.sequence)).all()
            return {row.organisation_id: row.sequence for row in rows}

    def committed(self, heads: Mapping[UUID, int], at: datetime) -> None:
        """These trails have come so far. Where the keystore is away now, the mark is raised later."""
        with suppress(SQLAlchemyError):
            for organisation_id, sequence in heads.items():
                was, when = self._raised.get(organisation_id, (-EVENTS, at))
                if sequence >= was + EVENTS or at >= when + EVERY:
                    self.raise_to(organisation_id, sequence)
                    self._raised[organisation_id] = (sequence, at)

    def raise_to(self, organisation_id: UUID, sequence: int) -> None:
        """Raise a mark now. It is never lowered."""
        with self._engine.connect() as connection:
            if connection.execute(_RAISE, {"of_organisation": organisation_id, "becomes": sequence}).rowcount:
                return
            if connection.execute(_KNOWN, {"of_organisation": organisation_id}).first() is not None:
                return
            with suppress(IntegrityError):
                values = {"organisation_id": organisation_id, "sequence": sequence}
                connection.execute(insert(HighWaterRow), values)

    def accept(self, heads: Mapping[UUID, int]) -> None:
        """Take an older database for the present one: only a restore does that. Marks of no trail are removed."""
        self._raised.clear()
        with self._engine.connect() as connection:
            connection.execute(delete(HighWaterRow))
            rows = [{"organisation_id": one, "sequence": sequence} for one, sequence in heads.items()]
            if rows:
                connection.execute(insert(HighWaterRow), rows)


def below(marks: Mapping[UUID, int], heads: Mapping[UUID, int]) -> Iterable[UUID]:
    """The organisations whose trail ends before its mark."""
    return sorted(one for one, mark in marks.items() if heads.get(one, 0) < mark)
