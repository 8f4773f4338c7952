"""Who stands in for whom: let in while somebody is away, out again afterwards; and what a supervisor sees of work."""

from datetime import timedelta
from uuid import UUID

import pytest
from builders.offices import AnOffice

from interview.audit.events import Event
from interview.casework.refusals import NotPermitted
from interview.services import interviewing, reassigning, teamwork
from interview.services.teamwork import LeaveFault, NotPlanned
from interview.store.absences import Absence


def account_id(office: AnOffice, name: str) -> UUID:
    with office.at_work(name) as (_, actor):
        return actor.account_id


def planned(office: AnOffice, *, away: str = "Amina", cover: str = "Bruno", days: int = 5) -> Absence | NotPlanned:
    ids = account_id(office, away), account_id(office, cover)
    with office.at_work("Siri") as (work, actor):
        until_on = (work.now + timedelta(days=days)).date()
        return teamwork.plan(work, actor, office.made.team.id, *ids, until_on=until_on)


def ended(office: AnOffice, absence: Absence | NotPlanned) -> None:
    assert isinstance(absence, Absence)
    with office.at_work("Siri") as (work, actor):
        teamwork.end(work, actor, absence.id)


def covering(office: AnOffice, name: str = "Bruno") -> list[UUID]:
    with office.at_work(name) as (work, actor):
        return [line.interview_id for line in teamwork.covering(work, actor)]


def test_whoever_stands_in_goes_on_with_the_open_interviews(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.begin("Amina")
    with pytest.raises(NotPermitted):
        office.opened(interview_id, "Bruno")

    planned(office)

    assert covering(office) == [interview_id]
    office.save(interview_id, "s0_1", {"s_pre_private": "yes"}, name="Bruno")
    assert office.opened(interview_id, "Bruno").editable
    assert office.opened(interview_id, "Amina").revision == 2
    assert office.events(Event.CASE_GRANTED) == 1


def test_afterwards_it_is_closed_again_but_for_what_is_their_own(fresh_office: AnOffice) -> None:
    office = fresh_office
    theirs, own = office.begin("Amina"), office.begin("Bruno")
    absence = planned(office)
    office.save(theirs, "s0_1", {"s_pre_private": "yes"}, name="Bruno")

    ended(office, absence)

    assert covering(office) == []
    with pytest.raises(NotPermitted):
        office.opened(theirs, "Bruno")
    assert office.opened(own, "Bruno").editable
    assert office.opened(theirs, "Amina").editable
    assert office.events(Event.CASE_GRANT_REMOVED) == 1
    with pytest.raises(NotPermitted):
        ended(office, absence)


def test_what_was_handed_to_them_meanwhile_stays_open(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.begin("Amina")
    absence = planned(office)
    bruno = account_id(office, "Bruno")
    with office.at_work("Siri") as (work, actor):
        reassigning.reassign(work, actor, interview_id, bruno)

    ended(office, absence)

    assert office.opened(interview_id, "Bruno").editable


def test_an_absence_that_cannot_be_is_not_planned(fresh_office: AnOffice) -> None:
    office = fresh_office
    faults = [
        planned(office, cover="Amina"),
        planned(office, cover="Anna"),
        planned(office, cover="Siri"),
        planned(office, days=-1),
        planned(office, days=0),
        planned(office),
        planned(office, away="Bruno", cover="Amina"),
    ]

    assert [one.fault if isinstance(one, NotPlanned) else None for one in faults] == [
        LeaveFault.SAME_PERSON,
        LeaveFault.NO_CASEWORKER,
        LeaveFault.NO_CASEWORKER,
        LeaveFault.OVER,
        None,
        LeaveFault.AWAY_ALREADY,
        LeaveFault.COVER_AWAY,
    ]


@pytest.mark.parametrize("name", ["Amina", "Bruno", "Ines", "Anna", "Adam"])
def test_only_a_supervisor_of_the_team_plans_and_sees_it(office: AnOffice, name: str) -> None:
    amina, bruno = account_id(office, "Amina"), account_id(office, "Bruno")

    with pytest.raises(NotPermitted), office.at_work(name) as (work, actor):
        teamwork.views(work, actor)
    with pytest.raises(NotPermitted), office.at_work(name) as (work, actor):
        teamwork.plan(work, actor, office.made.team.id, amina, bruno, until_on=work.now.date())


def test_a_supervisor_sees_how_the_work_is_spread_and_what_waits_longest(fresh_office: AnOffice) -> None:
    office = fresh_office
    office.begin("Amina")
    office.clock.advance(timedelta(days=4))
    office.tokens.clear()
    office.begin("Amina")
    office.begin("Bruno")

    with office.at_work("Siri") as (work, actor):
        (view,) = teamwork.views(work, actor)

    assert [(one.name, one.working, one.handed_in, one.days) for one in view.workers] == [
        ("Amina", 2, 0, 4),
        ("Bruno", 1, 0, 0),
    ]


def test_an_interview_that_is_due_late_counts_for_its_worker(fresh_office: AnOffice) -> None:
    office = fresh_office
    office.talk("indicated", until="s5_10", given={"s_now_72h": "yes"})
    office.clock.advance(timedelta(days=2))
    office.tokens.clear()

    with office.at_work("Siri") as (work, actor):
        (view,) = teamwork.views(work, actor)

    assert [one.late for one in view.workers] == [1]


def test_the_cover_of_two_keeps_what_the_other_absence_opened(fresh_office: AnOffice) -> None:
    office = fresh_office
    theirs = office.begin("Amina")
    first = planned(office)
    assert isinstance(first, Absence)

    with office.at_work("Siri") as (work, actor):
        again = work.absences.add(
            actor.organisation_id, first.team_id, first.account_id, first.cover_id, first.until_on
        )
    ended(office, first)

    with office.at_work("Bruno") as (work, actor):
        assert interviewing.open_interview(work, actor, theirs).editable
    ended(office, again)
    assert covering(office) == []
