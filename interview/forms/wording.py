"""Every text of a form that is shown or read to somebody, with the context that its translations go by.

The English text is the message, the place is the context: `screening.s_sex` for a question with its hint and
guidance, `screening.s_sex.female` for an option, `screening.s_control.prompt.papers` for a grouped prompt,
`screening.page.s8_1` and `screening.section.s8` for what stands around them, `screening` for the title. The
sentences of an assessment belong to no form: `explanation.<code>`.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from interview.questionnaire.definition import Page, Question, Questionnaire, Section


class Wording(NamedTuple):
    """One text: where it stands (form, question, option…), the English, and a note for the translator."""

    context: str
    text: str
    note: str = ""


def wording(questionnaire: Questionnaire) -> tuple[Wording, ...]:
    """Every text of a questionnaire, each once, in the order of the interview."""
    found = [Wording(questionnaire.form, questionnaire.title, "title of the form")]
    for section in questionnaire.sections:
        questions = [questionnaire.questions[question_id] for question_id in section.question_ids]
        found.extend(wording_of_section(questionnaire.form, section, questions))
    return tuple(dict.fromkeys(found))


def wording_of_section(form: str, section: Section, questions: Iterable[Question]) -> Iterator[Wording]:
    """The texts of a section, its pages and its questions."""
    context = section_context(form, section)
    yield Wording(context, section.title, "title of a section")
    yield from _notes(context, (section.intro,), "for the interviewer: about the section")
    yield from _notes(context, section.guidance, "for the interviewer: guidance")
    for page in section.pages:
        yield from _page(page_context(form, page), page)
    for question in questions:
        if not question.origin:
            yield from _question(form, question)


def section_context(form: str, section: Section) -> str:
    """The context of a section's texts."""
    return f"{form}.section.{section.id}"


def page_context(form: str, page: Page) -> str:
    """The context of a page's texts."""
    return f"{form}.page.{page.id}"


def question_context(form: str, question: Question) -> str:
    """The context of a question's label, hint and guidance."""
    return f"{question.origin or form}.{question.id}"


def option_context(form: str, question: Question, code: str) -> str:
    """The context of an option's label and hint."""
    return f"{question_context(form, question)}.{code}"


def prompt_context(form: str, question: Question, prompt_id: str) -> str:
    """The context of a grouped prompt."""
    return f"{question_context(form, question)}.prompt.{prompt_id}"


def explanation_context(code: str) -> str:
    """The context of a sentence of an assessment."""
    return f"explanation.{code}"


def _page(context: str, page: Page) -> Iterator[Wording]:
    yield from _notes(context, (page.title,), "title of a page, for the interviewer")
    yield from _notes(context, (page.say,), "read aloud")
    yield from _notes(context, page.guidance, "for the interviewer: guidance")
    yield from _notes(context, page.fallbacks.values(), "stands in for a missing answer")


def _question(form: str, question: Question) -> Iterator[Wording]:
    context = question_context(form, question)
    yield Wording(context, question.label, "read aloud" if question.asked else "for staff")
    yield from _notes(context, (question.hint,), "beside the question")
    yield from _notes(context, question.guidance, "for the interviewer: guidance")
    yield from _notes(context, question.fallbacks.values(), "stands in for a missing answer")
    for prompt in question.prompts:
        yield Wording(prompt_context(form, question, prompt.id), prompt.label, "read aloud")
    for option in question.options:
        note = "never read aloud" if option.staff_only or not question.asked else "answer"
        place = option_context(form, question, option.code)
        yield Wording(place, option.label, note)
        yield from _notes(place, (option.hint,), "beside the answer")


def _notes(context: str, texts: Iterable[str], note: str) -> Iterator[Wording]:
    return (Wording(context, text, note) for text in texts if text)
