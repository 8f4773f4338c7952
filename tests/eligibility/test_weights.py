"""The weights as data."""

import pytest

from interview.eligibility.vocabulary import DIRECT_INDICATORS, Dimension, IndicatorSet, Weight
from interview.eligibility.weights import current_weights

SIZES = {
    IndicatorSet.ADULT_LABOUR: (10, 10, 16, 9, 15, 7),
    IndicatorSet.CHILD_LABOUR: (10, 10, 15, 8, 15, 7),
    IndicatorSet.ADULT_SEXUAL: (10, 10, 16, 9, 15, 7),
    IndicatorSet.CHILD_SEXUAL: (10, 10, 15, 8, 15, 7),
}


@pytest.mark.parametrize("name", list(IndicatorSet))
def test_each_set_has_as_many_indicators_as_its_source(name: IndicatorSet) -> None:
    found = tuple(len(current_weights().sets[name][dimension]) for dimension in Dimension)

    assert found == SIZES[name]


def test_adult_labour_is_taken_from_matched_lists_but_for_two_conflicts() -> None:
    rows = [item for items in current_weights().sets[IndicatorSet.ADULT_LABOUR].values() for item in items]

    assert {item.code for item in rows if not item.verified} == {"D3.PAST", "D3.TRAVELDIFF"}


@pytest.mark.parametrize(
    ("name", "code", "weight"),
    [
        (IndicatorSet.ADULT_LABOUR, "D2.DEBT", Weight.MEDIUM),
        (IndicatorSet.ADULT_LABOUR, "D5.DEBT", Weight.STRONG),
        (IndicatorSet.CHILD_LABOUR, "D2.DEBT", Weight.STRONG),
        (IndicatorSet.ADULT_LABOUR, "D5.SHAME", Weight.WEAK),
        (IndicatorSet.ADULT_SEXUAL, "D5.TASKS", Weight.STRONG),
        (IndicatorSet.ADULT_SEXUAL, "D4.HOURS", Weight.MEDIUM),
        (IndicatorSet.CHILD_SEXUAL, "D4.HAZARD", Weight.STRONG),
        (IndicatorSet.CHILD_LABOUR, "D3.FALSELAW", None),
        (IndicatorSet.ADULT_SEXUAL, "D1.CONDWORK", None),
    ],
)
def test_weights_differ_by_set_and_stage(name: IndicatorSet, code: str, weight: Weight | None) -> None:
    assert current_weights().weight(name, code) is weight


def test_every_direct_means_is_an_indicator_of_every_set() -> None:
    for name in IndicatorSet:
        assert all(current_weights().weight(name, code) for code in DIRECT_INDICATORS)


def test_no_weight_of_the_child_sets_is_weak() -> None:
    for name in (IndicatorSet.CHILD_LABOUR, IndicatorSet.CHILD_SEXUAL):
        rows = [item for items in current_weights().sets[name].values() for item in items]

        assert all(item.weight is not Weight.WEAK for item in rows)
