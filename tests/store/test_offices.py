"""Which team watches over an office is believed only from the newest row that somebody vouched for."""

from uuid import UUID

import pytest
from builders.store import PASSPHRASE, House, new_account

from interview.casework.actors import Role
from interview.store.records import Account
from interview.store.refusals import Broken
from interview.store.tables.people import OfficeRow


@pytest.fixture
def office_id(house: House) -> UUID:
    """An office of the team, where one more caseworker works."""
    with house.store.work() as work:
        office = work.offices.create(house.organisation_id, name="Harbour", team_id=house.team_id)
        made = work.accounts.create(
            house.organisation_id,
            name="theirs",
            passphrase=PASSPHRASE,
            roles=frozenset({Role.CASEWORKER}),
            office_id=office.id,
        )
    assert isinstance(made, Account)
    return office.id


@pytest.fixture
def other_team_id(house: House) -> UUID:
    with house.store.work() as work:
        other = new_account(work, house.organisation_id, "other", Role.SUPERVISOR)
        return work.teams.create(house.organisation_id, name="Green", member_ids=(other.id,)).id


def test_another_team_watches_over_what_is_opened_from_then_on(
    house: House, office_id: UUID, other_team_id: UUID
) -> None:
    before = house.begin("theirs")

    with house.at_work("supervisor") as (work, _):
        work.offices.set_team(office_id, other_team_id)
    after = house.begin("theirs")

    assert (before.record.team_id, after.record.team_id) == (house.team_id, other_team_id)
    assert house.open(before.record.id, "supervisor") is not None
    assert house.open(after.record.id, "supervisor") is None
    assert house.open(after.record.id, "other") is not None


def test_an_office_whose_old_row_was_put_back_opens_nothing_new(
    house: House, office_id: UUID, other_team_id: UUID
) -> None:
    old = house.cases.one(OfficeRow, id=office_id)
    with house.at_work("supervisor") as (work, _):
        work.offices.set_team(office_id, other_team_id)

    house.cases.put_back(OfficeRow, old)

    with pytest.raises(Broken):
        house.begin("theirs")


def test_an_office_that_was_given_to_another_team_in_the_database_opens_nothing(
    house: House, office_id: UUID, other_team_id: UUID
) -> None:
    house.cases.change(OfficeRow, {"id": office_id}, team_id=other_team_id)

    with pytest.raises(Broken):
        house.begin("theirs")
    with pytest.raises(Broken), house.at_work("administrator") as (work, actor):
        work.offices.list(actor.organisation_id)


def test_an_office_that_waits_is_no_office(house: House, office_id: UUID) -> None:
    with house.at_work("administrator") as (work, actor):
        wanted = work.offices.want(name="Hills", team_id=house.team_id)
        offices = work.offices.list(actor.organisation_id)
        waiting = work.offices.wanted()
        work.offices.drop_wanted(wanted.id)

    assert [office.id for office in offices] == [office_id]
    assert waiting == (wanted,)
    with house.at_work("administrator") as (work, _):
        assert work.offices.wanted() == ()
