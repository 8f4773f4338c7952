"""Makes a questionnaire out of its parts, or refuses them with everything that is wrong."""

from collections.abc import Iterable
from types import MappingProxyType

from interview.questionnaire.check import faults
from interview.questionnaire.definition import Question, Questionnaire, Section
from interview.questionnaire.findings import BadQuestionnaire, Finding
from interview.questionnaire.structure import doubles

__all__ = ["BadQuestionnaire", "Finding", "assemble"]


def assemble(
    *,
    form: str,
    version: int,
    digest: str = "",
    title: str = "",
    sections: Iterable[Section],
    questions: Iterable[Question],
) -> Questionnaire:
    """A checked questionnaire. Raises BadQuestionnaire with file, question and reason of each fault.

    Sections come in order, each with its pages and the ids of its questions; questions in any order.
    """
    sections, questions = tuple(sections), tuple(questions)
    unclear = tuple(doubles(sections, questions))
    if unclear:
        raise BadQuestionnaire(unclear)
    by_id = {question.id: question for question in questions}
    in_order = {question_id: by_id[question_id] for section in sections for question_id in section.question_ids}
    pages = {page.id: page for section in sections for page in section.pages}
    questionnaire = Questionnaire(
        form, version, digest, title, sections, MappingProxyType(in_order), MappingProxyType(pages)
    )
    found = faults(questionnaire)
    if found:
        raise BadQuestionnaire(found)
    return questionnaire
