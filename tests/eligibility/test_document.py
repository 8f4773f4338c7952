"""The JSON documents of `interview assess FILE`."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from interview.eligibility.document import BadDocument, assess_document, names_help
from interview.eligibility.mapping import Mapping as AnswerMapping
from interview.eligibility.projects import parse_projects
from interview.eligibility.vocabulary import Act, Fact
from interview.forms import library
from interview.questionnaire.definition import Questionnaire

TODAY = date(2026, 11, 24)
PROJECTS_FILE = Path(library.__file__).parent / "projects.toml"
PROJECTS = tuple(parse_projects(PROJECTS_FILE.read_text("utf-8")).values())
RECORD = {
    "result",
    "strength",
    "per_dimension",
    "act",
    "means",
    "purpose",
    "child",
    "episodes",
    "missing",
    "risk_flags",
    "alternative_findings",
    "assistance_definition_met",
    "project_eligibility",
    "rule_version",
    "weights_version",
    "unverified_weights_used",
    "explanation",
}


def load_form(form: str, version: int) -> tuple[Questionnaire, AnswerMapping] | None:
    if (form, version) != ("screening", 1):
        return None
    return library.load(form, version), library.mapping(form, version)


def assessed(data: object) -> dict[str, Any]:
    return assess_document(data, load_form, on=TODAY, templates=library.explanations(), projects=PROJECTS)


def refusal(data: object) -> BadDocument:
    with pytest.raises(BadDocument) as refused:
        assessed(data)
    return refused.value


WORKER = {
    "age": 30,
    "set": "labour",
    "act": {"recruitment": True},
    "indicators": {
        "AL.D1.NATURE": "present",
        "AL.D1.WAGES": "present",
        "AL.D4.HOURS": "present",
        "D4.LOWPAY": "present",
        "AL.D5.ISOL": "present",
        "AL.D5.CONFDOC": "present",
    },
}


def test_a_document_of_facts_is_assessed() -> None:
    found = assessed(WORKER)

    assert (found["result"], found["strength"]) == ("indicated", "A")
    assert found["dimensions"]["D5"]["status"] == "positive"
    assert found["means"] == {"value": "yes", "facts": ["D1", "D5"], "keys": found["means"]["keys"]}
    assert found["act"]["keys"] == ["act.recruitment"]


def test_the_output_holds_the_whole_record_and_is_json() -> None:
    found = assessed({})

    assert found.keys() >= RECORD
    assert json.loads(json.dumps(found)) == found
    assert found["result"] == "insufficient_information"
    assert found["strength"] == "D"


def test_every_line_of_the_explanation_has_a_sentence() -> None:
    for line in assessed(WORKER)["explanation"]:
        assert line["text"].endswith((".", ")"))
        assert "{" not in line["text"]


def test_a_key_of_any_set_means_the_same_fact() -> None:
    plain = assessed({"age": 30, "set": "labour", "indicators": {"D5.ISOL": "present"}})
    child = assessed({"age": 30, "set": "labour", "indicators": {"CL.D5.ISOL": "present"}})
    both = assessed({"age": 30, "set": "labour", "indicators": {"AL.D5.ISOL": "present", "CS.D5.ISOL": "present"}})

    counts = [found["dimensions"]["D5"]["counts"] for found in (plain, child, both)]
    assert counts[0] == counts[1] == counts[2]


def test_a_child_of_unknown_kind_needs_no_means() -> None:
    found = assessed({"age": 17, "child": None, "set": None, "act": {"receipt": True}, "facts": {"sale": "present"}})

    assert found["result"] == "indicated"
    assert found["child"]["value"] is True
    assert [trace["indicator_set"] for trace in found["sets"]] == ["CL", "CS"]


def test_an_earlier_episode_with_an_exit_is_retrafficking() -> None:
    sold = {"act": {"transfer": True}, "indicators": {"D5.ISOL": "present"}, "facts": {"sale": "present"}, "age": 30}

    found = assessed(sold | {"episodes": [sold | {"exited": True}]})

    assert [episode["result"] for episode in found["episodes"]] == ["indicated", "indicated"]
    assert found["risk_flags"][0]["code"] == "retrafficking_risk"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ([], ""),
        ({"agee": 17}, "agee"),
        ({"age": True}, "age"),
        ({"age": -1}, "age"),
        ({"age": 17.5}, "age"),
        ({"age": "17"}, "age"),
        ({"child": "yes"}, "child"),
        ({"child": 1}, "child"),
        ({"set": "other"}, "set"),
        ({"set": True}, "set"),
        ({"set": []}, "set"),
        ({"act": []}, "act"),
        ({"act": {"kidnapping": True}}, "act.kidnapping"),
        ({"act": {"recruitment": "true"}}, "act.recruitment"),
        ({"act": {"recruitment": 1}}, "act.recruitment"),
        ({"indicators": {"AL.D1.NOTHING": "present"}}, "indicators.AL.D1.NOTHING"),
        ({"indicators": {"XX.D1.WAGES": "present"}}, "indicators.XX.D1.WAGES"),
        ({"indicators": {"CL.D3.FALSELAW": "present"}}, "indicators.CL.D3.FALSELAW"),
        ({"indicators": {"AL.D1.WAGES": "yes"}}, "indicators.AL.D1.WAGES"),
        ({"indicators": {"AL.D1.WAGES": True}}, "indicators.AL.D1.WAGES"),
        ({"indicators": {"AL.D1.WAGES": None}}, "indicators.AL.D1.WAGES"),
        ({"indicators": ["AL.D1.WAGES"]}, "indicators"),
        ({"indicators": {"AL.D1.WAGES": "present", "CL.D1.WAGES": "absent"}}, "indicators.CL.D1.WAGES"),
        ({"facts": {"sale": True}}, "facts.sale"),
        ({"facts": {"sold": "present"}}, "facts.sold"),
        ({"facts": None}, "facts"),
        ({"episodes": {}}, "episodes"),
        ({"episodes": [{"exited": "yes"}]}, "episodes[0].exited"),
        ({"episodes": [{"act": {"gift": True}}]}, "episodes[0].act.gift"),
        ({"form": "screening", "version": 1, "answers": {}, "age": 17}, "age"),
        ({"form": "screening", "answers": {}}, "version"),
        ({"version": 1, "answers": {}}, "form"),
        ({"form": "screening", "version": 1}, "answers"),
        ({"form": "nothing", "version": 1, "answers": {}}, "form"),
        ({"form": 1, "version": 1, "answers": {}}, "form"),
        ({"form": "screening", "version": True, "answers": {}}, "version"),
        ({"form": "screening", "version": "1", "answers": {}}, "version"),
        ({"form": "screening", "version": 1, "answers": []}, "answers"),
        ({"form": "screening", "version": 1, "answers": {"s_nothing": "yes"}}, "answers.s_nothing"),
        ({"form": "screening", "version": 1, "answers": {"s_pre_private": "maybe"}}, "answers.s_pre_private"),
        ({"form": "screening", "version": 1, "answers": {"s_entry_age": "old"}}, "answers.s_entry_age"),
        ({"form": "screening", "version": 1, "answers": {"s_control": ["nothing_like_it"]}}, "answers.s_control"),
        ({"form": "screening", "version": 1, "answers": {"s_child_now": "yes"}}, "answers.s_child_now"),
    ],
)
def test_a_wrong_document_is_refused_naming_the_key(data: object, key: str) -> None:
    found = refusal(data)

    assert found.key == key
    assert key in str(found)


def test_a_refusal_never_repeats_an_answer() -> None:
    found = refusal({"form": "screening", "version": 1, "answers": {"s_entry_age": "a secret"}})

    assert "a secret" not in str(found)


def test_answers_to_a_form_are_assessed_and_what_does_not_show_is_listed() -> None:
    found = assessed({"form": "screening", "version": 1, "answers": {"s_recruited": "yes"}})

    assert found["set_aside"] == ["s_recruited"]
    assert found["act"]["value"] == "unknown"


def test_the_help_names_every_act_and_fact() -> None:
    text = names_help()

    assert all(name in text for name in (*Act, *Fact))
