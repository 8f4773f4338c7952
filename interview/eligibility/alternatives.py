"""Alternative findings, shown beside the result whatever it is (rule set 6.4). Each carries where to refer."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from interview.eligibility.decision import Decision
from interview.eligibility.dimensions import unique
from interview.eligibility.facts import Facts
from interview.eligibility.vocabulary import Dimension, Fact, Result, Status, Truth


class Alternative(StrEnum):
    SMUGGLED_MIGRANT = "smuggled_migrant"
    LABOUR_RIGHTS = "labour_rights_violation"
    DECEIVED_AND_EXPLOITED = "deceived_and_exploited_worker"
    CHILD_LABOUR = "child_labour"
    CHILD_ABUSE = "child_abuse_or_neglect"
    DOMESTIC_OR_SEXUAL_VIOLENCE = "domestic_or_sexual_violence"
    PROTECTION_NEED = "international_protection_need"
    KIDNAPPING_FOR_RANSOM = "kidnapping_for_ransom"
    VULNERABLE_MIGRANT = "vulnerable_migrant"
    OTHER_SUPPORT = "other_support_need"


class Referral(StrEnum):
    """The codes of the list `alt_referral` of the Screening form."""

    ASYLUM = "asylum"
    AVRR = "avrr"
    CHILD_PROTECTION = "child_protection"
    GBV = "gbv"
    HEALTH = "health"
    LABOUR = "labour"
    LEGAL = "legal"
    NGO = "ngo"
    SOCIAL_SERVICES = "social_services"


REFERRALS = {
    Alternative.SMUGGLED_MIGRANT: (Referral.LEGAL, Referral.AVRR, Referral.ASYLUM),
    Alternative.LABOUR_RIGHTS: (Referral.LABOUR, Referral.LEGAL),
    Alternative.DECEIVED_AND_EXPLOITED: (Referral.LABOUR, Referral.LEGAL),
    Alternative.CHILD_LABOUR: (Referral.CHILD_PROTECTION, Referral.LABOUR),
    Alternative.CHILD_ABUSE: (Referral.CHILD_PROTECTION, Referral.HEALTH),
    Alternative.DOMESTIC_OR_SEXUAL_VIOLENCE: (Referral.GBV, Referral.HEALTH, Referral.LEGAL),
    Alternative.PROTECTION_NEED: (Referral.ASYLUM, Referral.LEGAL),
    Alternative.KIDNAPPING_FOR_RANSOM: (Referral.LEGAL, Referral.HEALTH),
    Alternative.VULNERABLE_MIGRANT: (Referral.NGO, Referral.SOCIAL_SERVICES, Referral.AVRR),
    Alternative.OTHER_SUPPORT: (Referral.SOCIAL_SERVICES, Referral.NGO),
}


@dataclass(frozen=True, slots=True)
class AlternativeFinding:
    """`to_supervisor`: never closed by the caseworker alone."""

    code: Alternative
    referrals: tuple[Referral, ...]
    to_supervisor: bool
    keys: tuple[str, ...]


def find_alternatives(facts: Facts, decision: Decision) -> tuple[AlternativeFinding, ...]:
    """Every alternative finding; at least one beside `not_indicated`, which never means no help."""
    found = dict(_of_dimensions(decision)) | dict(_of_facts(facts, decision))
    if decision.result is not Result.INDICATED and _vulnerable_migrant(facts, decision):
        found[Alternative.VULNERABLE_MIGRANT] = facts.fact(Fact.MIGRANT).keys
    if decision.result is Result.NOT_INDICATED and not found:
        not_migrant = facts.fact(Fact.MIGRANT).status is Status.ABSENT
        found[Alternative.OTHER_SUPPORT if not_migrant else Alternative.VULNERABLE_MIGRANT] = ()
    return tuple(_finding(code, found[code]) for code in Alternative if code in found)


def _finding(code: Alternative, keys: tuple[str, ...]) -> AlternativeFinding:
    return AlternativeFinding(code, REFERRALS[code], code is Alternative.DECEIVED_AND_EXPLOITED, keys)


def _of_dimensions(decision: Decision) -> Iterator[tuple[Alternative, tuple[str, ...]]]:
    dimensions = decision.chosen.dimensions
    deceived, work = dimensions[Dimension.D1], dimensions[Dimension.D4]
    if work.positive and decision.chosen.purpose.value is Truth.NO:
        yield Alternative.LABOUR_RIGHTS, work.keys
    if deceived.positive and work.positive and dimensions[Dimension.D5].negative and dimensions[Dimension.D6].negative:
        yield Alternative.DECEIVED_AND_EXPLOITED, unique((*deceived.keys, *work.keys))
    if decision.child.value is Truth.YES and work.positive:
        yield Alternative.CHILD_LABOUR, work.keys


def _of_facts(facts: Facts, decision: Decision) -> Iterator[tuple[Alternative, tuple[str, ...]]]:
    exploited = decision.chosen.purpose.value is Truth.YES
    smuggling = (Fact.SMUGGLING_FEE, Fact.IRREGULAR_ENTRY, Fact.ENDED_ON_ARRIVAL)
    if all(facts.has(fact) for fact in smuggling) and not exploited:
        yield Alternative.SMUGGLED_MIGRANT, unique(key for fact in smuggling for key in facts.fact(fact).keys)
    if facts.has(Fact.RANSOM) and not exploited:
        yield Alternative.KIDNAPPING_FOR_RANSOM, facts.fact(Fact.RANSOM).keys
    if decision.child.value is not Truth.NO:
        for fact, code in ((Fact.CHILD_LABOUR, Alternative.CHILD_LABOUR), (Fact.CHILD_ABUSE, Alternative.CHILD_ABUSE)):
            if facts.has(fact):
                yield code, facts.fact(fact).keys
    if facts.has(Fact.DOMESTIC_OR_SEXUAL_VIOLENCE):
        yield Alternative.DOMESTIC_OR_SEXUAL_VIOLENCE, facts.fact(Fact.DOMESTIC_OR_SEXUAL_VIOLENCE).keys
    if facts.has(Fact.PROTECTION_NEED):
        yield Alternative.PROTECTION_NEED, facts.fact(Fact.PROTECTION_NEED).keys


def _vulnerable_migrant(facts: Facts, decision: Decision) -> bool:
    hurt = any(item.low.strong + item.low.medium + item.low.weak for item in decision.chosen.dimensions.values())
    return facts.has(Fact.MIGRANT) and hurt
