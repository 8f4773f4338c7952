"""Steps 2 to 6 on invented people."""

import pytest
from builders.known_facts import ADULT, CHILD, NO_ACT, RECRUITED, codes_of, known

from interview.eligibility.assessment import assess_facts
from interview.eligibility.facts import Facts
from interview.eligibility.vocabulary import (
    DIRECT_INDICATORS,
    EXPLOITATION_FACTS,
    Act,
    ExploitationKind,
    Fact,
    IndicatorSet,
    Means,
    Profile,
    Result,
    Status,
    Strength,
    Truth,
)

DECEIVED = ("D1.NATURE", "D1.WAGES")
EXPLOITED = ("D4.HOURS", "D4.LOWPAY")
COERCED = ("D5.CONFDOC", "D5.ISOL")
NO_EXPLOITATION = dict.fromkeys(EXPLOITATION_FACTS, Status.ABSENT)
SEXUAL = {Fact.SEXUAL_EXPLOITATION: Status.PRESENT}


def test_an_adult_deceived_exploited_and_coerced_is_indicated_at_full_strength() -> None:
    found = assess_facts(known(acts=RECRUITED, present=[*DECEIVED, *EXPLOITED, *COERCED]))

    assert (found.result, found.strength) == (Result.INDICATED, Strength.A)
    assert (found.act.value, found.means.value, found.purpose.value) == (Truth.YES, Means.YES, Truth.YES)


def test_one_fact_for_each_element_is_enough_for_an_adult() -> None:
    found = assess_facts(known(acts=RECRUITED, present=["D5.THREATV"], facts=SEXUAL))

    assert (found.result, found.strength, found.means.value) == (
        Result.INDICATED,
        Strength.B_MINUS,
        Means.YES_DIRECT,
    )
    assert found.means.facts == ("D5.THREATV",)


@pytest.mark.parametrize("code", sorted(DIRECT_INDICATORS))
def test_each_direct_means_shows_the_means_by_itself(code: str) -> None:
    found = assess_facts(known(acts=RECRUITED, present=[code], facts=SEXUAL))

    assert found.means.value is Means.YES_DIRECT


def test_a_payment_to_someone_in_control_is_a_means_by_itself() -> None:
    found = assess_facts(known(acts=RECRUITED, facts=SEXUAL | {Fact.PAYMENT: Status.PRESENT}))

    assert (found.result, found.means.facts) == (Result.INDICATED, ("payment",))


@pytest.mark.parametrize("fact", EXPLOITATION_FACTS)
def test_each_exploitation_fact_shows_the_purpose_by_itself(fact: Fact) -> None:
    found = assess_facts(known(facts={fact: Status.PRESENT}))

    assert (found.purpose.value, found.purpose.facts) == (Truth.YES, (fact.value,))


@pytest.mark.parametrize("act", list(Act))
def test_each_act_is_enough(act: Act) -> None:
    found = assess_facts(known(acts={act: Status.PRESENT}))

    assert found.act.value is Truth.YES


def test_four_acts_denied_and_one_not_asked_is_not_yet_a_no() -> None:
    denied = NO_ACT | {Act.RECEIPT: Status.UNKNOWN}

    assert assess_facts(known(acts=denied)).act.value is Truth.UNKNOWN
    assert assess_facts(known(acts=NO_ACT)).result is Result.NOT_INDICATED


def test_a_child_needs_no_means() -> None:
    no_means = codes_of("D1", "D2", "D3", "D5", "D6")
    facts = {Fact.FORCED_BEGGING: Status.PRESENT, Fact.PAYMENT: Status.ABSENT}

    as_child = assess_facts(known(age=CHILD, acts=RECRUITED, absent=no_means, facts=facts))
    as_adult = assess_facts(known(age=ADULT, acts=RECRUITED, absent=no_means, facts=facts))

    assert (as_child.result, as_child.means.value) == (Result.INDICATED, Means.NO)
    assert (as_adult.result, as_adult.means.value) == (Result.NOT_INDICATED, Means.NO)


@pytest.mark.parametrize("status", [Status.UNKNOWN, Status.REFUSED])
@pytest.mark.parametrize("code", ["D2.THREATV", "D5.DENOUNCE"])
def test_a_direct_means_that_may_yet_be_told_keeps_the_means_open(code: str, status: Status) -> None:
    absent = codes_of("D1", "D2", "D3", "D5", "D6") - {code}
    refused = [code] if status is Status.REFUSED else []

    found = assess_facts(known(acts=RECRUITED, absent=absent, refused=refused, facts={Fact.PAYMENT: Status.ABSENT}))

    assert found.means.value is Means.UNKNOWN


def test_exploitation_at_work_is_a_purpose_for_a_child_and_needs_more_for_an_adult() -> None:
    child = assess_facts(known(age=CHILD, present=EXPLOITED))
    adult = assess_facts(known(age=ADULT, present=EXPLOITED))

    assert (child.purpose.value, child.purpose.facts) == (Truth.YES, ("D4",))
    assert adult.purpose.value is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("more", "rests_on"),
    [
        (COERCED, ("D4", "D5")),
        (("D6.DEPEND", "D6.ECON", "D6.FAMSIT"), ("D4", "D6")),
        (("D5.VIOLENCE",), ("D4", "D5.VIOLENCE")),
    ],
)
def test_exploitation_at_work_is_a_purpose_for_an_adult_with_coercion_or_abuse(
    more: tuple[str, ...], rests_on: tuple[str, ...]
) -> None:
    found = assess_facts(known(present=[*EXPLOITED, *more]))

    assert (found.purpose.value, found.purpose.facts) == (Truth.YES, rests_on)


