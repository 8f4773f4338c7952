"""How long a case is kept follows from how it came out; the clock erases nothing."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from builders.offices import AnOffice
from builders.reviews import handed_in
from hypothesis import given
from hypothesis import strategies as st

from interview.audit.events import Event
from interview.casework.decisions import Determination
from interview.casework.interviews import Ending, InterviewState
from interview.casework.keeping import OF_STATE, SCHEDULE, Keeping, Outcome, outcome_of
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import erasing, interviewing, retention
from interview.services.retention import Fault


def until(office: AnOffice, case_id: UUID) -> date | None:
    with office.at_work("Siri") as (work, actor):
        return retention.keeping_of(work, actor, case_id).until


def stopped(office: AnOffice) -> UUID:
    """A case whose only talk the person ended."""
    interview_id = office.talk("in_the_middle", until="s5_1")
    with office.at_work("Amina") as (work, actor):
        interviewing.stop(work, actor, interview_id, Ending.PERSONS_WISH)
    return office.opened(interview_id).case_id


def later(office: AnOffice, **by: int) -> None:
    office.clock.now += timedelta(**by)
    office.tokens.clear()


def put_off(
    office: AnOffice, case_id: UUID, day: date | None, reason: str = "A court asked", name: str = "Siri"
) -> object:
    with office.at_work(name) as (work, actor):
        return retention.postpone(work, actor, case_id, until=day, reason=reason)


def test_a_case_that_goes_on_has_no_last_day(fresh_office: AnOffice) -> None:
    interview_id = fresh_office.talk("in_the_middle", until="s5_1")
    case_id = fresh_office.opened(interview_id).case_id

    assert until(fresh_office, case_id) is None
    with pytest.raises(NotNow):
        put_off(fresh_office, case_id, date(2030, 1, 1))


def test_the_time_begins_when_the_talk_ends(fresh_office: AnOffice) -> None:
    case_id = stopped(fresh_office)

    assert until(fresh_office, case_id) == fresh_office.clock.now.date() + SCHEDULE[Outcome.STOPPED]
    assert fresh_office.events(Event.RETENTION_SET) == 1


def test_another_talk_in_the_case_takes_the_day_away(fresh_office: AnOffice) -> None:
    case_id = stopped(fresh_office)
    fresh_office.begin(case_id=case_id)

    assert until(fresh_office, case_id) is None


def test_a_decision_says_how_long(fresh_office: AnOffice) -> None:
    one, other = handed_in(fresh_office), handed_in(fresh_office)
    one.confirm()
    other.override(result=Determination.NOT_VICTIM)

    days = [until(fresh_office, fresh_office.opened(found.interview_id).case_id) for found in (one, other)]

    today = fresh_office.clock.now.date()
    assert days == [today + SCHEDULE[Outcome.VICTIM], today + SCHEDULE[Outcome.NOT_VICTIM]]


def test_what_is_due_is_listed_and_never_erased_by_the_clock(fresh_office: AnOffice) -> None:
    case_id = stopped(fresh_office)
    later(fresh_office, days=365)
    with fresh_office.at_work("Siri") as (work, actor):
        on_the_last_day = retention.due(work, actor)
    later(fresh_office, days=1)
    with fresh_office.store.work() as work:
        counted = retention.look_after(work)
    with fresh_office.at_work("Siri") as (work, actor):
        found = retention.due(work, actor)
        count = retention.count_due(work, actor)

    assert on_the_last_day == ()
    assert [line.case_id for line in found] == [case_id]
    assert found[0].asked_on is None
    assert counted == count == 1
    assert until(fresh_office, case_id) is not None


def test_a_supervisor_puts_it_off_with_a_reason(fresh_office: AnOffice) -> None:
    case_id = stopped(fresh_office)
    later(fresh_office, days=400)
    day = fresh_office.clock.now.date() + timedelta(days=90)

    assert put_off(fresh_office, case_id, day) == day
    with fresh_office.at_work("Siri") as (work, actor):
        keeping = retention.keeping_of(work, actor, case_id)
        assert retention.due(work, actor) == ()

    assert keeping.until == day
    assert [(one.by, one.until, one.reason) for one in keeping.put_off] == [("Siri", day, "A court asked")]
    assert fresh_office.events(Event.RETENTION_POSTPONED) == 1


def test_what_does_not_put_it_off(fresh_office: AnOffice) -> None:
    case_id = stopped(fresh_office)
    last = until(fresh_office, case_id)
    assert last is not None

    assert put_off(fresh_office, case_id, None) is Fault.DAY_MISSING
    assert put_off(fresh_office, case_id, last) is Fault.DAY_TOO_EARLY
    assert put_off(fresh_office, case_id, date(2090, 1, 1)) is Fault.DAY_TOO_LATE
    assert put_off(fresh_office, case_id, last + timedelta(days=1), " ") is Fault.REASON_MISSING
    assert until(fresh_office, case_id) == last


def test_what_the_person_wants_gone_is_never_kept_longer(fresh_office: AnOffice) -> None:
    interview_id = fresh_office.talk("in_the_middle", until="s5_1")
    case_id = fresh_office.opened(interview_id).case_id
    with fresh_office.at_work("Amina") as (work, actor):
        erasing.withdraw(work, actor, interview_id)

    assert put_off(fresh_office, case_id, date(2027, 6, 1)) is Fault.PERSONS_WISH


@pytest.mark.parametrize("name", ["Amina", "Bruno", "Ines", "Anna", "Adam"])
def test_nobody_else_says_how_long(fresh_office: AnOffice, name: str) -> None:
    case_id = stopped(fresh_office)

    with pytest.raises(NotPermitted):
        put_off(fresh_office, case_id, date(2028, 1, 1), name=name)
    with fresh_office.at_work(name) as (work, actor), pytest.raises(NotPermitted):
        retention.due(work, actor)
    with fresh_office.at_work(name) as (work, actor):
        assert retention.count_due(work, actor) == 0


states = st.lists(st.sampled_from(list(InterviewState)), max_size=6)


@given(states)
def test_a_case_has_an_outcome_only_when_all_its_talks_ended(found: list[InterviewState]) -> None:
    counted = [state for state in found if state is not InterviewState.SUPERSEDED]
    outcome = outcome_of(found)

    assert (outcome is None) == (not counted or any(state not in OF_STATE for state in counted))
    if outcome is not None:
        assert outcome in {OF_STATE[state] for state in counted}


@given(states, st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_one_more_talk_that_never_began_shortens_nothing(found: list[InterviewState], on: date) -> None:
    before, after = outcome_of(found), outcome_of([*found, InterviewState.NOT_STARTED])
    if before is not None and after is not None:
        assert Keeping().until(after, on) >= Keeping().until(before, on)
