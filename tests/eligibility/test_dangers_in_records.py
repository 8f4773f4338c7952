"""What the answers of a record raise, entries of repeating sections included."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from interview.eligibility.assessing import flags
from interview.eligibility.mapping import load_mapping
from interview.eligibility.mapping_reader import BadMapping
from interview.eligibility.risks import RiskFlag
from interview.eligibility.vocabulary import Fact
from interview.forms import library
from interview.questionnaire.answers import Answers, Entry, add_entry, key_of, record
from interview.questionnaire.definition import DETAIL
from interview.questionnaire.values import Value
from interview.questionnaire.view import evaluate

RECORD = library.load("assistance", 1)
GROUP, FIRST, SECOND = "person_involved", uuid4().hex, uuid4().hex


def raised(answers: Mapping[str, Value]) -> tuple[RiskFlag, ...]:
    agreed: dict[str, Value] = {"a_cons_assist": "yes", "a_cons_file": "yes"}
    begun = Answers.begin(date(2026, 11, 24), frozenset({DETAIL}))
    for entry_id in (FIRST, SECOND):
        begun = add_entry(begun, GROUP, Entry(entry_id, "author", datetime(2026, 11, 24, tzinfo=UTC)))
    view = evaluate(RECORD, record(RECORD, begun, agreed | dict(answers), revision=1))
    return flags(view, library.mapping("assistance", 1))


def person(entry_id: str, level: str) -> dict[str, Value]:
    return {threat_of(entry_id): level}


def threat_of(entry_id: str) -> str:
    return key_of("a_per_threat_now", GROUP, entry_id)


@pytest.mark.parametrize("level", ["high", "immediate"])
def test_a_danger_from_any_one_of_the_people_involved_is_raised_with_its_answer(level: str) -> None:
    found = raised(person(FIRST, "low") | person(SECOND, level))

    assert [(flag.code, flag.keys) for flag in found] == [(Fact.THREAT_NOW, (threat_of(SECOND),))]


def test_a_danger_from_two_of_them_is_one_flag_with_both_answers() -> None:
    (flag,) = raised(person(FIRST, "high") | person(SECOND, "immediate"))

    assert set(flag.keys) == {threat_of(FIRST), threat_of(SECOND)}


def test_a_danger_all_in_all_and_one_from_a_person_are_one_flag() -> None:
    (flag,) = raised({"a_risk_overall": "high"} | person(FIRST, "high"))

    assert set(flag.keys) == {"a_risk_overall", threat_of(FIRST)}


@pytest.mark.parametrize("answers", [{}, person(FIRST, "medium"), person(FIRST, "low") | person(SECOND, "medium")])
def test_less_than_that_raises_nothing(answers: Mapping[str, Value]) -> None:
    assert raised(answers) == ()


def test_a_rule_looks_into_one_repeating_section_alone() -> None:
    text = """
[child]
age = "a_age_now"

[[rules]]
when = "a_per_threat_now = 'high' and a_shel_safe = 'no'"
status = "present"
targets = ["fact.threat_now"]
"""

    with pytest.raises(BadMapping, match="more than one repeating section"):
        load_mapping(text, RECORD)
