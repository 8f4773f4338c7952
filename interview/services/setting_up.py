"""A new installation: the organisation, its first administrator, its first supervisor with a team, and recovery."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Role
from interview.services import UnitOfWork
from interview.services.accounts import Created
from interview.store.ledgers import PEOPLE
from interview.store.records import Account, NameTaken, Office, Organisation, Team


@dataclass(frozen=True, slots=True)
class SetUp:
    """What was made. The shares and both passphrases are shown once, on a terminal, and kept nowhere."""

    organisation: Organisation
    administrator: Created
    supervisor: Created
    team: Team
    office: Office
    shares: tuple[str, str, str] = field(repr=False)
    checkpoint_key: bytes


class AlreadySetUp(Exception):
    """There is an organisation already."""


class NotSetUp(Exception):
    """There is no organisation yet."""


class NameInUse(Exception):
    """Another account is called so."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the installation begins with: names, as people call them."""

    organisation: str
    administrator: str
    supervisor: str
    team: str
    office: str
    demonstration: bool = False
    searchers: str = "Looking people up"


def set_up(work: UnitOfWork, wanted: Wanted) -> SetUp:
    """Set up an empty installation. Raises AlreadySetUp when it is not empty.

    The first supervisor is the only one whom no other supervisor made.
    """
    if work.organisations.all():
        raise AlreadySetUp
    return _found(work, wanted)


def add(work: UnitOfWork, wanted: Wanted) -> SetUp:
    """Another organisation on a server that has one: with keys, a team and recovery shares of its own.

    What the server is, a demonstration or not, it is too. Raises NotSetUp on an empty server, NameInUse.
    """
    there = work.organisations.all()
    if not there:
        raise NotSetUp
    return _found(work, replace(wanted, demonstration=any(one.demonstration for one in there)))


def _found(work: UnitOfWork, wanted: Wanted) -> SetUp:
    founded = work.organisations.create(name=wanted.organisation, demonstration=wanted.demonstration)
    organisation_id = founded.organisation.id
    work.record(Event.ORGANISATION_CREATED, organisation_id=organisation_id)
    administrator = _first(work, organisation_id, wanted.administrator, Role.ADMINISTRATOR)
    supervisor = _first(work, organisation_id, wanted.supervisor, Role.SUPERVISOR)
    team, office = _team_and_office(work, organisation_id, wanted, supervisor.account)
    key = work.checkpoints.public_key(organisation_id)
    return SetUp(founded.organisation, administrator, supervisor, team, office, founded.shares, key)


def is_same_share(work: UnitOfWork, shown: str, retyped: str) -> bool:
    """Whether a recovery share was written down as it was shown. Raises ShareRefused when it does not read."""
    return work.organisations.is_same_share(shown, retyped)


def _first(work: UnitOfWork, organisation_id: UUID, name: str, role: Role) -> Created:
    passphrase = work.accounts.new_passphrase()
    account = work.accounts.create(organisation_id, name=name, passphrase=passphrase, roles=frozenset({role}))
    if isinstance(account, NameTaken):
        raise NameInUse
    work.record(
        Event.ACCOUNT_CREATED, organisation_id=organisation_id, account_id=account.id, detail={"roles": [role.value]}
    )
    return Created(account, passphrase)


def _team_and_office(work: UnitOfWork, organisation_id: UUID, wanted: Wanted, first: Account) -> tuple[Team, Office]:
    team = work.teams.create(organisation_id, name=wanted.team, member_ids=(first.id,))
    work.record(Event.TEAM_CREATED, organisation_id=organisation_id, detail={"team": str(team.id)})
    office = work.offices.create(organisation_id, name=wanted.office, team_id=team.id)
    detail = {"office": str(office.id), "team": str(team.id)}
    work.record(Event.OFFICE_CREATED, organisation_id=organisation_id, detail=detail)
    work.organisations.set_team(organisation_id, team.id)
    _people(work, organisation_id, wanted, first)
    return team, office


def _people(work: UnitOfWork, organisation_id: UUID, wanted: Wanted, first: Account) -> None:
    """Those who look people up: the first supervisor, and whom they let in."""
    team = work.teams.create(organisation_id, name=wanted.searchers, member_ids=(first.id,))
    work.record(Event.TEAM_CREATED, organisation_id=organisation_id, detail={"team": str(team.id)})
    work.ledgers.create(organisation_id, PEOPLE, team.id)
