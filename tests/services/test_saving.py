"""Saving pages: what is kept, what is asked once more, what is set aside, and where it leads."""

from uuid import UUID, uuid4

import pytest
from builders.offices import AnOffice

from interview.casework.actors import Actor
from interview.casework.gates import Gate
from interview.casework.interviews import InterviewState
from interview.casework.policy import Permission
from interview.casework.refusals import NotPermitted
from interview.questionnaire.problems import HARD, SOFT
from interview.questionnaire.values import Missing
from interview.questionnaire.view import AnswerState
from interview.services import UnitOfWork, interviewing
from interview.services.opening import load, put
from interview.services.results import AskOnceMore, Conflict, Ended, NothingKept, Saved, WouldSetAside

THE_PLACE = {
    "s_pre_private": "yes",
    "s_pre_controller_absent": "yes",
    "s_pre_device_safe": "yes",
    "s_pre_referrals_ready": "yes",
}
THE_PERSON = {
    "s_pre_first_needs_met": "yes",
    "s_pre_medical_emergency": "no",
    "s_person_maybe_child": "no",
    "s_con_capacity_doubt": "no",
}


def test_a_saved_page_leads_to_the_next_and_its_answers_are_there(office: AnOffice) -> None:
    interview_id = office.begin()

    result = office.save(interview_id, "s0_1", THE_PLACE)

    assert isinstance(result, Saved)
    assert result.next_page == "s0_2"
    opened = office.opened(interview_id)
    assert opened.revision == result.revision
    assert {key: opened.answers.values[key] for key in THE_PLACE} == THE_PLACE
    assert opened.answers.at == "s0_1"


def test_a_hard_answer_that_is_blank_is_asked_for_again_and_the_others_are_kept(office: AnOffice) -> None:
    interview_id = office.begin()
    partly = {**THE_PLACE, "s_pre_private": None}

    first = office.save(interview_id, "s0_1", partly)
    second = office.save(interview_id, "s0_1", partly, asked_once_more=True)

    for result in (first, second):
        assert isinstance(result, AskOnceMore)
        assert [(problem.key, problem.severity) for problem in result.problems] == [("s_pre_private", HARD)]
    assert office.opened(interview_id).answers.values["s_pre_device_safe"] == "yes"


