"""What was refused to somebody signed in: counted so that the trail is never flooded, and about which thing it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from interview.casework.actors import Actor
from interview.store import attempts
from interview.store.attempts import Limit
from interview.store.desk import Desk
from interview.store.tables.cases import CaseRow, InterviewRow
from interview.store.tables.people import AccountRow

OF_A_SESSION = Limit(20, timedelta(minutes=10))
"""So many are recorded one by one; after that, the next only after 1, 2, 4 … seconds, ten minutes at most."""


@dataclass(frozen=True, slots=True)
class About:
    """The things of the actor's organisation that a request named; None where it named none that there is."""

    case_id: UUID | None = None
    interview_id: UUID | None = None
    account_id: UUID | None = None


class Denials:
    """What was refused."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def admit(self, actor: Actor) -> bool:
        """Whether this one is recorded."""
        who = (actor.session_id or actor.account_id).bytes
        return not attempts.admit(self._desk, attempts.lookup(self._desk.master, "denied", who), OF_A_SESSION)

    def about(self, actor: Actor, ids: Iterable[UUID]) -> About:
        """Which things these ids name. What names nothing is only something that was typed, and is never recorded."""
        desk, wanted = self._desk, sorted(set(ids))

        def first(columns: tuple[Any, ...], organisation_id: Any) -> Any:
            named = select(*columns).where(organisation_id == actor.organisation_id, columns[0].in_(wanted)).limit(1)
            return desk.transaction.row(named)

        interview = first((InterviewRow.id, InterviewRow.case_id), InterviewRow.organisation_id)
        case = first((CaseRow.id,), CaseRow.organisation_id)
        account = first((AccountRow.id,), AccountRow.organisation_id)
        return About(
            case_id=case.id if case is not None else None if interview is None else interview.case_id,
            interview_id=None if interview is None else interview.id,
            account_id=None if account is None else account.id,
        )
