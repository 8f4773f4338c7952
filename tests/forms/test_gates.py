"""The gates of the screening form: what opens, what stays closed, and what is said then."""

from collections.abc import Mapping
from datetime import date

from interview.forms import library
from interview.questionnaire.answers import Answers, record
from interview.questionnaire.definition import DETAIL
from interview.questionnaire.values import from_json
from interview.questionnaire.view import AnswerState, View, evaluate

START: Mapping[str, object] = {
    "s_pre_private": "yes",
    "s_pre_controller_absent": "yes",
    "s_pre_device_safe": "yes",
    "s_pre_referrals_ready": "yes",
    "s_pre_first_needs_met": "yes",
    "s_pre_medical_emergency": "no",
    "s_person_maybe_child": "no",
    "s_con_capacity_doubt": "no",
    "s_pre_prior_interview": "no",
}
LANGUAGE: Mapping[str, object] = {
    **START,
    "s_int_language": "ar",
    "s_int_interpreter": "none",
    "s_pre_setting_ok": "yes",
}
AGREED: Mapping[str, object] = {
    **LANGUAGE,
    "s_con_introduced": "yes",
    "s_con_purpose": "yes",
    "s_con_data_use": "yes",
    "s_con_research_use": "yes",
    "s_con_access_right": "yes",
    "s_con_retention": "yes",
    "s_con_withdraw": "yes",
    "s_con_voluntary": "yes",
    "s_con_limits": "yes",
    "s_con_understood": "yes",
    "s_con_interview": "yes",
    "s_con_record": "yes",
}
CHILD: Mapping[str, object] = {
    **AGREED,
    "s_person_maybe_child": "yes",
    "s_pre_child_specialist": "yes",
    "s_con_child_assent": "yes",
}


def view_of(answers: Mapping[str, object], modules: frozenset[str] = frozenset()) -> View:
    questionnaire = library.load("screening", 1)
    changes = {key: from_json(questionnaire.questions[key], data) for key, data in answers.items()}
    kept = record(questionnaire, Answers.begin(date(2026, 11, 24), modules), changes, revision=1)
    return evaluate(questionnaire, kept)


def sections(view: View) -> set[str]:
    return {progress.section.id for progress in view.sections if progress.pages}


def shows(view: View, question: str) -> bool:
    return view.states[question] not in (AnswerState.NOT_ASKED, AnswerState.SET_ASIDE)


def test_at_first_only_safety_and_setting_can_be_filled() -> None:
    view = view_of({})

    assert sections(view) == {"s0"}
    assert not shows(view, "s_pre_stop_reason")


def test_one_unsafe_answer_closes_everything_but_the_reason_and_what_was_done() -> None:
    view = view_of({**AGREED, "s_pre_controller_absent": "no"})

    assert sections(view) == {"s0"}
    assert shows(view, "s_pre_stop_reason")
    assert shows(view, "s_pre_stop_action")


def test_a_child_needs_someone_trained_before_the_start() -> None:
    view = view_of({**CHILD, "s_pre_child_specialist": "no"})

    assert sections(view) == {"s0"}


def test_an_interpreter_who_is_not_trusted_closes_the_agreement() -> None:
    view = view_of({**AGREED, "s_int_interpreter": "phone", "s_int_interpreter_ok": "declined"})

    assert sections(view) == {"s0", "sl"}
    assert view.page("sl_12") is not None


def test_an_app_serves_urgent_matters_only() -> None:
    view = view_of({**AGREED, "s_int_interpreter": "app_urgent_only", "s_int_interpreter_ok": "yes"})

    assert "s1" not in sections(view)


def test_whoever_would_rather_wait_is_offered_another_person_place_or_time() -> None:
    view = view_of({**LANGUAGE, "s_pre_setting_ok": "other_person"})

    page = view.page("sl_14")
    assert page is not None
    assert page.page.say.startswith("That is fine.")


def test_without_agreement_to_talk_only_information_and_a_kind_end_are_left() -> None:
    view = view_of({**AGREED, "s_con_interview": "no"})

    assert sections(view) == {"s0", "sl", "s1"}
    assert shows(view, "s_con_refused_info")
    assert not shows(view, "s_con_record")


def test_without_agreement_to_writing_down_nothing_more_is_asked() -> None:
    view = view_of({**AGREED, "s_con_record": "declined"})

    assert sections(view) == {"s0", "sl", "s1"}


