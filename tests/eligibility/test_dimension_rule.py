"""The minimum combinations of a dimension, by enumeration."""

from itertools import product

import pytest
from builders.known_facts import known

from interview.eligibility.dimensions import Counts, judge, positive
from interview.eligibility.vocabulary import Dimension, DimensionStatus, IndicatorSet
from interview.eligibility.weights import current_weights

MINIMAL_POSITIVES = {(2, 0, 0), (1, 1, 0), (1, 0, 1), (0, 3, 0), (0, 2, 1)}
ALL = list(product(range(4), range(5), range(5)))


def below(counts: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return all(mine <= theirs for mine, theirs in zip(counts, other, strict=True))


def test_a_dimension_is_positive_exactly_from_a_minimum_combination_on() -> None:
    found = {counts for counts in ALL if positive(*counts)}

    assert found == {counts for counts in ALL if any(below(least, counts) for least in MINIMAL_POSITIVES)}


def test_the_minimal_positives_are_the_five_of_the_rule() -> None:
    found = {counts for counts in ALL if positive(*counts)}

    minimal = {counts for counts in found if not any(other != counts and below(other, counts) for other in found)}

    assert minimal == MINIMAL_POSITIVES


def test_the_maximal_negatives_are_a_lone_strong_two_mediums_and_one_medium_with_any_weak() -> None:
    negative = {counts for counts in ALL if not positive(*counts)}

    expected = {(1, 0, 0), (0, 2, 0)} | {(0, medium, weak) for medium in (0, 1) for weak in range(5)}

    assert negative == expected


def test_the_rule_equals_its_short_form() -> None:
    for strong, medium, weak in ALL:
        short = (strong >= 1 and strong + medium + weak >= 2) or (medium >= 2 and medium + weak >= 3)

        assert positive(strong, medium, weak) is short


@pytest.mark.parametrize(
    ("present", "absent", "status"),
    [
        (("D5.CONFDOC", "D5.DEBT"), (), DimensionStatus.POSITIVE),
        (("D5.CONFDOC", "D5.SHAME"), (), DimensionStatus.POSITIVE),
        (("D5.CONFDOC",), (), DimensionStatus.UNDETERMINED),
        ((), (), DimensionStatus.UNDETERMINED),
    ],
)
def test_the_bounds_say_what_is_settled(
    present: tuple[str, ...], absent: tuple[str, ...], status: DimensionStatus
) -> None:
    facts = known(present=present, absent=absent)

    found = judge(Dimension.D5, IndicatorSet.ADULT_LABOUR, facts, current_weights())

    assert found.status is status


def test_a_dimension_is_negative_once_what_is_open_cannot_show_it_any_more() -> None:
    everything = {item.code for item in current_weights().sets[IndicatorSet.ADULT_LABOUR][Dimension.D6]}
    facts = known(present=["D6.DEPEND"], absent=everything - {"D6.DEPEND", "D6.ECON"})

    found = judge(Dimension.D6, IndicatorSet.ADULT_LABOUR, facts, current_weights())

    assert (found.low, found.high) == (Counts(0, 1, 0), Counts(0, 2, 0))
    assert found.status is DimensionStatus.NEGATIVE


def test_a_refused_indicator_keeps_a_dimension_open_like_an_unknown_one() -> None:
    everything = {item.code for item in current_weights().sets[IndicatorSet.ADULT_LABOUR][Dimension.D6]}
    facts = known(refused=everything)

    found = judge(Dimension.D6, IndicatorSet.ADULT_LABOUR, facts, current_weights())

    assert found.status is DimensionStatus.UNDETERMINED
