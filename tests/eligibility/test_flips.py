"""Which single answers a result hangs on: exactly those with which the interview, judged again, comes out otherwise."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interview.eligibility import assessing
from interview.eligibility.assessment import Assessment
from interview.eligibility.criteria import Code, Criterion, Standing, criteria
from interview.eligibility.evidence import Evidence, find_evidence
from interview.eligibility.flips import Flip, Otherwise
from interview.eligibility.gathering import gather
from interview.eligibility.vocabulary import Result, Truth
from interview.forms import library
from interview.questionnaire.answers import Answers, Key, record
from interview.questionnaire.kinds import CODE_KINDS, Kind
from interview.questionnaire.values import AnyOf, Missing, Value
from interview.questionnaire.view import evaluate
from interview.services.invented import invented_people

FORM, MAPPING = library.load("screening"), library.mapping("screening")
PEOPLE = {person.key: person for person in invented_people() if person.form == "screening"}
WEIGHED = sorted({row.question.id for row in MAPPING.rows.answers})


def told_by(key: str, given: Mapping[Key, Value] | None = None) -> Answers:
    return record(FORM, Answers.begin(date(2026, 11, 24)), {**PEOPLE[key].answers, **(given or {})}, revision=1)


def assessed(answers: Answers) -> Assessment:
    return assessing.assess(evaluate(FORM, answers), MAPPING)


def evidence(answers: Answers) -> Evidence:
    return find_evidence(answers, evaluate(FORM, answers), MAPPING, assessed(answers))


def with_answer(answers: Answers, key: Key, value: Value | None) -> Answers:
    values = {name: given for name, given in answers.values.items() if name != key}
    return replace(answers, values=values if value is None else {**values, key: value})


def applied(answers: Answers, flip: Flip, code: str) -> Answers:
    """The answers as the flip says that they would be."""
    question = FORM.questions[flip.key]
    if flip.otherwise is Otherwise.NOT_KNOWN:
        return with_answer(answers, flip.key, None)
    if question.kind in CODE_KINDS:
        return with_answer(answers, flip.key, code)
    everything = AnyOf(denied=tuple(question.codes))
    return with_answer(answers, flip.key, AnyOf(ticked=(code,)) if code else everything)


@st.composite
def interviews(draw: st.DrawFn) -> Answers:
    """An invented person who tells some things otherwise, or not at all."""
    answers = told_by(draw(st.sampled_from(sorted(PEOPLE))))
    for key in draw(st.lists(st.sampled_from(WEIGHED), max_size=14, unique=True)):
        question = FORM.questions[key]
        choices: list[Value | None] = [None]
        if question.kind in CODE_KINDS:
            choices += question.codes
        elif question.kind is Kind.ANY_OF:
            choices += [AnyOf(denied=tuple(question.codes)), *(AnyOf(ticked=(code,)) for code in question.codes)]
        answers = with_answer(answers, key, draw(st.sampled_from(choices)))
    return answers


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(interviews())
def test_each_flip_does_what_it_says(answers: Answers) -> None:
    result = assessed(answers).result

    for flip in evidence(answers).flips:
        assert flip.result is not result
        for code in flip.values or ("",):
            assert assessed(applied(answers, flip, code)).result is flip.result


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(interviews())
def test_no_answer_in_a_trace_is_left_out_that_the_result_hangs_on(answers: Answers) -> None:
    found = assessed(answers)
    told = {flip.key for flip in evidence(answers).flips if flip.otherwise is Otherwise.NOT_KNOWN}
    in_traces = {key for trace in found.sets for part in (trace.act, trace.means, trace.purpose) for key in part.keys}

    for key in in_traces & answers.values.keys():
        if not isinstance(answers.values[key], Missing):
            changes = assessed(with_answer(answers, key, None)).result is not found.result
            assert changes is (key in told), key


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(interviews())
def test_criteria_agree_with_the_assessment(answers: Answers) -> None:
    view, found = evaluate(FORM, answers), assessed(answers)
    by_code = {criterion.code: criterion for criterion in criteria(found, gather(view, MAPPING))}

    assert list(by_code) == list(Code)
    assert (by_code[Code.ACT].standing is Standing.MET) is (found.act.value is Truth.YES)
    assert (by_code[Code.PURPOSE].standing is Standing.NOT_MET) is (found.purpose.value is Truth.NO)
    assert by_code[Code.MEANS].required is (found.child.value is not True)
    for criterion in by_code.values():
        # What counts as said was said: an answer behind a standing is one that shows.
        assert set(criterion.supporting) <= view.values.keys()
        assert set(criterion.opposing) <= view.values.keys()
        assert not criterion.missing or criterion.standing is Standing.NOT_ENOUGH_KNOWN
        assert criterion.standing is not Standing.MET or criterion.supporting
    if found.result is Result.INDICATED and found.profile == "standard":
        needed = [one for one in by_code.values() if one.required]
        assert all(one.standing is Standing.MET for one in needed)


def of(found: Evidence, code: Code) -> Criterion:
    return next(criterion for criterion in found.criteria if criterion.code is code)


def test_for_a_child_no_means_is_needed() -> None:
    found = evidence(told_by("child"))

    assert of(found, Code.CHILD).standing is Standing.MET
    assert not of(found, Code.MEANS).required
    assert of(found, Code.ACT).standing is Standing.MET


def test_what_was_not_asked_is_not_enough_known_and_says_what_to_ask() -> None:
    act = of(evidence(told_by("in_the_middle")), Code.ACT)

    assert act.standing is Standing.NOT_ENOUGH_KNOWN
    assert act.missing
    assert act.opposing == ()


def test_one_answer_that_was_denied_would_turn_the_result() -> None:
    """The five acts rest on two answers; without the one that is left, the act is not enough known."""
    only_recruited = told_by("indicated", {"s_moved": "no", "s_received": "no"})

    flips = [flip for flip in evidence(only_recruited).flips if flip.key == "s_recruited"]

    assert {flip.result for flip in flips} == {Result.NOT_INDICATED, Result.INSUFFICIENT}


@pytest.mark.parametrize("key", sorted(PEOPLE))
def test_evidence_reads_back_as_it_was_written(key: str) -> None:
    found = evidence(told_by(key))

    assert Evidence.from_json(found.to_json()) == found
