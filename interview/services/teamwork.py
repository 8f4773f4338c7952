"""How a team's work is spread, what is late, and who stands in for whom while they are away."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.interviews import ENDED, InterviewState
from interview.casework.permissions import scopes
from interview.casework.policy import Permission, Thing, may_hold, require
from interview.casework.refusals import NotPermitted
from interview.services import UnitOfWork
from interview.services.regranting import let_in
from interview.store.absences import Absence
from interview.store.records import Account, InterviewLine
from interview.store.revocations import RevocationKind

__all__ = [
    "Away",
    "InterviewLine",
    "LeaveFault",
    "NotPlanned",
    "TeamView",
    "Worker",
    "covering",
    "end",
    "plan",
    "views",
]

WITH_WORKER = frozenset(state for state in InterviewState if state not in ENDED | {InterviewState.ACCEPTED})
"""The states in which somebody still works on an interview, or may have to again."""

HANDED_IN = frozenset({InterviewState.SUBMITTED})


class LeaveFault(StrEnum):
    """Why an absence cannot be as it was planned."""

    SAME_PERSON = "same_person"
    NO_CASEWORKER = "no_caseworker"
    OVER = "over"
    AWAY_ALREADY = "away_already"
    COVER_AWAY = "cover_away"
    KEY_REPLACED = "key_replaced"


@dataclass(frozen=True, slots=True)
class NotPlanned:
    """No absence was planned, and why."""

    fault: LeaveFault


@dataclass(frozen=True, slots=True)
class Away:
    """Who is away and who stands in, by name. `over`: the day has passed; what was opened waits to be taken back."""

    absence: Absence
    name: str
    cover: str
    over: bool


@dataclass(frozen=True, slots=True)
class Worker:
    """One person's work for a team. `days`: since the interview was changed that waits the longest; None without one.

    `late`: decisions and time limits of their interviews that have run out.
    """

    id: UUID
    name: str
    working: int
    handed_in: int
    late: int
    days: int | None


@dataclass(frozen=True, slots=True)
class TeamView:
    """The work of one team, who is away, and whom one may choose from."""

    team_id: UUID
    team_name: str
    workers: tuple[Worker, ...]
    away: tuple[Away, ...]
    people: tuple[Account, ...]


def views(work: UnitOfWork, actor: Actor) -> tuple[TeamView, ...]:
    """The work of the actor's teams. Nothing sealed is opened but names."""
    if not may_hold(actor, Permission.TEAM_WATCH):
        raise NotPermitted
    accounts = {account.id: account for account in work.accounts.list(actor.organisation_id)}
    teams = (team for team in work.teams.list(actor.organisation_id) if team.id in actor.team_ids)
    return tuple(_view(work, actor, team.id, team.name, accounts) for team in teams)


def covering(work: UnitOfWork, actor: Actor) -> tuple[InterviewLine, ...]:
    """The interviews for which this person stands in."""
    if not may_hold(actor, Permission.INTERVIEW_WRITE):
        return ()
    absences = work.absences.covered_by(actor.organisation_id, actor.account_id)
    return work.absences.covered([one.account_id for one in absences], WITH_WORKER) if absences else ()


def plan(
    work: UnitOfWork, actor: Actor, team_id: UUID, account_id: UUID, cover_id: UUID, *, until_on: date
) -> Absence | NotPlanned:
    """Someone is away from now on: another one is let into their open cases, in the session of their supervisor.

    Raises NotPermitted.
    """
    _require_leave(actor, team_id)
    fault = _fault(work, actor, team_id, account_id, cover_id, until_on)
    if fault is not None:
        return NotPlanned(fault)
    absence = work.absences.add(actor.organisation_id, team_id, account_id, cover_id, until_on)
    open_already = set(work.absences.open_to(actor.organisation_id, team_id, cover_id))
    for case_id in work.absences.cases_of(actor.organisation_id, team_id, account_id, WITH_WORKER):
        if case_id not in open_already:
            let_in(work, actor, case_id, cover_id)
    _tell(work, actor, Event.ABSENCE_PLANNED, absence)
    return absence


