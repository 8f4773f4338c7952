"""Alerts: that someone is needed, who was told, and the calls that are still to be made. Nothing in them is sealed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_, bindparam, delete, insert, select, update

from interview.casework.actors import Actor
from interview.casework.decisions import FOR_REVIEW
from interview.casework.duty import About, Alert, Call, Contact, Needed, Told, call_again_after
from interview.store.desk import Desk
from interview.store.duty import Duty
from interview.store.tables.decisions import DecisionRow
from interview.store.tables.people import TeamRow
from interview.store.tables.watch import AlertRow, CallRow

MOST = 50
"""How many alerts a list has, and how many calls are made at a time."""

_COLUMNS = (
    AlertRow.id,
    AlertRow.organisation_id,
    AlertRow.team_id,
    AlertRow.case_id,
    AlertRow.interview_id,
    AlertRow.about,
    AlertRow.raised_at,
    AlertRow.first_id,
    AlertRow.next_id,
    AlertRow.everyone,
    AlertRow.told_at,
    AlertRow.acknowledged_at,
    AlertRow.acknowledged_by,
)
_OPEN = AlertRow.acknowledged_at.is_(None)
_WAITING = (
    select(*_COLUMNS)
    .where(
        AlertRow.organisation_id == bindparam("organisation_id"),
        AlertRow.team_id.in_(bindparam("team_ids", expanding=True)),
        _OPEN,
    )
    .order_by(AlertRow.raised_at, AlertRow.id)
    .limit(MOST)
)
_UNANSWERED = (
    select(*_COLUMNS)
    .where(_OPEN, AlertRow.everyone.is_(False), AlertRow.told_at <= bindparam("before"))
    .order_by(AlertRow.told_at)
    .limit(MOST)
)
_CALLS = (
    select(
        CallRow.id,
        CallRow.organisation_id,
        CallRow.account_id,
        CallRow.channel,
        CallRow.due_at,
        CallRow.tries,
        AlertRow.id.label("alert_id"),
        AlertRow.acknowledged_at,
    )
    .join_from(
        CallRow,
        AlertRow,
        and_(AlertRow.organisation_id == CallRow.organisation_id, AlertRow.id == CallRow.alert_id),
        isouter=True,
    )
    .where(CallRow.due_at <= bindparam("now"))
    .order_by(CallRow.due_at)
    .limit(MOST)
)

_LATE = (
    select(DecisionRow.organisation_id, DecisionRow.team_id, DecisionRow.case_id, DecisionRow.interview_id)
    .where(
        # Named by team: what waits is then read from an index, however much was decided before.
        DecisionRow.organisation_id == bindparam("organisation_id"),
        DecisionRow.team_id == bindparam("team_id"),
        DecisionRow.waiting.in_([waiting.value for waiting in FOR_REVIEW]),
        DecisionRow.due_at <= bindparam("now"),
        ~select(AlertRow.id)
        .where(
            AlertRow.organisation_id == DecisionRow.organisation_id,
            AlertRow.interview_id == DecisionRow.interview_id,
            AlertRow.about == About.OVERDUE.value,
            AlertRow.raised_at >= DecisionRow.due_at,
        )
        .exists(),
    )
    .order_by(DecisionRow.due_at)
    .limit(MOST)
)


class Alerts:
    """The alerts of every organisation here."""

    def __init__(self, desk: Desk, duty: Duty) -> None:
        self._desk = desk
        self._duty = duty

    def add(self, needed: Needed, about: About, told: Told) -> Alert:
        """A new alert about an interview; whoever is told is called after the commit."""
        now, ids = self._desk.now, (needed.organisation_id, needed.team_id, needed.case_id, needed.interview_id)
        alert = Alert(uuid4(), *ids, about, now, told, now)
        self._desk.transaction.write(insert(AlertRow), _values(alert))
        self._call(alert)
        return alert

    def is_open(self, organisation_id: UUID, interview_id: UUID, about: About) -> bool:
        """Whether somebody was called about this already, and nobody has answered."""
        here = (AlertRow.organisation_id == organisation_id, AlertRow.interview_id == interview_id)
        found = select(AlertRow.id).where(*here, AlertRow.about == about.value, _OPEN)
        return self._desk.transaction.row(found) is not None

    def late(self) -> tuple[Needed, ...]:
        """The interviews of every organisation whose decision is late, as long as nobody was called about that."""
        desk = self._desk
        teams = desk.transaction.rows(select(TeamRow.organisation_id, TeamRow.id.label("team_id")))
        return tuple(
            Needed(row.organisation_id, row.team_id, row.case_id, row.interview_id)
            for team in teams
            for row in desk.transaction.rows(_LATE, {**team._mapping, "now": desk.now})
        )

    def waiting(self, actor: Actor) -> tuple[Alert, ...]:
        """The alerts of the actor's teams that nobody has answered, oldest first."""
        if not actor.team_ids:
            return ()
        place = {"organisation_id": actor.organisation_id, "team_ids": sorted(actor.team_ids)}
        return tuple(_alert(row) for row in self._desk.transaction.rows(_WAITING, place))

    def find(self, organisation_id: UUID, alert_id: UUID) -> Alert | None:
        """An alert, answered or not; None when there is none."""
        here = (AlertRow.organisation_id == organisation_id, AlertRow.id == alert_id)
        row = self._desk.transaction.row(select(*_COLUMNS).where(*here))
        return None if row is None else _alert(row)

    def acknowledge(self, alert: Alert, account_id: UUID) -> bool:
        """Note who answered. False when somebody had answered before."""
        values = {"acknowledged_at": self._desk.now, "acknowledged_by": account_id}
        changed = self._desk.transaction.write(update(AlertRow).where(*_here(alert), _OPEN).values(**values))
        self._desk.transaction.write(delete(CallRow).where(*_calls_of(alert)))
        return changed == 1

    def unanswered(self) -> tuple[Alert, ...]:
        """The alerts of every organisation that were told long enough ago to go on to somebody else."""
        before = self._desk.now - self._desk.settings.alert_after
        return tuple(_alert(row) for row in self._desk.transaction.rows(_UNANSWERED, {"before": before}))

    def pass_on(self, alert: Alert, told: Told) -> bool:
        """Let it go on to these. False when somebody answered, or passed it on, meanwhile."""
        now = self._desk.now
        values = {"first_id": told.first_id, "next_id": told.next_id, "everyone": told.everyone, "told_at": now}
        was = (*_here(alert), _OPEN, AlertRow.told_at == alert.told_at)
        if self._desk.transaction.write(update(AlertRow).where(*was).values(**values)) != 1:
            return False
        after = Alert(
            alert.id,
            alert.organisation_id,
            alert.team_id,
            alert.case_id,
            alert.interview_id,
            alert.about,
            alert.raised_at,
            told,
            now,
        )
        self._call(after, before=alert.told)
        return True

    def take_calls(self) -> tuple[Call, ...]:
        """The calls that are due, each put off at once so that nobody else makes it too; those without use are let go.

        Raises `Broken`.
        """
        desk, taken = self._desk, list[Call]()
        for row in desk.transaction.rows(_CALLS, {"now": desk.now}):
            here = (CallRow.organisation_id == row.organisation_id, CallRow.id == row.id, CallRow.tries == row.tries)
            if row.alert_id is None or row.acknowledged_at is not None:
                desk.transaction.write(delete(CallRow).where(*here))
                continue
            later = {"tries": row.tries + 1, "due_at": desk.now + call_again_after(row.tries)}
            if desk.transaction.write(update(CallRow).where(*here).values(**later)) == 1:
                contact = self._contact(row.organisation_id, row.account_id)
                taken.append(Call(row.id, row.organisation_id, row.channel, contact, row.tries + 1))
        return tuple(taken)

    def end_call(self, call: Call) -> None:
        """It was made, or is given up."""
        here = (CallRow.organisation_id == call.organisation_id, CallRow.id == call.id)
        self._desk.transaction.write(delete(CallRow).where(*here))

    def _contact(self, organisation_id: UUID, account_id: UUID | None) -> Contact:
        if account_id is None:
            return Contact()
        return self._duty.contacts(organisation_id, (account_id,)).get(account_id, Contact())

    def _call(self, alert: Alert, *, before: Told | None = None) -> None:
        """Leave the calls to whoever is told now and was not before."""
        desk = self._desk
        if not desk.settings.channels:
            return
        rows = [
            {
                "organisation_id": alert.organisation_id,
                "id": uuid4(),
                "alert_id": alert.id,
                "account_id": account_id,
                "channel": channel.name,
                "due_at": desk.now,
                "tries": 0,
            }
            for channel in desk.settings.channels
            for account_id in (self._called(alert, before) if channel.personal else (None,))
        ]
        if rows:
            desk.transaction.write(insert(CallRow), rows)
            desk.after_commit.append(desk.ring)

    def _called(self, alert: Alert, before: Told | None) -> Iterable[UUID]:
        told = alert.told
        named = (told.first_id, told.next_id)
        everyone = self._duty.members(alert.organisation_id, alert.team_id) if told.everyone else ()
        already = () if before is None else (before.first_id, before.next_id)
        found = (account_id for account_id in (*named, *everyone) if account_id is not None)
        return tuple(account_id for account_id in dict.fromkeys(found) if account_id not in already)


def _here(alert: Alert) -> tuple[Any, ...]:
    return AlertRow.organisation_id == alert.organisation_id, AlertRow.id == alert.id


def _calls_of(alert: Alert) -> tuple[Any, ...]:
    return CallRow.organisation_id == alert.organisation_id, CallRow.alert_id == alert.id


def _values(alert: Alert) -> dict[str, Any]:
    return {
        "organisation_id": alert.organisation_id,
        "id": alert.id,
        "team_id": alert.team_id,
        "case_id": alert.case_id,
        "interview_id": alert.interview_id,
        "about": alert.about.value,
        "raised_at": alert.raised_at,
        "first_id": alert.told.first_id,
        "next_id": alert.told.next_id,
        "everyone": alert.told.everyone,
        "told_at": alert.told_at,
        "acknowledged_at": None,
        "acknowledged_by": None,
    }


def _alert(row: Any) -> Alert:
    return Alert(
        id=row.id,
        organisation_id=row.organisation_id,
        team_id=row.team_id,
        case_id=row.case_id,
        interview_id=row.interview_id,
        about=About(row.about),
        raised_at=row.raised_at,
        told=Told(row.first_id, row.next_id, row.everyone),
        told_at=row.told_at,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by,
    )
