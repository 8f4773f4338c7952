"""How long a talk is: the path of a typical adult, walked page by page, with what is read aloud counted."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import pytest

from interview.forms import library
from interview.questionnaire.answers import Answers, record
from interview.questionnaire.definition import PageKind
from interview.questionnaire.shapes import AnyOf, Missing
from interview.questionnaire.values import Value, from_json
from interview.questionnaire.view import ActivePage, View, evaluate

AT_MOST = 60

STAFF: Mapping[str, object] = {
    "s_pre_private": "yes",
    "s_pre_controller_absent": "yes",
    "s_pre_device_safe": "yes",
    "s_pre_referrals_ready": "yes",
    "s_pre_first_needs_met": "yes",
    "s_pre_medical_emergency": "no",
    "s_person_maybe_child": "no",
    "s_con_capacity_doubt": "no",
    "s_pre_prior_interview": "no",
    "s_int_interpreter": "phone",
    "s_int_interpreter_name": "Line 12",
    "s_int_interpreter_signed": "yes",
    "s_con_introduced": "yes",
    "s_con_purpose": "yes",
    "s_con_data_use": "yes",
    "s_con_research_use": "yes",
    "s_con_access_right": "yes",
    "s_con_retention": "yes",
    "s_con_withdraw": "yes",
    "s_con_voluntary": "yes",
    "s_con_limits": "yes",
    "s_con_how": "written",
    "s_ref_source": "ngo",
    "s_ident_country": "TH",
    "s_ref_org_name": "Harbour House",
    "s_ref_date": "2026-11-20",
    "s_int_date": "2026-11-24",
    "s_int_start": "10:00",
    "s_int_mode": "in_person",
    "s_int_place": "shelter",
    "s_int_country": "TH",
    "s_int_town": "Bangkok",
    "s_int_org": "Harbour House",
    "s_sex": "male",
    "s_age_basis": "stated",
    "s_now_detained": "no",
    "s_now_self_harm": "low",
    "s_now_72h": "no",
    "s_now_risk": "medium",
    "s_scope": "cross_border",
    "s_exploit_state": "took_place",
    "s_exploit_types": ["forced_labour"],
    "s_end_risk": "low",
    "s_end_next": "yes",
    "s_corrob": ["none"],
    "s_vot_decision": "victim",
    "s_vot_reason": "Recruited with false promises, papers and pay kept.",
    "s_vot_org": "ngo",
    "s_vot_date": "2026-11-24",
    "s_vot_scope": "cross_border",
    "s_elig_decision": "eligible",
    "s_elig_project": ["default"],
    "s_elig_reasons": ["vot_in_scope"],
    "s_police_informed": "no",
}

HEARD: Mapping[str, object] = {
    "s_int_language2": "unknown",
    "s_int_dialect": "Yangon",
    "s_entry_process": ["labour_migration"],
    "s_recruit_country": "MM",
    "s_recruit_place": "Dawei",
    "s_entry_date": "2024-05",
    "s_recruited": "yes",
    "s_expected_activity": ["factory"],
    "s_contact_method": ["friend_event"],
    "s_recruiter_rel": ["acquaintance"],
    "s_promises": ["pay", "job_type"],
    "s_promises_broken": ["work", "pay"],
    "s_paid_before": "yes",
    "s_debt_before": "yes",
    "s_moved": "yes",
    "s_received": "yes",
    "s_dest_country": "TH",
    "s_dest_place": "At sea",
    "s_arrival_date": "2024-06",
    "s_activity_done": ["fishing"],
    "s_hours_day": 18,
    "s_days_week": 7,
    "s_pay_state": "much_less",
    "s_conditions": ["hazard", "low_pay"],
    "s_agreed_activity": "no",
    "s_start_exploit": "2024-06",
    "s_end_exploit": "2026-10",
    "s_control": ["id_withheld", "wages_withheld"],
    "s_debt_now": "yes",
    "s_exit_how": ["escaped"],
    "s_others_there": "yes",
}
"""What the open account holds, as staff tick it."""

SAID: Mapping[str, object] = {
    "s_int_language": "my",
    "s_int_interpreter_ok": "yes",
    "s_pre_setting_ok": "yes",
    "s_con_understood": "yes",
    "s_con_interview": "yes",
    "s_con_record": "yes",
    "s_con_share_assist": "yes",
    "s_con_share_with": ["health", "lawyer"],
    "s_con_research": "yes",
    "s_con_signature": {"name": "Ko", "agreed": True},
    "s_name_called": "Ko",
    "s_name_given": "Ko",
    "s_name_family": "Win",
    "s_birth_date": "1991",
    "s_birth_country": "MM",
    "s_citizenship": ["MM"],
    "s_last_home_country": "MM",
    "s_last_home_place": "Dawei",
    "s_children_number": 2,
    "s_children_here": "no",
    "s_id_docs": ["none"],
    "s_contact_safe_how": ["through_org"],
    "s_now_needs": ["rest"],
    "s_now_safe": "yes",
    "s_still_in": "no",
    "s_now_contact_exploiter": "no",
    "s_phone_seen": "no",
    "s_fear_return": "yes",
    "s_charged": "no",
    "s_now_fear_who": ["exploiter"],
    "s_story": "A friend offered factory work; he was put on a boat.",
    "s_wanted_to_go": "yes",
    "s_recruit_use": ["money_need"],
    "s_doc_holder": ["exploiter"],
    "s_recruit_control": ["debt"],
    "s_topic_ok": "yes",
    "s_control_ok": "yes",
    "s_control": {
        "ticked": ["id_withheld", "wages_withheld", "no_free_movement"],
        "prompts": {"hurt": "no", "threats": "no", "freedom": "yes", "needs": "declined"},
    },
    "s_made_to": ["tasks"],
    "s_move_freedom": "none",
    "s_dependency": ["unknown_place"],
    "s_last_contact": "month",
    "s_others_still": "yes",
    "s_prior_any": "no",
    "s_wants_assistance": "yes",
    "s_end_feel": "tired",
}
"""What the person says when asked."""

ON = date(2026, 11, 24)


class Walked(NamedTuple):
    """`read`: the questions put to the person, in order, with grouped prompts as `question:prompt`."""

    read: tuple[str, ...]
    pages: tuple[str, ...]
    view: View


def walk(modules: frozenset[str] = frozenset()) -> Walked:
    questionnaire = library.load("screening", 1)
    answers = Answers.begin(ON, modules)
    view = evaluate(questionnaire, answers)
    key: str | None = view.pages[0].key
    read: list[str] = []
    pages: list[str] = []
    while key is not None:
        page = view.page(key)
        assert page is not None
        pages.append(key)
        read += read_aloud(page)
        answers = record(questionnaire, answers, given(page, view), revision=len(pages))
        view = evaluate(questionnaire, answers)
        key = view.after(key)
    return Walked(tuple(read), tuple(pages), view)


def read_aloud(page: ActivePage) -> list[str]:
    if page.page.kind is not PageKind.ASK:
        return []
    read: list[str] = []
    for key in page.keys:
        read.append(key)
        said = SAID.get(key)
        read += (
            [f"{key}:{prompt}" for prompt in said["prompts"]] if isinstance(said, dict) and "prompts" in said else []
        )
    return read


def given(page: ActivePage, view: View) -> dict[str, Value | None]:
    asked = page.page.kind is PageKind.ASK
    told = {**STAFF, **(SAID if asked else HEARD)}
    values: dict[str, Value | None] = {}
    for key in page.keys:
        if key in told:
            values[key] = from_json(view.question(key), told[key])
        elif asked and view.question(key).asked and key not in view.values:
            values[key] = Missing.NOT_ASKED
    return values


def test_a_typical_adult_is_asked_at_most_sixty_questions() -> None:
    walked = walk()

    assert len(walked.read) <= AT_MOST, walked.read


def test_a_typical_adult_reaches_the_end_with_nothing_left_that_blocks() -> None:
    walked = walk()

    assert walked.view.blocking == ()
    assert walked.view.set_aside == ()
    assert walked.pages[-1].startswith("s13_")


def test_what_the_account_told_is_not_asked_again() -> None:
    walked = walk()

    asked_all_the_same = {"s_control"}  # Its grouped questions complete what was heard.
    assert set(walked.read) & (HEARD.keys() - asked_all_the_same) == set()


def test_the_six_grouped_questions_cover_every_means_of_control_that_may_be_read_aloud() -> None:
    question = library.load("screening", 1).questions["s_control"]

    readable = {o.code for o in question.options if not o.staff_only and not o.exclusive and o.code != "other"}

    assert len(question.prompts) == 6
    assert {code for prompt in question.prompts for code in prompt.codes} == readable


@pytest.mark.parametrize("name", ["s_activity_done", "s_expected_activity"])
def test_grouped_questions_on_work_lead_nobody_to_accuse_themselves(name: str) -> None:
    question = library.load("screening", 1).questions[name]

    read = {code for prompt in question.prompts for code in prompt.codes}

    unlawful = {"drug_crime", "online_scam", "theft", "benefit_fraud", "other_illicit", "drive_boat", "money_mule"}
    assert not read & (unlawful | {"recruit_others"})
    assert not read & {option.code for option in question.options if option.staff_only}
    assert len(question.prompts) <= 6


def test_a_no_to_a_grouped_question_denies_each_of_its_codes() -> None:
    walked = walk()

    control = walked.view.values["s_control"]

    assert isinstance(control, AnyOf)
    assert control.prompts["hurt"] == "no"
