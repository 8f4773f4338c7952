"""The pages of duty, the banner for who is needed, and the numbers for when there is no network."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders.canary import TYPED, sightings
from builders.deployments import Deployment, deployment_in
from builders.invented_talks import whole_talk

from interview.services.invented import Ends, invented_people

NEEDED = re.compile(r'class="notice bad needed"')


@pytest.fixture
def deployment(tmp_path: Path) -> Deployment:
    return deployment_in(tmp_path, duty_phone="+1 800 0001", helpline="+1 800 0002")


def _field(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


def _plan(deployment: Deployment, **changes: str) -> int:
    browser = deployment.browser("supervisor")
    page = browser.get("/duty/").text
    address = re.search(r'action="(/duty/teams/[^"]+/shifts)"', page)
    who = re.search(r'<option value="([^"]+)">sol', page)
    assert address
    assert who
    now = datetime.now(UTC)
    fields = {"account_id": who.group(1), "from_at": _field(now - timedelta(hours=1))}
    fields |= {"until_at": _field(now + timedelta(hours=6)), **changes}
    return browser.post(address.group(1), fields).status_code


def _urgent_help(deployment: Deployment) -> str:
    """The id of a record of urgent help that was handed on, with a canary in it."""
    person = next(person for person in invented_people() if person.ends is Ends.HANDED_ON)
    words = {key: TYPED if isinstance(value, str) and " " in value else value for key, value in person.answers.items()}
    return str(whole_talk(deployment, replace(person, answers=words)))


def test_a_supervisor_plans_a_shift_and_a_caseworker_sees_it(deployment: Deployment) -> None:
    assert _plan(deployment) == 303

    page = deployment.browser("caseworker").get("/duty/").text

    assert "sol" in page
    assert "Plan a shift" not in page
    assert _plan(deployment, until_at="") == 422
    assert _plan(deployment, account_id="nobody") == 422
    assert _plan(deployment, from_at="9999-99-99T00:00") == 422


def test_every_page_carries_the_numbers_for_when_there_is_no_network(deployment: Deployment) -> None:
    shown = [
        deployment.browser().get("/sign-in").text,
        deployment.browser("caseworker").get("/").text,
        deployment.browser("caseworker").get("/nothing-here").text,
    ]

    for page in shown:
        box = page.split('id="no-network"')[1].split("</div>")[0]
        assert box.split(">")[0].endswith("hidden")
        assert ["112" in box, "+1 800 0002" in box, "+1 800 0001" in box] == [True] * 3


def test_the_team_s_own_number_takes_the_place_of_the_setting_s(deployment: Deployment) -> None:
    browser = deployment.browser("supervisor")
    address = re.search(r'action="(/duty/teams/[^"]+/number)"', browser.get("/duty/").text)
    assert address
    browser.post(address.group(1), {"phone": "+49 30 5"})

    page = deployment.browser("caseworker").get("/").text

    assert "+49 30 5" in page
    assert "+1 800 0001" not in page


def test_who_is_on_duty_is_told_on_every_page_and_nothing_is_said(deployment: Deployment) -> None:
    _plan(deployment)
    interview_id = _urgent_help(deployment)
    supervisor = deployment.browser("supervisor")

    pages = [supervisor.get(address).text for address in ("/", "/duty/", "/calendar")]

    assert [bool(NEEDED.search(page)) for page in pages] == [True, True, False]
    assert sightings("".join(pages)) == []
    address = re.search(r'href="(/duty/alerts/[^"]+)"', pages[0])
    assert address
    assert interview_id not in address.group(1)
    shown = supervisor.get(address.group(1)).text
    assert f"/interviews/{interview_id}" in shown
    assert sightings(shown) == []
    for who in ("caseworker", "other caseworker", "interpreter", "analyst", "administrator"):
        assert not NEEDED.search(deployment.browser(who).get("/").text)
        assert deployment.browser(who).get(address.group(1)).status_code == 404


def test_whoever_takes_care_of_it_ends_the_banner(deployment: Deployment) -> None:
    _plan(deployment)
    _urgent_help(deployment)
    supervisor = deployment.browser("supervisor")
    address = re.search(r'href="(/duty/alerts/[^"]+)"', supervisor.get("/").text)
    assert address

    assert supervisor.post(f"{address.group(1)}/acknowledge").status_code == 303

    assert not NEEDED.search(supervisor.get("/").text)
    assert "Taken care of by" in supervisor.get(address.group(1)).text
    assert supervisor.post(f"{address.group(1)}/acknowledge").status_code == 303
