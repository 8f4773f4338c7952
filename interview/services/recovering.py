"""Recovery with two of the three printed shares, by two people: a rehearsal, and the real thing."""

from dataclasses import dataclass, field
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Role
from interview.services import UnitOfWork
from interview.services.accounts import Created
from interview.store.records import NameTaken
from interview.store.refusals import Broken, ShareRefused

__all__ = ["Broken", "NotSetUp", "Recovered", "ShareRefused", "number_of_share", "rehearse", "use"]


class NotSetUp(Exception):
    """There is no organisation here, or more than one."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """The supervisor who opens the teams now, and the new shares. Shown once, on a terminal, and kept nowhere."""

    supervisor: Created
    teams: int
    shares: tuple[str, str, str] = field(repr=False)


def number_of_share(work: UnitOfWork, share: str) -> int:
    """Which of the three it is. Raises ShareRefused when it was mistyped."""
    return work.recovering.number_of_share(share)


def rehearse(work: UnitOfWork, one: str, other: str) -> int:
    """Open the canary with two shares; gives how many teams would open. Nothing is changed.

    Raises ShareRefused for the same share twice or a mistyped one, and Broken for shares that open nothing.
    """
    organisation_id = _organisation(work)
    teams = work.recovering.rehearse(organisation_id, one, other)
    work.record(Event.RECOVERY_REHEARSED, organisation_id=organisation_id)
    return teams


def use(work: UnitOfWork, one: str, other: str, *, name: str) -> Recovered | NameTaken:
    """Make a new supervisor who belongs to every team, and new shares: when all staff lost their passphrases.

    Raises as `rehearse` does.
    """
    organisation_id, passphrase = _organisation(work), work.accounts.new_passphrase()
    made = work.recovering.use(organisation_id, one, other, name=name, passphrase=passphrase)
    if isinstance(made, NameTaken):
        return made
    account_id = made.account.id
    roles = {"roles": [Role.SUPERVISOR.value]}
    work.record(Event.ACCOUNT_CREATED, organisation_id=organisation_id, account_id=account_id, detail=roles)
    for team_id in made.team_ids:
        team = {"team": str(team_id)}
        work.record(Event.TEAM_MEMBER_ADMITTED, organisation_id=organisation_id, account_id=account_id, detail=team)
    used: dict[str, str | int] = {"principal": str(account_id), "count": len(made.team_ids)}
    work.record(Event.RECOVERY_USED, organisation_id=organisation_id, account_id=account_id, detail=used)
    shares = {"key_id": made.key_id.hex()}
    work.record(Event.RECOVERY_SHARES_MADE, organisation_id=organisation_id, detail=shares)
    return Recovered(Created(made.account, passphrase), len(made.team_ids), made.shares)


def _organisation(work: UnitOfWork) -> UUID:
    organisations = work.organisations.all()
    if len(organisations) != 1:
        raise NotSetUp
    return organisations[0].id
