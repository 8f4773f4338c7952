"""Help after a decision: agreed to, given over two sittings, a journey held and allowed, visited, and closed by two."""

import re
from collections.abc import Callable

import pytest
from builders.axe import faults_of
from builders.browser import PHONE, TABLET, Tablet
from builders.deployments import Deployment
from builders.served_records import decided_talk, page_of
from playwright.sync_api import expect

Tablets = Callable[..., Tablet]

AGREED = {
    "a_case_kind": "primary",
    "a_cons_assist": "yes",
    "a_cons_file": "yes",
    "a_cons_research": "no",
    "a_cons_basis": "oral_witnessed",
}
SITTING = {"a_session_private": "yes", "a_session_consent": "yes", "a_session_interpreter": "staff_bilingual"}
SERVICE = {"a_srv_type": "legal_advice", "a_srv_state": "completed"}
JOURNEY = {
    "a_mov_type": "return_voluntary",
    "a_mov_decision": "yes",
    "a_mov_info_given": "yes",
    "a_mov_risk_done": "yes",
    "a_mov_risk": "high",
    "a_mov_consent_form": "yes",
    "a_mov_result": "planned",
}
COUNTRIES = {"a_mov_from_country": "TH", "a_mov_to_country": "MM"}
DAYS = ("a_assist_start", "a_cons_date", "a_session_date", "a_fu_date", "a_close_date", "a_close_retention")
VISIT = {"a_fu_mode": "phone", "a_fu_reach": "unsafe"}
CLOSING = {"a_close_status": "closed", "a_close_reason": "goals_met"}
MOST_PAGES = 30


@pytest.fixture(params=[TABLET, PHONE], ids=["tablet", "phone"])
def caseworker(request: pytest.FixtureRequest, tablets: Tablets) -> Tablet:
    new: Tablet = tablets(request.param)
    new.sign_in()
    return new


def _answer(tablet: Tablet, said: dict[str, str]) -> None:
    """Give whatever of these answers the page asks for."""
    page = tablet.page
    for item, code in said.items():
        for place in page.locator(f"[name$='{item}'][value='{code}']").all():
            place.check()
        for place in page.locator(f"input:not([type])[name$='{item}'], textarea[name$='{item}']").all():
            place.fill(code)
        for place in page.locator(f"select[name$='{item}']").all():
            place.select_option(code)
    for item in DAYS:
        for part, text in (("day", "3"), ("month", "11"), ("year", "2026")):
            for place in page.locator(f"[name$='{item}-{part}']").all():
                place.fill(text)


def _go_through(tablet: Tablet, said: dict[str, str]) -> None:
    """Page after page of a section, until it leads back to the contents."""
    for _ in range(MOST_PAGES):
        if not tablet.page_key:
            return
        _answer(tablet, said)
        tablet.save()
    raise AssertionError(tablet.page.url)


def _fill(tablet: Tablet, record: str, section: str, said: dict[str, str]) -> None:
    tablet.open_page(record, f"{section}_1")
    _go_through(tablet, said)


def _add(tablet: Tablet, record: str, section: str, said: dict[str, str]) -> str:
    """A new entry, to its last page. Gives its id."""
    tablet.open(f"/interviews/{record}/entries/{section}/new")
    entry_id = tablet.page_key.partition("-")[2]
    _go_through(tablet, said)
    return entry_id


def test_help_from_a_decision_to_a_closed_case(caseworker: Tablet, tablets: Tablets, deployment: Deployment) -> None:
    talk, page = decided_talk(deployment), caseworker.page
    caseworker.open(f"/interviews/{talk}")
    caseworker.press("Begin assistance")
    record = caseworker.interview_id
    expect(page.locator("main")).to_contain_text("answers to look at")
    assert faults_of(page) == []

    # What is known is looked at, and not asked again.
    caseworker.open_page(record, page_of("s_name_given"))
    expect(page.locator("main")).to_contain_text("Still right?")
    expect(page.locator("[name=s_name_given]")).not_to_be_visible()
    _go_through(caseworker, {})
    expect(page.locator("main")).not_to_contain_text("answers to look at")

    # The first sitting, and the agreement.
    caseworker.press("Begin a sitting")
    _go_through(caseworker, SITTING)
    expect(page.locator("#sitting")).to_be_visible()
    _fill(caseworker, record, "a1", AGREED)
    caseworker.press("End this sitting")
    _go_through(caseworker, {"a_end_next": "yes"})
    expect(page.locator("#sitting")).not_to_be_visible()

    # A service, changed with a reason.
    entry = _add(caseworker, record, "a16", SERVICE)
    caseworker.open(f"/interviews/{record}/entries/a16/{entry}")
    page.locator("summary").filter(has_text="Amend it").click()
    page.locator("#reason").fill("It was the second talk")
    caseworker.press("Open it to be changed")
    _go_through(caseworker, SERVICE | {"a_srv_state": "ongoing"})
    caseworker.open(f"/interviews/{record}/entries/a16/{entry}")
    expect(page.locator("main")).to_contain_text("It was the second talk")
    assert faults_of(page) == []

    # A journey that is dangerous waits for somebody else.
    journey = _add(caseworker, record, "a18", JOURNEY | COUNTRIES)
    _say_that_she_left(caseworker, record, journey)
    expect(page.locator("h1")).to_have_text("The person cannot leave yet")
    caseworker.press("Ask a supervisor to decide")
    caseworker.press("Ask a supervisor to decide")
    supervisor = tablets(TABLET)
    supervisor.sign_in("supervisor")
    supervisor.open(f"/interviews/{record}/journeys/{journey}")
    supervisor.press("The person may go")
    expect(supervisor.page.locator("#errors")).to_contain_text("Say why.")
    supervisor.page.locator("#text").fill("Her sister meets her, and the lawyer agrees")
    supervisor.press("The person may go")
    assert faults_of(supervisor.page) == []
    caseworker.open_page(record, f"{page_of('a_mov_result')}-{journey}")
    _answer(caseworker, {"a_mov_result": "departed"})
    caseworker.save()
    _go_through(caseworker, {})

    # A call that somebody else answered is a task.
    _add(caseworker, record, "a20", VISIT | {"a_fu_retry_after": "In the morning, through the sister"})
    caseworker.open(f"/interviews/{record}")
    caseworker.leave_by(page.locator("main a[href^='/cases/']").first)
    expect(page.locator("main")).to_contain_text("Plan a safe way to get in touch")
    expect(page.locator("main")).to_contain_text("On a journey")
    assert faults_of(page) == []

    # Closed by two people.
    _fill(caseworker, record, "a21", CLOSING)
    caseworker.open(f"/interviews/{record}/closing")
    caseworker.press("Ask to close")
    supervisor.open("/")
    supervisor.leave_by(supervisor.page.get_by_role("link", name=re.compile("^Waiting to be closed")))
    supervisor.open(f"/interviews/{record}/closing")
    supervisor.press("Close the case")
    expect(supervisor.page.locator("main")).to_contain_text("Closed")
    caseworker.open(f"/interviews/{record}/closing")
    expect(page.get_by_role("button", name="Open the case again")).to_be_visible()


def _say_that_she_left(tablet: Tablet, record: str, journey: str) -> None:
    tablet.open(f"/interviews/{record}/entries/a18/{journey}")
    tablet.page.locator("summary").filter(has_text="Amend it").click()
    tablet.page.locator("#reason").fill("She left this morning")
    tablet.press("Open it to be changed")
    tablet.open_page(record, f"{page_of('a_mov_result')}-{journey}")
    _answer(tablet, {"a_mov_result": "departed"})
    tablet.save()
