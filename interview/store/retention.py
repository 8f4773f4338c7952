"""How long cases are kept: a day in clear for each, why it was put off sealed under the case's key."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from interview.casework.actors import Actor
from interview.store import binding
from interview.store.cases import Cases
from interview.store.desk import Desk, at_work
from interview.store.documents import canonical
from interview.store.tables.cases import CaseRow, GrantRow
from interview.store.tables.keeping import ErasureRequestRow, PostponementRow
from interview.store.tables.people import TeamRow
from interview.vault.kinds import SealKind

MOST = 200
"""How many lines a list has at most."""


@dataclass(frozen=True, slots=True)
class DueLine:
    """A case whose time is over. `asked_on`: since when somebody wants it erased, if anybody does."""

    case_id: UUID
    reference: str
    retain_until: date
    asked_on: date | None


@dataclass(frozen=True, slots=True)
class Postponement:
    """That a case is kept longer, and why."""

    id: UUID
    account_id: UUID
    decided_on: date
    until_on: date
    reason: str = field(repr=False)


_WANTED = and_(ErasureRequestRow.organisation_id == CaseRow.organisation_id, ErasureRequestRow.case_id == CaseRow.id)
_DUE = (
    select(
        CaseRow.id.label("case_id"),
        CaseRow.organisation_id,
        CaseRow.founding_id,
        CaseRow.reference_sealed,
        CaseRow.retain_until,
        ErasureRequestRow.asked_on,
    )
    .join(
        GrantRow,
        and_(
            GrantRow.organisation_id == CaseRow.organisation_id,
            GrantRow.case_id == CaseRow.id,
            GrantRow.principal_id == CaseRow.team_id,
            # Whichever key: a team opens what is sealed to its former one as well, while that is being replaced.
        ),
    )
    .outerjoin(ErasureRequestRow, _WANTED)
    .where(
        CaseRow.organisation_id == bindparam("organisation_id"),
        CaseRow.team_id == bindparam("team_id"),
        CaseRow.retain_until < bindparam("today"),
    )
    .order_by(CaseRow.retain_until, CaseRow.id)
    .limit(MOST)
)
# Two counts, each down its own index and no further than anybody counts: home pages ask.
_COUNT_OVER = select(func.count()).select_from(
    select(CaseRow.id)
    .where(
        CaseRow.organisation_id == bindparam("organisation_id"),
        CaseRow.team_id == bindparam("team_id"),
        CaseRow.retain_until < bindparam("today"),
    )
    .limit(MOST)
    .subquery()
)
_COUNT_WANTED = select(func.count()).select_from(
    select(ErasureRequestRow.case_id)
    .join(CaseRow, _WANTED)
    .where(
        ErasureRequestRow.organisation_id == bindparam("organisation_id"),
        ErasureRequestRow.team_id == bindparam("team_id"),
        or_(CaseRow.retain_until.is_(None), CaseRow.retain_until >= bindparam("today")),
    )
    .limit(MOST)
    .subquery()
)
# Team by team, so that the index of due days is used.
_ALL = (
    select(func.count())
    .select_from(TeamRow)
    .join(CaseRow, and_(CaseRow.organisation_id == TeamRow.organisation_id, CaseRow.team_id == TeamRow.id))
    .where(CaseRow.retain_until < bindparam("today"))
)


class Retention:
    """Until when cases are kept, and whose time is over. Lists are read from an index; nothing that was said is."""

    def __init__(self, desk: Desk, cases: Cases) -> None:
        self._desk = desk
        self._cases = cases

    def until(self, case_id: UUID) -> date | None:
        """The last day on which a case is kept; None while it goes on."""
        row = self._desk.transaction.row(select(CaseRow.retain_until).where(*self._here(case_id)))
        return None if row is None else row.retain_until

    def keep(self, case_id: UUID, until: date | None) -> None:
        """Keep a case up to that day, or for as long as it goes on."""
        self._desk.write_one(update(CaseRow).where(*self._here(case_id)).values(retain_until=until))

    def postpone(self, case_id: UUID, until: date, reason: str) -> None:
        """Keep a case longer, as the person at work. Raises `Broken`."""
        desk, keys, new_id = self._desk, self._cases.keys(case_id), uuid4()
        me = at_work(desk).actor
        context = binding.postponement(keys.founding_id, case_id, new_id, me.account_id, until)
        sealed = keys.seal(SealKind.CASE_RECORD, new_id, canonical({"reason": reason}), context)
        values: dict[str, Any] = {
            "organisation_id": me.organisation_id,
            "id": new_id,
            "case_id": case_id,
            "account_id": me.account_id,
        }
        values |= {"decided_on": desk.now.date(), "until_on": until, "reason_sealed": sealed}
        desk.transaction.write(insert(PostponementRow), values)
        self.keep(case_id, until)

    def postponements(self, case_id: UUID) -> tuple[Postponement, ...]:
        """How often a case was kept longer, newest first. Raises `Broken`."""
        desk, organisation_id = self._desk, at_work(self._desk).actor.organisation_id
        columns = select(PostponementRow.__table__).where(
            PostponementRow.organisation_id == organisation_id, PostponementRow.case_id == case_id
        )
        rows = desk.transaction.rows(columns.order_by(PostponementRow.until_on.desc(), PostponementRow.id))
        return tuple(self._opened(row) for row in rows)

    def due(self, actor: Actor) -> tuple[DueLine, ...]:
        """The cases of the actor's teams whose time is over, the oldest first, at most `MOST`."""
        desk, lines = self._desk, list[Any]()
        for team_id in at_work(desk).supervised:
            place = {"organisation_id": actor.organisation_id, "team_id": team_id}
            lines += desk.transaction.rows(_DUE, {**place, "today": desk.now.date()})
        lines.sort(key=lambda row: (row.retain_until, row.case_id))
        return tuple(self._line(row) for row in lines[:MOST])

    def count_due(self, organisation_id: UUID, team_ids: Iterable[UUID]) -> int:
        """How many cases of these teams have had their time, or are wanted erased; `MOST` means so many or more."""
        count, today = 0, self._desk.now.date()
        for team_id in team_ids:
            place = {"organisation_id": organisation_id, "team_id": team_id, "today": today}
            for statement in (_COUNT_OVER, _COUNT_WANTED):
                count += int(self._desk.transaction.rows(statement, place)[0][0])
        return min(MOST, count)

    def count_all_due(self) -> int:
        """How many cases have had their time, in the whole database. It needs nobody at work."""
        return int(self._desk.transaction.rows(_ALL, {"today": self._desk.now.date()})[0][0])

    def _line(self, row: Any) -> DueLine:
        desk = self._desk
        with desk.suspecting("name", row.organisation_id, case_id=row.case_id):
            reference = desk.open_name("case", row.founding_id, row.case_id, row.reference_sealed)
        return DueLine(row.case_id, reference, row.retain_until, row.asked_on)

    def _opened(self, row: Any) -> Postponement:
        keys = self._cases.keys(row.case_id)
        context = binding.postponement(keys.founding_id, row.case_id, row.id, row.account_id, row.until_on)
        with self._desk.suspecting("postponement", row.organisation_id, case_id=row.case_id):
            reason = json.loads(keys.unseal(SealKind.CASE_RECORD, row.id, row.reason_sealed, context))["reason"]
        return Postponement(row.id, row.account_id, row.decided_on, row.until_on, reason)

    def _here(self, case_id: UUID) -> tuple[Any, ...]:
        return (CaseRow.organisation_id == at_work(self._desk).actor.organisation_id, CaseRow.id == case_id)
