"""What is looked after again and again while nobody is at work. It opens nothing that lies under a case's key."""

from datetime import timedelta

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from interview.store import erasing
from interview.store.desk import Desk
from interview.store.tables.watch import TickRow

EVERY = timedelta(seconds=50)
"""How long after one round another may begin."""


class Ticks:
    """Taking turns, and finishing what was cut off."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def take_turn(self, name: str) -> bool:
        """Whether the next round is this worker's; decided at once, and for all workers of this database."""
        transaction, now = self._desk.transaction, self._desk.now
        mine = update(TickRow).where(TickRow.name == name, TickRow.at <= now - EVERY).values(at=now)
        if transaction.write_now(mine) == 1:
            return True
        try:
            transaction.write_now(insert(TickRow), {"name": name, "at": now})
        except IntegrityError:
            return False
        return True

    def finish_erasures(self) -> None:
        """Finish every erasure that was cut off."""
        erasing.finish(self._desk)
