"""Lists of interviews for the home pages. Each state is read from an index, newest first, and stops early.

Only what the person at work can open is listed.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute

from interview.casework.actors import Actor
from interview.casework.interviews import InterviewState
from interview.store.columns import AnySelect
from interview.store.desk import Desk, at_work
from interview.store.records import InterviewLine
from interview.store.tables.cases import OF_A_RECORD, OF_A_TALK, CaseRow, GrantRow, InterviewRow

MOST = 50
"""How many lines a list has at most."""
AT_MOST: ColumnElement[int] = literal_column(str(MOST))
"""The same for a statement: PostgreSQL plans for so few rows only if it can read the number."""


def lines(principal: ColumnElement[Any] | InstrumentedAttribute[Any], *key: ColumnElement[bool]) -> AnySelect:
    """Rows for `line`, of the cases that were granted to a principal, and so that it can open them with this key."""
    return (
        select(
            InterviewRow.id,
            InterviewRow.organisation_id,
            InterviewRow.case_id,
            InterviewRow.form,
            InterviewRow.state,
            InterviewRow.changed_on,
            InterviewRow.urgent,
            CaseRow.founding_id,
            CaseRow.reference_sealed,
        )
        .join(
            CaseRow,
            and_(CaseRow.organisation_id == InterviewRow.organisation_id, CaseRow.id == InterviewRow.case_id),
        )
        .join(
            GrantRow,
            and_(
                GrantRow.organisation_id == InterviewRow.organisation_id,
                GrantRow.case_id == InterviewRow.case_id,
                GrantRow.principal_id == principal,
                *key,
            ),
        )
        .where(InterviewRow.organisation_id == bindparam("organisation_id"))
        .order_by(InterviewRow.changed_on.desc(), InterviewRow.id.desc())
        .limit(AT_MOST)
    )


def line(desk: Desk, row: Any) -> InterviewLine:
    """A row of `lines`, with the reference of its case. Raises `Broken`."""
    with desk.suspecting("name", row.organisation_id, case_id=row.case_id):
        reference = desk.open_name("case", row.founding_id, row.case_id, row.reference_sealed)
    state = InterviewState(row.state)
    return InterviewLine(row.id, row.case_id, reference, row.form, state, row.changed_on, row.urgent)


def _newest(whose: InstrumentedAttribute[Any], *key: ColumnElement[bool], records: bool) -> AnySelect:
    # Said as the indexes say it, so that they are used: neither kind reads its way through the other.
    of_form = OF_A_RECORD if records else OF_A_TALK
    return lines(whose, *key).where(whose == bindparam("whose"), InterviewRow.state == bindparam("state"), of_form)


_ASSIGNED = {
    records: _newest(InterviewRow.assignee_id, GrantRow.key_id == bindparam("key_id"), records=records)
    for records in (False, True)
}
# A team opens what is sealed to its former key as well, while that is being replaced.
_SUPERVISED = {records: _newest(InterviewRow.team_id, records=records) for records in (False, True)}

# By the grant itself: whoever is let in by name has no part in the interview that an index could tell.
_LET_IN = (
    lines(bindparam("whose"), GrantRow.key_id == bindparam("key_id"))
    .where(InterviewRow.state == bindparam("state"), OF_A_RECORD)
    .where(GrantRow.principal_kind == "account")
)


def assigned(desk: Desk, actor: Actor, states: Iterable[InterviewState], *, records: bool) -> tuple[InterviewLine, ...]:
    """See `Interviews.mine`."""
    me = at_work(desk)
    return _lines(desk, actor, _ASSIGNED[records], {me.actor.account_id: me.key_id}, states)


def supervised(
    desk: Desk, actor: Actor, states: Iterable[InterviewState], *, records: bool
) -> tuple[InterviewLine, ...]:
    """See `Interviews.of_team`."""
    keys = {team_id: membership.key_id for team_id, membership in at_work(desk).supervised.items()}
    return _lines(desk, actor, _SUPERVISED[records], keys, states)


def let_in(desk: Desk, actor: Actor, states: Iterable[InterviewState]) -> tuple[InterviewLine, ...]:
    """See `Interviews.let_in`."""
    me = at_work(desk)
    return _lines(desk, actor, _LET_IN, {me.actor.account_id: me.key_id}, states)


def _lines(
    desk: Desk, actor: Actor, statement: AnySelect, whose: Mapping[UUID, bytes], states: Iterable[InterviewState]
) -> tuple[InterviewLine, ...]:
    rows = [
        row
        for one, key_id in whose.items()
        for state in states
        for row in desk.transaction.rows(statement, {**_parameters(actor, one, state), "key_id": key_id})
    ]
    rows.sort(key=lambda row: (row.changed_on, row.id), reverse=True)
    return tuple(line(desk, row) for row in rows[:MOST])


def _parameters(actor: Actor, whose: object, state: InterviewState) -> dict[str, object]:
    return {"organisation_id": actor.organisation_id, "whose": whose, "state": state.value}
