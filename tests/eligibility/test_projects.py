"""The second question: does this person qualify for this project?"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from builders.known_facts import ADULT, NO_ACT, RECRUITED, codes_of, known

from interview.eligibility.assessment import Assessment, assess_facts
from interview.eligibility.projects import (
    BadProject,
    CriterionStatus,
    Project,
    ProjectOutcome,
    ProjectResult,
    names_of,
    parse_projects,
)
from interview.eligibility.qualifying import project_eligibility
from interview.eligibility.vocabulary import EXPLOITATION_FACTS, Fact, Status
from interview.forms import library
from interview.questionnaire.answers import Answers, record
from interview.questionnaire.definition import DETAIL
from interview.questionnaire.values import from_json
from interview.questionnaire.view import View, evaluate

SCREENING = library.load("screening", 1)
PROJECTS_FILE = Path(library.__file__).parent / "projects.toml"
SHIPPED = parse_projects(PROJECTS_FILE.read_text("utf-8"))

TABLE = """
[[projects]]
code = "return"
name = "Return"

[[projects.criteria]]
code = "status"
mandatory = true
accepts = ["trafficked", "presumed_victim"]

[[projects.criteria]]
code = "no_emergency"
mandatory = true
waivable_by = "supervisor"
met_if = "s_pre_medical_emergency = 'no'"
not_met_if = "s_pre_medical_emergency = 'yes'"

[[projects.criteria]]
code = "language"
mandatory = true
question = "s_int_language"
allowed = []

[[projects.criteria]]
code = "funds"
mandatory = false
reported_only = true
"""
PROJECT = parse_projects(TABLE)["return"]

SOLD = known(acts=RECRUITED, present=["D5.ISOL"], facts={Fact.SALE: Status.PRESENT})
NOTHING = known(acts=RECRUITED)
DENIED = known(
    age=ADULT,
    acts=NO_ACT,
    absent=codes_of("D1", "D2", "D3", "D4", "D5", "D6"),
    facts=dict.fromkeys((*EXPLOITATION_FACTS, Fact.PAYMENT, Fact.MIGRANT), Status.ABSENT),
)
CALM = {"s_pre_medical_emergency": "no"}
EMERGENCY = {"s_pre_medical_emergency": "yes"}


def view_of(answers: Mapping[str, object]) -> View:
    begun = Answers.begin(date(2026, 11, 24), frozenset({DETAIL}))
    values = {key: from_json(SCREENING.questions[key], value) for key, value in answers.items()}
    return evaluate(SCREENING, record(SCREENING, begun, values, revision=1))


def judged(
    assessment: Assessment, answers: Mapping[str, object], project: Project = PROJECT, **decided: CriterionStatus
) -> ProjectResult:
    return project_eligibility(assessment, view_of(answers), project, decided)


def test_who_meets_every_criterion_is_eligible() -> None:
    found = judged(assess_facts(SOLD), CALM)

    assert found.result is ProjectOutcome.ELIGIBLE
    assert [(item.code, item.status, item.reason) for item in found.criteria] == [
        ("status", CriterionStatus.MET, "status_trafficked"),
        ("no_emergency", CriterionStatus.MET, "by_answers"),
        ("language", CriterionStatus.MET, "no_limit"),
        ("funds", CriterionStatus.UNKNOWN, "a_person_decides"),
    ]
    assert found.criteria[1].keys == ("s_pre_medical_emergency",)


def test_a_presumed_victim_is_eligible_for_now() -> None:
    assert judged(assess_facts(NOTHING), CALM).result is ProjectOutcome.PROVISIONAL


def test_what_someone_may_waive_is_not_a_refusal() -> None:
    assert judged(assess_facts(SOLD), EMERGENCY).result is ProjectOutcome.UNDECIDED


def test_a_waiver_is_recorded_by_a_person() -> None:
    found = judged(assess_facts(SOLD), EMERGENCY, no_emergency=CriterionStatus.MET)

    assert found.result is ProjectOutcome.ELIGIBLE
    assert found.criteria[1].reason == "decided_by_a_person"


def test_a_status_that_the_project_does_not_take_refers_elsewhere() -> None:
    assert judged(assess_facts(DENIED), CALM).result is ProjectOutcome.REFER_ELSEWHERE


def test_funds_and_places_are_reported_and_never_part_of_eligible() -> None:
    full = judged(assess_facts(SOLD), CALM, funds=CriterionStatus.NOT_MET)

    assert full.result is ProjectOutcome.ELIGIBLE


def test_an_answer_outside_the_terms_is_not_met_with_its_reason() -> None:
    project = parse_projects(TABLE.replace("allowed = []", 'allowed = ["fr"]'))["return"]
    started = {
        "s_pre_private": "yes",
        "s_pre_controller_absent": "yes",
        "s_pre_first_needs_met": "yes",
        "s_person_maybe_child": "no",
        "s_pre_device_safe": "yes",
        "s_pre_referrals_ready": "yes",
        "s_con_capacity_doubt": "no",
        "s_int_language": "en",
    }

    found = judged(assess_facts(SOLD), CALM | started, project)

    assert found.result is ProjectOutcome.REFER_ELSEWHERE
    assert (found.criteria[2].status, found.criteria[2].reason) == (CriterionStatus.NOT_MET, "outside_terms")


@pytest.mark.parametrize("question", ["s_police_informed", "s_id_docs", "s_con_research", "s_charged", "s_corrob"])
def test_what_must_never_be_a_criterion_is_refused(question: str) -> None:
    with pytest.raises(BadProject, match=f"return: no_emergency: {question} is never a criterion"):
        parse_projects(TABLE.replace("s_pre_medical_emergency = 'yes'", f"{question} is empty"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("mandatory = true", "mandatry = true"),
        ('"trafficked"', '"rich"'),
        ("= 'no'", "== 'no'"),
        ('code = "return"', ""),
        ("[[projects]]", "[[projects"),
    ],
)
def test_a_project_that_is_not_understood_is_refused(old: str, new: str) -> None:
    with pytest.raises(BadProject, match=r"projects\.toml"):
        parse_projects(TABLE.replace(old, new))


def test_the_shipped_projects_read_only_questions_of_the_form() -> None:
    assert names_of(SHIPPED.values()) <= SCREENING.questions.keys()


def test_the_shipped_projects_are_those_of_the_list() -> None:
    assert set(SHIPPED) <= set(SCREENING.questions["s_elig_project"].codes)


def test_a_project_result_is_part_of_the_stored_assessment() -> None:
    assessment = assess_facts(SOLD).with_projects((judged(assess_facts(SOLD), CALM),))

    assert Assessment.from_json(assessment.to_json()) == assessment
