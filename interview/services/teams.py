"""Teams of supervisors. Only a supervisor makes another one, lets one in, takes one out."""

from dataclasses import dataclass
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor, Role
from interview.casework.permissions import clashing
from interview.casework.policy import Permission, Thing, permits, require
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import UnitOfWork
from interview.store.records import Account, Team
from interview.store.revocations import RevocationKind


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a team, and the words of their public key. `is_me`: the person who looks."""

    account_id: UUID
    name: str
    words: tuple[str, ...]
    is_me: bool


@dataclass(frozen=True, slots=True)
class ShownTeam:
    """A team with its members, by name. `is_mine`: the person who looks belongs to it. `ledger`: see `Team`."""

    id: UUID
    name: str
    members: tuple[Member, ...]
    is_mine: bool
    ledger: bool = False


def list_teams(work: UnitOfWork, actor: Actor) -> tuple[Team, ...]:
    """The teams of the organisation."""
    require(actor, Permission.TEAM_LIST, Thing(organisation_id=actor.organisation_id))
    return work.teams.every(actor.organisation_id)


def show_teams(work: UnitOfWork, actor: Actor) -> tuple[ShownTeam, ...]:
    """The teams of the organisation, one's own first, with their members and the words of their keys."""
    accounts = work.accounts.list(actor.organisation_id)
    shown = [
        ShownTeam(
            team.id,
            team.name,
            tuple(_member(work, actor, account) for account in accounts if account.id in team.member_ids),
            team.id in actor.every_team,
            team.ledger,
        )
        for team in list_teams(work, actor)
    ]
    return tuple(sorted(shown, key=lambda team: (not team.is_mine, team.name.casefold(), team.id)))


def create_team(work: UnitOfWork, actor: Actor, *, name: str) -> Team:
    """Make a team, with the supervisor who makes it as its first member. Raises NotNow without a name."""
    require(actor, Permission.TEAM_CREATE, Thing(organisation_id=actor.organisation_id))
    if not name.strip():
        raise NotNow
    team = work.teams.create(actor.organisation_id, name=name.strip(), member_ids=(actor.account_id,))
    work.record(Event.TEAM_CREATED, actor=actor, detail={"team": str(team.id)})
    return team


def candidates(work: UnitOfWork, actor: Actor, team_id: UUID) -> tuple[Account, ...]:
    """Who can be let into a team of one's own: open accounts outside it whose roles go with a supervisor's."""
    if team_id not in actor.every_team:
        raise NotPermitted
    return tuple(
        account
        for account in work.accounts.list(actor.organisation_id)
        if team_id not in account.team_ids
        and account.active
        and not clashing(account.roles | {Role.SUPERVISOR})
        and permits(actor, Permission.TEAM_ADMIT, _thing(account, team_id))
    )


def candidate(work: UnitOfWork, actor: Actor, team_id: UUID, account_id: UUID) -> Account:
    """One of `candidates`. Raises NotPermitted."""
    found = next((one for one in candidates(work, actor, team_id) if one.id == account_id), None)
    if found is None:
        raise NotPermitted
    return found


def admit(work: UnitOfWork, actor: Actor, team_id: UUID, account_id: UUID) -> None:
    """Let an account into a team of one's own, as a supervisor: it then opens what the team opens.

    Raises NotNow when the account has roles that clash with it, is closed, or is in the team already.
    """
    account = _in_my_team(work, actor, team_id, account_id)
    if team_id in account.team_ids:
        raise NotNow
    _make_supervisor(work, actor, account)
    work.teams.admit(team_id, account_id)
    work.revocations.give_back(RevocationKind.MEMBER_REMOVED, actor.organisation_id, account_id, team_id)
    work.record(Event.TEAM_MEMBER_ADMITTED, actor=actor, account_id=account_id, detail={"team": str(team_id)})


def remove(work: UnitOfWork, actor: Actor, team_id: UUID, account_id: UUID) -> None:
    """Take somebody else out of a team of one's own: their next request finds nothing of it.

    Raises NotPermitted, also about oneself, so that no team is ever left without anybody.
    """
    account = _in_my_team(work, actor, team_id, account_id)
    if team_id not in account.team_ids:
        raise NotPermitted
    work.teams.remove(team_id, account_id)
    _record_removed(work, actor, account_id, team_id)


def dismiss(work: UnitOfWork, actor: Actor, account_id: UUID) -> None:
    """Take the supervisor's role from somebody else: they leave every team, and their sessions end.

    Raises NotPermitted unless one belongs to every team of theirs.
    """
    account = work.accounts.get(account_id)
    if account is None or Role.SUPERVISOR not in account.roles or not account.team_ids <= actor.every_team:
        raise NotPermitted
    require(actor, Permission.TEAM_ADMIT, _thing(account, None))
    roles = account.roles - {Role.SUPERVISOR}
    work.accounts.change(account_id, roles=roles)
    for team_id in sorted(account.team_ids):
        _record_removed(work, actor, account_id, team_id)
    work.record(Event.ACCOUNT_ROLES_CHANGED, actor=actor, account_id=account_id, detail={"roles": sorted(roles)})


def _member(work: UnitOfWork, actor: Actor, account: Account) -> Member:
    words = work.accounts.read_out(account.id).words if account.active else ()
    return Member(account.id, account.name, words, account.id == actor.account_id)


def _in_my_team(work: UnitOfWork, actor: Actor, team_id: UUID, account_id: UUID) -> Account:
    account = work.accounts.get(account_id)
    if account is None or team_id not in actor.every_team:
        raise NotPermitted
    require(actor, Permission.TEAM_ADMIT, _thing(account, team_id))
    return account


def _thing(account: Account, team_id: UUID | None) -> Thing:
    return Thing(organisation_id=account.organisation_id, account_id=account.id, team_id=team_id)


def _record_removed(work: UnitOfWork, actor: Actor, account_id: UUID, team_id: UUID) -> None:
    work.revocations.add(RevocationKind.MEMBER_REMOVED, actor.organisation_id, account_id, team_id)
    work.record(Event.TEAM_MEMBER_REMOVED, actor=actor, account_id=account_id, detail={"team": str(team_id)})


def _make_supervisor(work: UnitOfWork, actor: Actor, account: Account) -> None:
    roles = account.roles | {Role.SUPERVISOR}
    if clashing(roles) or not account.active:
        raise NotNow
    if roles != account.roles:
        work.accounts.change(account.id, roles=roles)
        work.record(Event.ACCOUNT_ROLES_CHANGED, actor=actor, account_id=account.id, detail={"roles": sorted(roles)})
