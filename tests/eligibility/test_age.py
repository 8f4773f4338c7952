"""When the rule for a child applies."""

import pytest
from builders.known_facts import RECRUITED, codes_of, known

from interview.eligibility.age import ChildBasis, find_child
from interview.eligibility.assessment import assess_facts
from interview.eligibility.facts import Age
from interview.eligibility.vocabulary import Fact, Result, Status, Truth

NO_MEANS = codes_of("D1", "D2", "D3", "D5", "D6")
BEGGING = {Fact.FORCED_BEGGING: Status.PRESENT}
BEGGING_WITHOUT_MEANS = BEGGING | {Fact.PAYMENT: Status.ABSENT}


@pytest.mark.parametrize(
    ("age", "value", "basis"),
    [
        (Age(now=17), Truth.YES, ChildBasis.AGE_NOW),
        (Age(now=18), Truth.NO, ChildBasis.ADULT),
        (Age(now=30, minor_at_stage=Truth.YES), Truth.YES, ChildBasis.AGE_AT_STAGE),
        (Age(now=30, stated=True), Truth.YES, ChildBasis.STATED_CHILD),
        (Age(now=17, stated=False), Truth.YES, ChildBasis.AGE_NOW),
        (Age(stated=False), Truth.NO, ChildBasis.STATED_ADULT),
        (Age(now=19, presumed=True), Truth.YES, ChildBasis.PRESUMED),
        (Age(presumed=True), Truth.YES, ChildBasis.PRESUMED),
        (Age(), Truth.UNKNOWN, ChildBasis.UNKNOWN),
        (Age(now=30, stages_asked=True), Truth.NO, ChildBasis.ADULT_NOW_STAGE_UNKNOWN),
        (Age(now=30, stages_asked=True, minor_at_stage=Truth.NO), Truth.NO, ChildBasis.ADULT),
    ],
)
def test_the_basis_says_why(age: Age, value: Truth, basis: ChildBasis) -> None:
    found = find_child(age)

    assert (found.value, found.basis) == (value, basis)


def test_who_is_presumed_a_child_is_assessed_as_one_and_the_adult_result_is_shown_beside() -> None:
    found = assess_facts(known(age=Age(now=19, presumed=True), acts=RECRUITED, facts=BEGGING))

    assert found.result is Result.INDICATED
    assert found.child.as_child is not None
    assert found.child.as_adult is not None
    assert (found.child.as_child.result, found.child.as_adult.result) == (Result.INDICATED, Result.INSUFFICIENT)


def test_an_unknown_age_is_read_both_ways_and_the_most_favourable_decides() -> None:
    found = assess_facts(known(age=Age(), acts=RECRUITED, facts=BEGGING))

    assert found.result is Result.INDICATED
    assert {trace.child for trace in found.sets} == {True, False}
    assert found.missing[0].element == "age"
    assert found.missing[0].could_become == (Result.INSUFFICIENT,)


def test_an_adult_of_whom_no_age_at_the_time_is_known_is_never_refused_by_the_adult_rule_alone() -> None:
    facts = known(age=Age(now=30, stages_asked=True), acts=RECRUITED, absent=NO_MEANS, facts=BEGGING_WITHOUT_MEANS)

    found = assess_facts(facts)

    assert found.result is Result.INSUFFICIENT
    assert found.child.as_adult is not None
    assert found.child.as_adult.result is Result.NOT_INDICATED
    assert "result.waits_for_age" in {line.code for line in found.explanation}
    assert found.missing[0].element == "age"


def test_the_adult_rule_refuses_once_the_age_at_the_time_is_known() -> None:
    age = Age(now=30, stages_asked=True, minor_at_stage=Truth.NO)

    found = assess_facts(known(age=age, acts=RECRUITED, absent=NO_MEANS, facts=BEGGING_WITHOUT_MEANS))

    assert found.result is Result.NOT_INDICATED
