"""What must hold for everybody: section 7 of the rule set, property by property."""

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from interview.eligibility.age import find_child
from interview.eligibility.assessment import Assessment, assess_facts
from interview.eligibility.changes import settled
from interview.eligibility.decision import decide
from interview.eligibility.facts import Age, Facts, Item
from interview.eligibility.trace import FAVOUR_OF_RESULT, follow
from interview.eligibility.vocabulary import (
    EXPLOITATION_FACTS,
    MEANS_FACTS,
    Act,
    ExploitationKind,
    Fact,
    IndicatorSet,
    Profile,
    Result,
    Status,
    Truth,
)
from interview.eligibility.weights import current_weights

WEIGHTS = current_weights()
CODES = sorted(WEIGHTS.codes())
FACTS = (*EXPLOITATION_FACTS, *MEANS_FACTS, Fact.MIGRANT)
EVERYTHING = [*Act, *CODES, *FACTS]
PROFILES = st.sampled_from(Profile)

ages = st.builds(
    Age,
    now=st.none() | st.integers(10, 40),
    minor_at_stage=st.sampled_from(Truth),
    presumed=st.booleans(),
    stages_asked=st.booleans(),
)


@st.composite
def people(draw: st.DrawFn) -> Facts:
    """Facts where whole dimensions are often settled alike, so that every result comes up."""
    leaning = st.sampled_from([[Status.ABSENT], [Status.UNKNOWN], list(Status), [Status.ABSENT, Status.PRESENT]])
    indicators: dict[str, Item] = {}
    for dimension in ("D1", "D2", "D3", "D4", "D5", "D6"):
        choices = draw(leaning)
        codes = [code for code in CODES if code.startswith(dimension)]
        drawn = draw(st.lists(st.sampled_from(choices), min_size=len(codes), max_size=len(codes)))
        indicators |= {code: Item(status) for code, status in zip(codes, drawn, strict=True)}
    acts, facts = draw(leaning), draw(leaning)
    return Facts(
        age=draw(ages),
        kind=draw(st.none() | st.sampled_from(ExploitationKind)),
        acts={act: Item(draw(st.sampled_from(acts))) for act in Act},
        indicators=indicators,
        facts={fact: Item(draw(st.sampled_from(facts))) for fact in FACTS},
    )


def favour(facts: Facts, profile: Profile = Profile.STANDARD) -> int:
    return FAVOUR_OF_RESULT[decide(facts, WEIGHTS, profile).result]


def status_of(facts: Facts, code: str) -> Status:
    if code in tuple(Act):
        return facts.act(Act(code)).status
    return facts.indicator(code).status if "." in code else facts.fact(Fact(code)).status


@settings(max_examples=400, deadline=None)
@given(people(), st.sampled_from(EVERYTHING), PROFILES)
def test_a_sign_more_never_makes_a_result_less_favourable(facts: Facts, code: str, profile: Profile) -> None:
    assert favour(settled(facts, code, Status.PRESENT), profile) >= favour(facts, profile)


@settings(max_examples=400, deadline=None)
@given(people(), st.data(), PROFILES)
def test_a_denial_never_moves_an_unknown_towards_indicated(facts: Facts, data: st.DataObject, profile: Profile) -> None:
    unknown = [code for code in EVERYTHING if status_of(facts, code).possible]
    code = data.draw(st.sampled_from(unknown or EVERYTHING))

    assert favour(settled(facts, code, Status.ABSENT), profile) <= favour(facts, profile)


@settings(max_examples=300, deadline=None)
@given(people(), st.sampled_from(IndicatorSet), PROFILES)
def test_the_child_rule_never_weakens_a_result_of_the_same_set(
    facts: Facts, name: IndicatorSet, profile: Profile
) -> None:
    adult = follow(name, facts, WEIGHTS, child=False, profile=profile)
    child = follow(name, facts, WEIGHTS, child=True, profile=profile)

    assert FAVOUR_OF_RESULT[child.result] >= FAVOUR_OF_RESULT[adult.result]
    if adult.result is Result.INDICATED:
        assert child.favour >= adult.favour


