"""Alternative findings, risk flags, episodes and the definition used for assistance."""

import pytest
from builders.known_facts import ADULT, CHILD, NO_ACT, RECRUITED, codes_of, known

from interview.eligibility.alternatives import Alternative, Referral
from interview.eligibility.assessment import assess_facts
from interview.eligibility.facts import Age, Episode, Facts
from interview.eligibility.risks import ActWithin
from interview.eligibility.vocabulary import EXPLOITATION_FACTS, Fact, Result, Status, Truth

NO_EXPLOITATION = dict.fromkeys(EXPLOITATION_FACTS, Status.ABSENT)
PRESENT = Status.PRESENT
EXPLOITED = ("D4.HOURS", "D4.LOWPAY")
SMUGGLED = {Fact.SMUGGLING_FEE: PRESENT, Fact.IRREGULAR_ENTRY: PRESENT, Fact.ENDED_ON_ARRIVAL: PRESENT}


def alternatives(facts: Facts) -> set[Alternative]:
    return {finding.code for finding in assess_facts(facts).alternative_findings}


def test_a_fee_an_irregular_entry_and_an_end_on_arrival_are_smuggling_unless_there_was_exploitation() -> None:
    assert Alternative.SMUGGLED_MIGRANT in alternatives(known(facts=SMUGGLED))
    assert Alternative.SMUGGLED_MIGRANT not in alternatives(known(facts=SMUGGLED | {Fact.SALE: PRESENT}))


def test_exploitation_without_purpose_is_a_labour_rights_case() -> None:
    facts = known(present=EXPLOITED, absent=codes_of("D5", "D6"), facts=NO_EXPLOITATION)

    assert Alternative.LABOUR_RIGHTS in alternatives(facts)


def test_a_deceived_and_exploited_worker_always_goes_to_a_supervisor() -> None:
    facts = known(present=["D1.NATURE", "D1.WAGES", *EXPLOITED], absent=codes_of("D5", "D6"))

    found = {finding.code: finding for finding in assess_facts(facts).alternative_findings}

    assert found[Alternative.DECEIVED_AND_EXPLOITED].to_supervisor
    assert Referral.LABOUR in found[Alternative.DECEIVED_AND_EXPLOITED].referrals


def test_ransom_without_exploitation_is_kidnapping_for_ransom() -> None:
    assert Alternative.KIDNAPPING_FOR_RANSOM in alternatives(known(facts={Fact.RANSOM: PRESENT}))
    exploited = known(facts={Fact.RANSOM: PRESENT, Fact.FORCED_BEGGING: PRESENT})
    assert Alternative.KIDNAPPING_FOR_RANSOM not in alternatives(exploited)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (known(age=CHILD, present=EXPLOITED), Alternative.CHILD_LABOUR),
        (known(age=CHILD, facts={Fact.CHILD_ABUSE: PRESENT}), Alternative.CHILD_ABUSE),
        (known(facts={Fact.DOMESTIC_OR_SEXUAL_VIOLENCE: PRESENT}), Alternative.DOMESTIC_OR_SEXUAL_VIOLENCE),
        (known(facts={Fact.PROTECTION_NEED: PRESENT}), Alternative.PROTECTION_NEED),
        (known(present=["D6.ECON"], facts={Fact.MIGRANT: PRESENT}), Alternative.VULNERABLE_MIGRANT),
        (known(acts=NO_ACT), Alternative.VULNERABLE_MIGRANT),
        (known(acts=NO_ACT, facts={Fact.MIGRANT: Status.ABSENT}), Alternative.OTHER_SUPPORT),
    ],
)
def test_each_finding_has_its_trigger(facts: Facts, expected: Alternative) -> None:
    assert expected in alternatives(facts)


