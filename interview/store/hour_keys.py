"""Keys of past hours: found to verify the end of a trail, and destroyed once a checkpoint was signed.

Who takes the server over later finds no key with which an older end of the trail could be vouched for again.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, delete, select

from interview.store import binding
from interview.store.engines import cut_log
from interview.store.tables.locks import HeadKeyRow
from interview.vault.kinds import SealKind
from interview.vault.master import Master, Purpose

SLACK = timedelta(hours=1)
"""A request that began in the hour before may still be writing with that hour's key."""


def find(engine: Engine, master: Master, key_id: UUID) -> bytes | None:
    """An hour's key; None when it was destroyed. Raises `Broken`."""
    with engine.connect() as connection:
        row = connection.execute(select(HeadKeyRow.key_sealed).where(HeadKeyRow.id == key_id)).first()
    if row is None:
        return None
    return master.unseal(Purpose.KEYSTORE, row[0], context=binding.head_key(key_id), kind=SealKind.HOUR_KEY)


def destroy(engine: Engine, at: datetime, in_use: Iterable[UUID]) -> int:
    """Destroy the keys of hours that are over, but for those in use; gives how many."""
    hour = at.replace(minute=0, second=0, microsecond=0) - SLACK
    old = delete(HeadKeyRow).where(HeadKeyRow.hour < hour, HeadKeyRow.id.not_in(list(in_use)))
    with engine.connect() as connection:
        count = int(connection.execute(old).rowcount)
    if count:
        cut_log(engine, HeadKeyRow.__tablename__)
    return count
