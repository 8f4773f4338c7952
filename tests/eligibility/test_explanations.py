"""Every code that an assessment can speak has a plain sentence."""

import ast
from pathlib import Path

import pytest
from builders.known_facts import RECRUITED, known

from interview.eligibility import explanation as explanation_module
from interview.eligibility.age import ChildBasis
from interview.eligibility.alternatives import Alternative, Referral
from interview.eligibility.assessment import assess_facts
from interview.eligibility.explanation import Line, word
from interview.eligibility.facts import Age
from interview.eligibility.projects import PersonStatus, ProjectOutcome, parse_projects
from interview.eligibility.risks import ACT_WITHIN, ActWithin
from interview.eligibility.vocabulary import (
    EXPLOITATION_FACTS,
    MEANS_FACTS,
    Act,
    Dimension,
    DimensionStatus,
    Fact,
    IndicatorSet,
    Means,
    Result,
    Status,
    Strength,
    Truth,
)
from interview.eligibility.weights import current_weights
from interview.forms import library

TEMPLATES = library.explanations()
PROJECTS = parse_projects((Path(library.__file__).parent / "projects.toml").read_text("utf-8"))
NAMES = (
    *Act,
    *EXPLOITATION_FACTS,
    *MEANS_FACTS,
    *Dimension,
    *IndicatorSet,
    *Result,
    *Referral,
    *sorted(current_weights().codes()),
    "age",
)
SPOKEN = (
    *(f"child.{basis}" for basis in ChildBasis),
    *(f"dimension.{status}{end}" for status in DimensionStatus for end in ("", ".none_present")),
    *(f"act.{value}" for value in Truth),
    *(f"means.{value}" for value in Means),
    *(f"purpose.{value}" for value in Truth),
    "purpose.work.child",
    "purpose.work.forced",
    *(f"result.{result}" for result in Result),
    *(f"strength.{strength}" for strength in Strength),
    *(f"assistance.{met}" for met in ("met", "not_met", "unknown")),
    *(f"alternative.{code}" for code in Alternative),
    *(f"flag.{code}" for code in ACT_WITHIN),
    *(f"within.{code}" for code in ActWithin),
    *(f"project.{outcome}" for outcome in ProjectOutcome),
    *(f"criterion.{criterion.code}" for project in PROJECTS.values() for criterion in project.criteria),
    *(f"reason.status_{status}" for status in PersonStatus),
    *(f"name.{name}" for name in NAMES),
)


def literal_codes() -> set[str]:
    """The codes written out in the module that makes the lines."""
    tree = ast.parse(Path(explanation_module.__file__).read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    first = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Line" and call.args]
    return {arg.value for arg in first if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}


@pytest.mark.parametrize("code", SPOKEN)
def test_every_code_is_worded(code: str) -> None:
    assert TEMPLATES[code]


def test_every_code_that_the_lines_are_made_with_is_worded() -> None:
    assert literal_codes() <= TEMPLATES.keys()


def test_no_sentence_is_kept_that_nothing_speaks() -> None:
    reasons = {code for code in TEMPLATES if code.startswith("reason.")}

    assert TEMPLATES.keys() - reasons <= set(SPOKEN) | literal_codes()


def test_a_line_is_worded_with_names_in_place_of_codes() -> None:
    line = Line("means.yes_direct", {"facts": ("D5.THREATV", "payment")})

    assert word(line, TEMPLATES) == (
        "Means: shown directly, by threats of violence, a payment or benefit to someone in control of the person, "
        "although no group of signs is complete."
    )


def test_the_lines_come_in_the_order_of_the_rules_and_end_with_who_decides() -> None:
    found = assess_facts(known(acts=RECRUITED, present=["D5.ISOL"], facts={Fact.SALE: Status.PRESENT}))

    codes = [line.code for line in found.explanation]
    heads = list(dict.fromkeys(code.split(".")[0] for code in codes))
    assert heads == [
        "child",
        "sets",
        "dimension",
        "act",
        "means",
        "purpose",
        "result",
        "strength",
        "assistance",
        "proposal",
    ]


def test_a_line_carries_the_answers_it_rests_on() -> None:
    found = assess_facts(known(acts=RECRUITED, present=["D5.ISOL"], facts={Fact.SALE: Status.PRESENT}))

    keys = {line.code: line.keys for line in found.explanation}
    assert keys["act.yes"] == ("answer of recruitment",)
    assert keys["means.yes_direct"] == ("answer of D5.ISOL",)
    assert keys["result.indicated"] == ("answer of recruitment", "answer of D5.ISOL", "answer of sale")


def test_a_result_that_depends_on_the_age_says_both() -> None:
    found = assess_facts(known(age=Age(), acts=RECRUITED, facts={Fact.SALE: Status.PRESENT}))

    texts = [word(line, TEMPLATES) for line in found.explanation]
    assert "The result depends on the age. As an adult: not enough known. As a child: indicated." in texts
