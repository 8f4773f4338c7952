"""Slow networks, and none."""

from builders.browser import Tablet
from builders.deployments import Deployment
from builders.stories import talk_of
from playwright.sync_api import expect

BYTES_A_SECOND = 100_000 / 8
DELAY_MS = 800


def _slow(tablet: Tablet) -> None:
    session = tablet.context.new_cdp_session(tablet.page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": DELAY_MS,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )


def test_a_page_is_saved_over_a_slow_network(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    interview = talk_of(deployment, "indicated", until="s4_2")
    tablet.open_page(interview, "s4_1")
    _slow(tablet)
    page.locator("[name=s_name_called]").fill("Slow Lin")
    expect(tablet.status).to_have_text("Not sent yet")

    tablet.save()

    assert tablet.page_key == "s4_2"
    expect(tablet.status).to_contain_text("Saved")
    expect(page.locator(".where")).to_contain_text("Slow Lin")


def test_without_a_network_the_page_says_so_and_keeps_what_was_typed(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    interview = talk_of(deployment, "indicated", until="s4_2")
    tablet.open_page(interview, "s4_1")
    page.locator("[name=s_name_called]").fill("Offline Lin")
    tablet.context.set_offline(True)
    expect(tablet.status).to_contain_text("No network")

    page.locator("footer .primary").click()

    expect(tablet.status).to_contain_text("What you typed is still here")
    expect(page.locator("[name=s_name_called]")).to_have_value("Offline Lin")

    tablet.context.set_offline(False)
    expect(tablet.status).to_have_text("Not sent yet")
    page.wait_for_timeout(100)
    tablet.save()
    assert tablet.page_key == "s4_2"


def test_without_a_network_the_screen_still_hides_and_locks_when_it_is_back(
    tablet: Tablet, deployment: Deployment
) -> None:
    page = tablet.page
    interview = talk_of(deployment, "indicated", until="s6_1")
    tablet.open_page(interview, "s6_1")
    page.locator("[name=s_story]").fill("A green door")
    tablet.context.set_offline(True)

    page.get_by_role("button", name="Hide screen").click()

    expect(page.locator("main.calendar")).to_be_visible()
    assert "green door" not in tablet.content
    tablet.context.set_offline(False)
    page.wait_for_url("**/calendar")
    tablet.open("/")
    expect(page.locator("h1")).to_have_text("Locked")
    tablet.faults.clear()  # The browser's own note that a request without a network failed.


def test_without_a_network_the_numbers_to_call_are_there(tablet: Tablet, deployment: Deployment) -> None:
    page = tablet.page
    tablet.open_page(talk_of(deployment, "indicated", until="s4_2"), "s4_1")
    numbers = page.locator("#no-network")
    expect(numbers).to_be_hidden()

    tablet.context.set_offline(True)

    expect(numbers).to_be_visible()
    expect(tablet.status).to_contain_text("112")
    expect(numbers.locator("[href='tel:112']")).to_be_visible()
    tablet.context.set_offline(False)
    expect(numbers).to_be_hidden()
