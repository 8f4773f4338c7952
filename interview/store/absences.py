"""Who is away, who stands in, and which cases are open to them for that time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_, bindparam, func, insert, select, update

from interview.casework.decisions import Waiting
from interview.casework.interviews import InterviewState
from interview.store import listing
from interview.store.desk import Desk, at_work
from interview.store.records import InterviewLine
from interview.store.tables.cases import CaseRow, GrantRow, InterviewRow
from interview.store.tables.decisions import DecisionRow
from interview.store.tables.watch import AbsenceRow

_COLUMNS = (
    AbsenceRow.id,
    AbsenceRow.team_id,
    AbsenceRow.account_id,
    AbsenceRow.cover_id,
    AbsenceRow.until_on,
)
_OPEN = AbsenceRow.ended_on.is_(None)
_CASES = (
    select(InterviewRow.case_id)
    .where(
        InterviewRow.organisation_id == bindparam("organisation_id"),
        InterviewRow.team_id == bindparam("team_id"),
        InterviewRow.assignee_id == bindparam("account_id"),
        InterviewRow.state.in_(bindparam("states", expanding=True)),
    )
    .distinct()
)

_OPEN_TO = (
    select(GrantRow.case_id)
    .join(CaseRow, and_(CaseRow.organisation_id == GrantRow.organisation_id, CaseRow.id == GrantRow.case_id))
    .where(
        GrantRow.organisation_id == bindparam("organisation_id"),
        GrantRow.principal_id == bindparam("account_id"),
        CaseRow.team_id == bindparam("team_id"),
    )
)
_COVERED = listing.lines(bindparam("me"), GrantRow.key_id == bindparam("key_id")).where(
    InterviewRow.assignee_id.in_(bindparam("account_ids", expanding=True)),
    InterviewRow.state.in_(bindparam("states", expanding=True)),
)
_CASELOAD = (
    select(
        InterviewRow.assignee_id,
        InterviewRow.state,
        func.count().label("count"),
        func.min(InterviewRow.changed_on).label("oldest_on"),
    )
    .where(
        InterviewRow.organisation_id == bindparam("organisation_id"),
        InterviewRow.team_id == bindparam("team_id"),
        InterviewRow.state.in_(bindparam("states", expanding=True)),
    )
    .group_by(InterviewRow.assignee_id, InterviewRow.state)
)
_LATE = (
    select(InterviewRow.assignee_id, func.count().label("count"))
    .join_from(
        DecisionRow,
        InterviewRow,
        and_(InterviewRow.organisation_id == DecisionRow.organisation_id, InterviewRow.id == DecisionRow.interview_id),
    )
    .where(
        DecisionRow.organisation_id == bindparam("organisation_id"),
        DecisionRow.team_id == bindparam("team_id"),
        DecisionRow.waiting != Waiting.NOTHING.value,
        DecisionRow.due_at <= bindparam("now"),
    )
    .group_by(InterviewRow.assignee_id)
)


@dataclass(frozen=True, slots=True)
class Load:
    """How many interviews of one person stand in one state, and on which day the oldest was changed last."""

    account_id: UUID
    state: InterviewState
    count: int
    oldest_on: date


@dataclass(frozen=True, slots=True)
class Absence:
    """One person away until a day, another standing in. It lasts until it is ended."""

    id: UUID
    team_id: UUID
    account_id: UUID
    cover_id: UUID
    until_on: date


class Absences:
    """The absences of an organisation that were not ended yet."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def add(self, organisation_id: UUID, team_id: UUID, account_id: UUID, cover_id: UUID, until_on: date) -> Absence:
        """Someone is away from now on."""
        absence = Absence(uuid4(), team_id, account_id, cover_id, until_on)
        values: dict[str, Any] = {"id": absence.id, "team_id": team_id, "account_id": account_id, "cover_id": cover_id}
        values |= {"organisation_id": organisation_id, "until_on": until_on, "ended_on": None}
        self._desk.transaction.write(insert(AbsenceRow), values)
        return absence

    def of_teams(self, organisation_id: UUID, team_ids: Iterable[UUID]) -> tuple[Absence, ...]:
        """The absences that these teams planned, the first to end first."""
        here = (AbsenceRow.organisation_id == organisation_id, AbsenceRow.team_id.in_(list(team_ids)), _OPEN)
        return self._read(select(*_COLUMNS).where(*here))

    def covered_by(self, organisation_id: UUID, account_id: UUID) -> tuple[Absence, ...]:
        """The absences for which this person stands in."""
        here = (AbsenceRow.organisation_id == organisation_id, AbsenceRow.cover_id == account_id, _OPEN)
        return self._read(select(*_COLUMNS).where(*here))

    def find(self, organisation_id: UUID, absence_id: UUID) -> Absence | None:
        """An absence that was not ended yet; None when there is none."""
        here = (AbsenceRow.organisation_id == organisation_id, AbsenceRow.id == absence_id, _OPEN)
        found = self._read(select(*_COLUMNS).where(*here))
        return found[0] if found else None

    def end(self, organisation_id: UUID, absence: Absence) -> bool:
        """Note that it is over. False when somebody had noted it before."""
        here = (AbsenceRow.organisation_id == organisation_id, AbsenceRow.id == absence.id, _OPEN)
        change = update(AbsenceRow).where(*here).values(ended_on=self._desk.now.date())
        return self._desk.transaction.write(change) == 1

    def cases_of(
        self, organisation_id: UUID, team_id: UUID, account_id: UUID, states: Iterable[InterviewState]
    ) -> tuple[UUID, ...]:
        """The cases that a team supervises in which this person has work in these states."""
        place = {"organisation_id": organisation_id, "team_id": team_id, "account_id": account_id}
        rows = self._desk.transaction.rows(_CASES, {**place, "states": [state.value for state in states]})
        return tuple(row.case_id for row in rows)

    def open_to(self, organisation_id: UUID, team_id: UUID, account_id: UUID) -> tuple[UUID, ...]:
        """The cases that a team supervises of which this person has a key by name."""
        place = {"organisation_id": organisation_id, "team_id": team_id, "account_id": account_id}
        return tuple(row.case_id for row in self._desk.transaction.rows(_OPEN_TO, place))

    def is_theirs(self, organisation_id: UUID, case_id: UUID, account_id: UUID) -> bool:
        """Whether the case is this person's own, absence or not: they opened it, or have work in it."""
        opened = (CaseRow.organisation_id == organisation_id, CaseRow.id == case_id, CaseRow.creator_id == account_id)
        working = (
            InterviewRow.organisation_id == organisation_id,
            InterviewRow.case_id == case_id,
            InterviewRow.assignee_id == account_id,
        )
        transaction = self._desk.transaction
        mine = transaction.row(select(CaseRow.id).where(*opened))
        return mine is not None or transaction.row(select(InterviewRow.id).where(*working)) is not None

    def covered(self, account_ids: Iterable[UUID], states: Iterable[InterviewState]) -> tuple[InterviewLine, ...]:
        """The interviews of these people that were opened to the person at work by name, newest first."""
        desk, me = self._desk, at_work(self._desk)
        place: dict[str, Any] = {"organisation_id": me.actor.organisation_id, "me": me.actor.account_id}
        place |= {"key_id": me.key_id, "account_ids": list(account_ids), "states": [one.value for one in states]}
        return tuple(listing.line(self._desk, row) for row in desk.transaction.rows(_COVERED, place))

    def caseload(self, organisation_id: UUID, team_id: UUID, states: Iterable[InterviewState]) -> tuple[Load, ...]:
        """How much work of a team is with whom; opens nothing."""
        place = {"organisation_id": organisation_id, "team_id": team_id, "states": [one.value for one in states]}
        rows = self._desk.transaction.rows(_CASELOAD, place)
        return tuple(Load(row.assignee_id, InterviewState(row.state), row.count, row.oldest_on) for row in rows)

    def late(self, organisation_id: UUID, team_id: UUID) -> Mapping[UUID, int]:
        """How many decisions of a team are late, by whose work they are about; opens nothing."""
        place = {"organisation_id": organisation_id, "team_id": team_id, "now": self._desk.now}
        return {row.assignee_id: row.count for row in self._desk.transaction.rows(_LATE, place)}

    def _read(self, statement: Any) -> tuple[Absence, ...]:
        rows = self._desk.transaction.rows(statement.order_by(AbsenceRow.until_on, AbsenceRow.id))
        return tuple(Absence(row.id, row.team_id, row.account_id, row.cover_id, row.until_on) for row in rows)
