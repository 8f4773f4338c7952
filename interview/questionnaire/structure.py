"""Whether the parts of a questionnaire fit together, rules left aside."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from interview.questionnaire.definition import (
    Kind,
    Page,
    PageKind,
    Question,
    Questionnaire,
    Section,
    Stage,
    Who,
)
from interview.questionnaire.findings import Finding
from interview.questionnaire.keys import IDENTIFIER, OPTION_CODE
from interview.questionnaire.piping import placeholders
from interview.questionnaire.shapes import MISSING_CODES

_SAYING_NOTHING = MISSING_CODES | {"not_known"}


def doubles(sections: Iterable[Section], questions: Iterable[Question]) -> Iterator[Finding]:
    """Ids used twice, and ids that lead nowhere."""
    sections, known = tuple(sections), [question.id for question in questions]
    listed = [question_id for section in sections for question_id in section.question_ids]
    pages = [page.id for section in sections for page in section.pages]
    for ids, thing in (([section.id for section in sections], "section"), (pages, "page"), (known, "question")):
        for doubled in _doubled(ids):
            yield Finding("", doubled, f"two things are called so: each {thing} needs an id of its own")
    for doubled in _doubled(listed):
        yield Finding("", doubled, "the question is listed twice")
    for section in sections:
        for question_id in section.question_ids:
            if question_id not in known:
                yield Finding(section.source, section.id, f"there is no question {question_id}")
    for question_id in known:
        if question_id not in listed:
            yield Finding("", question_id, "the question is in no section")


def misplaced(questionnaire: Questionnaire) -> Iterator[Finding]:
    """What is wrong within sections, pages and questions, each by itself."""
    for section in questionnaire.sections:
        faults = list(_section_faults(section))
        for page in section.pages:
            faults += [(page.id, reason) for reason in _page_faults(page, section, questionnaire)]
        for question_id in section.question_ids:
            question = questionnaire.questions[question_id]
            faults += [(question_id, reason) for reason in _question_faults(question, section)]
        yield from (Finding(section.source, where, reason) for where, reason in faults)


def _doubled(ids: Iterable[str]) -> list[str]:
    return [found for found, count in Counter(ids).items() if count > 1]


def _section_faults(section: Section) -> Iterator[tuple[str, str]]:
    if section.group is not None and not IDENTIFIER.fullmatch(section.group):
        yield section.id, "the name of a group is lower-case letters, digits and underscores"


def _page_faults(page: Page, section: Section, questionnaire: Questionnaire) -> Iterator[str]:
    if not IDENTIFIER.fullmatch(page.id):
        yield "an id is lower-case letters, digits and underscores"
    if page.section_id != section.id:
        yield f"the page says that it is in section {page.section_id}"
    if bool(page.question_ids) is (page.kind is PageKind.INFO):
        yield "a page has questions, unless it is for words alone (info)"
    for question_id in page.question_ids:
        if question_id not in section.question_ids:
            yield f"{question_id} is not a question of this section"
        elif page.kind is PageKind.STAFF and questionnaire.questions[question_id].asked:
            yield f"{question_id} is asked aloud, and a staff page is not"
    yield from _without_words(placeholders(page.title) + placeholders(page.say), page.fallbacks)


def _question_faults(question: Question, section: Section) -> Iterator[str]:
    if not IDENTIFIER.fullmatch(question.id):
        yield "an id is lower-case letters, digits and underscores"
    if question.section_id != section.id:
        yield f"the question says that it is in section {question.section_id}"
    if question.group != section.group:
        yield "a question is in the repeating group of its section"
    if (question.computed is not None) is not (question.who is Who.COMPUTED):
        yield "what is computed says how, and nothing else does"
    if question.computed is None and question.kind is Kind.COMPUTED:
        yield "what is computed says how"
    on_page = any(question.id in page.question_ids for page in section.pages)
    if section.stage is Stage.INTERVIEW and question.computed is None and not on_page:
        yield "the question is on no page"
    if question.minimum is not None and question.maximum is not None and question.minimum > question.maximum:
        yield "the minimum is above the maximum"
    yield from _option_faults(question)
    yield from _without_words(placeholders(question.label) + placeholders(question.hint), question.fallbacks)


def _option_faults(question: Question) -> Iterator[str]:
    codes = [option.code for option in question.options]
    if question.kind in (Kind.ONE_OF, Kind.ANY_OF) and question.computed is None and not codes:
        yield "there is nothing to choose from"
    yield from (f"option '{code}' is listed twice" for code in _doubled(codes))
    yield from (f"'{code}' is no option code" for code in codes if not OPTION_CODE.fullmatch(code))
    for option in question.options:
        if option.exclusive and option.code in _SAYING_NOTHING:
            yield f"'{option.code}' denies nothing, and an exclusive option says no to the others"
    if question.prompts and question.kind is not Kind.ANY_OF:
        yield "grouped prompts belong to a question with several answers"
    for prompt in question.prompts:
        for code in prompt.codes:
            named = question.option(code)
            if named is None:
                yield f"prompt {prompt.id} names the unknown option '{code}'"
            elif named.staff_only:
                yield f"prompt {prompt.id} would read '{code}' aloud, which staff only tick"
    yield from (f"two prompts are called {prompt_id}" for prompt_id in _doubled(p.id for p in question.prompts))


def _without_words(names: Iterable[str], fallbacks: Mapping[str, str]) -> Iterator[str]:
    for name in names:
        if not fallbacks.get(name):
            yield f"{{{name}}} needs a fallback: the words to use when there is no answer"
