"""Another organisation in the same databases, with a team, a caseworker and a supervisor of its own."""

from dataclasses import dataclass
from uuid import UUID

from builders.store import House, new_account

from interview.audit.events import Event
from interview.casework.actors import Role
from interview.casework.referrals import Referral
from interview.store.records import Account
from interview.store.referrals import Part
from interview.store.work import UnitOfWork

CASEWORKER, SUPERVISOR = "their caseworker", "their supervisor"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """`accounts`: by name. Their team takes referrals."""

    organisation_id: UUID
    team_id: UUID
    accounts: dict[str, Account]

    @property
    def team(self) -> tuple[UUID, UUID]:
        """Their team as it is asked."""
        return self.organisation_id, self.team_id


def elsewhere(house: House) -> Elsewhere:
    """Found it."""
    with house.store.work() as work:
        organisation_id = work.organisations.create(name="Elsewhere").organisation.id
        work.record(Event.ORGANISATION_CREATED, organisation_id=organisation_id)
        accounts = {
            CASEWORKER: new_account(work, organisation_id, CASEWORKER, Role.CASEWORKER),
            SUPERVISOR: new_account(work, organisation_id, SUPERVISOR, Role.SUPERVISOR),
        }
        team = work.teams.create(organisation_id, name="Theirs", member_ids=(accounts[SUPERVISOR].id,))
        work.organisations.set_team(organisation_id, team.id)
    with house.at_work(SUPERVISOR) as (work, _):
        work.referrals.take_from(team.id, on=True)
    return Elsewhere(organisation_id, team.id, accounts)


def said_of_everything(work: UnitOfWork, record_id: UUID, case_id: UUID, to: tuple[UUID, UUID]) -> Referral:
    """A referral of this case in which everything is said that can be."""
    due_on = work.now.date()
    referral, key = work.referrals.send(case_id, record_id, to[1], to=to, due_on=due_on, preview={"needs": ["legal"]})
    said = {Part.PACKAGE: {"name": "Malee"}, Part.REPLY: {"text": "There is a bed"}}
    return work.referrals.put(referral, referral, key=key, said=said)
