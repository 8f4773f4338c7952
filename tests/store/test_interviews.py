"""Interviews are saved revision by revision; nothing is lost when two people write, and nothing goes unrecorded."""

from datetime import timedelta
from uuid import uuid4

import pytest
from builders.store import House, new_account

from interview.audit.events import Event
from interview.casework.actors import Role
from interview.casework.interviews import InterviewState
from interview.store.listing import MOST
from interview.store.records import Interview, Stale
from interview.store.refusals import Unrecorded
from interview.store.tables.cases import CaseRow, InterviewAuthorRow, InterviewRow

ALL = frozenset(InterviewState)


def test_revisions_count_up_and_authors_are_kept(house: House) -> None:
    interview = house.begin()
    house.save(interview.record.id, {"answers": {"a": 1}})

    house.save(interview.record.id, {"answers": {"a": 2}}, name="supervisor")

    opened = house.open(interview.record.id)
    assert opened is not None
    assert opened.record.revision == 3
    assert opened.content == {"answers": {"a": 2}}
    assert opened.saved_by == house.accounts["supervisor"].id
    assert opened.record.author_ids == {house.accounts["caseworker"].id, house.accounts["supervisor"].id}
    assert len(house.cases.rows(InterviewAuthorRow)) == 2


def test_the_second_of_two_writers_is_told_and_loses_nothing(house: House) -> None:
    interview_id = house.begin(content={"answers": {}}).record.id

    with house.at_work("caseworker") as (work, actor):
        mine = work.interviews.get(interview_id)
        assert mine is not None
        house.save(interview_id, {"answers": {"theirs": 1}}, name="supervisor")
        first = work.interviews.put(mine, {"answers": {"mine": 1}}, actor=actor)
        again = work.interviews.get(interview_id)
        assert again is not None
        merged = {"answers": {**again.content["answers"], "mine": 1}}
        second = work.interviews.put(again, merged, actor=actor)
        work.record(Event.INTERVIEW_PAGE_SAVED, actor=actor, interview_id=interview_id)

    assert first == Stale()
    assert isinstance(second, Interview)
    opened = house.open(interview_id)
    assert opened is not None
    assert opened.record.revision == 3
    assert opened.content == {"answers": {"theirs": 1, "mine": 1}}


def test_an_interview_opened_before_another_save_in_the_same_work_is_stale(house: House) -> None:
    interview_id = house.begin().record.id

    with house.at_work("caseworker") as (work, actor):
        opened = work.interviews.get(interview_id)
        assert opened is not None
        saved = work.interviews.put(opened, {"answers": {"a": 1}}, actor=actor)
        work.record(Event.INTERVIEW_PAGE_SAVED, actor=actor, interview_id=interview_id)
        assert work.interviews.put(opened, {"answers": {"a": 2}}, actor=actor) == Stale()
        assert isinstance(saved, Interview)
        again = work.interviews.put(saved, {"answers": {"a": 3}}, actor=actor)
        work.record(Event.INTERVIEW_PAGE_SAVED, actor=actor, interview_id=interview_id)

    assert isinstance(again, Interview)
    assert again.record.revision == 3


def test_a_save_without_its_event_is_not_saved(house: House) -> None:
    interview_id = house.begin(content={"answers": {}}).record.id

    def attempt() -> None:
        with house.at_work("caseworker") as (work, actor):
            opened = work.interviews.get(interview_id)
            assert opened is not None
            work.interviews.put(opened, {"answers": {"a": 1}}, actor=actor)
            work.record(Event.ANSWERS_SET_ASIDE, actor=actor, interview_id=interview_id, detail={"count": 1})

    with pytest.raises(Unrecorded):
        attempt()

    opened = house.open(interview_id)
    assert opened is not None
    assert opened.record.revision == 1


def test_two_saves_need_two_events(house: House) -> None:
    interview_id = house.begin().record.id

    def attempt() -> None:
        with house.at_work("caseworker") as (work, actor):
            opened = work.interviews.get(interview_id)
            assert opened is not None
            saved = work.interviews.put(opened, {"answers": {"a": 1}}, actor=actor)
            assert isinstance(saved, Interview)
            work.interviews.put(saved, {"answers": {"a": 2}}, actor=actor)

    with pytest.raises(Unrecorded):
        attempt()


def test_the_event_names_who_saved(house: House) -> None:
    interview_id = house.begin().record.id

    def attempt() -> None:
        with house.at_work("caseworker") as (work, actor):
            opened = work.interviews.get(interview_id)
            assert opened is not None
            work.interviews.put(opened, {"answers": {"a": 1}}, actor=actor)
            work.record(Event.INTERVIEW_PAGE_SAVED, organisation_id=actor.organisation_id, interview_id=interview_id)

    with pytest.raises(ValueError, match="who saved"):
        attempt()


