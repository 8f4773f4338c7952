"""A second team in a deployment, and cases that go to it or come from it."""

from uuid import UUID

from builders.deciding import at_work
from builders.deployments import Deployment, Login
from builders.transfers import AGREED_ON, NEED, WHY

from interview.casework.actors import Actor, Role
from interview.casework.transfers import Transfer
from interview.services import UnitOfWork, accounts, interviewing, offices, teams, transferring

THEIRS, THEIR_CASEWORKER = "supervisor of the second team", "caseworker of the second team"


def a_second_team(deployment: Deployment) -> UUID:
    """The id of a second team, "Team 2", with an office, a supervisor and a caseworker of its own; made once."""
    if THEIRS not in deployment.logins:
        _make(deployment)
    with at_work(deployment, THEIRS) as (_, actor):
        (team_id,) = actor.team_ids
    return team_id


def offered(deployment: Deployment, case_id: UUID, who: str = "supervisor") -> UUID:
    """A case that a supervisor offers to the other of the two teams; gives the transfer's id."""
    green = a_second_team(deployment)
    with at_work(deployment, who) as (work, actor):
        blue = _first_team(work, actor)
        to = blue if who == THEIRS else green
        made = transferring.propose(work, actor, case_id, to, need=NEED, why=WHY, agreed_on=AGREED_ON)
    assert isinstance(made, Transfer), made
    return made.id


def offered_by_them(deployment: Deployment) -> UUID:
    """A case of the second team, offered to the first."""
    a_second_team(deployment)
    return offered(deployment, _begun(deployment, THEIR_CASEWORKER), THEIRS)


def taken_by_them(deployment: Deployment) -> UUID:
    """A case of the first team that the second said yes to."""
    a_second_team(deployment)
    transfer_id = offered(deployment, _begun(deployment, "caseworker"))
    with at_work(deployment, THEIRS) as (work, actor):
        people = work.accounts.list(actor.organisation_id)
        named = next(one.id for one in people if one.name == deployment.logins[THEIR_CASEWORKER].name)
        assert isinstance(transferring.accept(work, actor, transfer_id, named), Transfer)
    return transfer_id


def _begun(deployment: Deployment, who: str) -> UUID:
    with at_work(deployment, who) as (work, actor):
        interview_id = interviewing.begin(work, actor, person_language="th")
        record = work.interviews.find(interview_id)
    assert record is not None
    return record.case_id


def _first_team(work: UnitOfWork, actor: Actor) -> UUID:
    """The team that the deployment began with."""
    return next(one.id for one in work.teams.list(actor.organisation_id) if one.name == "Team 1")


def _make(deployment: Deployment) -> None:
    gus = _account(deployment, THEIRS, "gus", frozenset())
    # A supervisor is made by another one, who lets them into a team.
    with at_work(deployment, "supervisor") as (work, actor):
        blue = _first_team(work, actor)
        teams.admit(work, actor, blue, gus)
    with at_work(deployment, THEIRS) as (work, actor):
        green = teams.create_team(work, actor, name="Team 2").id
    with at_work(deployment, "supervisor") as (work, actor):
        teams.remove(work, actor, blue, gus)
    with at_work(deployment, "administrator") as (work, actor):
        asked = offices.ask_for_office(work, actor, name="Office 2", team_id=green)
    with at_work(deployment, THEIRS) as (work, actor):
        offices.agree(work, actor, asked.id)
        hills = next(one.id for one in work.offices.list(actor.organisation_id) if one.team_id == green)
    _account(deployment, THEIR_CASEWORKER, "gita", frozenset({Role.CASEWORKER}), hills)


def _account(
    deployment: Deployment, who: str, name: str, roles: frozenset[Role], office_id: UUID | None = None
) -> UUID:
    with at_work(deployment, "administrator") as (work, actor):
        created = accounts.create_account(work, actor, name=name, roles=roles, office_id=office_id)
    assert isinstance(created, accounts.Created)
    assert isinstance(deployment.logins, dict)
    deployment.logins[who] = Login(name, created.passphrase)
    return created.account.id
