"""Which answers of a record are told with which class of what is shared; what is in none is never told."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from interview.casework.agreements import CODE_ONLY
from interview.questionnaire.answers import Key
from interview.questionnaire.definition import Question, Questionnaire
from interview.questionnaire.kinds import Sensitivity
from interview.questionnaire.values import Missing, Value
from interview.questionnaire.view import View

CLASSES = ("name", "contact", "needs", "health", "case_summary", "risk", "documents", CODE_ONLY)
"""Codes of the list `data_shared`, in its order."""

_BY_ITEM: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "s_name_called",
                "s_name_given",
                "s_name_family",
                "s_name_other",
                "s_sex",
                "s_gender",
                "s_birth_date",
                "s_child_now",
            ),
            "name",
        ),
        **dict.fromkeys(
            ("a_safe_contact_way", "a_safe_contact_word", "a_contact_hours", "a_contact_never", "a_contact_cover"),
            "contact",
        ),
        **dict.fromkeys(
            ("a_need_priority", "a_need_areas", "a_need_first_three", "a_outcome_wish", "s_int_language"), "needs"
        ),
        **dict.fromkeys(
            ("a_risk_view_person", "a_risk_overall", "a_risk_sources", "a_risk_measures", "a_safety_plan"), "risk"
        ),
        **dict.fromkeys(("s_fear_return", "s_charged"), "risk"),
        **dict.fromkeys(("s_id_docs", "a_law_documents_needed", "a_law_documents_done"), "documents"),
        # How somebody came to us, and what was decided about our own projects, is nobody else's business.
        **dict.fromkeys(("s_ref_source", "s_ref_org_name", "s_ref_date", "s_elig_decision", "s_corrob"), ""),
        # A plan and its tasks are ours.
        **dict.fromkeys(
            ("a_plan_objectives", "a_plan_actions", "a_plan_types", "a_plan_start", "a_plan_end", "a_plan_signed"), ""
        ),
    }
)
_BY_SECTION: Mapping[str, str] = MappingProxyType(
    {"a12": "health", **dict.fromkeys(("k0", "a2", "a4", "a5", "a8", "a10", "a11", "a13"), "case_summary")}
)
_BY_SENSITIVITY = {Sensitivity.IDENTITY: "name", Sensitivity.MEDICAL: "health"}


def class_of(question: Question) -> str:
    """The class with which an answer is told; empty where it never is. Entries of repeating sections never are."""
    if question.group is not None or question.computed is not None:
        return ""
    if question.id not in _BY_ITEM and question.section_id in _BY_SECTION:
        # Whatever else a section is about: this is told with its own class or not at all.
        return _BY_SENSITIVITY.get(question.sensitivity, _BY_SECTION[question.section_id])
    return _BY_ITEM.get(question.id, "")


def told(view: View, classes: Iterable[str]) -> Mapping[Key, Value]:
    """The answers that go with these classes: what shows, and what was asked."""
    wanted, questions = frozenset(classes), view.questionnaire.questions
    return {
        key: value
        for key, value in view.values.items()
        if value is not Missing.NOT_ASKED and key in questions and class_of(questions[key]) in wanted - {""}
    }


def classes_in(questionnaire: Questionnaire) -> frozenset[str]:
    """The classes with which something can be told."""
    return frozenset(class_of(question) for question in questionnaire.questions.values()) - {""}