@settings(max_examples=300, deadline=None)
@given(people(), st.sampled_from(EVERYTHING), PROFILES)
def test_a_refusal_never_lowers_a_result(facts: Facts, code: str, profile: Profile) -> None:
    unknown, refused = settled(facts, code, Status.UNKNOWN), settled(facts, code, Status.REFUSED)

    assert favour(refused, profile) == favour(unknown, profile)
    assert favour(refused, profile) >= favour(settled(facts, code, Status.ABSENT), profile)


@settings(max_examples=150, deadline=None)
@given(people(), st.permutations(EVERYTHING))
def test_whatever_is_refused_on_top_never_lowers_a_result(facts: Facts, order: list[str]) -> None:
    refused = facts
    for code in order[:20]:
        if status_of(facts, code) is not Status.PRESENT:
            refused = settled(refused, code, Status.REFUSED)

    assert favour(refused) >= favour(facts)


def documents_of(facts: Facts) -> Mapping[Fact, Item]:
    return {fact: Item(Status.UNKNOWN) for fact in (Fact.MIGRANT, Fact.IRREGULAR_ENTRY, Fact.INTERPRETER_SUSPECT)}


@settings(max_examples=100, deadline=None)
@given(people())
def test_no_context_and_no_doubt_about_an_interpreter_changes_a_result(facts: Facts) -> None:
    doubted = replace(facts, facts={**facts.facts, Fact.INTERPRETER_SUSPECT: Item(Status.PRESENT)})
    bare = replace(facts, facts={**facts.facts, **documents_of(facts)})

    assert favour(doubted) == favour(facts) == favour(bare)


def named(assessment: Assessment) -> set[str]:
    return {line.code for line in assessment.explanation if line.params.get("facts") or "purpose.work" in line.code}


@settings(max_examples=150, deadline=None)
@given(people())
def test_every_indicated_trace_names_its_elements(facts: Facts) -> None:
    assessment = assess_facts(facts)

    for trace in assessment.sets:
        if trace.result is Result.INDICATED:
            assert trace.act.facts
            assert trace.purpose.facts
            assert trace.means.facts or trace.child
    if assessment.result is Result.INDICATED:
        heads = {code.split(".")[0] for code in named(assessment)}
        assert {"act", "purpose"} <= heads
        assert "means" in heads or assessment.child.value is not False


@settings(max_examples=150, deadline=None)
@given(people())
def test_a_result_is_never_less_favourable_than_any_set_that_was_read_for_a_known_age(facts: Facts) -> None:
    decision = decide(facts, WEIGHTS)

    if len(find_child(facts.age).rules) == 1:
        assert all(trace.favour <= decision.chosen.favour for trace in decision.traces)


@settings(max_examples=100, deadline=None)
@given(people())
def test_an_assessment_is_stored_and_read_back_the_same(facts: Facts) -> None:
    assessment = assess_facts(facts)

    assert Assessment.from_json(assessment.to_json()) == assessment


@settings(max_examples=100, deadline=None)
@given(people())
def test_one_more_answer_is_promised_only_where_it_is_true(facts: Facts) -> None:
    assessment = assess_facts(facts)

    for item in assessment.missing:
        if item.element == "age":
            continue
        results = {
            decide(settled(facts, item.item, status), WEIGHTS).result for status in (Status.PRESENT, Status.ABSENT)
        }
        assert set(item.could_become) == results - {assessment.result}


@settings(max_examples=100, deadline=None)
@given(people())
def test_not_indicated_never_means_no_help(facts: Facts) -> None:
    assessment = assess_facts(facts)

    if assessment.result is Result.NOT_INDICATED:
        assert assessment.alternative_findings
    assert all(finding.referrals for finding in assessment.alternative_findings)
