"""Times worked out from two dates, as short as the answers allow."""

from datetime import date

import pytest
from builders.questionnaires import blank_answers, one_section, question

from interview.questionnaire.answers import record
from interview.questionnaire.definition import Between, Kind, Question, Questionnaire, Required, Who
from interview.questionnaire.values import Missing, PartialDate, Value
from interview.questionnaire.view import evaluate


def stay(unit: str = "days", *, when: str | None = None) -> Questionnaire:
    return one_section(
        question("came", Kind.PARTIAL_DATE),
        question("left", Kind.PARTIAL_DATE),
        _between(unit),
        question("long", when=when),
    )


def _between(unit: str) -> Question:
    time = Between("came", "left", "days" if unit == "days" else "months")
    return question("lasted", Kind.COMPUTED, who=Who.COMPUTED, required=Required.NO, computed=time)


def lasted(unit: str, came: Value | None, left: Value | None) -> Value | None:
    given = {key: value for key, value in (("came", came), ("left", left)) if value is not None}
    answers = record(stay(unit), blank_answers(), given, revision=1)
    return evaluate(stay(unit), answers).values.get("lasted")


@pytest.mark.parametrize(
    ("unit", "came", "left", "expected"),
    [
        ("days", PartialDate(2026, 3, 1), PartialDate(2026, 3, 9), 8),
        ("days", PartialDate(2026, 3, 9), PartialDate(2026, 3, 9), 0),
        ("months", PartialDate(2025, 11, 15), PartialDate(2026, 3, 14), 3),
        ("months", PartialDate(2025), PartialDate(2026), 0),
        ("months", PartialDate(2024), PartialDate(2026, 6), 17),
        ("months", PartialDate(2026), PartialDate(2026), 0),
        ("months", PartialDate(2026, 5), PartialDate(2026, 2), Missing.UNKNOWN),
        ("days", PartialDate(2026, 3, 9), PartialDate(2026, 3, 1), Missing.UNKNOWN),
        ("months", Missing.DECLINED, PartialDate(2026), Missing.UNKNOWN),
        ("months", PartialDate(told="a while ago"), PartialDate(2026), Missing.UNKNOWN),
        ("months", PartialDate(2025), None, None),
    ],
)
def test_a_time_is_the_shortest_that_the_answers_allow(
    unit: str, came: Value | None, left: Value | None, expected: Value | None
) -> None:
    found = lasted(unit, came, left)

    assert found == expected


def test_a_rule_may_compare_a_time_with_a_number() -> None:
    asked = stay(when="lasted >= 30")
    given = {"came": PartialDate(2026, 1, 1), "left": PartialDate(2026, 3, 1)}

    view = evaluate(asked, record(asked, blank_answers(), given, revision=1))

    assert "long" in view.states
    assert view.page("p_long") is not None


def test_a_whole_date_counts_like_a_partial_one() -> None:
    asked = one_section(question("came", Kind.DATE), question("left", Kind.DATE), _between("days"))
    given = {"came": date(2026, 1, 30), "left": date(2026, 2, 2)}

    view = evaluate(asked, record(asked, blank_answers(), given, revision=1))

    assert view.values["lasted"] == 3
