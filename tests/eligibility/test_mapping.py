"""From the answers of the Screening form to what is known."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from interview.eligibility.assessing import assess, flags
from interview.eligibility.facts import Facts
from interview.eligibility.gathering import gather
from interview.eligibility.mapping import load_mapping
from interview.eligibility.mapping_reader import BadMapping
from interview.eligibility.risks import raise_flags
from interview.eligibility.vocabulary import Act, Dimension, Fact, IndicatorSet, Result, Status, Truth
from interview.eligibility.weights import current_weights
from interview.forms import library
from interview.questionnaire.answers import Answers, record
from interview.questionnaire.definition import DETAIL, Questionnaire
from interview.questionnaire.kinds import Kind
from interview.questionnaire.values import from_json
from interview.questionnaire.view import View, evaluate

SCREENING = library.load("screening", 1)
MAPPING = library.mapping("screening", 1)
MAPPING_FILE = Path(library.__file__).parent / "screening" / "1" / "indicators.toml"

STARTED = {
    "s_pre_private": "yes",
    "s_pre_controller_absent": "yes",
    "s_pre_first_needs_met": "yes",
    "s_pre_medical_emergency": "no",
    "s_person_maybe_child": "no",
    "s_pre_device_safe": "yes",
    "s_pre_referrals_ready": "yes",
    "s_con_capacity_doubt": "no",
}
AGREED = STARTED | {
    "s_int_language": "en",
    "s_int_interpreter": "none",
    "s_pre_setting_ok": "yes",
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
    "s_con_share_assist": "yes",
    "s_con_research": "no",
    "s_con_how": "oral_witnessed",
    "s_birth_date": "1990",
    "s_age_basis": "stated",
    "s_entry_process": ["labour_migration"],
}
OPEN = {"s_topic_ok": "yes", "s_control_ok": "yes"}


def view_of(answers: Mapping[str, object], questionnaire: Questionnaire = SCREENING) -> View:
    begun = Answers.begin(date(2026, 11, 24), frozenset({DETAIL}))
    values = {key: from_json(questionnaire.questions[key], value) for key, value in answers.items()}
    return evaluate(questionnaire, record(questionnaire, begun, values, revision=1))


def known(answers: Mapping[str, object]) -> Facts:
    return gather(view_of(AGREED | dict(answers)), MAPPING)


def test_every_indicator_of_every_set_is_reachable_from_an_answer() -> None:
    for name in IndicatorSet:
        for dimension in Dimension:
            codes = {item.code for item in current_weights().sets[name][dimension]}

            assert codes <= MAPPING.asked_by.keys()


def shown_by_answers() -> list[tuple[str, str, str]]:
    return [
        (row.question.id, code, target)
        for row in MAPPING.rows.answers
        for code, targets in row.shows.items()
        for target in targets
    ]


def test_flags_rest_on_a_part_of_the_table_and_are_those_of_the_whole() -> None:
    for question_id, code in sorted({(question_id, code) for question_id, code, _ in shown_by_answers()}):
        several = SCREENING.questions[question_id].kind is Kind.ANY_OF
        view = view_of(AGREED | OPEN | {"s_still_in": "yes", question_id: [code] if several else code})

        assert flags(view, MAPPING) == raise_flags(gather(view, MAPPING))


@pytest.mark.parametrize("act", list(Act))
def test_every_act_is_reachable_from_an_answer(act: Act) -> None:
    assert MAPPING.asked_by[act]


@pytest.mark.parametrize("fact", list(Fact))
def test_every_fact_is_reachable_from_an_answer(fact: Fact) -> None:
    assert MAPPING.asked_by[fact]


@pytest.mark.parametrize(
    ("answers", "code", "status"),
    [
        ({"s_control": ["id_withheld"]}, "D5.CONFDOC", Status.PRESENT),
        ({"s_control": ["none"]}, "D5.CONFDOC", Status.ABSENT),
        ({"s_control": ["none"]}, "D5.VIOLENCE", Status.ABSENT),
        ({"s_control": ["wages_withheld"]}, "D5.CONFDOC", Status.UNKNOWN),
        ({"s_control": {"prompts": {"papers": "no"}}}, "D5.CONFDOC", Status.ABSENT),
        ({"s_control": {"prompts": {"papers": "declined"}}}, "D5.CONFDOC", Status.REFUSED),
        ({"s_control": {"prompts": {"papers": "unknown"}}}, "D5.CONFDOC", Status.UNKNOWN),
        ({"s_control": "declined"}, "D5.CONFDOC", Status.REFUSED),
        ({"s_control": "not_asked"}, "D5.CONFDOC", Status.UNKNOWN),
        ({"s_control": {"denied": ["id_withheld"]}}, "D5.CONFDOC", Status.UNKNOWN),
        ({"s_control": {"denied": ["id_withheld", "travel_docs_withheld"]}}, "D5.CONFDOC", Status.ABSENT),
        ({"s_control": ["none"], "s_made_to": ["unlawful"]}, "D5.ILLICIT", Status.PRESENT),
        ({"s_made_to": ["none"]}, "D5.ILLICIT", Status.UNKNOWN),
        ({"s_made_to": {"prompts": {"lie": "yes"}}}, "D5.LIE", Status.PRESENT),
        ({"s_control": ["none"], "s_debt_now": "yes"}, "D5.DEBT", Status.PRESENT),
        ({"s_control": "declined", "s_debt_now": "no"}, "D5.DEBT", Status.REFUSED),
        ({"s_agreed_activity": "no"}, "D1.NATURE", Status.PRESENT),
        ({"s_agreed_activity": "yes"}, "D1.NATURE", Status.ABSENT),
        ({"s_hours_day": 12}, "D4.HOURS", Status.PRESENT),
        ({"s_hours_day": 10, "s_days_week": 6}, "D4.HOURS", Status.PRESENT),
        ({"s_hours_day": 9, "s_days_week": 6}, "D4.HOURS", Status.UNKNOWN),
        ({"s_hours_day": "declined"}, "D4.HOURS", Status.REFUSED),
        ({"s_pay_state": "none"}, "D4.LOWPAY", Status.PRESENT),
        ({"s_pay_state": "as_agreed"}, "D4.LOWPAY", Status.UNKNOWN),
        ({"s_conditions": ["none"]}, "D4.NOSOCIAL", Status.ABSENT),
        ({"s_dependency": ["authority"]}, "D6.AUTHREL", Status.PRESENT),
    ],
)
def test_answers_about_the_destination_set_indicators(answers: Mapping[str, object], code: str, status: Status) -> None:
    assert known(OPEN | dict(answers)).indicator(code).status is status


@pytest.mark.parametrize(
    ("answers", "code", "status"),
    [
        ({"s_recruited": "yes", "s_promises_broken": ["pay"]}, "D1.WAGES", Status.PRESENT),
        ({"s_recruited": "yes", "s_promises_broken": ["all_true"]}, "D1.WAGES", Status.ABSENT),
        ({"s_recruited": "yes"}, "D1.WAGES", Status.UNKNOWN),
        ({"s_recruited": "no"}, "D1.WAGES", Status.ABSENT),
        ({"s_recruited": "no"}, "D2.THREATV", Status.UNKNOWN),
        ({"s_recruited": "no", "s_moved": "no"}, "D2.THREATV", Status.ABSENT),
        ({"s_recruited": "yes", "s_recruit_use": ["no_papers"]}, "D3.ILLEGAL", Status.PRESENT),
        ({"s_recruited": "yes", "s_recruit_control": ["held_watched"]}, "D2.ISOL", Status.PRESENT),
        ({"s_recruited": "yes", "s_recruit_control": ["held_watched"]}, "D5.ISOL", Status.UNKNOWN),
        ({"s_entry_process": ["kidnapped"]}, "D2.ABDUCT", Status.PRESENT),
        ({"s_moved": "yes", "s_doc_holder": ["recruiter"]}, "D2.CONFDOC", Status.PRESENT),
    ],
)
def test_answers_about_the_beginning_set_indicators(answers: Mapping[str, object], code: str, status: Status) -> None:
    assert known(answers).indicator(code).status is status


def test_a_topic_that_the_person_would_rather_not_open_is_refused_and_never_denied() -> None:
    found = known({"s_topic_ok": "no"})

    assert found.indicator("D5.VIOLENCE").status is Status.REFUSED
    assert found.indicator("D5.VIOLENCE").keys == ("s_topic_ok",)
    assert found.indicator("D4.LOWPAY").status is Status.REFUSED


@pytest.mark.parametrize(
    ("answers", "act", "status"),
    [
        ({"s_recruited": "yes"}, Act.RECRUITMENT, Status.PRESENT),
        ({"s_recruited": "no"}, Act.RECRUITMENT, Status.ABSENT),
        ({"s_received": "yes"}, Act.HARBOURING, Status.PRESENT),
        ({"s_received": "declined"}, Act.RECEIPT, Status.REFUSED),
        ({"s_moved": "no"}, Act.TRANSPORTATION, Status.ABSENT),
        ({"s_moved": "yes"}, Act.TRANSPORTATION, Status.UNKNOWN),
        ({"s_recruited": "no", "s_received": "no"}, Act.TRANSFER, Status.ABSENT),
        ({"s_entry_process": ["sold_by_family"]}, Act.TRANSFER, Status.PRESENT),
        ({"s_entry_process": ["born_into"]}, Act.HARBOURING, Status.PRESENT),
    ],
)
def test_answers_set_acts(answers: Mapping[str, object], act: Act, status: Status) -> None:
    assert known(answers).act(act).status is status


def test_no_exploitation_by_the_account_denies_every_exploitation_fact() -> None:
    found = known({"s_exploit_state": "no"})

    assert found.fact(Fact.SEXUAL_EXPLOITATION).status is Status.ABSENT
    assert found.fact(Fact.SALE).keys == ("s_exploit_state",)


def test_what_was_not_ticked_among_the_types_is_not_denied() -> None:
    found = known({"s_exploit_state": "took_place", "s_exploit_types": ["forced_begging"]})

    assert found.fact(Fact.FORCED_BEGGING).status is Status.PRESENT
    assert found.fact(Fact.SERVITUDE).status is Status.UNKNOWN


def test_an_adult_who_may_be_a_child_is_presumed_one_until_the_age_is_documented() -> None:
    doubted = {"s_person_maybe_child": "yes", "s_pre_child_specialist": "yes", "s_birth_date": "2006"}

    assert known(doubted).age.presumed
    assert not known(doubted | {"s_age_basis": "document"}).age.presumed


def test_who_was_under_age_when_it_began_is_read_as_a_child() -> None:
    found = known({"s_entry_age": 16})

    assert found.age.minor_at_stage is Truth.YES


def test_an_inactive_answer_sets_nothing() -> None:
    open_then_closed = AGREED | {"s_topic_ok": "no", "s_control_ok": "yes", "s_control": ["physical_violence"]}

    found = gather(view_of(open_then_closed), MAPPING)

    assert found.indicator("D5.VIOLENCE").status is Status.REFUSED


@pytest.mark.parametrize(
    ("answers", "flag"),
    [
        ({"s_pre_controller_absent": "no"}, Fact.IN_CONTROL_NOW),
        ({"s_pre_medical_emergency": "yes"}, Fact.HEALTH_EMERGENCY),
        ({"s_person_maybe_child": "yes", "s_pre_controller_absent": "no"}, Fact.CHILD_AT_RISK),
    ],
)
def test_a_flag_is_raised_from_the_first_answers_on(answers: Mapping[str, object], flag: Fact) -> None:
    found = flags(view_of(answers), MAPPING)

    assert flag in {item.code for item in found}


@pytest.mark.parametrize(
    ("answers", "flag"),
    [
        ({"s_still_in": "yes"}, Fact.IN_CONTROL_NOW),
        ({"s_now_contact_exploiter": "yes"}, Fact.THREAT_NOW),
        ({"s_now_self_harm": "medium"}, Fact.SELF_HARM),
        ({"s_now_72h": "yes"}, Fact.HEALTH_EMERGENCY),
        ({"s_now_needs": ["food_water"]}, Fact.NOWHERE_SAFE),
        ({"s_now_detained": "immigration"}, Fact.DETENTION_OR_REMOVAL),
        ({"s_others_there": "yes", "s_others_still": "yes"}, Fact.OTHERS_HELD),
        ({"s_now_needs": ["interpreter"]}, Fact.INTERPRETER_SUSPECT),
        ({"s_prior_any": "yes"}, Fact.RETRAFFICKING_RISK),
    ],
)
def test_a_flag_is_raised_during_the_interview(answers: Mapping[str, object], flag: Fact) -> None:
    view = view_of(AGREED | dict(answers))

    found = {item.code: item for item in flags(view, MAPPING)}

    assert tuple(found.values()) == raise_flags(gather(view, MAPPING))
    assert set(found[flag].keys) <= set(answers)
    assert found[flag].keys


def test_nothing_is_flagged_where_nothing_was_said() -> None:
    assert flags(view_of(AGREED), MAPPING) == ()


WORKER = AGREED | OPEN | {
    "s_recruited": "yes",
    "s_received": "yes",
    "s_promises_broken": ["work", "pay"],
    "s_hours_day": 16,
    "s_days_week": 7,
    "s_pay_state": "none",
    "s_control": ["id_withheld", "no_free_movement"],
    "s_exploit_state": "took_place",
    "s_exploit_types": ["forced_labour"],
    "s_entry_age": 28,
    "s_age_exploit": 28,
}  # fmt: skip


def test_a_worker_who_was_deceived_exploited_and_held_is_indicated_with_the_answers_behind() -> None:
    found = assess(view_of(WORKER), MAPPING)

    assert (found.result, found.strength) == (Result.INDICATED, "A")
    assert found.act.keys == ("s_recruited", "s_received")
    assert set(found.means.keys) == {"s_promises_broken", "s_control"}
    assert set(found.purpose.keys) == {"s_control", "s_hours_day", "s_days_week", "s_pay_state"}


def test_missing_information_names_the_questions_to_ask() -> None:
    unanswered = {key: value for key, value in WORKER.items() if key not in ("s_control", "s_promises_broken")}

    found = assess(view_of(unanswered), MAPPING)

    questions = {item.item: item.questions for item in found.missing}
    assert found.result is Result.INSUFFICIENT
    assert questions["D5.CONFDOC"][0] == "s_control"


GOOD = MAPPING_FILE.read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('question = "s_made_to"', 'question = "s_nothing"', "answers[20].question", "s_nothing is no question"),
        ("lie = [", "lies = [", "answers[20] (s_made_to).codes.lies", "is not understood"),
        ('"D5.LIE"', '"D5.LIES"', "answers[20] (s_made_to).codes.lie", "D5.LIES is no indicator"),
        ("s_prior_any = 'yes'\"\n\n", "s_prior_all = 'yes'\"\n\n", "earlier.when", "s_prior_all is no question"),
        ("when = \"s_prior_any = 'yes'", "when = \"s_prior_any = 'yess'", "earlier.when", "has no code yess"),
        ('status = "absent"', 'status = "denied"', "rules[1].status", "must be one of"),
        ("denies = false", 'denies = "no"', "answers[1] (s_entry_process).denies", "must be true or false"),
        ("[earlier]", "[later]", "later", "is not understood"),
        ("[child]", "[child", "", "not TOML"),
    ],
)
def test_a_mapping_that_does_not_fit_its_form_is_refused_naming_file_and_key(
    old: str, new: str, key: str, reason: str
) -> None:
    assert old in GOOD

    with pytest.raises(BadMapping) as refused:
        load_mapping(GOOD.replace(old, new, 1), SCREENING, file="1/indicators.toml")

    assert refused.value.file == "1/indicators.toml"
    assert refused.value.key == key
    assert reason in str(refused.value)