def test_low_pay_poverty_and_irregular_status_alone_show_neither_means_nor_purpose() -> None:
    facts = {Fact.IRREGULAR_ENTRY: Status.PRESENT}

    found = assess_facts(known(acts=RECRUITED, present=["D4.LOWPAY", "D6.ECON", "D6.AUTHREL"], facts=facts))

    assert (found.means.value, found.purpose.value) == (Means.UNKNOWN, Truth.UNKNOWN)


def test_the_purpose_is_a_no_only_when_every_exploitation_fact_is_denied() -> None:
    denied = codes_of("D4")
    without_one = NO_EXPLOITATION | {Fact.SALE: Status.UNKNOWN}

    assert assess_facts(known(absent=denied, facts=NO_EXPLOITATION)).purpose.value is Truth.NO
    assert assess_facts(known(absent=denied, facts=without_one)).purpose.value is Truth.UNKNOWN


def test_hard_work_without_any_coercion_is_no_purpose_for_an_adult() -> None:
    facts = known(present=EXPLOITED, absent=codes_of("D5", "D6"), facts=NO_EXPLOITATION)

    assert assess_facts(facts).purpose.value is Truth.NO


def test_one_strong_coercion_that_may_yet_be_told_keeps_the_purpose_open() -> None:
    facts = known(present=EXPLOITED, absent=codes_of("D5", "D6") - {"D5.ISOL"}, facts=NO_EXPLOITATION)

    assert assess_facts(facts).purpose.value is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("facts", "result", "strength"),
    [
        (known(), Result.INSUFFICIENT, Strength.D),
        (known(acts=RECRUITED), Result.INSUFFICIENT, Strength.C),
        (known(present=["D5.ISOL"]), Result.INSUFFICIENT, Strength.C),
        (known(acts=RECRUITED, present=COERCED, facts=SEXUAL), Result.INDICATED, Strength.B),
        (known(age=CHILD, acts=RECRUITED, facts=SEXUAL), Result.INDICATED, Strength.B),
        (known(age=CHILD, acts=RECRUITED, present=COERCED, facts=SEXUAL), Result.INDICATED, Strength.A),
        (known(age=CHILD, acts=RECRUITED, present=EXPLOITED), Result.INDICATED, Strength.A),
        (known(acts=NO_ACT, facts=SEXUAL), Result.NOT_INDICATED, None),
        (known(acts=NO_ACT), Result.NOT_INDICATED, Strength.D),
    ],
)
def test_the_strength_says_how_much_is_shown(facts: Facts, result: Result, strength: Strength | None) -> None:
    found = assess_facts(facts)

    assert (found.result, found.strength) == (result, strength)


def test_both_sets_are_read_while_the_kind_is_not_known_and_the_most_favourable_decides() -> None:
    facts = known(kind=None, acts=RECRUITED, present=["D1.PROSTCOND", "D1.WAGES", "D1.HOUSING"], facts=SEXUAL)

    found = assess_facts(facts)

    assert [trace.indicator_set for trace in found.sets] == [IndicatorSet.ADULT_LABOUR, IndicatorSet.ADULT_SEXUAL]
    assert [trace.result for trace in found.sets] == [Result.INSUFFICIENT, Result.INDICATED]
    assert (found.chosen_set, found.result) == (IndicatorSet.ADULT_SEXUAL, Result.INDICATED)


def test_only_unverified_weights_that_took_part_are_reported() -> None:
    labour = assess_facts(known(kind=ExploitationKind.LABOUR, present=["D5.ISOL"]))
    sexual = assess_facts(known(kind=ExploitationKind.SEXUAL, present=["D5.ISOL"]))

    assert (labour.unverified_weights_used, sexual.unverified_weights_used) == (False, True)


def test_the_strict_profile_asks_for_the_full_pattern() -> None:
    sparse = known(acts=RECRUITED, present=["D5.THREATV"], facts=SEXUAL)
    full = known(acts=RECRUITED, present=[*DECEIVED, *EXPLOITED, *COERCED])

    assert assess_facts(sparse, profile=Profile.ILO_STRICT).result is Result.INSUFFICIENT
    assert assess_facts(full, profile=Profile.ILO_STRICT).result is Result.INDICATED


def test_the_strict_profile_is_a_no_where_the_pattern_cannot_be_reached_any_more() -> None:
    facts = known(
        acts=RECRUITED,
        present=[*DECEIVED, *EXPLOITED, "D6.DEPEND", "D6.ECON", "D6.FAMSIT"],
        absent=codes_of("D5"),
    )

    assert assess_facts(facts, profile=Profile.ILO_STRICT).result is Result.NOT_INDICATED
    assert assess_facts(facts).result is Result.INDICATED
