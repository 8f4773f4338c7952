"""A child's talk: no means is needed, a representative agrees as well, nothing sexual is listed."""

from builders.browser import Tablet
from builders.deployments import Deployment
from builders.stories import story_of, talk_of
from builders.tapping import Talk
from playwright.sync_api import expect


def test_a_child_put_to_begging_is_found_indicated_without_any_means(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    interview = talk_of(deployment, "child", until="s8_1")
    tablet.open(f"/interviews/{interview}/on")

    Talk(tablet, story_of("child")).go_on()
    tablet.press("Check the answers")
    tablet.press("Hand in")

    expect(page.locator("h1")).to_have_text("Assessment")
    expect(page.locator("main")).to_contain_text("trafficking is indicated")
    expect(page.locator("main")).to_contain_text("child")


def test_a_child_gives_an_own_agreement_beside_that_of_a_representative(tablet: Tablet) -> None:
    tablet.begin()

    talk = Talk(tablet, story_of("child")).go_on(until="s2_1")

    assert tablet.page_key == "s2_1"
    assert {"s1_23", "s1_24", "s1_25"} <= set(talk.pages)


def test_what_is_sexual_is_folded_away_where_a_list_is_read_to_a_child(tablet: Tablet, deployment: Deployment) -> None:
    interview = talk_of(deployment, "child", until="s8_3")

    tablet.open_page(interview, "s8_4")

    ticks = tablet.page.locator("[name=s_activity_done][value^=sex]")
    assert ticks.count() > 0
    for tick in ticks.all():
        expect(tick).not_to_be_visible()
