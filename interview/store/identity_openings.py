"""In which sessions the identity answers of a case show, and until when."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select

from interview.casework.actors import Actor
from interview.store.desk import Desk
from interview.store.tables.keeping import IdentityOpeningRow

_here = (
    IdentityOpeningRow.organisation_id == bindparam("of_organisation"),
    IdentityOpeningRow.case_id == bindparam("of_case"),
    IdentityOpeningRow.session_id == bindparam("of_session"),
)
_UNTIL = select(IdentityOpeningRow.until_at).where(*_here)
_CLOSE = delete(IdentityOpeningRow).where(*_here)
_OVER = delete(IdentityOpeningRow).where(
    IdentityOpeningRow.organisation_id == bindparam("of_organisation"), IdentityOpeningRow.until_at <= bindparam("now")
)


class IdentityOpenings:
    """Who sees now who somebody is. It holds for one session and one case, and ends by itself."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self, actor: Actor, case_id: UUID) -> datetime:
        """Identity answers show from now on; gives the moment until which. What is over everywhere is cleared away."""
        desk, place = self._desk, _place(actor, case_id)
        until = desk.now + desk.settings.keeping.identity
        desk.transaction.write(_OVER, {"of_organisation": actor.organisation_id, "now": desk.now})
        desk.transaction.write(_CLOSE, place)
        columns = ("organisation_id", "case_id", "session_id")
        values = dict(zip(columns, place.values(), strict=True))
        desk.transaction.write(insert(IdentityOpeningRow), {**values, "until_at": until})
        return until

    def until(self, actor: Actor, case_id: UUID) -> datetime | None:
        """Until when they show in this session; None while they are hidden."""
        row = self._desk.transaction.row(_UNTIL, _place(actor, case_id))
        return row.until_at if row is not None and self._desk.now < row.until_at else None

    def close(self, actor: Actor, case_id: UUID) -> bool:
        """Hide them again in this session; whether there was anything to hide."""
        return self._desk.transaction.write(_CLOSE, _place(actor, case_id)) > 0


def _place(actor: Actor, case_id: UUID) -> dict[str, Any]:
    session_id = actor.session_id or actor.account_id
    return {"of_organisation": actor.organisation_id, "of_case": case_id, "of_session": session_id}
