"""What the browser is told never to do, it does not do; and these tests would hear of it."""

from builders.browser import Tablet
from builders.deployments import Deployment
from builders.stories import talk_of
from playwright.sync_api import expect

INLINE = """() => {
  const style = document.createElement("style");
  style.textContent = "body { display: none }";
  document.head.append(style);
}"""
FROM_TEXT = """() => {
  try {
    document.querySelector("main").innerHTML = "<p>from text</p>";
    return "done";
  } catch (error) {
    return error.name;
  }
}"""


def test_a_style_that_was_slipped_in_does_not_work_and_is_heard_of(tablet: Tablet) -> None:
    tablet.page.evaluate(INLINE)

    expect(tablet.page.locator("body")).to_be_visible()
    assert any("Content Security Policy" in fault for fault in tablet.faults)
    tablet.faults.clear()


def test_markup_is_never_made_of_text(tablet: Tablet) -> None:
    assert tablet.page.evaluate(FROM_TEXT) == "TypeError"
    tablet.faults.clear()


def test_markup_in_an_answer_stays_words(tablet: Tablet, deployment: Deployment) -> None:
    words = "<img src=x onerror=alert(1)> & <b>Lin</b> {{ 7 * 7 }}"
    interview = talk_of(deployment, "indicated", until="s4_2")
    tablet.open_page(interview, "s4_1")
    tablet.page.locator("[name=s_name_called]").fill(words)

    tablet.save()

    expect(tablet.page.locator(".where bdi")).to_have_text(words)
    tablet.open(f"/interviews/{interview}/check")
    expect(tablet.page.locator("main")).to_contain_text(words)


def test_nothing_of_an_answer_stays_on_the_device(tablet: Tablet, deployment: Deployment) -> None:
    tablet.open_page(talk_of(deployment, "indicated", until="s4_2"), "s4_1")
    tablet.page.locator("[name=s_name_called]").fill("Nothing stays")
    tablet.save()

    kept = tablet.page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length]"
    )

    assert kept == [0, 0, 0]
    assert all("Nothing stays" not in str(cookie) for cookie in tablet.context.cookies())
    assert {cookie["name"][:7] for cookie in tablet.context.cookies()} == {"__Host-"}
