"""Somebody else decides: confirmed, decided otherwise, sent back and answered, looked at again, voided by a change."""

import re
from collections.abc import Callable

import pytest
from builders import deciding
from builders.axe import faults_of
from builders.browser import TABLET, Tablet
from builders.deciding import OTHER
from builders.deployments import Deployment
from builders.stories import talk_of
from playwright.sync_api import expect

DESKTOP = (1280, 900)
OFFERED = re.compile("^We have thought carefully about what you told us")
Tablets = Callable[..., Tablet]


@pytest.fixture(params=[TABLET, DESKTOP], ids=["tablet", "desktop"])
def supervisor(request: pytest.FixtureRequest, tablets: Tablets, deployment: Deployment) -> Tablet:
    """A supervisor's screen, signed in, in a team of two."""
    deciding.with_another_supervisor(deployment)
    return _signed_in(tablets, "supervisor", request.param)


def _signed_in(tablets: Tablets, who: str, size: tuple[int, int] = TABLET) -> Tablet:
    new = tablets(size)
    new.sign_in(who)
    return new


def _review(tablet: Tablet, interview: object) -> None:
    tablet.open(f"/reviews/of/{interview}")


def _unfold(tablet: Tablet, words: str) -> None:
    tablet.page.locator("summary").filter(has_text=words).first.click()


def _decision(tablet: Tablet) -> str:
    return tablet.page.locator(".three > div").last.inner_text()


def test_a_proposal_is_confirmed_from_the_queue_and_the_person_is_told(
    supervisor: Tablet, tablets: Tablets, deployment: Deployment
) -> None:
    interview = talk_of(deployment, "indicated")
    page = supervisor.page
    supervisor.open("/")
    expect(page.locator("#waiting")).to_have_text("Waiting for a decision")
    _review(supervisor, interview)
    expect(page.get_by_role("heading", name="What the answers say")).to_be_visible()
    expect(page.locator(".criterion").filter(has_text="What for").locator(".badge")).to_contain_text("Met")
    assert "Not decided yet" in _decision(supervisor)

    supervisor.press("Confirm")

    assert "Victim of trafficking" in _decision(supervisor)
    assert "There is nothing to decide here now." not in page.locator("main").inner_text()
    assert faults_of(page) == []

    caseworker = _signed_in(tablets, "caseworker")
    _review(caseworker, interview)
    caseworker.press("Tell the person")
    expect(caseworker.page.locator("[name=what]")).to_have_value(OFFERED)
    caseworker.press("The person was told")
    expect(caseworker.page.locator("#told")).to_be_visible()
    caseworker.press("A copy was given today")
    expect(caseworker.page.locator("main")).to_contain_text("A copy was given on")
    caseworker.press("On paper")
    expect(caseworker.page.locator(".sheet")).to_contain_text("If you do not agree")


def test_a_double_tap_decides_once(supervisor: Tablet, deployment: Deployment) -> None:
    interview = talk_of(deployment, "indicated")
    _review(supervisor, interview)
    with supervisor.page.expect_navigation():
        supervisor.page.get_by_role("button", name="Confirm", exact=True).dblclick()

    _review(supervisor, interview)

    assert supervisor.page.locator(".history > li").filter(has_text="Confirmed").count() == 1


def test_something_else_is_decided_with_a_reason(supervisor: Tablet, deployment: Deployment) -> None:
    interview = talk_of(deployment, "indicated")
    page = supervisor.page
    _review(supervisor, interview)
    _unfold(supervisor, "Decide otherwise")
    page.get_by_text("Possibly; more time or facts are needed").click()
    page.locator("#reason").select_option("context_not_asked")
    page.locator("#element").select_option("means")
    page.locator("#override-text").fill("The village elder wrote to us.")

    supervisor.press("Decide otherwise")

    assert "Possibly" in _decision(supervisor)
    expect(page.locator(".three")).to_contain_text("Trafficking is indicated")
    _unfold(supervisor, "What happened so far")
    expect(page.locator(".history")).to_contain_text("The village elder wrote to us.")
    expect(page.locator(".history")).to_contain_text("Something matters that the form does not ask")


def test_questions_come_back_answered(supervisor: Tablet, tablets: Tablets, deployment: Deployment) -> None:
    interview = talk_of(deployment, "indicated")
    page = supervisor.page
    _review(supervisor, interview)
    page.locator(".criterion[open] .ask").first.click()
    _unfold(supervisor, "Ask the caseworker")
    supervisor.press("Send back with questions")
    supervisor.press("Send back")
    expect(page.locator("#errors")).to_contain_text("Write a question for each answer")
    page.locator("textarea[name^=text-]").fill("Who was it?")
    supervisor.press("Send back")
    expect(page.locator("main")).to_contain_text("Sent back with questions")

    caseworker = _signed_in(tablets, "caseworker")
    caseworker.open("/")
    expect(caseworker.page.locator("main section").first.locator("h2")).to_have_text("Sent back to you with questions")
    caseworker.open(f"/reviews/answers/{interview}")
    expect(caseworker.page.locator("main")).to_contain_text("One is still open.")
    caseworker.page.locator("main textarea").fill("An uncle, she says.")
    caseworker.press("Answer")
    caseworker.press("Check and send again")
    caseworker.press("Hand in")

    _review(supervisor, interview)
    expect(page.locator("#asked")).to_be_visible()
    expect(page.locator("main")).to_contain_text("An uncle, she says.")
    supervisor.press("Confirm")
    assert "Victim of trafficking" in _decision(supervisor)


