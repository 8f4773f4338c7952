"""A second office with a team of its own, and cases that go from one to the other."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from builders.offices import AnOffice
from builders.store import House

from interview.audit.events import Event
from interview.casework.actors import Role
from interview.casework.transfers import Notice, Proposal, Side, Transfer
from interview.services import UnitOfWork, accounts, offices, teams, transferring, transfers
from interview.services.transfers import Shown
from interview.store.records import NameTaken

AGREED_ON = date(2026, 11, 20)
NEED = "A bed in a house for women, and help in Thai"
WHY = "She moves to the hills"
NOTICE = Notice(NEED, urgent=False, language="th", open_since=AGREED_ON)


def offer(house: House, work: UnitOfWork, case_id: UUID) -> Transfer:
    """A case of a house, offered to another team of it."""
    other = work.teams.create(house.organisation_id, name="Green", member_ids=(house.accounts["supervisor"].id,))
    case = work.cases.get(case_id)
    assert case is not None
    return work.transfers.propose(case, Side(house.organisation_id, other.id), Proposal(WHY, AGREED_ON, NOTICE))


@dataclass
class TwoOffices:
    """ "Siri" and her team "Blue" give cases away; "Gus", who supervises "Green" in the hills, and "Gita" get them."""

    office: AnOffice
    green: UUID

    def propose(self, case_id: UUID, name: str = "Siri") -> UUID:
        """Offer a case to the other team; gives the transfer's id."""
        with self.office.at_work(name) as (work, actor):
            made = transferring.propose(work, actor, case_id, self.green, need=NEED, why=WHY, agreed_on=AGREED_ON)
        assert isinstance(made, Transfer), made
        return made.id

    def accept(self, transfer_id: UUID, name: str = "Gus", caseworker: str = "Gita") -> None:
        """Take it, for a caseworker."""
        named = self.id_of(caseworker)
        with self.office.at_work(name) as (work, actor):
            assert isinstance(transferring.accept(work, actor, transfer_id, named), Transfer)

    def complete(self, transfer_id: UUID, name: str = "Siri", key_id: bytes | None = None) -> object:
        """Hand it over, the words having been compared."""
        with self.office.at_work(name) as (work, actor):
            shown = transfers.show(work, actor, transfer_id)
            assert shown.words is not None
            return transferring.complete(work, actor, transfer_id, key_id or shown.words.key_id)

    def show(self, transfer_id: UUID, name: str) -> Shown:
        """How this person sees it."""
        with self.office.at_work(name) as (work, actor):
            return transfers.show(work, actor, transfer_id)

    def handed_over(self, case_id: UUID) -> UUID:
        """A case that has gone; gives the transfer's id."""
        transfer_id = self.propose(case_id)
        self.accept(transfer_id)
        assert isinstance(self.complete(transfer_id), Transfer)
        return transfer_id

    def id_of(self, name: str) -> UUID:
        """Whose account is called so."""
        with self.office.store.work() as work:
            return next(one.id for one in work.accounts.list(self.office.made.organisation.id) if one.name == name)


@dataclass
class Elsewhere:
    """Another organisation on the same server: "Otto" supervises there and "Olga" helps. No office, one team."""

    two: TwoOffices
    organisation_id: UUID
    team_id: UUID

    def handed_over(self, case_id: UUID, *, back: bool = False) -> UUID:
        """A case that has gone there, or has come back from there; gives the transfer's id."""
        office = self.two.office
        team_id = office.made.team.id if back else self.team_id
        sender, receiver, caseworker = ("Otto", "Siri", "Amina") if back else ("Siri", "Otto", "Olga")
        with office.at_work(sender) as (work, actor):
            made = transferring.propose(work, actor, case_id, team_id, need=NEED, why=WHY, agreed_on=AGREED_ON)
        assert isinstance(made, Transfer), made
        with office.at_work(receiver) as (work, actor):
            named = next(one.id for one in work.accounts.list(actor.organisation_id) if one.name == caseworker)
            taken = transferring.accept(work, actor, made.id, named)
        assert isinstance(taken, Transfer), taken
        assert isinstance(self.two.complete(made.id, sender), Transfer)
        return made.id


def elsewhere(office: AnOffice) -> Elsewhere:
    """Another organisation beside this one."""
    passphrase = "six plain words for these tests"
    with office.store.work() as work:
        made = work.organisations.create(name="Elsewhere").organisation
        work.record(Event.ORGANISATION_CREATED, organisation_id=made.id)
        ids = {}
        for name, role in (("Otto", Role.SUPERVISOR), ("Olga", Role.CASEWORKER)):
            account = work.accounts.create(made.id, name=name, passphrase=passphrase, roles=frozenset({role}))
            assert not isinstance(account, NameTaken)
            ids[name], office.passphrases[name] = account.id, passphrase
        team = work.teams.create(made.id, name="Theirs", member_ids=(ids["Otto"],))
        work.organisations.set_team(made.id, team.id)
    return Elsewhere(two_offices(office), made.id, team.id)


def two_offices(office: AnOffice) -> TwoOffices:
    """Another office beside this one, with a supervisor and a caseworker of its own."""
    organisation_id = office.made.organisation.id
    # A supervisor is made by another one, who lets them into a team.
    gus = _new_account(office, "Gus", frozenset(), office.made.office.id)
    with office.at_work("Siri") as (work, actor):
        teams.admit(work, actor, office.made.team.id, gus)
    with office.at_work("Gus") as (work, actor):
        green = teams.create_team(work, actor, name="Green")
    with office.at_work("Siri") as (work, actor):
        teams.remove(work, actor, office.made.team.id, gus)
    with office.at_work("Adam") as (work, actor):
        asked = offices.ask_for_office(work, actor, name="Hills", team_id=green.id)
    with office.at_work("Gus") as (work, actor):
        offices.agree(work, actor, asked.id)
        hills = next(one for one in work.offices.list(organisation_id) if one.team_id == green.id)
    _new_account(office, "Gita", frozenset({Role.CASEWORKER}), hills.id)
    return TwoOffices(office, green.id)


def _new_account(office: AnOffice, name: str, roles: frozenset[Role], office_id: UUID) -> UUID:
    with office.at_work("Adam") as (work, actor):
        created = accounts.create_account(work, actor, name=name, roles=roles, office_id=office_id)
    assert isinstance(created, accounts.Created)
    office.passphrases[name] = created.passphrase
    return created.account.id