def test_a_point_that_was_not_explained_keeps_the_interview_closed_and_says_so() -> None:
    view = view_of({**AGREED, "s_con_withdraw": "no"})

    assert sections(view) == {"s0", "sl", "s1"}
    assert view.page("s1_26") is not None


def test_with_agreement_the_interview_opens() -> None:
    view = view_of(AGREED)

    assert sections(view) >= {"s2", "s4", "s4b", "s5", "s6", "s7", "s8", "s10", "s14", "s11", "s12", "s13"}
    assert "s15" not in sections(view)


def test_a_child_is_asked_for_assent_and_a_representative_is_looked_for() -> None:
    view = view_of(CHILD)

    assert view.values["s_con_rep_needed"] == "yes"
    assert shows(view, "s_con_rep_not_involved")
    assert shows(view, "s_con_child_assent")


def test_a_representative_who_may_be_part_of_the_harm_is_not_named() -> None:
    view = view_of({**CHILD, "s_con_rep_not_involved": "no", "s_con_rep_type": "parent"})

    assert not shows(view, "s_con_rep_name")
    assert shows(view, "s_con_guardian_requested")


def test_nobody_is_refused_because_there_is_no_guardian() -> None:
    answers = {**CHILD, "s_con_rep_not_involved": "not_known", "s_con_rep_type": "none_available"}

    view = view_of({**answers, "s_con_guardian_requested": "yes", "s_birth_date": "2012", "s_age_basis": "stated"})

    assert sections(view) >= {"s4", "s5", "s6", "s8", "s14"}


def test_a_child_discovered_later_pauses_the_talk_until_someone_trained_takes_over() -> None:
    found_out = {**AGREED, "s_birth_date": "2010-05", "s_age_basis": "stated"}

    asked = view_of({**found_out, "s_child_assent_now": "yes"})
    paused = view_of({**found_out, "s_child_assent_now": "yes", "s_child_specialist_now": "no"})
    going_on = view_of({**found_out, "s_child_assent_now": "yes", "s_child_specialist_now": "yes"})

    assert asked.values["s_child_now"] == "yes"
    assert shows(asked, "s_child_specialist_now")
    assert sections(paused) & {"s4b", "s5", "s6", "s7", "s8", "s9", "s10"} == set()
    assert "s14" in sections(paused)
    assert sections(going_on) >= {"s4b", "s5", "s6", "s8", "s10", "s14"}


def test_in_doubt_a_person_without_a_known_age_is_a_child() -> None:
    view = view_of({**CHILD, "s_birth_date": "unknown", "s_age_stated": "unknown", "s_age_basis": "estimated"})

    assert view.values["s_child_now"] == "yes"


def test_an_age_on_a_document_settles_the_doubt() -> None:
    stated = view_of({**CHILD, "s_birth_date": "2000", "s_age_basis": "stated"})
    documented = view_of({**CHILD, "s_birth_date": "2000", "s_age_basis": "document"})

    assert stated.values["s_child_now"] == "yes"
    assert documented.values["s_child_now"] == "no"


def test_the_age_when_it_began_is_the_lowest_that_the_answers_allow() -> None:
    view = view_of({**AGREED, "s_birth_date": "2000", "s_age_basis": "stated", "s_entry_date": "2018"})

    assert view.values["s_age_calc"] == 25
    assert view.values["s_age_at_entry"] == 17
    assert view.values["s_minor_at_entry"] == "yes"


def test_no_to_the_topic_leaves_the_block_out_and_blocks_nothing() -> None:
    view = view_of({**AGREED, "s_topic_ok": "no"})

    assert not any(shows(view, name) for name in ("s_activity_done", "s_pay_state", "s_conditions", "s_control_ok"))
    assert {"s_activity_done", "s_control_ok"}.isdisjoint(view.blocking)


def test_who_is_still_held_is_not_asked_how_it_ended() -> None:
    view = view_of({**AGREED, "s_still_in": "yes", "s_topic_ok": "yes"})

    assert not shows(view, "s_exit_how")
    assert not shows(view, "s_end_exploit")


def test_the_module_adds_its_questions_and_nothing_depends_on_it() -> None:
    without, with_module = view_of(AGREED), view_of(AGREED, frozenset({DETAIL}))

    assert "s_gender" not in without.states
    assert shows(with_module, "s_gender")
    assert without.states.keys() < with_module.states.keys()
