"""Clocks of interviews: the moment stands in clear, to the hour; what it is for is sealed under the case's key."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, func, insert, select

from interview.casework.clocks import ClockKind, on_the_hour
from interview.store import binding
from interview.store.cases import Cases
from interview.store.desk import Desk, at_work
from interview.store.tables.cases import InterviewRow
from interview.store.tables.watch import ClockRow
from interview.vault.kinds import SealKind

_OF_CASE = (
    select(ClockRow.id, ClockRow.case_id, ClockRow.interview_id, ClockRow.due_at, ClockRow.content_sealed)
    .where(ClockRow.organisation_id == bindparam("organisation_id"), ClockRow.case_id == bindparam("case_id"))
    .order_by(ClockRow.due_at, ClockRow.id)
)
_FIRST = (
    select(ClockRow.interview_id, func.min(ClockRow.due_at).label("due_at"))
    .where(
        ClockRow.organisation_id == bindparam("organisation_id"),
        ClockRow.interview_id.in_(bindparam("interview_ids", expanding=True)),
    )
    .group_by(ClockRow.interview_id)
)
_OVERDUE = (
    select(InterviewRow.assignee_id, func.count().label("count"))
    .join_from(
        ClockRow,
        InterviewRow,
        (InterviewRow.organisation_id == ClockRow.organisation_id) & (InterviewRow.id == ClockRow.interview_id),
    )
    .where(
        InterviewRow.organisation_id == bindparam("organisation_id"),
        InterviewRow.team_id.in_(bindparam("team_ids", expanding=True)),
        ClockRow.due_at <= bindparam("now"),
    )
    .group_by(InterviewRow.assignee_id)
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock, opened. `by_hand`: somebody set it, and no answer did. `entry_id`: of a record that it is about."""

    id: UUID
    case_id: UUID
    interview_id: UUID
    kind: ClockKind
    due_at: datetime
    by_hand: bool
    entry_id: str = ""


class Clocks:
    """The clocks of an organisation. To add or to read one takes the key of its case."""

    def __init__(self, desk: Desk, cases: Cases) -> None:
        self._desk = desk
        self._cases = cases

    def add(
        self,
        case_id: UUID,
        interview_id: UUID,
        kind: ClockKind,
        due_at: datetime,
        *,
        by_hand: bool = False,
        entry_id: str = "",
    ) -> Clock:
        """A new clock of an interview. Raises `Broken` without a grant on its case."""
        keys, organisation_id = self._cases.keys(case_id), at_work(self._desk).actor.organisation_id
        clock = Clock(uuid4(), case_id, interview_id, kind, on_the_hour(due_at), by_hand, entry_id)
        said = {"kind": kind.value, "by_hand": by_hand} | ({"entry": entry_id} if entry_id else {})
        plaintext = json.dumps(said).encode("ascii")
        context = binding.clock(keys.founding_id, case_id, interview_id, clock.id, clock.due_at)
        self._desk.transaction.write(
            insert(ClockRow),
            {
                "organisation_id": organisation_id,
                "id": clock.id,
                "case_id": case_id,
                "interview_id": interview_id,
                "due_at": clock.due_at,
                "content_sealed": keys.seal(SealKind.CASE_RECORD, clock.id, plaintext, context),
            },
        )
        return clock

    def remove(self, clock: Clock) -> None:
        """It has done its work, or does not hold any more."""
        organisation_id = at_work(self._desk).actor.organisation_id
        here = (ClockRow.organisation_id == organisation_id, ClockRow.id == clock.id)
        self._desk.transaction.write(delete(ClockRow).where(*here))

    def of_case(self, case_id: UUID) -> tuple[Clock, ...]:
        """The clocks of a case, the next one first. Raises `Broken` without a grant on it."""
        place = {"organisation_id": at_work(self._desk).actor.organisation_id, "case_id": case_id}
        return tuple(self._read(row) for row in self._desk.transaction.rows(_OF_CASE, place))

    def first_due(self, interview_ids: Iterable[UUID]) -> Mapping[UUID, datetime]:
        """When the next clock of each of these interviews runs out; opens nothing."""
        wanted = list(interview_ids)
        if not wanted:
            return {}
        place = {"organisation_id": at_work(self._desk).actor.organisation_id, "interview_ids": wanted}
        return {row.interview_id: row.due_at for row in self._desk.transaction.rows(_FIRST, place)}

    def overdue(self, team_ids: Iterable[UUID]) -> Mapping[UUID, int]:
        """How many clocks have run out, by whose work it is, in what these teams supervise; opens nothing."""
        place = {"organisation_id": at_work(self._desk).actor.organisation_id, "now": self._desk.now}
        rows = self._desk.transaction.rows(_OVERDUE, {**place, "team_ids": list(team_ids)})
        return {row.assignee_id: row.count for row in rows}

    def _read(self, row: Any) -> Clock:
        organisation_id = at_work(self._desk).actor.organisation_id
        keys = self._cases.keys(row.case_id)
        place = {"case_id": row.case_id, "interview_id": row.interview_id}
        with self._desk.suspecting("clock", organisation_id, **place):
            context = binding.clock(keys.founding_id, row.case_id, row.interview_id, row.id, row.due_at)
            data = json.loads(keys.unseal(SealKind.CASE_RECORD, row.id, row.content_sealed, context))
        kind, entry_id = ClockKind(data["kind"]), data.get("entry", "")
        return Clock(row.id, row.case_id, row.interview_id, kind, row.due_at, data["by_hand"], entry_id)
