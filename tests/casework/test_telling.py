"""What is told with which class: every question of the record takes a side, and medical answers are health alone."""

from interview.casework import telling
from interview.casework.telling import CLASSES, class_of
from interview.forms import library
from interview.questionnaire.kinds import Sensitivity

FORM = library.load("assistance")
NEVER = {"a1", "a21", "a21s"}
"""Sections of which nothing is ever told: what the help rests on, and how it ended."""
OURS = {"s_ref_source", "s_ref_org_name", "s_ref_date", "s_elig_decision", "s_corrob"}


def test_the_classes_are_those_that_people_agree_to() -> None:
    assert tuple(FORM.questions["a_out_data_shared"].codes) == CLASSES
    assert telling.classes_in(FORM) == set(CLASSES) - {"code_only"}


def test_every_question_is_told_with_a_class_or_is_one_of_those_that_never_are() -> None:
    plain = [one for one in FORM.questions.values() if one.group is None and one.computed is None]
    never = {one.id for one in plain if not class_of(one)}

    assert {one.id for one in plain if one.section_id in NEVER} <= never
    assert {one for one in never if FORM.questions[one].section_id not in NEVER} == OURS | {
        one for one in never if one.startswith("a_plan_")
    }


def test_medical_answers_are_told_as_health_and_as_nothing_else() -> None:
    medical = {class_of(one) for one in FORM.questions.values() if one.sensitivity is Sensitivity.MEDICAL}

    assert medical <= {"health", ""}


def test_who_somebody_is_is_told_with_the_name_or_with_how_to_reach_them() -> None:
    identity = {class_of(one) for one in FORM.questions.values() if one.sensitivity is Sensitivity.IDENTITY}

    assert identity <= {"name", "contact", ""}


def test_entries_and_what_the_record_works_out_are_never_told() -> None:
    assert {class_of(one) for one in FORM.questions.values() if one.group or one.computed} == {""}
