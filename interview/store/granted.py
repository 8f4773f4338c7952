"""Only what was granted to the person at work, or to a team of theirs, is found at all."""

from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_
from sqlalchemy.orm import InstrumentedAttribute

from interview.store.columns import AnySelect
from interview.store.desk import Desk, at_work
from interview.store.tables.cases import GrantRow

GRANT = (
    GrantRow.principal_id,
    GrantRow.principal_kind,
    GrantRow.key_id,
    GrantRow.epoch,
    GrantRow.grant_sealed,
)
"""The columns of a grant, for `casekeys.open_keys`."""


def key_is_held(key_ids: BindParameter[Any]) -> ColumnElement[bool]:
    """That a grant is to one of these keys: one to a key that the person had before a reset is none.

    A team's former key opens as well, as long as not every case is sealed to its present one (`casekeys.open_keys`).
    """
    return or_(GrantRow.key_id.in_(key_ids), GrantRow.principal_kind == "team")


def granted(
    statement: AnySelect, organisation_id: InstrumentedAttribute[Any], case_id: InstrumentedAttribute[Any]
) -> AnySelect:
    """The first row of the statement, with one grant on its case; the person's own before a team's."""
    to_me = and_(
        GrantRow.organisation_id == organisation_id,
        GrantRow.case_id == case_id,
        GrantRow.principal_id.in_(bindparam("principal_ids", expanding=True)),
        key_is_held(bindparam("key_ids", expanding=True)),
    )
    mine = statement.join(GrantRow, to_me).where(organisation_id == bindparam("organisation_id"))
    return mine.order_by(GrantRow.principal_kind).limit(1)


def to_me(desk: Desk) -> dict[str, Any]:
    """The parameters of a `granted` statement. Raises `Broken` when nobody is at work."""
    me = at_work(desk)
    return {
        "organisation_id": me.actor.organisation_id,
        "principal_ids": [me.actor.account_id, *me.memberships],
        "key_ids": [me.key_id, *(one.key_id for one in me.memberships.values())],
    }


def by_name(row: Any) -> frozenset[UUID]:
    """The account that was let in by name, if the grant in this row is one; nobody where the row holds no grant."""
    return frozenset({row.principal_id}) if getattr(row, "principal_kind", "") == "account" else frozenset()
