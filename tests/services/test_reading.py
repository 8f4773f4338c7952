"""Reads of sensitive, medical and identity answers are recorded: once per session, interview and class in a while."""

from datetime import timedelta
from uuid import UUID

from builders.offices import AnOffice

from interview.audit.events import Event
from interview.questionnaire.answers import PageKey
from interview.services import interviewing


def show(office: AnOffice, interview_id: UUID, page_key: PageKey, name: str = "Amina") -> None:
    with office.at_work(name) as (work, actor):
        interviewing.open_interview(work, actor, interview_id, page_key=page_key)


def test_a_page_with_an_answer_of_a_class_is_recorded_once(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.talk("in_the_middle", until="s5_1")
    office.tokens["Amina"] = office.signed_in("Amina")
    before = office.events(Event.ANSWERS_READ)

    show(office, interview_id, "s4_3")
    once = office.events(Event.ANSWERS_READ) - before
    show(office, interview_id, "s4_3")
    again = office.events(Event.ANSWERS_READ) - before

    assert once == 1
    assert again == 1


def test_another_session_or_a_quarter_of_an_hour_later_it_is_recorded_anew(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.talk("in_the_middle", until="s5_1")
    before = office.events(Event.ANSWERS_READ)

    show(office, interview_id, "s0_2", "Siri")
    other = office.events(Event.ANSWERS_READ) - before
    for _ in range(4):
        office.clock.now += timedelta(minutes=4)
        with office.at_work("Siri"):
            pass
    show(office, interview_id, "s0_2", "Siri")
    later = office.events(Event.ANSWERS_READ) - before

    assert other == 1
    assert later == 2


def test_a_page_of_ordinary_answers_is_not_recorded(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.talk("just_begun")

    show(office, interview_id, "s0_1", "Siri")

    assert office.events(Event.ANSWERS_READ) == 0