def test_an_exception_undoes_the_save(house: House) -> None:
    interview_id = house.begin(content={"answers": {}}).record.id

    def attempt() -> None:
        with house.at_work("caseworker") as (work, actor):
            opened = work.interviews.get(interview_id)
            assert opened is not None
            work.interviews.put(opened, {"answers": {"a": 1}}, actor=actor)
            work.record(Event.INTERVIEW_PAGE_SAVED, actor=actor, interview_id=interview_id)
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        attempt()

    opened = house.open(interview_id)
    assert opened is not None
    assert opened.content == {"answers": {}}
    assert house.events(Event.INTERVIEW_PAGE_SAVED) == []


def test_a_change_of_state_is_a_revision(house: House) -> None:
    interview_id = house.begin().record.id

    with house.at_work("caseworker") as (work, actor):
        opened = work.interviews.get(interview_id)
        assert opened is not None
        work.interviews.put(opened, opened.content, actor=actor, state=InterviewState.PAUSED, urgent=True)
        work.record(Event.INTERVIEW_PAUSED, actor=actor, interview_id=interview_id)

    opened = house.open(interview_id)
    assert opened is not None
    assert opened.record.state is InterviewState.PAUSED
    assert opened.record.revision == 2
    assert opened.record.urgent


def test_who_only_moves_an_interview_on_is_no_author_of_it(house: House) -> None:
    interview_id = house.begin().record.id

    with house.at_work("supervisor") as (work, actor):
        opened = work.interviews.get(interview_id)
        assert opened is not None
        work.interviews.put(opened, opened.content, actor=actor, state=InterviewState.RETURNED, wrote=False)
        work.record(Event.INTERVIEW_RETURNED, actor=actor, interview_id=interview_id)

    opened = house.open(interview_id)
    assert opened is not None
    assert opened.record.state is InterviewState.RETURNED
    assert opened.saved_by == house.accounts["supervisor"].id
    assert opened.record.author_ids == {house.accounts["caseworker"].id}


def test_the_day_of_the_last_change_is_noted_on_interview_and_case(house: House) -> None:
    interview = house.begin()
    house.clock.advance(timedelta(days=1))
    house.tokens.clear()

    house.save(interview.record.id, {"answers": {"a": 1}})

    tomorrow = house.clock.now.date()
    assert house.cases.one(InterviewRow)["changed_on"] == tomorrow
    assert house.cases.one(CaseRow)["changed_on"] == tomorrow


def test_nobody_finds_what_was_not_granted_to_them(house: House) -> None:
    interview = house.begin()
    with house.store.work() as work:
        new_account(work, house.organisation_id, "another caseworker", Role.CASEWORKER)

    for name in ("another caseworker", "administrator", "analyst", "interpreter"):
        with house.at_work(name) as (work, actor):
            assert work.interviews.find(interview.record.id) is None
            assert work.interviews.get(interview.record.id) is None
            assert work.interviews.of_case(interview.record.case_id) == ()
            assert work.cases.get(interview.record.case_id) is None
            assert work.interviews.mine(actor, ALL) == ()
            assert work.interviews.of_team(actor, ALL) == ()


def test_an_interview_that_does_not_exist_is_none(house: House) -> None:
    with house.at_work("caseworker") as (work, _):
        assert work.interviews.get(uuid4()) is None


def test_the_supervising_team_opens_what_a_caseworker_began(house: House) -> None:
    interview = house.begin(content={"answers": {"a": 1}})

    opened = house.open(interview.record.id, "supervisor")

    assert opened is not None
    assert opened.content == {"answers": {"a": 1}}


def test_lists_give_the_newest_first_and_only_the_states_asked_for(house: House) -> None:
    first = house.begin()
    house.clock.advance(timedelta(days=1))
    house.tokens.clear()
    second = house.begin()

    with house.at_work("caseworker") as (work, actor):
        mine = work.interviews.mine(actor, ALL)
        none = work.interviews.mine(actor, frozenset({InterviewState.SUBMITTED}))
    with house.at_work("supervisor") as (work, actor):
        of_team = work.interviews.of_team(actor, ALL)

    assert [line.interview_id for line in mine] == [second.record.id, first.record.id]
    assert mine == of_team
    assert mine[0].case_reference == second.case_reference
    assert none == ()


def test_a_list_stops_at_the_newest_fifty(house: House) -> None:
    interview = house.begin()
    row = house.cases.one(InterviewRow)
    for _ in range(MOST + 5):
        house.cases.put_back(InterviewRow, {**row, "id": uuid4()})

    with house.at_work("supervisor") as (work, actor):
        lines = work.interviews.of_team(actor, frozenset({interview.record.state}))

    assert len(lines) == MOST


def test_the_interviews_of_a_case_are_found_by_those_who_have_it(house: House) -> None:
    interview = house.begin()

    with house.at_work("caseworker") as (work, _):
        records = work.interviews.of_case(interview.record.case_id)
        opened = work.interviews.open(records[0])

    assert [record.id for record in records] == [interview.record.id]
    assert opened.record.author_ids == {house.accounts["caseworker"].id}
