"""Pages of tiny questionnaires, as the wizard shows them, without a server or a store."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from builders.questionnaires import blank_answers
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict

from interview.questionnaire.definition import Questionnaire
from interview.questionnaire.values import Value
from interview.questionnaire.view import View, evaluate
from interview.web.page_context import PageContext
from interview.web.page_forms import AnswersForm, page_form
from interview.web.wording import wording_for

TEMPLATES = Path(__file__).parents[2] / "interview" / "templates"


@contextmanager
def spoken(language: str = "en", translations: Path = Path("nowhere")) -> Iterator[Flask]:
    """A request in this language, to an application that has nothing but our templates and languages."""
    app = Flask("pages", template_folder=str(TEMPLATES), static_folder=None)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(translations)
    Babel(app, default_locale=language, default_domain="interface")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    with app.test_request_context():
        yield app


def view_of(questionnaire: Questionnaire, answers: Mapping[str, Value]) -> View:
    """The view of these answers."""
    return evaluate(questionnaire, replace(blank_answers(), values=dict(answers)))


def context_of(
    questionnaire: Questionnaire,
    page_id: str,
    answers: Mapping[str, Value] | None = None,
    *,
    interviewer: str = "en",
    person: str | None = None,
    page: str = "en",
) -> PageContext:
    """What the fields of a page lean on."""
    view = view_of(questionnaire, answers or {})
    active = view.page(page_id)
    assert active is not None
    wording = wording_for(questionnaire.form, interviewer=interviewer, person=person, page=page)
    return PageContext(active, view, wording, {})


def form_of(
    questionnaire: Questionnaire,
    page_id: str,
    answers: Mapping[str, Value] | None = None,
    posted: Sequence[tuple[str, str]] | None = None,
) -> AnswersForm:
    """The form of a page, with what was posted to it."""
    return page_form(context_of(questionnaire, page_id, answers), None if posted is None else MultiDict(posted))


def shown(app: Flask, context: PageContext, form: AnswersForm) -> str:
    """The page's questions as markup."""
    macros = app.jinja_env.get_template("questions/question.html").module
    alone = len(context.page.keys) == 1
    return "\n".join(macros.question(field, context.wording, alone) for field in form.answers())  # type: ignore[attr-defined]
