"""Blank answers, and which of them become "not asked"."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from interview.questionnaire.answers import Answers, Key, PageKey, record
from interview.questionnaire.definition import PageKind, Questionnaire, Required
from interview.questionnaire.problems import HARD, Problem
from interview.questionnaire.values import Missing
from interview.questionnaire.view import ActivePage, AnswerState, View, evaluate


@dataclass(frozen=True, slots=True, repr=False)
class Completed:
    """Answers in which nothing that could have been asked is blank, their view, and what was filled in."""

    answers: Answers
    view: View
    not_asked: tuple[Key, ...]


def passed_over(view: View, page_key: PageKey, shown: Collection[Key], *, asked_once_more: bool) -> tuple[Key, ...]:
    """The questions to the person that this page showed and that were left blank for good.

    One that may be left out is passed over at once, a soft one only after it was asked once more. On a page of what
    was heard, silence says nothing.
    """
    page = view.page(page_key)
    if page is None or page.page.kind is not PageKind.ASK:
        return ()
    gone = {Required.NO, Required.SOFT} if asked_once_more else {Required.NO}
    return tuple(key for key in _unasked(view, page) if key in shown and view.question(key).required in gone)


def looked_for(view: View, page_key: PageKey, *, asked_once_more: bool) -> tuple[Problem, ...]:
    """What to ask once more about a page: blanks, and answers that do not agree. Hard ones come again until mended."""
    page = view.page(page_key)
    if page is None:
        return ()
    disagreeing = tuple(problem for problem in view.problems if problem.key in page.keys)
    found = (*view.blanks(page_key), *disagreeing)
    heard = page.page.kind is PageKind.HEARD
    return tuple(problem for problem in found if problem.severity is HARD or not (asked_once_more or heard))


def newly_shown(before: View, after: View, page_key: PageKey, given: Collection[Key]) -> bool:
    """Whether an answer on the page brought out another question on it, which nobody has seen yet."""
    page = after.page(page_key)
    seen = before.page(page_key)
    if page is None:
        return False
    known = set(given) | set(seen.keys if seen else ())
    return any(key not in known for key in _blank(after, page))


def complete(questionnaire: Questionnaire, answers: Answers, *, revision: int) -> Completed:
    """The answers as they would be handed in: what could have been asked and is blank was not asked.

    Filling one in may bring out another question, so it goes on until none is left. Hard ones are never filled in.
    """
    view, filled = evaluate(questionnaire, answers), dict[Key, None]()
    while blank := dict.fromkeys(_never_asked(view)):
        answers = record(questionnaire, answers, dict.fromkeys(blank, Missing.NOT_ASKED), revision=revision)
        view, filled = evaluate(questionnaire, answers), filled | blank
    return Completed(answers, view, tuple(filled))


def _never_asked(view: View) -> Iterator[Key]:
    for page in view.pages:
        if page.page.kind is PageKind.ASK:
            yield from (key for key in _unasked(view, page) if view.question(key).required is not Required.HARD)


def _unasked(view: View, page: ActivePage) -> Iterator[Key]:
    return (key for key in _blank(view, page) if view.question(key).asked)


def _blank(view: View, page: ActivePage) -> Iterator[Key]:
    return (key for key in page.keys if view.states[key] is AnswerState.BLANK)
