"""The form of one page of an interview, built from the page's questions."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from interview.questionnaire.answers import Key, key_of
from interview.questionnaire.definition import Kind
from interview.questionnaire.problems import HARD, Problem
from interview.questionnaire.values import Value
from interview.web.choice_fields import AnyOfField, ChoiceField
from interview.web.fields import AnswerField, ComputedField
from interview.web.list_fields import DurationField, ListField, MoneyField, PartialDateField, SeveralField
from interview.web.page_context import PageContext

_FIELDS: Mapping[Kind, type[AnswerField]] = {
    Kind.ONE_OF: ChoiceField,
    Kind.ANY_OF: AnyOfField,
    Kind.COUNTRY: ListField,
    Kind.LANGUAGE: ListField,
    Kind.ADDRESS: ListField,
    Kind.COUNTRIES: SeveralField,
    Kind.MONEY: MoneyField,
    Kind.DURATION: DurationField,
    Kind.PARTIAL_DATE: PartialDateField,
}
_META = DefaultMeta()


class AnswersForm(BaseForm):  # type: ignore[misc]  # WTForms carries no types
    """Fields of answers by key. The token against forgery is checked at the door, before any view."""

    def answers(self) -> Iterator[AnswerField]:
        """The fields, in the order of the page."""
        return iter(self)

    def values(self) -> dict[Key, Value | None]:
        """What to save: every answer that could be read. What could not keeps its saved answer, and what was typed."""
        return {field.key: field.data for field in self.answers() if field.writable and field.problem is None}

    def faulty(self) -> tuple[AnswerField, ...]:
        """The fields with an error, for the summary on top."""
        return tuple(field for field in self.answers() if field.error)

    def show(self, problems: Iterable[Problem]) -> None:
        """Put problems that were found elsewhere beside their fields."""
        for problem in problems:
            if problem.key in self:
                field: AnswerField = self[problem.key]
                if problem.severity is HARD:
                    field.complain(problem)
                else:
                    field.ask(problem)


def page_form(context: PageContext, posted: MultiDict[str, str] | None = None) -> AnswersForm:
    """The page's form with the saved answers, and over them what was posted.

    A posted answer to a question of this page that does not show (yet) is read too: an answer on the same page may
    bring it out, and a plain HTTP client knows its list of answers and not our screens.
    """
    keys = [*context.page.keys, *(_also_posted(context, posted) if posted is not None else ())]
    form = AnswersForm([(key, _field(key, context)) for key in keys], meta=_META)
    values = context.view.values
    form.process(posted, data={key: values[key] for key in keys if key in values})
    return form


def _also_posted(context: PageContext, posted: MultiDict[str, str]) -> Iterator[Key]:
    page, questions = context.page, context.view.questionnaire.questions
    for question_id in page.page.question_ids:
        key = key_of(question_id, questions[question_id].group, page.entry.id if page.entry else None)
        shows = key in page.keys or key not in context.view.states
        if not shows and any(name == key or name.startswith(f"{key}-") for name in posted):
            yield key


def _field(key: Key, context: PageContext) -> Any:
    question = context.view.question(key)
    made = ComputedField if question.computed is not None else _FIELDS.get(question.kind, AnswerField)
    return made(question, context, name=key)