def end(work: UnitOfWork, actor: Actor, absence_id: UUID) -> None:
    """It is over: what was opened for it is taken back, but for what is the other one's own. Raises NotPermitted."""
    absence = work.absences.find(actor.organisation_id, absence_id)
    if absence is None:
        raise NotPermitted
    _require_leave(actor, absence.team_id)
    if not work.absences.end(actor.organisation_id, absence):
        return
    _tell(work, actor, Event.ABSENCE_ENDED, absence)
    organisation_id, cover_id = actor.organisation_id, absence.cover_id
    kept = _covered_still(work, actor, absence)
    for case_id in work.absences.open_to(organisation_id, absence.team_id, cover_id):
        if case_id not in kept and not work.absences.is_theirs(organisation_id, case_id, cover_id):
            _take_back(work, actor, case_id, cover_id)


def _covered_still(work: UnitOfWork, actor: Actor, ended: Absence) -> frozenset[UUID]:
    """The cases that are open to the same person for somebody else who is away."""
    organisation_id = actor.organisation_id
    others = [one for one in work.absences.covered_by(organisation_id, ended.cover_id) if one.id != ended.id]
    return frozenset(
        case_id
        for one in others
        for case_id in work.absences.cases_of(organisation_id, one.team_id, one.account_id, WITH_WORKER)
    )


def _take_back(work: UnitOfWork, actor: Actor, case_id: UUID, account_id: UUID) -> None:
    epoch = work.cases.remove_grant(case_id, account_id)
    work.revocations.add(RevocationKind.GRANT_REMOVED, actor.organisation_id, account_id, case_id)
    detail: dict[str, str | int] = {"principal": str(account_id), "epoch": epoch}
    work.record(Event.CASE_GRANT_REMOVED, actor=actor, case_id=case_id, account_id=account_id, detail=detail)


def _view(work: UnitOfWork, actor: Actor, team_id: UUID, name: str, accounts: dict[UUID, Account]) -> TeamView:
    organisation_id, today = actor.organisation_id, work.now.date()
    loads = work.absences.caseload(organisation_id, team_id, WITH_WORKER)
    late, overdue = work.absences.late(organisation_id, team_id), work.clocks.overdue((team_id,))
    workers = []
    for account_id in {load.account_id for load in loads} & accounts.keys():
        theirs = [load for load in loads if load.account_id == account_id]
        open_ones = [load for load in theirs if load.state not in HANDED_IN]
        workers.append(
            Worker(
                id=account_id,
                name=accounts[account_id].name,
                working=sum(load.count for load in open_ones),
                handed_in=sum(load.count for load in theirs) - sum(load.count for load in open_ones),
                late=late.get(account_id, 0) + overdue.get(account_id, 0),
                days=max((today - load.oldest_on).days for load in open_ones) if open_ones else None,
            )
        )
    away = tuple(
        Away(one, accounts[one.account_id].name, accounts[one.cover_id].name, one.until_on < today)
        for one in work.absences.of_teams(organisation_id, (team_id,))
    )
    people = tuple(account for account in accounts.values() if _interviews(account))
    return TeamView(team_id, name, tuple(sorted(workers, key=lambda one: (one.name.casefold(), one.id))), away, people)


def _fault(
    work: UnitOfWork, actor: Actor, team_id: UUID, account_id: UUID, cover_id: UUID, until_on: date
) -> LeaveFault | None:
    if account_id == cover_id:
        return LeaveFault.SAME_PERSON
    person, cover = work.accounts.get(account_id), work.accounts.get(cover_id)
    if person is None or cover is None or not _interviews(cover):
        return LeaveFault.NO_CASEWORKER
    if until_on < work.now.date():
        return LeaveFault.OVER
    away = {one.account_id for one in work.absences.of_teams(actor.organisation_id, (team_id,))}
    if account_id in away:
        return LeaveFault.AWAY_ALREADY
    if cover_id in away:
        return LeaveFault.COVER_AWAY
    # Whoever replaced the key may be somebody else: first the two people compare words, as for any other grant.
    replaced = {one.principal_id for one in work.changed_keys.unseen()}
    return LeaveFault.KEY_REPLACED if cover_id in replaced else None


def _interviews(account: Account) -> bool:
    return account.active and bool(scopes(account.roles, Permission.INTERVIEW_WRITE))


def _require_leave(actor: Actor, team_id: UUID) -> None:
    require(actor, Permission.LEAVE_PLAN, Thing(organisation_id=actor.organisation_id, team_id=team_id))


def _tell(work: UnitOfWork, actor: Actor, event: Event, absence: Absence) -> None:
    detail = {"team": str(absence.team_id), "cover": str(absence.cover_id)}
    work.record(event, actor=actor, account_id=absence.account_id, detail=detail)
