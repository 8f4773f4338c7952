"""The rota of a team: planned by its supervisors, read by those whom it concerns."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from builders.offices import AnOffice

from interview.audit.events import Event
from interview.casework.duty import LONGEST_SHIFT, Contact, Shift
from interview.casework.refusals import NotPermitted
from interview.services import duty
from interview.services.duty import NotPlanned, Rota, ShiftFault

HOUR = timedelta(hours=1)


def planned(office: AnOffice, *, begins: int = 0, hours: int = 8, who: UUID | None = None) -> Shift | NotPlanned:
    with office.at_work("Siri") as (work, actor):
        begin = work.now + begins * HOUR
        team_id, account_id = office.made.team.id, who or actor.account_id
        return duty.plan(work, actor, team_id, account_id, from_at=begin, until_at=begin + hours * HOUR)


def rota(office: AnOffice, name: str) -> Rota:
    with office.at_work(name) as (work, actor):
        (found,) = duty.rotas(work, actor)
    return found


def test_a_caseworker_sees_who_is_on_duty_and_their_number(fresh_office: AnOffice) -> None:
    planned(fresh_office)
    planned(fresh_office, begins=20)
    with fresh_office.at_work("Siri") as (work, actor):
        duty.set_my_contact(work, actor, Contact(" +49  30 1234 ", "siri@example.org"))

    found = rota(fresh_office, "Amina")

    assert [(one.name, one.contact.phone) for one in found.on_duty] == [("Siri", "+49 30 1234")]
    assert [one.now for one in found.shifts] == [True, False]
    assert not found.may_plan
    assert rota(fresh_office, "Siri").may_plan


def test_a_shift_that_cannot_be_is_not_planned(fresh_office: AnOffice) -> None:
    with fresh_office.at_work("Amina") as (_, amina):
        pass

    faults = [
        planned(fresh_office, hours=0),
        planned(fresh_office, begins=-10, hours=9),
        planned(fresh_office, hours=int(LONGEST_SHIFT / HOUR) + 1),
        planned(fresh_office, who=amina.account_id),
        planned(fresh_office, who=uuid4()),
    ]

    assert [one.fault for one in faults if isinstance(one, NotPlanned)] == [
        ShiftFault.ENDS_BEFORE_IT_BEGINS,
        ShiftFault.OVER,
        ShiftFault.TOO_LONG,
        ShiftFault.NOT_A_MEMBER,
        ShiftFault.NOT_A_MEMBER,
    ]
    assert rota(fresh_office, "Siri").shifts == ()


def test_only_a_supervisor_of_the_team_plans(fresh_office: AnOffice) -> None:
    shift = planned(fresh_office)
    assert isinstance(shift, Shift)
    team_id = fresh_office.made.team.id

    for name in ("Amina", "Ines", "Anna", "Adam"):
        with fresh_office.at_work(name) as (work, actor):
            with pytest.raises(NotPermitted):
                duty.plan(work, actor, team_id, actor.account_id, from_at=work.now, until_at=work.now + HOUR)
            with pytest.raises(NotPermitted):
                duty.remove(work, actor, shift.id)
            with pytest.raises(NotPermitted):
                duty.set_team_contact(work, actor, team_id, Contact("+1"))


def test_a_shift_that_was_removed_is_over(fresh_office: AnOffice) -> None:
    shift = planned(fresh_office)
    assert isinstance(shift, Shift)

    with fresh_office.at_work("Siri") as (work, actor):
        duty.remove(work, actor, shift.id)
        with pytest.raises(NotPermitted):
            duty.remove(work, actor, shift.id)

    assert rota(fresh_office, "Amina").on_duty == ()
    assert fresh_office.events(Event.SHIFT_REMOVED) == 1


def test_the_team_s_number_is_for_those_whose_office_it_watches_over(fresh_office: AnOffice) -> None:
    with fresh_office.at_work("Siri") as (work, actor):
        duty.set_team_contact(work, actor, fresh_office.made.team.id, Contact("+49 800"))
        duty.set_team_contact(work, actor, fresh_office.made.team.id, Contact("+49 801"))

    shown = {}
    for name in ("Amina", "Siri", "Anna"):
        with fresh_office.at_work(name) as (work, actor):
            shown[name] = duty.phone_for(work, actor)

    assert shown == {"Amina": "+49 801", "Siri": "+49 801", "Anna": ""}
