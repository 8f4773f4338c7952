"""What is still missing, and in which order to ask."""

from builders.known_facts import RECRUITED, codes_of, known

from interview.eligibility.assessment import Assessment, assess_facts
from interview.eligibility.vocabulary import EXPLOITATION_FACTS, Fact, Result, Status

NO_EXPLOITATION = dict.fromkeys(EXPLOITATION_FACTS, Status.ABSENT)


def answers_for(assessment: Assessment, element: str) -> dict[str, int]:
    return {item.item: item.answers for item in assessment.missing if item.element == element}


def test_an_indicated_result_lacks_nothing() -> None:
    found = assess_facts(known(acts=RECRUITED, present=["D5.ISOL", "D5.DEBT"], facts={Fact.SERVITUDE: Status.PRESENT}))

    assert found.result is Result.INDICATED
    assert found.missing == ()


def test_the_list_begins_with_what_needs_fewest_answers_and_strong_signs_before_weak_ones() -> None:
    facts = known(acts=RECRUITED, present=["D5.ISOL", "D4.LIVING"], facts=NO_EXPLOITATION)

    found = assess_facts(facts)

    counts = [item.answers for item in found.missing]
    assert counts == sorted(counts)
    assert found.missing[0].item == "D4.HOURS"
    assert answers_for(found, "purpose")["D4.HOURS"] == 1
    assert answers_for(found, "purpose")["D4.LOWPAY"] == 2
    assert answers_for(found, "purpose")["D4.NOEDU"] == 2


def test_a_single_answer_that_could_change_the_result_is_marked_with_what_it_could_become() -> None:
    facts = known(
        acts=RECRUITED,
        absent=(codes_of("D1", "D2", "D3", "D5", "D6") - {"D5.THREATV"}),
        facts={Fact.SALE: Status.PRESENT, Fact.PAYMENT: Status.ABSENT},
    )

    found = assess_facts(facts)

    assert [(item.item, item.could_become) for item in found.missing if item.one_more_answer] == [
        ("D5.THREATV", (Result.INDICATED, Result.NOT_INDICATED))
    ]
    assert "missing.one_more_answer" in {line.code for line in found.explanation}


def test_for_an_adult_the_way_to_a_purpose_at_work_counts_both_of_its_parts() -> None:
    found = assess_facts(known(acts=RECRUITED, facts=NO_EXPLOITATION))

    answers = answers_for(found, "purpose")

    assert answers["D4.HOURS"] == 3  # two signs of exploitation and one strong sign of coercion
    assert answers["D5.ISOL"] == 3
    assert answers["D6.DEPEND"] == 5


def test_a_refusal_is_listed_apart_and_not_asked_again() -> None:
    found = assess_facts(known(acts=RECRUITED, refused=["D5.ISOL"], facts={Fact.SALE: Status.PRESENT}))

    assert "D5.ISOL" not in {item.item for item in found.missing}
    assert [(item.element, item.item) for item in found.refused] == [("means", "D5.ISOL")]


def test_what_cannot_show_an_element_any_more_is_not_asked_for() -> None:
    absent = codes_of("D6") - {"D6.DEPEND"}

    found = assess_facts(known(acts=RECRUITED, absent=absent, facts={Fact.SALE: Status.PRESENT}))

    assert "D6.DEPEND" not in answers_for(found, "means")
