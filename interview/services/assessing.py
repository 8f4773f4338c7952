"""What the system makes of the answers: flags while the talk goes on, and the explained assessment."""

from interview.eligibility import assessing
from interview.eligibility.assessment import Assessment
from interview.eligibility.evidence import Evidence, find_evidence
from interview.eligibility.qualifying import project_eligibility
from interview.eligibility.risks import RiskFlag
from interview.forms import library
from interview.questionnaire.answers import Answers
from interview.questionnaire.definition import Questionnaire, Source
from interview.questionnaire.view import View
from interview.services.opening import RECORD

ASSESSED = "screening"
"""The form whose answers are assessed."""

FLAGGED = frozenset({ASSESSED, RECORD})
"""The forms whose answers raise flags."""

RESULT_SOURCES = "assessment."
"""How the sources of computed items begin that come out of the assessment."""


def flags_of(view: View) -> tuple[RiskFlag, ...]:
    """The immediate-risk flags so far, the most urgent first; none for a form that raises none."""
    form = view.questionnaire
    return assessing.flags(view, library.mapping(form.form, form.version)) if form.form in FLAGGED else ()


def assess(view: View) -> Assessment:
    """The system's proposal on these answers, with the projects that the person may or may not qualify for."""
    form = view.questionnaire
    found = assessing.assess(view, library.mapping(form.form, form.version))
    return found.with_projects(tuple(project_eligibility(found, view, project) for project in library.projects()))


def evidence_of(answers: Answers, view: View, assessment: Assessment) -> Evidence:
    """How each criterion stands on these answers, and which of them the result hangs on."""
    form = view.questionnaire
    return find_evidence(answers, view, library.mapping(form.form, form.version), assessment)


def shows_assessment(questionnaire: Questionnaire, section_id: str) -> bool:
    """Whether the system's result stands in this section, to be seen before one's own proposal is made."""
    section = next(section for section in questionnaire.sections if section.id == section_id)
    found = (questionnaire.questions[question_id].computed for question_id in section.question_ids)
    return any(isinstance(computed, Source) and computed.name.startswith(RESULT_SOURCES) for computed in found)
