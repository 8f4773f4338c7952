"""Where each rule of a questionnaire stands, and so which questions are earlier."""

from collections.abc import Iterator
from dataclasses import dataclass

from interview.questionnaire.definition import Age, Between, Questionnaire, Section, YesIf
from interview.questionnaire.piping import placeholders
from interview.questionnaire.rules import Rule

NOWHERE_LATER = 1_000_000
"""The place of a rule that may look at every question: whether a question is hard is asked when all is known."""


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """A rule, the thing it stands on, its place in the order of questions, and the group it can look into."""

    rule: Rule
    file: str
    where: str
    place: int
    group: str | None


@dataclass(frozen=True, slots=True)
class PlacedName:
    """A question named outside a rule: by a computed age, a check or a placeholder."""

    name: str
    purpose: str
    file: str
    where: str
    place: int
    group: str | None


def order_of(questionnaire: Questionnaire) -> dict[str, int]:
    """The place of each question; "earlier" is a smaller number."""
    ids = [question_id for section in questionnaire.sections for question_id in section.question_ids]
    return {question_id: place for place, question_id in enumerate(ids)}


def placed_rules(questionnaire: Questionnaire, order: dict[str, int]) -> Iterator[PlacedRule]:
    """Every rule of the questionnaire."""
    for section in questionnaire.sections:
        start = _start(section, order)
        if section.relevant:
            yield PlacedRule(section.relevant, section.source, section.id, start, None)
        for page_id, place in _page_places(section, order):
            rule = questionnaire.pages[page_id].relevant
            if rule:
                yield PlacedRule(rule, section.source, page_id, place, section.group)
        for question_id in section.question_ids:
            question = questionnaire.questions[question_id]
            place = order[question_id]
            if question.relevant:
                yield PlacedRule(question.relevant, section.source, question_id, place, section.group)
            if question.required_when:
                yield PlacedRule(question.required_when, section.source, question_id, NOWHERE_LATER, section.group)
            if isinstance(question.computed, YesIf):
                yield PlacedRule(question.computed.rule, section.source, question_id, place, section.group)


def placed_names(questionnaire: Questionnaire, order: dict[str, int]) -> Iterator[PlacedName]:
    """Every question named outside a rule."""
    for section in questionnaire.sections:
        for page_id, place in _page_places(section, order):
            page = questionnaire.pages[page_id]
            for name in placeholders(page.title) + placeholders(page.say):
                yield PlacedName(name, "wording", section.source, page_id, place, section.group)
        for question_id in section.question_ids:
            for name, purpose, place in _names_of(questionnaire, question_id, order[question_id]):
                yield PlacedName(name, purpose, section.source, question_id, place, section.group)


def _names_of(questionnaire: Questionnaire, question_id: str, place: int) -> Iterator[tuple[str, str, int]]:
    question = questionnaire.questions[question_id]
    for name in placeholders(question.label) + placeholders(question.hint):
        yield name, "wording", place
    if isinstance(question.computed, Age):
        age = question.computed
        named = ((age.birth, "date"), (age.stated, "number"), (None if age.at == "interview" else age.at, "date"))
        yield from ((name, purpose, place) for name, purpose in named if name)
    if isinstance(question.computed, Between):
        yield from ((name, "date", place) for name in (question.computed.start, question.computed.end))
    for check in question.checks:
        if check.other:
            yield check.other, "date", NOWHERE_LATER
        if check.at != "interview":
            yield check.at, "date", NOWHERE_LATER


def _start(section: Section, order: dict[str, int]) -> int:
    return min((order[question_id] for question_id in section.question_ids), default=NOWHERE_LATER)


def _page_places(section: Section, order: dict[str, int]) -> Iterator[tuple[str, int]]:
    """The place of each page: that of its first question; words alone come after the questions of pages before."""
    reached = _start(section, order)
    for page in section.pages:
        places = [order[question_id] for question_id in page.question_ids if question_id in order]
        yield page.id, min(places, default=reached)
        reached = max([reached, *(place + 1 for place in places)])