def test_a_soft_question_left_blank_is_asked_once_more_and_then_was_not_asked(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s4_1")

    first = office.save(interview_id, "s4_1", {"s_name_called": None})
    between = office.opened(interview_id).view.states["s_name_called"]
    second = office.save(interview_id, "s4_1", {"s_name_called": None}, asked_once_more=True)

    assert isinstance(first, AskOnceMore)
    assert [(problem.key, problem.severity) for problem in first.problems] == [("s_name_called", SOFT)]
    assert between is AnswerState.BLANK
    assert isinstance(second, Saved)
    assert office.opened(interview_id).answers.values["s_name_called"] is Missing.NOT_ASKED


def test_a_question_that_may_be_left_out_was_not_asked_at_once(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s6_1")

    result = office.save(interview_id, "s6_1", {"s_story": None})

    assert isinstance(result, Saved)
    assert office.opened(interview_id).answers.values["s_story"] is Missing.NOT_ASKED


def test_on_a_page_of_what_was_heard_silence_stays_blank_and_is_asked_next(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s10_1")

    result = office.save(interview_id, "s10_1", {"s_last_contact": "month", "s_exit_how": None})

    assert isinstance(result, Saved)
    assert result.next_page == "s10_2"
    assert office.opened(interview_id).view.states["s_exit_how"] is AnswerState.BLANK


def test_answers_that_do_not_agree_are_asked_about_once_and_never_block(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s8_10")
    contradicting = {"s_age_exploit": 11}

    first = office.save(interview_id, "s8_10", contradicting)
    second = office.save(interview_id, "s8_10", contradicting, asked_once_more=True)

    assert isinstance(first, AskOnceMore)
    assert [problem.code for problem in first.problems] == ["age_contradicts_date"]
    assert isinstance(second, Saved)


def test_a_changed_answer_sets_later_ones_aside_only_after_it_was_said_which(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s8_1")

    asked = office.save(interview_id, "s7_2", {"s_moved": "no"})
    before = office.opened(interview_id)
    confirmed = office.save(interview_id, "s7_2", {"s_moved": "no"}, set_aside_confirmed=True)
    after = office.opened(interview_id)

    assert isinstance(asked, WouldSetAside)
    assert set(asked.keys) == {"s_scope", "s_arrival_date", "s_doc_holder"}
    assert not asked.nothing_kept
    assert before.answers.values["s_moved"] == "yes"
    assert isinstance(confirmed, Saved)
    assert set(after.view.set_aside) == set(asked.keys)
    assert not set(asked.keys) & after.view.values.keys()


def test_what_was_set_aside_comes_back_flagged_when_its_question_shows_again(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.talk("indicated", until="s8_1")
    office.save(interview_id, "s7_2", {"s_moved": "no"}, set_aside_confirmed=True)

    office.save(interview_id, "s7_2", {"s_moved": "yes"})

    view = office.opened(interview_id).view
    assert view.values["s_scope"] == "cross_border"
    assert view.states["s_scope"] is AnswerState.RESTORED


def test_two_tabs_that_save_different_pages_at_once_both_keep_their_answers(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.begin()
    revision = office.opened(interview_id).revision

    one = office.save(interview_id, "s0_1", THE_PLACE, revision=revision)
    other = office.save(interview_id, "s0_2", THE_PERSON, revision=revision)

    assert isinstance(one, Saved)
    assert isinstance(other, Saved)
    assert THE_PLACE.items() | THE_PERSON.items() <= office.opened(interview_id).answers.values.items()


def test_the_same_answer_changed_twice_shows_both_and_keeps_the_first_until_one_is_chosen(
    fresh_office: AnOffice,
) -> None:
    office = fresh_office
    interview_id = office.begin()
    revision = office.opened(interview_id).revision
    office.save(interview_id, "s0_1", THE_PLACE, revision=revision)
    mine = {**THE_PLACE, "s_pre_private": "no"}

    result = office.save(interview_id, "s0_1", mine, revision=revision)
    kept = office.opened(interview_id).answers.values["s_pre_private"]

    assert isinstance(result, Conflict)
    assert result.keys == ("s_pre_private",)
    assert result.theirs == {"s_pre_private": "yes"}
    assert result.mine == {"s_pre_private": "no"}
    assert kept == "yes"
    assert isinstance(office.save(interview_id, "s0_1", mine, revision=result.revision), Saved)
    assert office.opened(interview_id).answers.values["s_pre_private"] == "no"


def test_a_save_that_another_one_overtakes_is_applied_to_the_newer_answers(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.begin()
    with office.at_work("Amina") as (work, actor):
        loaded = load(work, actor, interview_id, Permission.INTERVIEW_WRITE)
        office.save(interview_id, "s0_2", THE_PERSON)

        overtaken = put(work, actor, loaded, loaded.draft)
        result = interviewing.save_page(
            work, actor, interview_id, "s0_1", THE_PLACE, revision=loaded.record.revision, language="en"
        )

    assert overtaken is None
    assert isinstance(result, Saved)
    assert THE_PLACE.items() | THE_PERSON.items() <= office.opened(interview_id).answers.values.items()


def test_a_page_that_another_change_hid_meanwhile_is_kept_aside_and_leads_on(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s8_1")
    revision = office.opened(interview_id).revision
    office.save(interview_id, "s7_2", {"s_moved": "no"}, set_aside_confirmed=True)

    result = office.save(interview_id, "s7_15", {"s_arrival_date": "2023-08"}, revision=revision)

    assert isinstance(result, Saved)
    assert result.next_page is not None
    assert "s_arrival_date" in office.opened(interview_id).view.set_aside


def test_an_answer_that_is_not_on_the_page_is_refused(office: AnOffice) -> None:
    interview_id = office.begin()

    with pytest.raises(NotPermitted):
        office.save(interview_id, "s0_1", {"s_story": "x"})
    with pytest.raises(NotPermitted):
        office.save(interview_id, "nowhere", {})


def test_another_caseworker_neither_opens_nor_saves_it(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.begin("Amina")

    for name in ("Bruno", "Adam", "Ines", "Anna"):
        with pytest.raises(NotPermitted):
            office.opened(interview_id, name)
        with office.at_work(name) as (work, actor), pytest.raises(NotPermitted):
            _save_blindly(work, actor, interview_id)


def test_a_supervisor_of_the_team_reads_it_and_does_not_write_in_it(office: AnOffice) -> None:
    interview_id = office.begin("Amina")

    opened = office.opened(interview_id, "Siri")

    assert not opened.editable
    with office.at_work("Siri") as (work, actor), pytest.raises(NotPermitted):
        _save_blindly(work, actor, interview_id)


def test_an_unknown_interview_looks_like_a_forbidden_one(office: AnOffice) -> None:
    with pytest.raises(NotPermitted) as unknown:
        office.opened(uuid4())
    with pytest.raises(NotPermitted) as forbidden:
        office.opened(office.begin("Amina"), "Bruno")

    assert str(unknown.value) == str(forbidden.value) == ""


@pytest.mark.parametrize("reply", ["no", "declined"])
def test_recording_refused_leaves_nothing(fresh_office: AnOffice, reply: str) -> None:
    office = fresh_office
    interview_id = office.talk("indicated", until="s1_14")
    case_id = office.opened(interview_id).case_id

    result = office.save(interview_id, "s1_14", {"s_con_record": reply})

    assert isinstance(result, NothingKept)
    _is_gone(office, interview_id, case_id)


def test_recording_refused_later_is_confirmed_first_and_then_leaves_nothing(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s6_1")
    case_id = office.opened(interview_id).case_id

    asked = office.save(interview_id, "s1_14", {"s_con_record": "no"})
    still_there = office.opened(interview_id).view.values["s_con_record"]
    result = office.save(interview_id, "s1_14", {"s_con_record": "no"}, set_aside_confirmed=True)

    assert isinstance(asked, WouldSetAside)
    assert asked.nothing_kept
    assert still_there == "yes"
    assert isinstance(result, NothingKept)
    _is_gone(office, interview_id, case_id)


def test_a_talk_that_may_not_start_ends_as_not_started_once_it_is_noted_why(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s0_5", given={"s_pre_private": "no"})
    noted = {"s_pre_stop_reason": ["unsafe_place"], "s_pre_stop_action": "Another room tomorrow"}

    gate = office.opened(interview_id).gate
    result = office.save(interview_id, "s0_5", noted)

    assert gate is Gate.START
    assert result == Ended(InterviewState.NOT_STARTED)
    assert not office.opened(interview_id).editable


def test_no_agreement_to_talk_ends_at_the_persons_wish_once_information_was_given(office: AnOffice) -> None:
    interview_id = office.talk("refused", until="s1_13")

    result = office.save(interview_id, "s1_13", {"s_con_refused_info": "yes"})

    assert result == Ended(InterviewState.STOPPED_BY_PERSON)


def test_an_interpreter_who_is_not_trusted_closes_the_gate(office: AnOffice) -> None:
    interpreter = {"s_int_interpreter": "phone", "s_int_interpreter_name": "x", "s_int_interpreter_signed": "yes"}
    interview_id = office.talk("indicated", until="sl_11", given=interpreter)

    result = office.save(interview_id, "sl_11", {"s_int_interpreter_ok": "no"})

    assert isinstance(result, Saved)
    assert result.gate is Gate.LANGUAGE
    assert not [page.key for page in office.opened(interview_id).view.pages if page.page.section_id == "s1"]


def test_an_immediate_risk_is_flagged_with_the_answer_that_raises_it(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s5_9")
    seen = {"s_now_detained": "no", "s_now_self_harm": "high", "s_now_72h": "no", "s_now_risk": "low"}

    result = office.save(interview_id, "s5_9", seen)
    again = office.save(interview_id, "s5_9", seen)

    assert isinstance(result, Saved)
    assert "self_harm" in [flag.code for flag in result.flags_raised]
    assert isinstance(again, Saved)
    assert again.flags_raised == ()
    assert "self_harm" in [flag.code for flag in office.opened(interview_id).flags]


def test_a_case_with_an_immediate_risk_is_marked_urgent(office: AnOffice) -> None:
    interview_id = office.talk("indicated", until="s5_9", given={"s_now_safe": "no"})
    seen = {"s_now_detained": "police", "s_now_self_harm": "high", "s_now_72h": "no", "s_now_risk": "low"}

    office.save(interview_id, "s5_9", seen)

    with office.at_work("Siri") as (work, _):
        record = work.interviews.find(interview_id)
        assert record is not None
        case = work.cases.get(record.case_id)
    assert record.urgent
    assert case is not None
    assert case.urgent


def test_a_save_onto_what_the_same_work_opened_comes_to_the_same(office: AnOffice) -> None:
    one, other = office.begin(), office.begin()

    with office.at_work("Amina") as (work, actor):
        opened = interviewing.open_interview(work, actor, one)
        onto = interviewing.save_page(
            work, actor, one, "s0_1", THE_PLACE, revision=opened.revision, language="en", opened=opened
        )
    plain = office.save(other, "s0_1", THE_PLACE)

    assert onto == plain
    assert office.opened(one).answers.values == office.opened(other).answers.values


def test_what_another_person_opened_is_not_saved_onto(office: AnOffice) -> None:
    interview_id = office.begin("Amina")
    opened = office.opened(interview_id, "Siri")

    with office.at_work("Siri") as (work, actor), pytest.raises(NotPermitted):
        interviewing.save_page(work, actor, interview_id, "s0_1", THE_PLACE, revision=1, language="en", opened=opened)


def _save_blindly(work: UnitOfWork, actor: Actor, interview_id: UUID) -> None:
    interviewing.save_page(work, actor, interview_id, "s0_1", THE_PLACE, revision=1, language="en")


def _is_gone(office: AnOffice, interview_id: UUID, case_id: UUID) -> None:
    for name in ("Amina", "Siri"):
        with pytest.raises(NotPermitted):
            office.opened(interview_id, name)
        with office.at_work(name) as (work, _):
            assert work.cases.get(case_id) is None
            assert work.interviews.of_case(case_id) == ()
