"""Accounts and teams: what an administrator may, and what only a supervisor may."""

from uuid import uuid4

import pytest
from builders.offices import AnOffice

from interview.casework.actors import Role
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import accounts, signing_in, teams
from interview.services.accounts import AccountFault, Created, NotCreated
from interview.store.refusals import Broken


def create(office: AnOffice, name: str, *roles: Role) -> Created | NotCreated:
    with office.at_work("Adam") as (work, actor):
        return accounts.create_account(work, actor, name=name, roles=frozenset(roles), office_id=office.made.office.id)


def created(office: AnOffice, name: str, *roles: Role) -> Created:
    result = create(office, name, *roles)
    assert isinstance(result, Created)
    return result


def sign_in(office: AnOffice, name: str, passphrase: str) -> object:
    with office.store.work() as work:
        return signing_in.sign_in(work, name, passphrase)


def test_a_new_account_signs_in_with_the_passphrase_that_was_shown_once(office: AnOffice) -> None:
    made = created(office, "Carla", Role.CASEWORKER)

    result = sign_in(office, "Carla", made.passphrase)

    assert isinstance(result, signing_in.SignedIn)
    assert result.actor.roles == {Role.CASEWORKER}
    assert made.passphrase not in repr(made)


@pytest.mark.parametrize(
    ("name", "roles", "fault"),
    [
        ("  ", {Role.CASEWORKER}, AccountFault.NAME_EMPTY),
        ("Amina", {Role.CASEWORKER}, AccountFault.NAME_TAKEN),
        ("Dora", {Role.CASEWORKER, Role.ADMINISTRATOR}, AccountFault.ROLES_CLASH),
        ("Dora", {Role.SUPERVISOR}, AccountFault.NEEDS_SUPERVISOR),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_the_reason(
    office: AnOffice, name: str, roles: set[Role], fault: AccountFault
) -> None:
    assert create(office, name, *roles) == NotCreated(fault)


@pytest.mark.parametrize("name", ["Amina", "Siri", "Ines", "Anna"])
def test_only_an_administrator_makes_and_lists_accounts(office: AnOffice, name: str) -> None:
    with office.at_work(name) as (work, actor), pytest.raises(NotPermitted):
        accounts.create_account(work, actor, name="Eve", roles=frozenset({Role.CASEWORKER}))
    with office.at_work(name) as (work, actor), pytest.raises(NotPermitted):
        accounts.list_accounts(work, actor)


def test_a_closed_account_does_not_sign_in_until_it_is_opened_again(office: AnOffice) -> None:
    made = created(office, "Farid", Role.CASEWORKER)
    with office.at_work("Adam") as (work, actor):
        accounts.disable_account(work, actor, made.account.id)

    closed = sign_in(office, "Farid", made.passphrase)
    with office.at_work("Adam") as (work, actor):
        accounts.enable_account(work, actor, made.account.id)
    opened = sign_in(office, "Farid", made.passphrase)

    assert isinstance(closed, signing_in.Refused)
    assert isinstance(opened, signing_in.SignedIn)


def test_a_reset_account_signs_in_and_its_cases_stay_closed_to_it(office: AnOffice) -> None:
    made = created(office, "Gloria", Role.CASEWORKER)
    office.passphrases["Gloria"] = made.passphrase
    interview_id = office.begin("Gloria")

    with office.at_work("Adam") as (work, actor):
        office.passphrases["Gloria"] = accounts.reset_account(work, actor, made.account.id).passphrase
    old = sign_in(office, "Gloria", made.passphrase)
    del office.tokens["Gloria"]

    assert isinstance(old, signing_in.Refused)
    with pytest.raises((Broken, NotPermitted)):
        office.opened(interview_id, "Gloria")


def test_a_disabled_account_stands_in_the_ledger_until_it_is_enabled(office: AnOffice) -> None:
    made = created(office, "Karim")
    in_force = []

    for change in (accounts.disable_account, accounts.enable_account):
        with office.at_work("Adam") as (work, actor):
            change(work, actor, made.account.id)
        with office.store.work() as work:
            in_force.append(made.account.id in {taken.subject_id for taken in work.revocations.in_force()})

    assert in_force == [True, False]


def test_nobody_changes_their_own_account_or_an_unknown_one(office: AnOffice) -> None:
    for account_id in (office.made.administrator.account.id, uuid4()):
        with office.at_work("Adam") as (work, actor), pytest.raises(NotPermitted):
            accounts.reset_account(work, actor, account_id)


def test_a_supervisor_makes_another_one_who_then_opens_what_the_team_opens(office: AnOffice) -> None:
    made = created(office, "Hanna")
    office.passphrases["Hanna"] = made.passphrase
    interview_id = office.begin("Amina")

    with office.at_work("Siri") as (work, actor):
        teams.admit(work, actor, office.made.team.id, made.account.id)

    assert office.opened(interview_id, "Hanna").id == interview_id


def test_an_administrator_admits_nobody_to_a_team(office: AnOffice) -> None:
    made = created(office, "Irina")

    with office.at_work("Adam") as (work, actor), pytest.raises(NotPermitted):
        teams.admit(work, actor, office.made.team.id, made.account.id)


def test_a_caseworker_is_not_made_a_supervisor_beside_it(office: AnOffice) -> None:
    made = created(office, "Jana", Role.CASEWORKER)

    with office.at_work("Siri") as (work, actor), pytest.raises(NotNow):
        teams.admit(work, actor, office.made.team.id, made.account.id)


def test_a_supervisor_makes_a_team(office: AnOffice) -> None:
    with office.at_work("Siri") as (work, actor):
        made = teams.create_team(work, actor, name="Green")
        names = [team.name for team in teams.list_teams(work, actor)]

    assert made.member_ids == {office.made.supervisor.account.id}
    assert "Green" in names
