"""Reading the trail: what happened to a case, to an account, by a person; what was refused. Newest first, in pages.

Each way goes down an index from the newest event, and stops after one page. What is read here is the organisation of
the person at work alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, true

from interview.audit.chain import AuditRow
from interview.audit.detail import DetailValue
from interview.audit.events import Event
from interview.store.desk import Desk, at_work
from interview.store.tables.people import AccountRow
from interview.store.tables.trail import DENIED, AuditEventRow
from interview.store.trail import open_detail
from interview.vault.kinds import SealKind
from interview.vault.refusals import Broken

PAGE = 50
"""How many events a page has unless another number is asked for."""

_COLUMNS = tuple(column for column in AuditEventRow.__table__.columns if column.name != "link")


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One event as it was recorded. `actor_name`: None where nobody was signed in."""

    sequence: int
    event: Event
    at: datetime
    actor_id: UUID | None
    actor_name: str | None
    session_id: UUID | None
    case_id: UUID | None
    interview_id: UUID | None
    account_id: UUID | None
    account_name: str | None
    revision: int | None
    detail: Mapping[str, DetailValue]


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Some events, newest first. `before`: the sequence that the next, older page begins below; None on the last."""

    entries: tuple[TrailEntry, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class Which:
    """Which events are wanted: of these kinds (none: all), on these days (both included), below a sequence."""

    events: frozenset[Event] = frozenset()
    since: date | None = None
    until: date | None = None
    before: int | None = None
    most: int = PAGE


ALL = Which()


class TrailReading:
    """The trail of the organisation of the person at work. Who may read which part of it is not decided here."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of_case(self, case_id: UUID, which: Which = ALL) -> TrailPage:
        """What happened to a case and its interviews. Raises `Broken`."""
        return self._page(AuditEventRow.case_id == case_id, which)

    def of_account(self, account_id: UUID, which: Which = ALL) -> TrailPage:
        """What happened to an account: made, reset, given another role. Raises `Broken`."""
        return self._page(AuditEventRow.account_id == account_id, which)

    def of_actor(self, account_id: UUID, which: Which = ALL) -> TrailPage:
        """What a person did. Raises `Broken`."""
        return self._page(AuditEventRow.actor_id == account_id, which)

    def denials(self, which: Which = ALL) -> TrailPage:
        """What was refused: to whoever was signed in, at the door, and what nobody vouches for. Raises `Broken`."""
        return self._page(DENIED, which)

    def of_organisation(self, which: Which = ALL) -> TrailPage:
        """Everything that happened in the organisation. Raises `Broken`."""
        return self._page(true(), which)

    def _page(self, whose: ColumnElement[bool], which: Which) -> TrailPage:
        organisation_id = at_work(self._desk).actor.organisation_id
        wanted = select(*_COLUMNS).where(AuditEventRow.organisation_id == organisation_id, whose, *_filters(which))
        newest = wanted.order_by(AuditEventRow.sequence.desc()).limit(which.most + 1)
        rows = self._desk.transaction.rows(newest)
        shown = rows[: which.most]
        names = self._names(organisation_id, (who for row in shown for who in (row.actor_id, row.account_id)))
        entries = tuple(self._entry(row, names) for row in shown)
        return TrailPage(entries, entries[-1].sequence if len(rows) > which.most else None)

    def _names(self, organisation_id: UUID, ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
        wanted = sorted({one for one in ids if one is not None})
        if not wanted:
            return {}
        named = select(AccountRow.id, AccountRow.name_sealed).where(
            AccountRow.organisation_id == organisation_id, AccountRow.id.in_(wanted)
        )
        rows: Sequence[Any] = self._desk.transaction.rows(named)
        return {row.id: self._desk.open_name("account", organisation_id, row.id, row.name_sealed) for row in rows}

    def _entry(self, row: Any, names: Mapping[UUID, str]) -> TrailEntry:
        kind = SealKind.AUDIT_DETAIL.name.lower()
        with self._desk.suspecting(kind, row.organisation_id, case_id=row.case_id, interview_id=row.interview_id):
            try:
                event = Event(row.event)
            except ValueError:
                raise Broken from None
            detail = open_detail(self._desk.master, AuditRow(**{**row._mapping, "event": event}))
        return TrailEntry(
            sequence=row.sequence,
            event=event,
            at=detail.at,
            actor_id=row.actor_id,
            actor_name=names.get(row.actor_id),
            session_id=detail.session_id,
            case_id=row.case_id,
            interview_id=row.interview_id,
            account_id=row.account_id,
            account_name=names.get(row.account_id),
            revision=row.revision,
            detail=detail.declared,
        )


def _filters(which: Which) -> tuple[ColumnElement[bool], ...]:
    filters = []
    if which.before is not None:
        filters.append(AuditEventRow.sequence < which.before)
    if which.events:
        filters.append(AuditEventRow.event.in_(sorted(which.events)))
    if which.since is not None:
        filters.append(AuditEventRow.happened_on >= which.since)
    if which.until is not None:
        filters.append(AuditEventRow.happened_on <= which.until)
    return tuple(filters)
