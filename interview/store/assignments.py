"""Whose work an interview is: handing it over, and what somebody cannot open whose key was replaced."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select, update

from interview.casework.interviews import ENDED, InterviewState
from interview.store.columns import AnySelect
from interview.store.desk import Desk, at_work
from interview.store.tables.approvals import ChangedKeyRow
from interview.store.tables.cases import GrantRow, InterviewRow
from interview.store.tables.people import AccountRow

_OPEN = [state.value for state in InterviewState if state not in ENDED]
_granted = (
    select(GrantRow.case_id)
    .where(
        GrantRow.organisation_id == InterviewRow.organisation_id,
        GrantRow.case_id == InterviewRow.case_id,
        GrantRow.principal_id == InterviewRow.assignee_id,
        GrantRow.key_id == AccountRow.key_id,
    )
    .exists()
)
_their_account = and_(
    AccountRow.organisation_id == InterviewRow.organisation_id, AccountRow.id == InterviewRow.assignee_id
)
# Beginning with the few whose key was replaced: everybody else opens what is assigned to them.
_their_key_was_replaced = and_(
    ChangedKeyRow.organisation_id == AccountRow.organisation_id,
    ChangedKeyRow.principal_id == AccountRow.id,
    ChangedKeyRow.key_id == AccountRow.key_id,
)


def _closed(*columns: Any) -> AnySelect:
    return (
        select(*columns)
        .join_from(ChangedKeyRow, AccountRow, _their_key_was_replaced)
        .join(InterviewRow, _their_account)
        .where(
            AccountRow.organisation_id == bindparam("organisation_id"),
            AccountRow.active,
            InterviewRow.state.in_(_OPEN),
            InterviewRow.team_id.in_(bindparam("team_ids", expanding=True)),
            ~_granted,
        )
    )


_CLOSED_BY_ACCOUNT = _closed(InterviewRow.assignee_id, func.count(InterviewRow.case_id.distinct())).group_by(
    InterviewRow.assignee_id
)
_CLOSED_TO = (
    _closed(InterviewRow.case_id)
    .where(InterviewRow.assignee_id == bindparam("account_id"))
    .distinct()
    .order_by(InterviewRow.case_id)
)


class Assignments:
    """The assignments of interviews in the teams of the person at work."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def closed_by_account(self) -> dict[UUID, int]:
        """How many cases with open work of theirs an account cannot open, by account: its key was replaced."""
        return {row[0]: row[1] for row in self._desk.transaction.rows(_CLOSED_BY_ACCOUNT, self._here())}

    def closed_to(self, account_id: UUID) -> tuple[UUID, ...]:
        """Those cases, of one account."""
        rows = self._desk.transaction.rows(_CLOSED_TO, {**self._here(), "account_id": account_id})
        return tuple(row[0] for row in rows)

    def of_case(self, case_id: UUID, account_id: UUID) -> tuple[UUID, ...]:
        """The interviews of a case that are assigned to an account."""
        found = select(InterviewRow.id).where(*self._of_case(case_id), InterviewRow.assignee_id == account_id)
        return tuple(row[0] for row in self._desk.transaction.rows(found.order_by(InterviewRow.id)))

    def hand_over(self, case_id: UUID, interview_ids: Iterable[UUID], from_id: UUID, to_id: UUID) -> None:
        """They are somebody else's work from now on. Raises `Overtaken` when one was handed over meanwhile."""
        for interview_id in interview_ids:
            here = (*self._of_case(case_id), InterviewRow.id == interview_id, InterviewRow.assignee_id == from_id)
            self._desk.write_one(update(InterviewRow).where(*here).values(assignee_id=to_id))

    def is_granted(self, case_id: UUID, account_id: UUID, *, key_id: bytes | None = None) -> bool:
        """Whether an account was let into a case; with `key_id`, for this key of it."""
        found = select(GrantRow.key_id).where(
            GrantRow.organisation_id == at_work(self._desk).actor.organisation_id,
            GrantRow.case_id == case_id,
            GrantRow.principal_id == account_id,
        )
        if key_id is not None:
            found = found.where(GrantRow.key_id == key_id)
        return self._desk.transaction.row(found) is not None

    def _of_case(self, case_id: UUID) -> tuple[Any, ...]:
        organisation_id = at_work(self._desk).actor.organisation_id
        return (InterviewRow.organisation_id == organisation_id, InterviewRow.case_id == case_id)

    def _here(self) -> dict[str, Any]:
        me = at_work(self._desk)
        return {"organisation_id": me.actor.organisation_id, "team_ids": list(me.supervised)}
