"""`interview assess`: a whole assessment as JSON, or a refusal that names the key."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from interview.cli.assessing import assess

WORKER = {
    "age": 30,
    "set": "labour",
    "act": {"recruitment": True},
    "indicators": {
        "AL.D1.WAGES": "present",
        "AL.D1.NATURE": "present",
        "D4.HOURS": "present",
        "AL.D4.LOWPAY": "present",
        "AL.D5.CONFDOC": "present",
        "AL.D5.THREATV": "present",
    },
    "facts": {"servitude": "present"},
}


def _assess(tmp_path: Path, data: Any) -> Result:
    file = tmp_path / "record.json"
    file.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return CliRunner().invoke(assess, [str(file)])


def test_the_whole_assessment_is_printed_with_a_sentence_for_each_rule(tmp_path: Path) -> None:
    printed = json.loads(_assess(tmp_path, WORKER).stdout)

    assert printed["result"] == "indicated"
    assert {"strength", "dimensions", "act", "means", "purpose", "missing", "risk_flags"} <= printed.keys()
    assert {"alternative_findings", "rule_version", "weights_version"} <= printed.keys()
    assert all(line["text"] and "{" not in line["text"] for line in printed["explanation"])


def test_nothing_known_is_insufficient_and_never_a_no(tmp_path: Path) -> None:
    assert json.loads(_assess(tmp_path, {}).stdout)["result"] == "insufficient_information"


def test_answers_to_the_form_are_assessed_too(tmp_path: Path) -> None:
    result = _assess(tmp_path, {"form": "screening", "version": 1, "answers": {"s_pre_private": "yes"}})

    assert json.loads(result.stdout)["result"] == "insufficient_information"


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({"age": "ten"}, "age"),
        ({"age": True}, "age"),
        ({"age": -1}, "age"),
        ({"child": "no"}, "child"),
        ({"set": "both"}, "set"),
        ({"act": []}, "act"),
        ({"act": {"luring": True}}, "act.luring"),
        ({"act": {"recruitment": "perhaps"}}, "act.recruitment"),
        ({"indicators": {"AL.D1.NOPE": "present"}}, "indicators.AL.D1.NOPE"),
        ({"indicators": {"XX.D1.WAGES": "present"}}, "indicators.XX.D1.WAGES"),
        ({"indicators": {"AL.D1.WAGES": "yes"}}, "indicators.AL.D1.WAGES"),
        ({"indicators": {"AL.D1.WAGES": "present", "D1.WAGES": "absent"}}, "indicators.D1.WAGES"),
        ({"facts": {"slavery": 1}}, "facts.slavery"),
        ({"facts": {"unheard_of": "present"}}, "facts.unheard_of"),
        ({"colour": "blue"}, "colour"),
        ({"form": "nope", "version": 1, "answers": {}}, "form"),
        ({"form": "assistance", "version": 1, "answers": {}}, "form"),
        ({"form": "screening", "version": 99, "answers": {}}, "form"),
        ({"form": "screening", "version": 1, "answers": {"s_unheard_of": "yes"}}, "answers.s_unheard_of"),
        ({"form": "screening", "version": 1, "answers": {"s_pre_private": "maybe"}}, "answers.s_pre_private"),
        ({"form": "screening", "version": 1, "answers": {"s_pre_private": 7}}, "answers.s_pre_private"),
        ({"form": "screening", "version": 1, "answers": []}, "answers"),
        ({"form": "screening", "version": 1, "age": 3, "answers": {}}, "age"),
        ("[]", "Error"),
        ("{", "Error"),
        ('{"age": 3, "age": 4}', "age"),
        ("[" * 100_000, "Error"),
    ],
)
def test_what_is_not_understood_ends_with_status_2_and_the_key(tmp_path: Path, data: Any, named: str) -> None:
    result = _assess(tmp_path, data)

    assert result.exit_code == 2
    assert f"{named}: " in result.stderr
    assert result.stdout == ""


def test_the_help_names_every_act_and_fact() -> None:
    shown = CliRunner().invoke(assess, ["--help"]).stdout

    assert "harbouring" in shown
    assert "servile_marriage" in shown
    assert "retrafficking_risk" in shown


def test_a_file_of_answers_need_not_repeat_the_gates_and_says_which_it_took_as_passed(tmp_path: Path) -> None:
    answers = {"s_recruited": "yes", "s_control": ["physical_violence", "debt_bondage"], "s_topic_ok": "yes"}

    result = _assess(tmp_path, {"form": "screening", "version": 1, "answers": answers})

    found = json.loads(result.stdout)
    assert found["act"]["value"] == "yes"
    assert found["means"]["value"] == "yes"
    assert found["set_aside"] == []
    assert {"s_con_interview", "s_control_ok"} <= set(found["assumed"])
    assert not set(answers) & set(found["assumed"])


def test_a_file_in_which_the_person_did_not_agree_is_not_talked_round(tmp_path: Path) -> None:
    answers = {"s_con_interview": "no", "s_recruited": "yes"}

    result = _assess(tmp_path, {"form": "screening", "version": 1, "answers": answers})

    found = json.loads(result.stdout)
    assert found["set_aside"] == ["s_recruited"]
    assert found["act"]["value"] == "unknown"