def test_flags_are_raised_whatever_the_result_and_the_most_urgent_first() -> None:
    facts = known(
        acts=NO_ACT,
        facts={Fact.NOWHERE_SAFE: PRESENT, Fact.SELF_HARM: PRESENT, Fact.IN_CONTROL_NOW: PRESENT},
    )

    found = assess_facts(facts).risk_flags

    assert [(flag.code, flag.act_within) for flag in found] == [
        (Fact.IN_CONTROL_NOW, ActWithin.STOP),
        (Fact.SELF_HARM, ActWithin.MINUTES),
        (Fact.NOWHERE_SAFE, ActWithin.SAME_DAY),
    ]
    assert found[0].keys == ("answer of in_control_now",)


def test_a_threat_told_of_is_in_force_while_the_person_is_still_under_control() -> None:
    told = known(present=["D5.VIOLFAM"])
    in_force = known(present=["D5.VIOLFAM"], facts={Fact.IN_CONTROL_NOW: PRESENT})

    assert Fact.THREAT_NOW not in {flag.code for flag in assess_facts(told).risk_flags}
    assert Fact.THREAT_NOW in {flag.code for flag in assess_facts(in_force).risk_flags}


SOLD = known(acts=RECRUITED, present=["D5.ISOL"], facts={Fact.SALE: PRESENT})
NOTHING_SHOWN = known(acts=RECRUITED)


def then(earlier: Facts, exited: Truth, now: Facts) -> Facts:
    return Facts(now.age, now.kind, now.acts, now.indicators, now.facts, (Episode(earlier, exited),))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (then(SOLD, Truth.YES, SOLD), True),
        (then(SOLD, Truth.NO, SOLD), False),
        (then(SOLD, Truth.UNKNOWN, SOLD), False),
        (then(NOTHING_SHOWN, Truth.YES, SOLD), False),
        (then(SOLD, Truth.YES, NOTHING_SHOWN), False),
    ],
)
def test_two_indicated_episodes_with_an_exit_between_are_retrafficking(facts: Facts, expected: bool) -> None:
    found = assess_facts(facts)

    assert (Fact.RETRAFFICKING_RISK in {flag.code for flag in found.risk_flags}) is expected
    assert ("episodes.retrafficked" in {line.code for line in found.explanation}) is expected
    assert [episode.current for episode in found.episodes] == [False, True]


def test_each_episode_has_a_result_of_its_own() -> None:
    found = assess_facts(then(SOLD, Truth.YES, NOTHING_SHOWN))

    assert [episode.result for episode in found.episodes] == [Result.INDICATED, Result.INSUFFICIENT]


NO_MEANS = codes_of("D1", "D2", "D3", "D5", "D6")
BEGGING = {Fact.FORCED_BEGGING: PRESENT, Fact.PAYMENT: Status.ABSENT}


@pytest.mark.parametrize(
    ("facts", "met"),
    [
        (known(acts=RECRUITED, absent=NO_MEANS, facts=BEGGING), True),
        (known(facts=BEGGING | {Fact.MIGRANT: PRESENT}), True),
        (known(facts=BEGGING), None),
        (known(facts={Fact.INTENT: PRESENT, Fact.MIGRANT: PRESENT}), None),
        (known(acts=NO_ACT, facts=BEGGING | {Fact.MIGRANT: Status.ABSENT}), False),
        (known(acts=RECRUITED, absent=codes_of("D4"), facts=NO_EXPLOITATION), False),
    ],
)
def test_the_definition_for_assistance_needs_no_means(facts: Facts, met: bool | None) -> None:
    assert assess_facts(facts).assistance_definition_met is met


def test_assistance_is_open_to_an_exploited_migrant_who_is_not_indicated() -> None:
    found = assess_facts(known(age=ADULT, acts=RECRUITED, absent=NO_MEANS, facts=BEGGING))

    assert (found.result, found.assistance_definition_met) == (Result.NOT_INDICATED, True)


def test_an_episode_of_childhood_is_read_by_the_rule_for_a_child() -> None:
    childhood = known(age=Age(now=14), acts=RECRUITED, facts=BEGGING)

    found = assess_facts(then(childhood, Truth.YES, SOLD))

    assert found.episodes[0].result is Result.INDICATED
