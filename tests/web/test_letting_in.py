"""Shelter staff at work on a case that a supervisor lets them into: what they see, and what is not even there."""

import re
from uuid import UUID

import pytest
from builders import deciding
from builders.addresses import addresses
from builders.canary import TYPED, sightings
from builders.deployments import Browser, Deployment, deployment_in
from builders.invented_talks import case_of
from builders.served_records import ENTRY, STAY, a_record

from interview.services import interviewing

CLOSED = "For counsellors and clinicians"


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return deployment_in(tmp_path_factory.mktemp("deployment"))


@pytest.fixture(scope="module")
def record_id(deployment: Deployment) -> UUID:
    """A record with the canary among the answers about health, into whose case the shelter staff are let."""
    made = a_record(deployment)
    with deciding.at_work(deployment, "caseworker") as (work, actor):
        now = interviewing.open_interview(work, actor, made)
        values = {"a_psy_self_harm": "high", "a_psy_plan": TYPED}
        interviewing.save_page(
            work, actor, made, "a12_8", values, revision=now.revision, asked_once_more=True, language="en"
        )
    return made


@pytest.fixture
def staff(deployment: Deployment) -> Browser:
    return deployment.browser("shelter staff")


def test_nothing_about_health_is_on_any_page(deployment: Deployment, record_id: UUID, staff: Browser) -> None:
    values = {"interview_id": record_id, "case_id": case_of(deployment, record_id), "page_key": "a12_8"}
    ways = [
        address
        for section, entry in (("a12", ENTRY), ("a15", STAY), ("a16", ENTRY))
        for method, address in addresses(deployment.app, {**values, "section_id": section, "entry_id": entry})
        if method == "GET"
    ]

    answers = {address: staff.get(address) for address in ways}

    assert sightings(deployment.browser("caseworker").get(f"/interviews/{record_id}/pages/a12_8").data)
    assert not {address for address, answer in answers.items() if answer.status_code >= 500}
    assert not {address for address, answer in answers.items() if sightings(answer.data)}
    assert not {address for address, answer in answers.items() if "self-harm or suicide" in answer.text}


def test_the_record_says_what_is_closed(deployment: Deployment, record_id: UUID, staff: Browser) -> None:
    shown = staff.get(f"/interviews/{record_id}").text

    assert CLOSED in shown
    assert "note where the person stays" in shown
    assert f"/interviews/{record_id}/summary" not in shown
    assert CLOSED not in deployment.browser("caseworker").get(f"/interviews/{record_id}").text


def test_a_page_about_health_leads_back_to_the_record(record_id: UUID, staff: Browser) -> None:
    answer = staff.get(f"/interviews/{record_id}/pages/a12_8")
    saved = staff.post(f"/interviews/{record_id}/pages/a12_8", {"revision": "9999", "a_psy_self_harm": "low"})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/interviews/{record_id}")
    assert saved.status_code == 404


def test_a_stay_is_noted_from_its_first_page_to_its_last(record_id: UUID, staff: Browser) -> None:
    listed = staff.get(f"/interviews/{record_id}/entries/a15").text
    first = staff.get(f"/interviews/{record_id}/entries/a15/new").headers["Location"]
    entry_id = first.rpartition("-")[2]
    page = staff.get(first).text
    field = f"shelter_stay-{entry_id}-a_shel_type"
    saved = staff.post(first, {"revision": "9999", field: "safe_flat", "asked_once_more": "1", "then": "next"})

    assert "entries/a15/new" in listed
    assert "Save and go on" in page
    assert "Pause" not in page
    assert saved.status_code == 303
    assert "Safe flat" in staff.get(f"/interviews/{record_id}/entries/a15").text


def test_no_other_entry_can_be_begun(record_id: UUID, staff: Browser) -> None:
    assert "entries/a16/new" not in staff.get(f"/interviews/{record_id}/entries/a16").text
    assert staff.get(f"/interviews/{record_id}/entries/a16/new").status_code == 404
    assert staff.post(f"/interviews/{record_id}/entries/a15/{STAY}/strike", {"reason": "Not so"}).status_code == 404


def test_a_supervisor_takes_them_out_and_lets_them_in_again(
    deployment: Deployment, record_id: UUID, staff: Browser
) -> None:
    supervisor = deployment.browser("supervisor")
    address = f"/cases/{case_of(deployment, record_id)}/shelter"
    found = re.search(r'action="([^"]+/out)"', supervisor.get(address).text)
    assert found

    supervisor.post(found.group(1))
    outside = staff.get(f"/interviews/{record_id}").status_code
    again = supervisor.post(found.group(1)).status_code
    supervisor.post(found.group(1).removesuffix("out") + "in")

    assert outside == 404
    assert again == 409
    assert staff.get(f"/interviews/{record_id}").status_code == 200
    assert staff.get(f"/cases/{case_of(deployment, record_id)}").status_code == 200
