"""Hide screen, lock, sign out: what was on the screen is gone at once, and comes back to its author alone."""

import re

import pytest
from builders.browser import Tablet
from builders.deployments import Deployment
from builders.stories import talk_of
from playwright.sync_api import Route, expect

TYPED = "The house with the green door"


@pytest.fixture
def typing(tablet: Tablet, deployment: Deployment) -> Tablet:
    """A tablet in the middle of an answer that is not saved."""
    tablet.open_page(talk_of(deployment, "indicated", until="s6_1"), "s6_1")
    tablet.page.locator("[name=s_story]").fill(TYPED)
    return tablet


def _press_escape_thrice(tablet: Tablet) -> None:
    for _ in range(3):
        tablet.page.keyboard.press("Escape")


def test_the_screen_hides_at_one_tap_and_the_answers_leave_the_document(typing: Tablet) -> None:
    page = typing.page

    page.get_by_role("button", name="Hide screen").click()

    expect(page.locator("main.calendar")).to_be_visible()
    expect(page.locator("#page")).to_have_count(0)
    assert TYPED not in typing.content
    expect(page).to_have_title("Calendar")
    expect(page).to_have_url(re.compile("/calendar$"))


def test_the_screen_hides_at_once_even_before_the_server_has_heard_of_it(typing: Tablet) -> None:
    page, unanswered = typing.page, list[Route]()
    page.route("**/hide", lambda route: unanswered.append(route))  # The server does not answer.

    _press_escape_thrice(typing)

    expect(page.locator("main.calendar")).to_be_visible()
    assert page.locator("input, textarea").count() == 0
    assert TYPED not in typing.content
    # A request that stays open keeps the browser from closing its page.
    for route in unanswered:
        route.continue_()
    expect(page).to_have_url(re.compile("/calendar$"))


def test_escape_three_times_hides_and_unlocking_brings_back_what_was_typed(typing: Tablet) -> None:
    page, address = typing.page, typing.page.url
    _press_escape_thrice(typing)
    expect(page).to_have_url(re.compile("/calendar$"))

    page.goto(address)
    expect(page.locator("h1")).to_have_text("Locked")
    typing.unlock()

    assert typing.page_key == "s6_1"
    expect(page.locator("[name=s_story]")).to_have_value(TYPED)
    expect(typing.status).to_have_text("Not sent yet")
    typing.save()
    typing.press("Back")
    expect(page.locator("[name=s_story]")).to_have_value(TYPED)


def test_a_hidden_screen_leads_back_through_the_name_of_the_month(typing: Tablet) -> None:
    page = typing.page
    page.get_by_role("button", name="Hide screen").click()
    expect(page).to_have_url(re.compile("/calendar$"))

    typing.leave_by(page.locator("h1 a"))

    expect(page.locator("h1")).to_have_text("Locked")


def test_hiding_one_tab_hides_the_others(typing: Tablet) -> None:
    beside = typing.context.new_page()
    beside.goto(typing.page.url)
    expect(beside.locator("[name=s_story]")).to_be_visible()

    typing.page.get_by_role("button", name="Hide screen").click()

    expect(beside.locator("main.calendar")).to_be_visible()
    expect(beside.locator("[name=s_story]")).to_have_count(0)


def test_a_locked_screen_opens_on_the_same_page_with_what_was_typed(typing: Tablet) -> None:
    page = typing.page
    typing.press("Lock")
    expect(page.locator("h1")).to_have_text("Locked")
    assert TYPED not in typing.content

    typing.unlock()

    assert typing.page_key == "s6_1"
    expect(page.locator("[name=s_story]")).to_have_value(TYPED)


def test_a_page_sent_while_the_session_is_locked_elsewhere_is_not_lost(typing: Tablet) -> None:
    page = typing.page
    beside = typing.context.new_page()
    beside.goto("/")
    with beside.expect_navigation():
        beside.get_by_role("button", name="Lock").click()

    typing.save()

    expect(page.locator("h1")).to_have_text("Locked")
    typing.unlock()
    expect(page.locator("[name=s_story]")).to_have_value(TYPED)


def test_the_wrong_passphrase_opens_nothing(typing: Tablet) -> None:
    page = typing.page
    typing.press("Lock")
    page.get_by_label("Passphrase").fill("not the passphrase")

    typing.press("Unlock")

    expect(page.locator("#errors")).to_contain_text("That did not work")
    assert TYPED not in typing.content


def test_the_back_button_shows_nothing_after_signing_out(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    interview = talk_of(deployment, "indicated", until="s6_1")
    tablet.open_page(interview, "s4_1")
    expect(page.locator("[name=s_name_called]")).to_have_value("Lin")
    tablet.open("/")
    tablet.press("Sign out")

    page.go_back()
    page.go_back()

    expect(page.locator("h1")).to_have_text("Sign in")
    assert page.locator("[name=s_name_called]").count() == 0


def test_nobody_else_finds_what_was_typed_after_the_next_person_signed_in(typing: Tablet) -> None:
    page, address = typing.page, typing.page.url
    typing.press("Lock")
    typing.press("Sign out")
    typing.sign_in("other caseworker")

    page.goto(address)

    expect(page.locator("h1")).to_have_text("Nothing here")
    assert TYPED not in typing.content


def test_titles_and_addresses_say_nothing_about_the_work(typing: Tablet) -> None:
    page = typing.page

    expect(page).to_have_title("Notes")
    assert not re.search("traffick|victim|surviv|lin", page.url, re.IGNORECASE)
