"""Every question and every code that the specification names is there, with its rank, and nothing was renamed."""

import json
from pathlib import Path
from typing import Any

import pytest

from interview.forms import library
from interview.questionnaire.definition import Kind, Question, Who
from interview.questionnaire.rules import parse

KINDS: dict[str, Kind] = {
    "yn": Kind.YES_NO,
    "ynud": Kind.YES_NO_DECLINE,
    "single": Kind.ONE_OF,
    "multi": Kind.ANY_OF,
    "longtext": Kind.LONG_TEXT,
    "pdate": Kind.PARTIAL_DATE,
    "country-multi": Kind.COUNTRIES,
}
LATER: dict[str, set[str]] = {"screening": {"s_corrob_files"}, "urgent": set(), "assistance": set()}
"""Items that wait for the next version, as the form's README says."""

ADDED = {"s_now_fear_who": {"nobody"}}
"""Codes beyond the specification, as the form's README says."""

RAISED = {"a_shel_exit", "a_per_threat_now", "a_out_data_shared", "a_out_result"}
"""Items of the module that are always on, whatever is switched on: leaving without a word starts a search; what was
shared needs an agreement; and what came of a referral is to be said when the agreement is taken back."""

NARROWED = {"a_crime_task": "(s_charged = 'no' or a_crime_lawyer = 'yes')"}
"""What has to hold besides the specified rule: what was against the law waits for a lawyer (rule 15)."""

FIXED_BY_KIND = {"yn", "ynud"}
"""Lists whose codes the kind of answer brings with it."""

FORMS = ("screening", "urgent", "assistance")


def specified(form: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Path(__file__).with_name(f"{form}_specified.json").read_text("utf-8"))
    return data


def pairs() -> list[tuple[str, str]]:
    return [(form, item) for form in FORMS for item in specified(form)["questions"] if item not in LATER[form]]


def listed() -> list[tuple[str, str]]:
    return [(form, item) for form, item in pairs() if "list" in specified(form)["questions"][item]]


def question_of(form: str, item: str) -> Question:
    return library.load(form, 1).questions[item]


@pytest.mark.parametrize("form", FORMS)
def test_every_specified_item_is_in_the_form_or_said_to_wait(form: str) -> None:
    items = set(specified(form)["questions"])

    missing = items - set(library.load(form, 1).questions)

    assert missing == LATER[form]


@pytest.mark.parametrize(("form", "item"), pairs())
def test_an_item_has_the_rank_that_was_specified(form: str, item: str) -> None:
    wanted = specified(form)["questions"][item]

    question = question_of(form, item)

    assert question.who.value == wanted["who"]
    assert question.required.value == wanted["required"]
    assert question.sensitivity.value == wanted["sensitivity"]
    assert question.tier.value == ("1" if item in RAISED else wanted["tier"])
    assert question.from_account == wanted.get("from_account", False)


@pytest.mark.parametrize(("form", "item"), pairs())
def test_an_item_takes_the_kind_of_answer_that_was_specified(form: str, item: str) -> None:
    wanted = specified(form)["questions"][item]["type"]

    question = question_of(form, item)

    assert question.kind is (Kind.COMPUTED if question.who is Who.COMPUTED else Kind(KINDS.get(wanted, wanted)))


@pytest.mark.parametrize(("form", "item"), pairs())
def test_an_item_shows_when_it_was_specified_to_show(form: str, item: str) -> None:
    wanted = specified(form)["questions"][item].get("relevant")

    question = question_of(form, item)

    if item in NARROWED:
        wanted = f"({wanted}) and {NARROWED[item]}"
    assert question.relevant == (parse(wanted) if wanted else None)


@pytest.mark.parametrize("item", specified("assistance")["questions"])
def test_an_item_of_assistance_stands_in_the_group_and_is_hard_when_it_was_specified(item: str) -> None:
    wanted = specified("assistance")["questions"][item]

    question = question_of("assistance", item)

    assert question.group == wanted.get("group")
    assert question.required_when == (parse(wanted["required_when"]) if "required_when" in wanted else None)


@pytest.mark.parametrize(
    ("form", "item"), [pair for pair in pairs() if "list" in specified(pair[0])["questions"][pair[1]]]
)
def test_an_item_offers_the_codes_that_were_specified(form: str, item: str) -> None:
    wanted = specified(form)["questions"][item]

    question = question_of(form, item)

    if wanted["list"] not in FIXED_BY_KIND and question.computed is None:
        assert set(question.codes) == set(specified(form)["lists"][wanted["list"]]) | ADDED.get(item, set())
        assert question.list_id == wanted["list"]
