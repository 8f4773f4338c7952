"""That a case may be about somebody of another case: for the team that watches over it, without saying which one."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, func, insert, select

from interview.casework.actors import Actor
from interview.store.desk import Desk, at_work
from interview.store.tables.cases import CaseRow
from interview.store.tables.ledgers import LookAlikeRow
from interview.store.tables.people import TeamRow

_KNOWN = select(LookAlikeRow.case_id).where(
    LookAlikeRow.organisation_id == bindparam("organisation_id"),
    LookAlikeRow.case_id.in_(bindparam("case_ids", expanding=True)),
)
_CASES = select(CaseRow.id, CaseRow.team_id).where(
    CaseRow.organisation_id == bindparam("organisation_id"), CaseRow.id.in_(bindparam("case_ids", expanding=True))
)
_TEAM_OF = (
    select(TeamRow.id, TeamRow.name_sealed)
    .join(CaseRow, and_(CaseRow.organisation_id == TeamRow.organisation_id, CaseRow.team_id == TeamRow.id))
    .where(CaseRow.organisation_id == bindparam("organisation_id"), CaseRow.id == bindparam("case_id"))
)
_COUNT = (
    select(func.count())
    .select_from(LookAlikeRow)
    .where(
        LookAlikeRow.organisation_id == bindparam("organisation_id"),
        LookAlikeRow.team_id.in_(bindparam("team_ids", expanding=True)),
    )
)
_OF_TEAMS = (
    select(LookAlikeRow.case_id)
    .where(
        LookAlikeRow.organisation_id == bindparam("organisation_id"),
        LookAlikeRow.team_id.in_(bindparam("team_ids", expanding=True)),
    )
    .order_by(LookAlikeRow.found_on.desc(), LookAlikeRow.case_id)
)


class LookAlikes:
    """What the offices are told."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def add(self, case_ids: Iterable[UUID]) -> None:
        """These cases may be about somebody who is known already. May be repeated."""
        desk = self._desk
        place = {"organisation_id": at_work(desk).actor.organisation_id, "case_ids": sorted(set(case_ids))}
        if not place["case_ids"]:
            return
        known = {row.case_id for row in desk.transaction.rows(_KNOWN, place)}
        for row in desk.transaction.rows(_CASES, place):
            if row.id not in known:
                told = {"organisation_id": place["organisation_id"], "case_id": row.id, "team_id": row.team_id}
                desk.transaction.write(insert(LookAlikeRow), {**told, "found_on": desk.now.date()})

    def team_of(self, case_id: UUID) -> str:
        """What the team is called that watches over a case of the organisation, whoever may open it."""
        desk, organisation_id = self._desk, at_work(self._desk).actor.organisation_id
        row = desk.transaction.row(_TEAM_OF, {"organisation_id": organisation_id, "case_id": case_id})
        return "" if row is None else desk.open_name("team", organisation_id, row.id, row.name_sealed)

    def remove(self, case_ids: Iterable[UUID]) -> None:
        """Nothing about these cases waits any more."""
        here = (LookAlikeRow.organisation_id == at_work(self._desk).actor.organisation_id,)
        self._desk.transaction.write(delete(LookAlikeRow).where(*here, LookAlikeRow.case_id.in_(sorted(case_ids))))

    def count(self, actor: Actor) -> int:
        """How many cases of the actor's teams it is about."""
        return int(self._desk.transaction.row(_COUNT, _place(actor))[0]) if actor.team_ids else 0

    def of_teams(self, actor: Actor) -> tuple[UUID, ...]:
        """The cases of the actor's teams, what was found last first."""
        return tuple(row.case_id for row in self._desk.transaction.rows(_OF_TEAMS, _place(actor)))


def _place(actor: Actor) -> dict[str, object]:
    return {"organisation_id": actor.organisation_id, "team_ids": sorted(actor.team_ids)}
