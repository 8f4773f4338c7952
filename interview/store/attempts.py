"""Counting attempts by the HMAC of what was tried: failures slow the next ones down, and lock nobody out for good."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from interview.store import names
from interview.store.desk import Desk
from interview.store.tables.people import AttemptRow
from interview.vault.master import Master

FORGOTTEN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """How many attempts are free, and how long anybody waits at most after that."""

    free: int
    longest: timedelta

    def wait_after(self, attempts: int) -> timedelta:
        """How long after the last of so many attempts the next one may come: 1, 2, 4 … seconds."""
        if attempts < self.free:
            return timedelta()
        return min(self.longest, timedelta(seconds=2 ** min(attempts - self.free, 10)))


OF_A_NAME_HERE = Limit(10, timedelta(seconds=60))
"""Sign-ins under one name from one network; unlocking one session."""

OF_A_NETWORK = Limit(30, timedelta(seconds=60))
"""Sign-ins from one network, under whatever names."""

OF_A_NAME = Limit(100, timedelta(seconds=8))
"""Sign-ins under one name from everywhere: a wait that a person can sit out, because strangers can bring it about."""

OF_A_CODE = Limit(10, timedelta(seconds=60))
"""Codes of one account, by those who know its passphrase."""

_ROW = select(AttemptRow.count, AttemptRow.last_at).where(AttemptRow.lookup == bindparam("lookup"))
_COUNT = (
    update(AttemptRow)
    .where(
        AttemptRow.lookup == bindparam("of"),
        AttemptRow.count == bindparam("was"),
        AttemptRow.last_at == bindparam("was_at"),
    )
    .values(count=bindparam("count"), last_at=bindparam("last_at"))
)


def lookup(master: Master, what: str, who: bytes) -> bytes:
    """What attempts are counted by (32 bytes)."""
    return names.attempt_lookup(master, what, who)


def wait(desk: Desk, of: bytes, limit: Limit) -> int:
    """Seconds to wait before the next attempt counts; nothing is counted."""
    row = desk.transaction.row(_ROW, {"lookup": of})
    return 0 if row is None else _seconds_left(row.count, row.last_at, desk.now, limit)


def admit(desk: Desk, of: bytes, limit: Limit, *, with_the_rest: bool = False) -> int:
    """Seconds to wait; 0: the attempt is counted, whatever becomes of the rest, and may go on.

    `with_the_rest`: it is counted with the commit of this work. Raises `Overtaken` then, when another one is counted
    in the same moment.
    """
    while True:
        row = desk.transaction.row(_ROW, {"lookup": of})
        left = 0 if row is None else _seconds_left(row.count, row.last_at, desk.now, limit)
        if left:
            return left
        if _count(desk, of, row, with_the_rest=with_the_rest):
            return 0


def clear(desk: Desk, of: bytes) -> None:
    """It was right: forget the attempts."""
    desk.transaction.write(delete(AttemptRow).where(AttemptRow.lookup == bindparam("of")), {"of": of})


def _count(desk: Desk, of: bytes, row: "tuple[int, datetime] | None", *, with_the_rest: bool) -> bool:
    """Count one more; False when another attempt was counted meanwhile."""
    now, write = desk.now, desk.transaction.write if with_the_rest else desk.transaction.write_now
    if row is None:
        try:
            write(insert(AttemptRow), {"lookup": of, "count": 1, "last_at": now})
        except IntegrityError:
            return False
        return True
    count, last_at = row
    following = 1 if now - last_at > FORGOTTEN_AFTER else count + 1
    # Two processes' clocks may differ a little; the count never goes back in time.
    new = {"of": of, "was": count, "was_at": last_at, "count": following, "last_at": max(now, last_at)}
    return write(_COUNT, new) == 1


def _seconds_left(count: int, last_at: datetime, now: datetime, limit: Limit) -> int:
    longest = limit.wait_after(count)
    # Of two attempts in the same moment, the one that began first may find the other's time, later than its own.
    if not longest or now - last_at > FORGOTTEN_AFTER:
        return 0
    return max(0, ceil((last_at + longest - now).total_seconds()))
