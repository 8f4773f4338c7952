"""Alerts: someone is needed now. Who is on duty is called, then the next, then everyone; nothing says what it is about.

Whoever raised it goes on working: an alert waits for nobody.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.duty import About, Alert, Needed, call_first, call_next, on_duty
from interview.casework.policy import Permission, Thing, may_hold, require
from interview.casework.refusals import NotPermitted
from interview.services import UnitOfWork
from interview.services.opening import thing_of
from interview.store.records import InterviewRecord


@dataclass(frozen=True, slots=True)
class Called:
    """An alert as those who may answer it see it. `for_me`: this person was called, or is on duty now."""

    alert: Alert
    for_me: bool


@dataclass(frozen=True, slots=True)
class Answering:
    """An alert, opened by someone of its team: the interview that it is about, and who answered."""

    alert: Alert
    record: InterviewRecord
    told_names: tuple[str, ...]
    answered_by: str | None


def raise_immediate_risk(work: UnitOfWork, actor: Actor, record: InterviewRecord) -> None:
    """Call whoever is on duty for this interview. Nothing happens while a call about it is still unanswered."""
    if not work.alerts.is_open(record.organisation_id, record.id, About.RISK):
        needed = Needed(record.organisation_id, record.team_id, record.case_id, record.id)
        _raise(work, needed, About.RISK)
        place = {"case_id": record.case_id, "interview_id": record.id}
        work.record(Event.ALERT_RAISED, actor=actor, **place, detail={"about": About.RISK.value})


def raise_late(work: UnitOfWork) -> int:
    """Call whoever is on duty for each decision that has become late; gives how many. Nobody is at work."""
    late = work.alerts.late()
    for needed in late:
        _raise(work, needed, About.OVERDUE)
        work.record(
            Event.ALERT_RAISED,
            organisation_id=needed.organisation_id,
            case_id=needed.case_id,
            interview_id=needed.interview_id,
            detail={"about": About.OVERDUE.value},
        )
    return len(late)


def open_for(work: UnitOfWork, actor: Actor) -> tuple[Called, ...]:
    """The alerts of the actor's teams that nobody has answered, oldest first. One statement while there are none."""
    if not may_hold(actor, Permission.ALERT_ANSWER):
        return ()
    waiting = work.alerts.waiting(actor)
    mine = {team_id: _is_on_duty(work, actor, team_id) for team_id in {alert.team_id for alert in waiting}}
    return tuple(Called(alert, alert.told.includes(actor.account_id) or mine[alert.team_id]) for alert in waiting)


def look_at(work: UnitOfWork, actor: Actor, alert_id: UUID) -> Answering:
    """An alert with the interview that it is about, for its team. Raises NotPermitted."""
    alert = _mine(work, actor, alert_id)
    record = work.interviews.find(alert.interview_id)
    if record is None:
        raise NotPermitted
    require(actor, Permission.INTERVIEW_READ, thing_of(record))
    told = [one for one in (alert.told.first_id, alert.told.next_id) if one is not None]
    names = tuple(name for one in told if (name := _name(work, one)))
    answered_by = None if alert.acknowledged_by is None else _name(work, alert.acknowledged_by)
    return Answering(alert, record, names, answered_by)


def acknowledge(work: UnitOfWork, actor: Actor, alert_id: UUID) -> None:
    """Say that one takes care of it: nobody else is called. It stays with whoever said so first."""
    alert = _mine(work, actor, alert_id)
    if work.alerts.acknowledge(alert, actor.account_id):
        work.record(Event.ALERT_ACKNOWLEDGED, actor=actor, case_id=alert.case_id, interview_id=alert.interview_id)


def pass_on(work: UnitOfWork) -> int:
    """Let the alerts that nobody answered in time go on; gives how many. Nobody is at work."""
    count = 0
    for alert in work.alerts.unanswered():
        shifts = work.duty.shifts(alert.organisation_id, alert.team_id, since=work.now)
        if work.alerts.pass_on(alert, call_next(alert.told, shifts, work.now)):
            count += 1
            work.record(
                Event.ALERT_PASSED_ON,
                organisation_id=alert.organisation_id,
                case_id=alert.case_id,
                interview_id=alert.interview_id,
            )
    return count


def passes_on_at(work: UnitOfWork, alert: Alert) -> datetime | None:
    """When it goes to somebody else; None once everyone was called."""
    return None if alert.told.everyone else alert.told_at + work.settings.alert_after


def _raise(work: UnitOfWork, needed: Needed, about: About) -> None:
    shifts = work.duty.shifts(needed.organisation_id, needed.team_id, since=work.now)
    work.alerts.add(needed, about, call_first(shifts, work.now))


def _mine(work: UnitOfWork, actor: Actor, alert_id: UUID) -> Alert:
    alert = work.alerts.find(actor.organisation_id, alert_id)
    if alert is None:
        raise NotPermitted
    require(actor, Permission.ALERT_ANSWER, Thing(organisation_id=alert.organisation_id, team_id=alert.team_id))
    return alert


def _is_on_duty(work: UnitOfWork, actor: Actor, team_id: UUID) -> bool:
    shifts = work.duty.shifts(actor.organisation_id, team_id, since=work.now)
    return actor.account_id in on_duty(shifts, work.now)


def _name(work: UnitOfWork, account_id: UUID) -> str | None:
    account = work.accounts.get(account_id)
    return None if account is None else account.name
