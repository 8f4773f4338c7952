"""Clocks follow the answers, are set by hand, and say nothing to who cannot open the case."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from builders.offices import AnOffice
from sqlalchemy import create_engine, select

from interview.audit.events import Event
from interview.casework.clocks import ClockKind, on_the_hour
from interview.casework.refusals import NotPermitted
from interview.services import clocks
from interview.services.clocks import Running
from interview.store.tables.watch import ClockRow


def running(office: AnOffice, interview_id: UUID, name: str = "Amina") -> dict[ClockKind, Running]:
    with office.at_work(name) as (work, actor):
        record = work.interviews.find(interview_id)
        assert record is not None
        return {clock.kind: clock for clock in clocks.of_case(work, actor, record.case_id)}


def test_an_assault_that_is_noted_starts_a_clock_and_a_correction_ends_it(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.talk("indicated", until="s5_10", given={"s_now_72h": "yes"})

    found = running(office, interview_id)

    assert found[ClockKind.CARE].due_at == on_the_hour(office.clock.now + timedelta(hours=24))
    assert set(found) == {ClockKind.CARE, ClockKind.CONSENT}
    office.clock.advance(timedelta(minutes=4))
    office.save(interview_id, "s5_9", {"s_now_72h": "no"})
    assert set(running(office, interview_id)) == {ClockKind.CONSENT}


def test_a_clock_that_runs_is_not_started_anew_by_other_answers(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.talk("indicated", until="s5_10", given={"s_now_72h": "yes"})
    before = running(office, interview_id)[ClockKind.CARE]
    office.clock.advance(timedelta(minutes=4))

    office.save(interview_id, "s5_9", {"s_now_risk": "high"})

    after = running(office, interview_id)[ClockKind.CARE]
    assert (after.id, after.due_at) == (before.id, before.due_at)


def test_what_is_due_can_be_listed_without_opening_anything(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.talk("indicated", until="s5_10", given={"s_now_72h": "yes"})

    with office.at_work("Siri") as (work, _):
        found = clocks.due(work, (interview_id,))

    assert found[interview_id].left.soon
    engine = create_engine(office.database_url)
    with engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(select(ClockRow)).mappings()]
    engine.dispose()
    assert {len(row["content_sealed"]) for row in rows} == {len(rows[0]["content_sealed"])}
    assert "care" not in repr(rows)


def test_a_clock_is_set_by_hand_and_dealt_with(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.begin()
    with office.at_work("Amina") as (work, actor):
        clocks.start(work, actor, interview_id, ClockKind.PERMIT, date(2027, 1, 1))

    permit = running(office, interview_id, "Siri")[ClockKind.PERMIT]

    assert permit.due_at == datetime(2027, 1, 1, tzinfo=UTC)
    assert permit.may_stop
    with office.at_work("Siri") as (work, actor):
        clocks.stop(work, actor, interview_id, permit.id)
        with pytest.raises(NotPermitted):
            clocks.stop(work, actor, interview_id, permit.id)
    assert running(office, interview_id) == {}
    assert office.events(Event.CLOCK_STOPPED) == 1


@pytest.mark.parametrize("name", ["Bruno", "Ines", "Anna", "Adam"])
def test_who_has_no_business_with_a_case_sees_and_sets_none(office: AnOffice, name: str) -> None:
    interview_id = office.begin()
    with office.at_work("Amina") as (work, _):
        record = work.interviews.find(interview_id)
    assert record is not None

    for act in (
        lambda work, actor: clocks.of_case(work, actor, record.case_id),
        lambda work, actor: clocks.start(work, actor, interview_id, ClockKind.PERMIT, date(2027, 1, 1)),
        lambda work, actor: clocks.stop(work, actor, interview_id, interview_id),
    ):
        with pytest.raises(NotPermitted), office.at_work(name) as (work, actor):
            act(work, actor)


def test_no_clock_of_a_decision_is_set_by_hand(office: AnOffice) -> None:
    interview_id = office.begin()

    with pytest.raises(NotPermitted), office.at_work("Amina") as (work, actor):
        clocks.start(work, actor, interview_id, ClockKind.DECISION, date(2027, 1, 1))
