"""Offices: an administrator asks for one, and a supervisor of the team that is to watch over it agrees."""

from dataclasses import dataclass
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.approvals import Approval, ApprovalKind
from interview.casework.policy import Permission, Thing, require
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import UnitOfWork, approving
from interview.store.records import Office


@dataclass(frozen=True, slots=True)
class ShownOffice:
    """An office and its team by name. `waits`: nobody has agreed to the team yet, and nothing is opened there."""

    id: UUID
    name: str
    team_id: UUID
    team: str
    waits: bool


def show_offices(work: UnitOfWork, actor: Actor) -> tuple[ShownOffice, ...]:
    """The offices of the organisation by name, and those that wait for a supervisor."""
    require(actor, Permission.TEAM_LIST, Thing(organisation_id=actor.organisation_id))
    teams = {team.id: team.name for team in work.teams.list(actor.organisation_id)}
    waiting = {one.subject_id for one in work.approvals.running() if one.kind is ApprovalKind.OFFICE_TEAM}
    there = [
        ShownOffice(office.id, office.name, office.team_id, teams[office.team_id], waits)
        for offices, waits in ((work.offices.list(actor.organisation_id), False), (work.offices.wanted(), True))
        for office in offices
        if not waits or office.id in waiting
    ]
    return tuple(sorted(there, key=lambda office: (office.name.casefold(), office.id)))


def ask_for_office(work: UnitOfWork, actor: Actor, *, name: str, team_id: UUID) -> Approval:
    """Ask for a new office. It is made when a supervisor of the team agrees. Raises NotNow without a name."""
    require(actor, Permission.OFFICE_CREATE, Thing(organisation_id=actor.organisation_id))
    if not name.strip():
        raise NotNow
    _require_team(work, actor, team_id)
    office = work.offices.want(name=name.strip(), team_id=team_id)
    return approving.ask(work, actor, ApprovalKind.OFFICE_TEAM, office.id, team_id)


def ask_for_team(work: UnitOfWork, actor: Actor, office_id: UUID, team_id: UUID | None) -> Approval:
    """Ask that another team watches over the cases opened in an office from now on. Raises NotNow for the same one."""
    require(actor, Permission.OFFICE_CREATE, Thing(organisation_id=actor.organisation_id))
    office = _office(work, actor, office_id)
    if team_id is None:
        raise NotPermitted
    _require_team(work, actor, team_id)
    if office.team_id == team_id:
        raise NotNow
    return approving.ask(work, actor, ApprovalKind.OFFICE_TEAM, office_id, team_id)


def agree(work: UnitOfWork, actor: Actor, approval_id: UUID) -> None:
    """Agree, as a supervisor of the team, to watch over an office. Raises NotPermitted, NotNow."""
    given = approving.give_and_use(work, actor, approval_id, kind=ApprovalKind.OFFICE_TEAM)
    office_id, team_id = given.subject_id, given.other_id
    if team_id is None:
        raise NotPermitted
    wanted = next((one for one in work.offices.wanted() if one.id == office_id), None)
    detail = {"office": str(office_id), "team": str(team_id)}
    if wanted is None:
        _office(work, actor, office_id)
        work.offices.set_team(office_id, team_id)
        work.record(Event.OFFICE_TEAM_CHANGED, actor=actor, detail=detail)
        return
    work.offices.create(actor.organisation_id, name=wanted.name, team_id=team_id, office_id=office_id)
    work.offices.drop_wanted(office_id)
    work.record(Event.OFFICE_CREATED, actor=actor, detail=detail)


def decline(work: UnitOfWork, actor: Actor, approval_id: UUID) -> None:
    """Say that the team does not watch over it. Raises as `agree` does."""
    refused = approving.refuse(work, actor, approval_id)
    if refused.kind is not ApprovalKind.OFFICE_TEAM:
        raise NotPermitted
    work.offices.drop_wanted(refused.subject_id)


def _office(work: UnitOfWork, actor: Actor, office_id: UUID) -> Office:
    found = next((one for one in work.offices.list(actor.organisation_id) if one.id == office_id), None)
    if found is None:
        raise NotPermitted
    return found


def _require_team(work: UnitOfWork, actor: Actor, team_id: UUID) -> None:
    if team_id not in {team.id for team in work.teams.list(actor.organisation_id)}:
        raise NotPermitted
