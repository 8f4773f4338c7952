"""Which readings stand in the trail already: one event for a session, interview and class in a quarter of an hour."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from interview.casework.actors import Actor
from interview.store.desk import Desk
from interview.store.tables.cases import ReadMarkRow

AGAIN_AFTER = timedelta(minutes=15)

_here = (
    ReadMarkRow.organisation_id == bindparam("of_organisation"),
    ReadMarkRow.interview_id == bindparam("of_interview"),
    ReadMarkRow.session_id == bindparam("of_session"),
    ReadMarkRow.sensitivity == bindparam("of_class"),
)
_NOTED = select(ReadMarkRow.noted_at).where(*_here)
_AGAIN = update(ReadMarkRow).where(*_here).values(noted_at=bindparam("noted_at"))


class Reads:
    """What was read."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def first(self, actor: Actor, interview_id: UUID, sensitivity: str) -> bool:
        """Whether this reading has to be recorded. If so it is noted, and the caller records the event."""
        desk, session_id = self._desk, actor.session_id or actor.account_id
        place: dict[str, object] = {"of_organisation": actor.organisation_id, "of_interview": interview_id}
        place |= {"of_session": session_id, "of_class": str(sensitivity)}
        row = desk.transaction.row(_NOTED, place)
        if row is not None and desk.now < row.noted_at + AGAIN_AFTER:
            return False
        if row is None:
            columns = ("organisation_id", "interview_id", "session_id", "sensitivity")
            values = dict(zip(columns, place.values(), strict=True))
            desk.transaction.write(insert(ReadMarkRow), {**values, "noted_at": desk.now})
        else:
            desk.transaction.write(_AGAIN, {**place, "noted_at": desk.now})
        return True
