"""Urgent help: one tap from anywhere, and back with nothing lost."""

import re
from collections.abc import Callable

from builders.browser import Tablet
from builders.deployments import Deployment
from builders.stories import story_of, talk_of
from builders.tapping import Talk
from playwright.sync_api import expect


def test_urgent_help_is_one_tap_away_and_nothing_typed_is_lost(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    tablet.open_page(talk_of(deployment, "indicated", until="s6_1"), "s6_1")
    page.locator("[name=s_story]").fill("She said her sister is still there")

    tablet.press("Urgent help")
    expect(page.locator("h1")).to_have_text("Urgent help")
    expect(page.get_by_role("link", name="112")).to_have_attribute("href", "tel:112")
    tablet.press("Back to where you were")

    assert tablet.page_key == "s6_1"
    expect(page.locator("[name=s_story]")).to_have_value("She said her sister is still there")


def test_urgent_help_is_there_before_anybody_signs_in(tablets: Callable[..., Tablet]) -> None:
    tablet = tablets()
    tablet.open("/sign-in")

    tablet.press("Urgent help")

    expect(tablet.page.locator("main")).to_contain_text("Someone is in danger now")


def test_urgent_help_is_written_down_handed_on_and_the_interview_follows_in_the_same_case(tablet: Tablet) -> None:
    page = tablet.page
    tablet.press("Urgent help")
    tablet.press("Write it down for who is on duty")

    Talk(tablet, story_of("urgent"), form="urgent").go_on()
    tablet.press("Hand it on")
    expect(page.locator("main")).to_contain_text("Handed on")

    tablet.press("Begin the interview")
    expect(page).to_have_url(re.compile("/interviews/"))
    tablet.press("Go on")
    assert tablet.page_key == "s0_1"


def test_the_supervisor_sees_urgent_help_first(tablets: Callable[..., Tablet], deployment: Deployment) -> None:
    talk_of(deployment, "urgent")
    supervisor = tablets()

    supervisor.sign_in("supervisor")

    expect(supervisor.page.locator("h2").first).to_have_text("Something needs you now")
    expect(supervisor.page.locator("h2").nth(1)).to_have_text("Urgent")
    expect(supervisor.page.get_by_role("region", name="Urgent")).to_contain_text("Urgent help")