def test_another_supervisor_looks_again(supervisor: Tablet, tablets: Tablets, deployment: Deployment) -> None:
    interview = talk_of(deployment, "indicated")
    deciding.confirm(deployment, interview)
    deciding.tell(deployment, interview)
    caseworker = _signed_in(tablets, "caseworker")
    _review(caseworker, interview)
    caseworker.press("What comes after")
    _unfold(caseworker, "The person wants somebody else to look again")
    caseworker.page.get_by_text("They were not understood").click()
    caseworker.press("Ask for it")
    expect(caseworker.page.locator("main .badge").filter(has_text="due in")).to_be_visible()

    _review(supervisor, interview)
    expect(supervisor.page.locator("main")).to_contain_text("Somebody else looks again.")
    assert supervisor.page.get_by_role("button", name="Confirm", exact=True).count() == 0

    other = _signed_in(tablets, OTHER)
    _review(other, interview)
    other.press("Confirm")
    assert "Victim of trafficking" in _decision(other)


def test_whoever_looks_again_sends_it_back_and_decides(tablets: Tablets, deployment: Deployment) -> None:
    deciding.with_another_supervisor(deployment)
    interview = talk_of(deployment, "indicated")
    deciding.confirm(deployment, interview)
    deciding.tell(deployment, interview)
    deciding.ask_again(deployment, interview)
    other = _signed_in(tablets, OTHER)
    _review(other, interview)
    other.page.locator(".criterion[open] .ask").first.click()
    _unfold(other, "Ask the caseworker")
    other.press("Send back with questions")
    other.page.locator("textarea[name^=text-]").fill("Who was it?")
    other.press("Send back")
    expect(other.page.locator("main")).to_contain_text("Sent back with questions")

    caseworker = _signed_in(tablets, "caseworker")
    caseworker.open("/")
    expect(caseworker.page.locator(f"a[href='/reviews/answers/{interview}']")).to_contain_text("One question")
    caseworker.open(f"/reviews/answers/{interview}")
    caseworker.page.locator("main textarea").fill("An uncle, she says.")
    caseworker.press("Answer")
    caseworker.press("Check and send again")
    caseworker.press("Hand in")

    _review(other, interview)
    expect(other.page.locator("main")).to_contain_text("An uncle, she says.")
    other.press("Confirm")
    assert "Victim of trafficking" in _decision(other)


def test_a_hidden_review_comes_back_with_everything_that_was_typed(supervisor: Tablet, deployment: Deployment) -> None:
    interview = talk_of(deployment, "indicated")
    page = supervisor.page
    _review(supervisor, interview)
    address = page.url
    page.locator("#confirm-text").fill("A note")
    _unfold(supervisor, "Decide otherwise")
    page.locator("#reason").select_option("age")
    page.locator("#override-text").fill("She is fifteen.")
    page.locator(".criterion[open] .ask").first.click()
    for _ in range(3):
        page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("/calendar$"))
    assert "She is fifteen." not in supervisor.content

    page.goto(address)
    supervisor.unlock("supervisor")

    expect(page.locator("#override-text")).to_have_value("She is fifteen.")
    expect(page.locator("#override-text")).to_be_visible()
    expect(page.locator("#confirm-text")).to_have_value("A note")
    expect(page.locator("#reason")).to_have_value("age")
    expect(page.locator(".criterion[open] [name=about]").first).to_be_checked()
    expect(supervisor.status).to_have_text("Not sent yet")


def test_a_page_with_something_to_mend_comes_back_after_the_lock(supervisor: Tablet, deployment: Deployment) -> None:
    interview = talk_of(deployment, "indicated")
    page = supervisor.page
    _review(supervisor, interview)
    page.locator(".criterion[open] .ask").first.click()
    _unfold(supervisor, "Ask the caseworker")
    supervisor.press("Send back with questions")
    page.locator("#text").fill("Thank you for this.")
    supervisor.press("Send back")
    expect(page.locator("#errors")).to_be_focused()

    supervisor.press("Lock")
    supervisor.unlock("supervisor")

    expect(page.locator("h1")).to_have_text("Send back with questions")
    expect(page.locator("#text")).to_have_value("Thank you for this.")
    expect(page.locator("textarea[name^=text-]")).to_have_count(1)


def test_a_later_change_voids_what_was_decided_and_shows_what_changed(
    supervisor: Tablet, tablets: Tablets, deployment: Deployment
) -> None:
    interview = talk_of(deployment, "indicated")
    deciding.confirm(deployment, interview)
    caseworker = _signed_in(tablets, "caseworker")
    caseworker.open_page(interview, "s6_1")
    caseworker.page.locator("[name=s_story]").fill("She remembers more now.")
    caseworker.save()

    _review(supervisor, interview)

    page = supervisor.page
    expect(page.locator("main")).to_contain_text("No longer holds: an answer was changed")
    expect(page.locator("#difference")).to_have_text("What was changed since")
    expect(page.locator("table")).to_contain_text("She remembers more now.")
    assert "Victim of trafficking" in _decision(supervisor)
    assert faults_of(page) == []
