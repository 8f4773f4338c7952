"""An adult's talk, from the first page to the proposal."""

from builders.browser import Tablet
from builders.stories import story_of
from builders.tapping import Talk
from playwright.sync_api import expect

AT_MOST = 60
"""A typical adult's path reads at most so many questions aloud, agreement included (questionnaires, rule 8)."""


def test_an_adult_who_was_deceived_and_held_is_found_indicated_and_proposed(tablet: Tablet) -> None:
    page = tablet.page
    tablet.begin()

    talk = Talk(tablet, story_of("indicated")).go_on()

    assert len(talk.read) + len(talk.said) <= AT_MOST, (talk.read, talk.said)
    assert talk.pages == list(dict.fromkeys(talk.pages)), "a page was asked twice"

    tablet.press("Check the answers")
    expect(page.locator("main")).to_contain_text("Domestic work")
    tablet.press("Hand in")

    expect(page.locator("h1")).to_have_text("Assessment")
    expect(page.locator("main")).to_contain_text("trafficking is indicated")
    reasons = page.locator("details").filter(has_text="The reasons, rule by rule")
    expect(reasons.locator("li").first).to_be_visible()

    tablet.press("See the proposal")
    expect(page.locator("main")).to_contain_text("Victim of trafficking")
    expect(page.locator("main")).to_contain_text("Deceived about the work")
    tablet.press("Your work")
    expect(page.get_by_role("region", name="Handed in")).to_contain_text("Screening")
