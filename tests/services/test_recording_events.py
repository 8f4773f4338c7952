"""Every change leaves its event, and no event says what was answered."""

from builders.offices import AnOffice

from interview.audit.events import Event
from interview.casework.interviews import Ending
from interview.services import interviewing, submitting


def test_a_talk_up_to_its_submission_leaves_its_events(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.talk("indicated", given={"s_now_self_harm": "high", "s_now_actions": ["crisis_plan"]})
    office.save(interview_id, "s7_2", {"s_moved": "no"}, set_aside_confirmed=True)
    office.save(interview_id, "s7_2", {"s_moved": "yes"})
    office.save(interview_id, "s7_2", {"s_moved": "no"}, set_aside_confirmed=True)
    with office.at_work("Amina") as (work, actor):
        interviewing.stop(work, actor, interview_id, Ending.TO_BE_CONTINUED)
    with office.at_work("Amina") as (work, actor):
        interviewing.resume_interview(work, actor, interview_id)
    with office.at_work("Amina") as (work, actor):
        submitting.submit(work, actor, interview_id, revision=office.opened(interview_id).revision)

    for event, times in (
        (Event.CASE_OPENED, 1),
        (Event.INTERVIEW_BEGUN, 1),
        (Event.CONSENT_RECORDED, 1),
        (Event.ANSWERS_SET_ASIDE, 2),
        (Event.ANSWERS_RESTORED, 1),
        (Event.INTERVIEW_PAUSED, 1),
        (Event.INTERVIEW_RESUMED, 1),
        (Event.INTERVIEW_SUBMITTED, 1),
        (Event.ANSWERS_DROPPED, 1),
        (Event.ASSESSMENT_MADE, 1),
        (Event.PROPOSAL_RECORDED, 1),
    ):
        assert office.events(event) == times, event
    assert office.events(Event.FLAGS_RAISED) >= 1
    assert office.events(Event.INTERVIEW_PAGE_SAVED) > 80


def test_a_refusal_of_recording_is_recorded_without_the_talk(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.talk("indicated", until="s1_14")

    office.save(interview_id, "s1_14", {"s_con_record": "no"})

    assert office.events(Event.CONSENT_REFUSED) == 1
    assert office.events(Event.CASE_DESTROYED) == 1
    assert office.events(Event.CONSENT_RECORDED) == 0


def test_what_the_policy_refuses_leaves_no_event_of_the_thing(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.begin("Amina")
    saved = office.events(Event.INTERVIEW_PAGE_SAVED)

    with office.at_work("Bruno") as (work, _):
        assert work.interviews.find(interview_id) is None

    assert office.events(Event.INTERVIEW_PAGE_SAVED) == saved == 0
