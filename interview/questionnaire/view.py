"""What an interview looks like right now: the one thing that pages, validation, assessment and export read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from interview.questionnaire.active import ActivePage, SectionProgress
from interview.questionnaire.consistency import problems_with
from interview.questionnaire.definition import Question, Questionnaire, Required
from interview.questionnaire.keys import Key, PageKey, page_key_of, parts_of
from interview.questionnaire.plan import PagePlan, plan_of
from interview.questionnaire.problems import HARD, SOFT, Problem
from interview.questionnaire.rules import Because
from interview.questionnaire.shapes import Value
from interview.questionnaire.sheet import Answers
from interview.questionnaire.walking import AnswerState, Visit, Walk, walk

__all__ = ["ActivePage", "AnswerState", "SectionProgress", "View", "evaluate"]


@dataclass(frozen=True, slots=True)
class View:
    """The result of `evaluate`.

    `values` holds answers of questions that show and computed values, and nothing that is set aside. `states` holds
    every question that exists for this interview. `problems` are answers that do not agree. `blocking` are the
    blank answers without which there is no submission. `hidden` are answers that were left out for who is looking.
    """

    questionnaire: Questionnaire
    pages: tuple[ActivePage, ...]
    states: Mapping[Key, AnswerState]
    values: Mapping[Key, Value]
    set_aside: tuple[Key, ...]
    problems: tuple[Problem, ...]
    first_open: PageKey | None
    sections: tuple[SectionProgress, ...]
    blocking: tuple[Key, ...]
    hidden: frozenset[Key] = frozenset()

    def page(self, key: PageKey) -> ActivePage | None:
        """The page, if it shows."""
        return next((page for page in self.pages if page.key == key), None)

    def question(self, key: Key) -> Question:
        """The question of an answer's key. Raises KeyError."""
        return self.questionnaire.questions[parts_of(key).question_id]

    def after(self, key: PageKey) -> PageKey | None:
        """The page that "next" leads to; None after the last. Pages to be asked only if open are passed by.

        A page that does not show any more counts from where it stands in the questionnaire.
        """
        following = self.pages[self._place_after(key) :]
        return next((page.key for page in following if not page.page.if_open or self._has_blank(page)), None)

    def before(self, key: PageKey) -> PageKey | None:
        """The page before, or None. One asked because it was open is reached again, to mend what was answered."""
        place = self._place_after(key)
        shows = place > 0 and self.pages[place - 1].key == key
        place -= 2 if shows else 1
        return self.pages[place].key if place >= 0 else None

    def blanks(self, page_key: PageKey) -> tuple[Problem, ...]:
        """What is still looked for on a page: hard for what it cannot go on without, soft for what to ask once more."""
        page = self.page(page_key)
        return tuple(self._blanks(page)) if page else ()

    def lookup(self, key: Key) -> Mapping[str, Value]:
        """Answers by question id, as a rule of the question `key` sees them: outside ones, and those of its entry."""
        group, entry_id, _ = parts_of(key)
        prefix = f"{group}-{entry_id}-" if entry_id else ""
        outside = {found: value for found, value in self.values.items() if "-" not in found}
        if not prefix:
            return outside
        return outside | {
            found.removeprefix(prefix): value for found, value in self.values.items() if found.startswith(prefix)
        }

    def why(self, key: Key) -> tuple[Because, ...]:
        """Why this is asked: the conditions on section, page and question that hold. Empty when always asked."""
        question = self.question(key)
        section = next(section for section in self.questionnaire.sections if question.id in section.question_ids)
        on_pages = [page.relevant for page in section.pages if question.id in page.question_ids]
        values = self.lookup(key)
        rules = (section.relevant, *(on_pages if None not in on_pages else ()), question.relevant)
        found = [because for rule in rules if rule is not None for because in rule.explain(values)]
        return tuple(because for place, because in enumerate(found) if because not in found[:place])

    def _blanks(self, page: ActivePage) -> Iterator[Problem]:
        for key in page.keys:
            if self.states[key] is AnswerState.BLANK:
                if key in self.blocking:
                    yield Problem("answer_missing", key, HARD)
                elif self.question(key).required is Required.SOFT:
                    yield Problem("answer_missing", key, SOFT)

    def _has_blank(self, page: ActivePage) -> bool:
        return any(self.states[key] is AnswerState.BLANK for key in page.keys)

    def _place_after(self, key: PageKey) -> int:
        keys = [page.key for page in self.pages]
        if key in keys:
            return keys.index(key) + 1
        order = plan_of(self.questionnaire, frozenset()).page_order
        place = order.get(key.partition("-")[0], -1)
        return sum(order[page.page.id] < place for page in self.pages)


def evaluate(questionnaire: Questionnaire, answers: Answers) -> View:
    """The view of these answers. Pure; the same final answers give the same view, however they came about."""
    walked = walk(plan_of(questionnaire, answers.modules), answers)
    blocking = tuple(_blocking(walked))
    pages = tuple(_pages(walked, frozenset(blocking)))
    return View(
        questionnaire=questionnaire,
        pages=pages,
        states=walked.states,
        values=walked.values,
        set_aside=tuple(key for key, state in walked.states.items() if state is AnswerState.SET_ASIDE),
        problems=tuple(_problems(walked, answers)),
        first_open=next((page.key for page in pages if page.open), None),
        sections=tuple(_progress(walked, pages)),
        blocking=blocking,
    )


def _blocking(walked: Walk) -> Iterator[Key]:
    for visit in walked.visits:
        for question_id, required_when in visit.plan.hard:
            key = visit.prefix + question_id
            if key in walked.blank and (required_when is None or required_when(visit.scope.values)):
                yield key


def _pages(walked: Walk, blocking: frozenset[Key]) -> Iterator[ActivePage]:
    for visit in walked.visits:
        for plan in visit.plan.pages:
            if plan.relevant is None or plan.relevant(visit.scope.values):
                page = _page(visit, plan, walked, blocking)
                if page is not None:
                    yield page


def _page(visit: Visit, plan: PagePlan, walked: Walk, blocking: frozenset[Key]) -> ActivePage | None:
    keys, asked = plan.ids, plan.asked
    if visit.entry is not None:
        keys = tuple([visit.prefix + question_id for question_id in keys])
        asked = tuple([visit.prefix + question_id for question_id in asked])
    is_open = not (walked.blank.isdisjoint(asked) and blocking.isdisjoint(keys))
    if visit.entry is None and walked.shown.issuperset(keys):
        return plan.whole_open if is_open else plan.whole_done
    shown = tuple([key for key in keys if key in walked.shown])
    if keys and not shown:
        return None
    key = page_key_of(plan.page.id, visit.entry.id if visit.entry else None)
    return ActivePage(key, plan.page, visit.entry, shown, is_open)


def _problems(walked: Walk, answers: Answers) -> Iterator[Problem]:
    for visit in walked.visits:
        for question in visit.plan.checked:
            yield from problems_with(question, visit.prefix + question.id, visit.scope.values, answers.on)


def _progress(walked: Walk, pages: tuple[ActivePage, ...]) -> Iterator[SectionProgress]:
    own: dict[str, list[ActivePage]] = {plan.section.id: [] for plan in walked.shown_sections}
    for page in pages:
        own[page.page.section_id].append(page)
    for plan in walked.shown_sections:
        found = own[plan.section.id]
        done = len([page for page in found if not page.open])
        yield SectionProgress(plan.section, tuple([page.key for page in found]), done, len(found))
