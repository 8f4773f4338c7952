"""Which single answers the result hangs on: the same interview judged once more with one answer another one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from interview.eligibility.assessment import Assessment
from interview.eligibility.decision import decide
from interview.eligibility.facts import Facts
from interview.eligibility.gathering import gather
from interview.eligibility.mapping import AGE
from interview.eligibility.mapping import Mapping as AnswerMapping
from interview.eligibility.vocabulary import Result
from interview.eligibility.weights import Weights, current_weights
from interview.questionnaire.definition import Question, Questionnaire
from interview.questionnaire.kinds import CODE_KINDS, Kind
from interview.questionnaire.sheet import Answers
from interview.questionnaire.values import AnyOf, Missing, Value
from interview.questionnaire.view import View, evaluate

MOST_TRIED = 120
"""How many other answers are tried at most; each is one more judgement of about a millisecond."""


class Otherwise(StrEnum):
    """In which way an answer would be another one."""

    NOT_KNOWN = "not_known"
    GIVEN_OTHERWISE = "given_otherwise"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Flip:
    """One answer that the result hangs on: were it not known, given otherwise, or answered at all, it would change.

    `values`: codes of the other answers, of which each alone would do it; none for NOT_KNOWN, nor where everything that
    was ticked would be denied. `result`: what the system would say then.
    """

    key: str
    otherwise: Otherwise
    values: tuple[str, ...]
    result: Result


def find_flips(answers: Answers, view: View, mapping: AnswerMapping, assessment: Assessment) -> tuple[Flip, ...]:
    """The answers that the result rests on or waits for, of which one alone would change it.

    Pure. What an answer hides or brings out counts too, as it would in the interview.
    """
    judge = _Judge(view.questionnaire, answers, mapping, current_weights(), assessment)
    found: dict[tuple[str, Otherwise, Result], list[str]] = {}
    for tried, (key, otherwise, code, value) in enumerate(_others(answers, view, mapping, assessment)):
        if tried == MOST_TRIED:
            break
        result = judge.result(key, value)
        if result is not assessment.result:
            found.setdefault((key, otherwise, result), []).extend([code] if code else [])
    return tuple(Flip(key, otherwise, tuple(codes), result) for (key, otherwise, result), codes in found.items())


Other = tuple[str, Otherwise, str, Value | None]


def _others(answers: Answers, view: View, mapping: AnswerMapping, assessment: Assessment) -> Iterator[Other]:
    """The other answers worth trying: of what the traces rest on, and of what could still decide."""
    for key in _resting_on(answers, mapping, assessment):
        yield key, Otherwise.NOT_KNOWN, "", None
        for code, value in _given_otherwise(view.question(key), answers.values[key]):
            yield key, Otherwise.GIVEN_OTHERWISE, code, value
    shows = {row.question.id: row.shows for row in mapping.rows.answers}
    for key in _waiting_for(answers, view, assessment):
        for code, value in _answers_to(view.questionnaire.questions[key], shows.get(key, {})):
            yield key, Otherwise.ANSWERED, code, value


def _resting_on(answers: Answers, mapping: AnswerMapping, assessment: Assessment) -> tuple[str, ...]:
    """The answers that stand in a trace, each once. Ages are computed: what they were computed from stands for them."""
    keys = dict.fromkeys(
        key for trace in assessment.sets for element in (trace.act, trace.means, trace.purpose) for key in element.keys
    )
    keys |= dict.fromkeys((*assessment.child.keys, *mapping.asked_by.get(AGE, ())))
    return tuple(key for key in keys if key in answers.values and not isinstance(answers.values[key], Missing))


def _waiting_for(answers: Answers, view: View, assessment: Assessment) -> tuple[str, ...]:
    """The questions of which one more answer could change the result, each once."""
    questions = (key for item in assessment.missing if item.one_more_answer for key in item.questions)
    open_ = dict.fromkeys(key for key in questions if isinstance(answers.values.get(key), Missing | None))
    return tuple(key for key in open_ if key in view.states)


def _given_otherwise(question: Question, value: Value) -> Iterator[tuple[str, Value]]:
    if isinstance(value, AnyOf):
        yield "", AnyOf(denied=tuple(question.codes))
    elif question.kind in CODE_KINDS:
        yield from ((code, code) for code in question.codes if code != value and code not in {*Missing})


def _answers_to(question: Question, shows: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, Value]]:
    if question.kind is Kind.ANY_OF:
        yield from ((code, AnyOf(ticked=(code,))) for code in shows)
        yield "", AnyOf(denied=tuple(question.codes))
    elif question.kind in CODE_KINDS:
        yield from ((code, code) for code in question.codes if code not in {*Missing})


class _Judge:
    """Judges the interview with one answer another one; what changes no fact is not judged again."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        answers: Answers,
        mapping: AnswerMapping,
        weights: Weights,
        assessment: Assessment,
    ) -> None:
        self._questionnaire = questionnaire
        self._answers = answers
        self._mapping = mapping
        self._weights = weights
        self._profile = assessment.profile
        self._known: dict[object, Result] = {}

    def result(self, key: str, value: Value | None) -> Result:
        """What the system would say; None takes the answer away."""
        values = {name: given for name, given in self._answers.values.items() if name != key}
        if value is not None:
            values[key] = value
        facts = gather(evaluate(self._questionnaire, replace(self._answers, values=values)), self._mapping)
        known = _statuses(facts)
        if known not in self._known:
            self._known[known] = decide(facts, self._weights, self._profile).result
        return self._known[known]


def _statuses(facts: Facts) -> object:
    """What a result depends on, without the keys behind it."""
    age = replace(facts.age, keys=())
    items = (facts.acts, facts.indicators, facts.facts)
    return age, facts.kind, tuple(frozenset((code, item.status) for code, item in some.items()) for some in items)
