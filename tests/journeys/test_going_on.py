"""A talk that is left and taken up again, and answers that are changed on the way."""

import re
from collections.abc import Callable

from builders.browser import Tablet
from builders.deployments import Deployment
from builders.stories import story_of, talk_of
from builders.tapping import Talk
from playwright.sync_api import expect


def test_a_talk_is_paused_and_taken_up_on_another_device(
    tablet: Tablet, tablets: Callable[..., Tablet], deployment: Deployment
) -> None:
    interview = talk_of(deployment, "indicated", until="s4_1")
    tablet.open_page(interview, "s4_1")
    tablet.page.locator("[name=s_name_called]").fill("Lin of the second boat")
    tablet.press("Pause")
    expect(tablet.page.locator("h1")).to_have_text("A break")

    other = tablets()
    other.sign_in()
    other.page.get_by_role("region", name="Your drafts").get_by_text("Paused").first.click()
    other.press("Go on")

    expect(other.page).to_have_url(re.compile("/pages/s4_2"))
    other.press("Back")
    expect(other.page.locator("[name=s_name_called]")).to_have_value("Lin of the second boat")


def test_a_break_leads_back_to_where_the_talk_stood(tablet: Tablet, deployment: Deployment) -> None:
    interview = talk_of(deployment, "indicated", until="s6_1")
    tablet.open_page(interview, "s6_1")
    tablet.press("Pause")

    tablet.press("Go on")

    expect(tablet.page).to_have_url(re.compile(f"/interviews/{interview}/pages/s6_1"))


def test_an_early_answer_that_changes_sets_later_ones_aside_and_brings_them_back(
    tablet: Tablet, deployment: Deployment
) -> None:
    page = tablet.page
    interview = talk_of(deployment, "indicated", until="s8_15")
    tablet.open_page(interview, "s8_2")
    page.locator("[name=s_topic_ok][value=no]").check()
    tablet.save()

    expect(page.locator("h1")).to_contain_text("answers will be set aside")
    expect(page.locator("main")).to_contain_text("Domestic work")
    tablet.press("Save and set aside")

    tablet.open(f"/interviews/{interview}/check")
    expect(page.get_by_role("region", name=re.compile("set aside and will go"))).to_contain_text("Domestic work")

    tablet.open_page(interview, "s8_2")
    page.locator("[name=s_topic_ok][value=yes]").check()
    tablet.save()
    tablet.open_page(interview, "s8_3")
    expect(page.locator("[name=s_activity_done][value=domestic]")).to_be_checked()
    expect(page.locator("main")).to_contain_text("This answer came back. Is it still right?")


def test_an_answer_is_kept_when_the_setting_aside_is_not_wanted(tablet: Tablet, deployment: Deployment) -> None:
    interview = talk_of(deployment, "indicated", until="s8_15")
    tablet.open_page(interview, "s8_2")
    tablet.page.locator("[name=s_topic_ok][value=no]").check()
    tablet.save()

    tablet.press("Change my answer")

    tablet.page.locator("[name=s_topic_ok][value=yes]").check()
    tablet.save()
    assert tablet.page_key == "s8_3"
    expect(tablet.page.locator("[name=s_activity_done][value=domestic]")).to_be_checked()


def test_an_answer_can_be_changed_from_the_check(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    interview = talk_of(deployment, "indicated", until="s6_1")
    tablet.open(f"/interviews/{interview}/check")

    tablet.leave_by(page.get_by_role("link", name=re.compile("^Change ?: What would you like me to call you")))
    page.locator("[name=s_name_called]").fill("Malee")
    tablet.save()

    tablet.open(f"/interviews/{interview}/check")
    expect(page.locator("main")).to_contain_text("Malee")


def test_a_talk_that_lacks_what_is_needed_is_not_handed_in(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    interview = talk_of(deployment, "indicated", until="s12_1")
    tablet.open(f"/interviews/{interview}/check")

    tablet.press("Hand in")

    expect(page.locator("#errors")).to_contain_text("answers are still needed")
    expect(page.locator("#errors")).to_be_focused()
    tablet.leave_by(page.locator("#errors a").first)
    Talk(tablet, story_of("indicated")).go_on()
    tablet.press("Check the answers")
    tablet.press("Hand in")
    expect(page.locator("h1")).to_have_text("Assessment")


def test_a_question_left_blank_is_asked_once_more_and_then_passes(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    interview = talk_of(deployment, "indicated", until="s5_2")
    tablet.open_page(interview, "s5_2")

    tablet.save()

    assert tablet.page_key == "s5_2"
    expect(page.locator("#errors")).to_be_focused()
    tablet.save()
    assert tablet.page_key != "s5_2"
    tablet.press("Back")
    expect(page.locator("[name=s_now_safe][value=not_asked]")).to_be_checked()
