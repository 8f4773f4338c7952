"""The gates of a screening, and the answers that end a talk."""

from collections.abc import Mapping
from datetime import date

import pytest

from interview.casework.gates import Gate, Outcome, closed_gate, outcome
from interview.casework.proposals import differs
from interview.eligibility.vocabulary import Result
from interview.forms import library
from interview.questionnaire import codec
from interview.questionnaire.answers import Answers, record
from interview.questionnaire.view import View, evaluate

CAN_START = {
    "s_pre_private": "yes",
    "s_pre_controller_absent": "yes",
    "s_pre_device_safe": "yes",
    "s_pre_referrals_ready": "yes",
    "s_pre_first_needs_met": "yes",
    "s_pre_medical_emergency": "no",
    "s_person_maybe_child": "no",
    "s_con_capacity_doubt": "no",
    "s_pre_prior_interview": "no",
}


def a_view(given: Mapping[str, object]) -> View:
    form = library.load("screening")
    values = {key: codec.from_json(form.questions[key], data) for key, data in given.items()}
    return evaluate(form, record(form, Answers.begin(date(2026, 1, 15)), values, revision=1))


def test_at_the_start_no_gate_is_closed_and_nothing_ends() -> None:
    view = a_view({})

    assert closed_gate(view) is None
    assert outcome(view) is None


def test_a_place_that_is_not_private_closes_the_first_gate_until_it_is_noted_why() -> None:
    not_private = CAN_START | {"s_pre_private": "no"}
    noted = not_private | {"s_pre_stop_reason": ["unsafe_place"], "s_pre_stop_action": "Another room tomorrow"}

    assert closed_gate(a_view(not_private)) is Gate.START
    assert outcome(a_view(not_private)) is None
    assert outcome(a_view(noted)) is Outcome.NOT_STARTED


def test_an_interpreter_whom_the_person_does_not_want_closes_the_gate_of_language() -> None:
    view = a_view(CAN_START | {"s_int_interpreter": "phone", "s_int_interpreter_ok": "no"})

    assert closed_gate(view) is Gate.LANGUAGE


def test_someone_at_hand_interprets_for_urgent_help_alone() -> None:
    view = a_view(CAN_START | {"s_int_interpreter": "ad_hoc_urgent_only"})

    assert closed_gate(view) is Gate.LANGUAGE


def test_no_agreement_to_talk_ends_it_once_information_was_given() -> None:
    refused = CAN_START | {"s_int_interpreter": "none", "s_con_interview": "no"}

    assert outcome(a_view(refused)) is None
    assert outcome(a_view(refused | {"s_con_refused_info": "yes"})) is Outcome.STOPPED_BY_PERSON


@pytest.mark.parametrize("reply", ["no", "declined", "unknown", "not_asked"])
def test_any_reply_but_yes_to_writing_down_keeps_nothing(reply: str) -> None:
    view = a_view(CAN_START | {"s_int_interpreter": "none", "s_con_interview": "yes", "s_con_record": reply})

    assert outcome(view) is Outcome.NOTHING_KEPT


def test_an_agreement_to_writing_down_goes_on() -> None:
    view = a_view(CAN_START | {"s_int_interpreter": "none", "s_con_interview": "yes", "s_con_record": "yes"})

    assert outcome(view) is None


@pytest.mark.parametrize(
    ("result", "proposed", "different"),
    [
        (Result.INDICATED, "victim", False),
        (Result.INDICATED, "possible", False),
        (Result.INDICATED, "not_victim", True),
        (Result.INSUFFICIENT, "possible", False),
        (Result.INSUFFICIENT, "victim", True),
        (Result.NOT_INDICATED, "not_victim", False),
        (Result.NOT_INDICATED, "possible", True),
    ],
)
def test_a_proposal_beside_the_systems_result(result: Result, proposed: str, different: bool) -> None:
    assert differs(result, proposed) is different
