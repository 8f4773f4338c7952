"""The queue of decisions that wait for a reviewer: urgent ones first, then the oldest. Nothing sealed is opened.

Each part of it is read from an index and stops early, so that it takes the same with a hundred and with very many.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, literal_column, or_, select

from interview.casework.actors import Actor
from interview.casework.decisions import FOR_REVIEW, Waiting
from interview.casework.proposals import ProposalState
from interview.store.desk import Desk, at_work
from interview.store.listing import AT_MOST, MOST
from interview.store.tables.cases import CaseRow, GrantRow, InterviewAuthorRow
from interview.store.tables.decisions import DecisionPartyRow, DecisionRow

COUNTED = 200
"""Where counting stops: so many or more."""


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One line of the queue. `blocked`: the person at work had a part in it, and cannot decide it."""

    decision_id: UUID
    interview_id: UUID
    case_id: UUID
    case_reference: str
    waiting: Waiting
    state: ProposalState
    urgent: bool
    asked_at: datetime
    due_at: datetime
    taken_by: UUID | None
    blocked: bool


# Counted, not asked for with EXISTS: that PostgreSQL would answer from the whole table, and more slowly with each case.
_wrote = (
    select(func.count())
    .where(
        InterviewAuthorRow.organisation_id == DecisionRow.organisation_id,
        InterviewAuthorRow.interview_id == DecisionRow.interview_id,
        InterviewAuthorRow.account_id == bindparam("account_id"),
    )
    .scalar_subquery()
)
_had_a_part = (
    select(func.count())
    .where(
        DecisionPartyRow.organisation_id == DecisionRow.organisation_id,
        DecisionPartyRow.decision_id == DecisionRow.id,
        DecisionPartyRow.account_id == bindparam("account_id"),
    )
    .scalar_subquery()
)
_blocked = or_(_wrote > 0, _had_a_part > 0).label("blocked")
_HERE = (
    DecisionRow.organisation_id == bindparam("organisation_id"),
    DecisionRow.team_id == bindparam("team_id"),
    DecisionRow.waiting == bindparam("waiting"),
)
_LINES = (
    select(
        DecisionRow.id,
        DecisionRow.organisation_id,
        DecisionRow.interview_id,
        DecisionRow.case_id,
        DecisionRow.waiting,
        DecisionRow.state,
        DecisionRow.urgent,
        DecisionRow.asked_at,
        DecisionRow.due_at,
        DecisionRow.taken_by,
        _blocked,
        CaseRow.founding_id,
        CaseRow.reference_sealed,
    )
    .join(CaseRow, and_(CaseRow.organisation_id == DecisionRow.organisation_id, CaseRow.id == DecisionRow.case_id))
    .join(
        GrantRow,
        and_(
            GrantRow.organisation_id == DecisionRow.organisation_id,
            GrantRow.case_id == DecisionRow.case_id,
            GrantRow.principal_id == bindparam("team_id"),
            # Whichever key: a team opens what is sealed to its former one as well, while that is being replaced.
        ),
    )
    .where(*_HERE, DecisionRow.urgent == bindparam("urgent"))
    .order_by(DecisionRow.asked_at, DecisionRow.id)
    .limit(AT_MOST)
)
_COUNT = select(func.count()).select_from(
    # In the order of its index, for no other reason: else PostgreSQL reads the whole table where nothing waits.
    select(DecisionRow.id)
    .where(*_HERE)
    .order_by(DecisionRow.urgent, DecisionRow.asked_at)
    .limit(literal_column(str(COUNTED)))
    .subquery()
)


def queue(desk: Desk, actor: Actor) -> tuple[DecisionLine, ...]:
    """The first of what waits for the actor's teams, at most `listing.MOST`."""
    me = at_work(desk)
    found: dict[UUID, Any] = {}
    for urgent in (True, False):
        for team_id in me.supervised:
            for waiting in FOR_REVIEW:
                place = {**_place(actor, team_id, waiting), "urgent": urgent}
                place |= {"account_id": actor.account_id}
                # While a team's key is replaced, a case may be granted to both.
                found |= {row.id: row for row in desk.transaction.rows(_LINES, place)}
        if len(found) >= MOST:
            break
    rows = sorted(found.values(), key=lambda row: (not row.urgent, row.asked_at, row.id))
    return tuple(_line(desk, row) for row in rows[:MOST])


def count(desk: Desk, actor: Actor) -> int:
    """How much waits for the actor's teams; `COUNTED` means so many or more."""
    found = (
        int(desk.transaction.row(_COUNT, _place(actor, team_id, waiting))[0])
        for team_id in at_work(desk).supervised
        for waiting in FOR_REVIEW
    )
    return min(COUNTED, sum(found))


def _line(desk: Desk, row: Any) -> DecisionLine:
    with desk.suspecting("name", row.organisation_id, case_id=row.case_id):
        reference = desk.open_name("case", row.founding_id, row.case_id, row.reference_sealed)
    return DecisionLine(
        decision_id=row.id,
        interview_id=row.interview_id,
        case_id=row.case_id,
        case_reference=reference,
        waiting=Waiting(row.waiting),
        state=ProposalState(row.state),
        urgent=row.urgent,
        asked_at=row.asked_at,
        due_at=row.due_at,
        taken_by=row.taken_by,
        blocked=row.blocked,
    )


def _place(actor: Actor, team_id: UUID, waiting: Waiting) -> dict[str, Any]:
    return {"organisation_id": actor.organisation_id, "team_id": team_id, "waiting": waiting.value}
