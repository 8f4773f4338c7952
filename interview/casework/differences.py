"""What became of answers after something was decided about them."""

from collections.abc import Iterator
from dataclasses import dataclass

from interview.eligibility.vocabulary import Result
from interview.questionnaire.answers import Answers, Key, parts_of
from interview.questionnaire.definition import Questionnaire
from interview.questionnaire.values import Value


@dataclass(frozen=True, slots=True, repr=False)
class ChangedAnswer:
    """One answer that is not what it was; None where there was none, or is none now."""

    key: Key
    before: Value | None
    after: Value | None


@dataclass(frozen=True, slots=True, repr=False)
class Difference:
    """What changed, in the order of the questionnaire, and what the system says before and after."""

    changed: tuple[ChangedAnswer, ...]
    result_before: Result
    result_after: Result

    @property
    def result_changed(self) -> bool:
        """Whether the system says something else now."""
        return self.result_before is not self.result_after


def changed_answers(questionnaire: Questionnaire, before: Answers, after: Answers) -> tuple[ChangedAnswer, ...]:
    """The answers that differ, in the order of the questionnaire, those of repeated sections by entry."""
    order = {question_id: place for place, question_id in enumerate(questionnaire.questions)}
    found = sorted(_changed(before, after), key=lambda one: (order[parts_of(one.key).question_id], one.key))
    return tuple(found)


def _changed(before: Answers, after: Answers) -> Iterator[ChangedAnswer]:
    for key in before.values.keys() | after.values.keys():
        was, now = before.values.get(key), after.values.get(key)
        if was != now:
            yield ChangedAnswer(key, was, now)
