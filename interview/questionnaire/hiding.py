"""A view with some of its answers left out, for someone who is not shown them now."""

from collections.abc import Collection
from dataclasses import replace

from interview.questionnaire.answers import Answers, Key
from interview.questionnaire.view import View


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


def answers_without(answers: Answers, keys: Collection[Key]) -> Answers:
    """The answers without these."""
    return replace(answers, values={key: value for key, value in answers.values.items() if key not in keys})
