"""A view with some of its answers left out, for someone who is not shown them now."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from interview.questionnaire.answers import Answers, Key
from interview.questionnaire.keys import parts_of
from interview.questionnaire.view import ActivePage, SectionProgress, View


def without(view: View, keys: Collection[Key]) -> View:
    """The view without these answers: neither they nor what was found odd about them. Its pages stay as they are.

    Nothing is worked out from such a view: what an answer brings about was worked out before it was left out.
    """
    hidden = frozenset(keys)
    return replace(
        view,
        values={key: value for key, value in view.values.items() if key not in hidden},
        problems=tuple(problem for problem in view.problems if problem.key not in hidden),
        hidden=view.hidden | hidden,
    )


def without_questions(view: View, question_ids: Collection[str]) -> View:
    """The view without these questions, for someone to whom they are closed.

    Unlike `without`, it does not even say which of them are asked: a page or a section with nothing else is left out.
    """
    keys = {key for key in (*view.states, *view.values) if parts_of(key).question_id in question_ids}
    pages = tuple(_pages_without(view, keys))
    left = frozenset(page.key for page in pages)
    return replace(
        without(view, keys),
        pages=pages,
        states={key: state for key, state in view.states.items() if key not in keys},
        set_aside=tuple(key for key in view.set_aside if key not in keys),
        first_open=next((page.key for page in pages if page.open), None),
        sections=tuple(_sections_with(view, left)),
        blocking=tuple(key for key in view.blocking if key not in keys),
    )


def answers_to(answers: Answers, question_ids: Collection[str]) -> frozenset[Key]:
    """Which of the answers are to these questions, whether or not they show."""
    return frozenset(key for key in answers.values if parts_of(key).question_id in question_ids)


def answers_without(answers: Answers, keys: Collection[Key]) -> Answers:
    """The answers without these."""
    return replace(answers, values={key: value for key, value in answers.values.items() if key not in keys})


def _pages_without(view: View, keys: Collection[Key]) -> Iterator[ActivePage]:
    for page in view.pages:
        left = tuple(key for key in page.keys if key not in keys)
        if left or not page.keys:
            yield replace(page, keys=left)


def _sections_with(view: View, page_keys: Collection[str]) -> Iterator[SectionProgress]:
    is_open = {page.key: page.open for page in view.pages}
    for progress in view.sections:
        left = tuple(key for key in progress.pages if key in page_keys)
        if left or not progress.pages:
            yield replace(progress, pages=left, done=sum(not is_open[key] for key in left), total=len(left))
