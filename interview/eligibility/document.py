"""An assessment from a JSON document, for the terminal: a form's answers, or facts spelled out."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from interview.eligibility.assessing import assess
from interview.eligibility.assessment import Assessment, assess_facts
from interview.eligibility.document_facts import FACT_KEYS, read_facts
from interview.eligibility.document_reading import BadDocument, table
from interview.eligibility.explanation import word
from interview.eligibility.mapping import Mapping as AnswerMapping
from interview.eligibility.projects import Project
from interview.eligibility.qualifying import project_eligibility
from interview.eligibility.vocabulary import (
    CONTEXT_FACTS,
    EXPLOITATION_FACTS,
    MEANS_FACTS,
    RISK_FACTS,
    Act,
    Profile,
)
from interview.questionnaire.answers import Answers, UnknownKey, record
from interview.questionnaire.definition import Questionnaire
from interview.questionnaire.kinds import DETAIL
from interview.questionnaire.values import BadValue, Value, from_json
from interview.questionnaire.view import View, evaluate

__all__ = ["BadDocument", "assess_document", "names_help"]

FORM_KEYS = ("form", "version", "answers")
LoadForm = Callable[[str, int], tuple[Questionnaire, AnswerMapping] | None]
Complete = Callable[[Questionnaire, Answers], Answers]


def _as_given(_questionnaire: Questionnaire, answers: Answers) -> Answers:
    return answers


def assess_document(
    data: object,
    load_form: LoadForm,
    *,
    on: date,
    templates: Mapping[str, str] | None = None,
    projects: tuple[Project, ...] = (),
    profile: Profile = Profile.STANDARD,
    complete: Complete = _as_given,
) -> dict[str, Any]:
    """The whole assessment as JSON data.

    `data` is `{"form", "version", "answers"}` or any of `age, child, set, act, indicators, facts, episodes`; what is
    left out is unknown. `load_form` gives a form version with its mapping, or None where there is none. `on` is the
    date at which ages are taken when the answers hold no interview date. Gates that a file of answers says nothing of
    count as passed, and are named under `assumed`; `complete` may then fill in what was not asked, as handing in does.
    With `templates` each line of the explanation carries its sentence. Raises BadDocument, naming the key.
    """
    document = table(data, "", (*FORM_KEYS, *FACT_KEYS))
    if mixed := [key for key in FORM_KEYS if key in document]:
        if others := [key for key in FACT_KEYS if key in document]:
            raise BadDocument(others[0], f"does not go together with {mixed[0]}")
        view, mapping, assumed = _view(document, load_form, on, complete)
        assessment = assess(view, mapping, profile=profile)
        said = {
            "set_aside": [key for key in view.set_aside if key not in assumed],
            "assumed": [key for key in assumed if key in view.values],
        }
    else:
        view, said = None, {}
        assessment = assess_facts(read_facts(document), profile=profile)
    found = assessment.with_projects(tuple(project_eligibility(assessment, view, project) for project in projects))
    return _output(found, templates) | said


def _output(assessment: Assessment, templates: Mapping[str, str] | None) -> dict[str, Any]:
    data = assessment.to_json()
    data["dimensions"] = data["per_dimension"]
    if templates is not None:
        for line, row in zip(assessment.explanation, data["explanation"], strict=True):
            row["text"] = word(line, templates)
    return data


def _view(
    document: Mapping[str, Any], load_form: LoadForm, on: date, complete: Complete
) -> tuple[View, AnswerMapping, list[str]]:
    for key in FORM_KEYS:
        if key not in document:
            raise BadDocument(key, "is missing")
    form, version = document["form"], document["version"]
    if not isinstance(form, str):
        raise BadDocument("form", "must be a text")
    if isinstance(version, bool) or not isinstance(version, int):
        raise BadDocument("version", "must be a whole number")
    loaded = load_form(form, version)
    if loaded is None:
        raise BadDocument("form", "there is no such form in this version with an assessment")
    questionnaire, mapping = loaded
    values = _values(document["answers"], questionnaire)
    assumed: dict[str, Value] = {key: code for key, code in mapping.passed.items() if key not in values}
    held = values.get("s_int_date")
    answers = Answers.begin(held if isinstance(held, date) else on, frozenset({DETAIL}))
    try:
        recorded = record(questionnaire, answers, assumed | values, revision=1)
        return evaluate(questionnaire, complete(questionnaire, recorded)), mapping, sorted(assumed)
    except UnknownKey as error:
        raise BadDocument("answers", "names no question of this form") from error
    except BadValue as error:
        raise BadDocument(f"answers.{error.key}", error.reason) from error


def _values(data: object, questionnaire: Questionnaire) -> dict[str, Value]:
    if not isinstance(data, Mapping):
        raise BadDocument("answers", "must be an object")
    values: dict[str, Value] = {}
    for key, value in data.items():
        question = questionnaire.questions.get(key)
        if question is None:
            raise BadDocument(f"answers.{key}", "is no question of this form")
        try:
            values[key] = from_json(question, value)
        except BadValue as error:
            raise BadDocument(f"answers.{key}", error.reason) from error
    return values


def names_help() -> str:
    """The names of acts and facts, for `interview assess --help`."""
    groups = (
        ("act", Act),
        ("facts, exploitation", EXPLOITATION_FACTS),
        ("facts, means", MEANS_FACTS),
        ("facts, context", CONTEXT_FACTS),
        ("facts, risk now", RISK_FACTS),
    )
    return "\n".join(f"{title}: {', '.join(names)}" for title, names in groups)
