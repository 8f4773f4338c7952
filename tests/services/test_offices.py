"""An administrator asks for an office; without a supervisor of the team nothing comes of it."""

from uuid import UUID, uuid4

import pytest
from builders.offices import AnOffice

from interview.audit.events import Event
from interview.casework.approvals import Approval
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import approving, offices, teams


def ask(office: AnOffice, name: str, called: str) -> Approval:
    with office.at_work(name) as (work, actor):
        return offices.ask_for_office(work, actor, name=called, team_id=office.made.team.id)


def shown(office: AnOffice) -> dict[str, bool]:
    with office.at_work("Adam") as (work, actor):
        return {one.name: one.waits for one in offices.show_offices(work, actor)}


def agree(office: AnOffice, name: str, approval_id: UUID) -> None:
    with office.at_work(name) as (work, actor):
        offices.agree(work, actor, approval_id)


def test_an_office_is_made_when_a_supervisor_of_the_team_agrees(office: AnOffice) -> None:
    made_before = office.events(Event.OFFICE_CREATED)
    asked = ask(office, "Adam", "Hills")
    assert shown(office)["Hills"]

    agree(office, "Siri", asked.id)

    assert not shown(office)["Hills"]
    assert office.events(Event.OFFICE_CREATED) == made_before + 1
    with pytest.raises(NotNow):
        agree(office, "Siri", asked.id)


@pytest.mark.parametrize("name", ["Adam", "Amina", "Anna"])
def test_nobody_else_agrees(office: AnOffice, name: str) -> None:
    asked = ask(office, "Adam", f"not by {name}")

    with pytest.raises(NotPermitted):
        agree(office, name, asked.id)
    assert shown(office)[f"not by {name}"]


def test_an_office_that_was_declined_is_gone(office: AnOffice) -> None:
    asked = ask(office, "Adam", "Nowhere")

    with office.at_work("Siri") as (work, actor):
        offices.decline(work, actor, asked.id)

    assert "Nowhere" not in shown(office)


def test_an_agreement_alone_does_not_make_the_office_twice(office: AnOffice) -> None:
    asked = ask(office, "Adam", "Once")
    with office.at_work("Siri") as (work, actor):
        approving.approve(work, actor, asked.id)

    with pytest.raises(NotNow):
        agree(office, "Siri", asked.id)


def test_another_team_watches_over_an_office_once_it_agrees(fresh_office: AnOffice) -> None:
    office = fresh_office
    with office.at_work("Siri") as (work, actor):
        green = teams.create_team(work, actor, name="Green")
    with office.at_work("Adam") as (work, actor):
        asked = offices.ask_for_team(work, actor, office.made.office.id, green.id)
    before = office.begin()

    agree(office, "Siri", asked.id)
    after = office.begin()

    assert office.opened(before, "Siri").id == before
    with office.at_work("Siri") as (work, _):
        records = [work.interviews.find(one) for one in (before, after)]
    assert [record and record.team_id for record in records] == [office.made.team.id, green.id]


def test_what_cannot_be_asked_for_is_refused(office: AnOffice) -> None:
    with office.at_work("Adam") as (work, actor), pytest.raises(NotNow):
        offices.ask_for_office(work, actor, name="  ", team_id=office.made.team.id)
    with office.at_work("Adam") as (work, actor), pytest.raises(NotPermitted):
        offices.ask_for_office(work, actor, name="Far", team_id=uuid4())
    with office.at_work("Adam") as (work, actor), pytest.raises(NotPermitted):
        offices.ask_for_team(work, actor, uuid4(), office.made.team.id)
    with office.at_work("Adam") as (work, actor), pytest.raises(NotNow):
        offices.ask_for_team(work, actor, office.made.office.id, office.made.team.id)
    with office.at_work("Siri") as (work, actor), pytest.raises(NotPermitted):
        offices.ask_for_office(work, actor, name="Far", team_id=office.made.team.id)
