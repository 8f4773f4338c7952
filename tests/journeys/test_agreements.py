"""An agreement from the question to its end: given in part, relied on, taken back in the middle of a referral."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from builders.axe import faults_of
from builders.browser import PHONE, TABLET, Tablet
from builders.deployments import Deployment
from builders.served_records import decided_talk
from playwright.sync_api import expect

Tablets = Callable[..., Tablet]

ASKED = {
    "a_agr_recipient": "Harbour Light",
    "a_agr_purpose": "law",
    "a_agr_given": "yes",
    "a_agr_how": "oral_witnessed",
}
REFERRAL = {"a_out_org": "Harbour Light", "a_out_consent": "yes", "a_out_result": "ongoing"}
TODAY = datetime.now(UTC).date()
DAYS = {"a_agr_date": TODAY, "a_agr_until": TODAY + timedelta(days=90), "a_out_date": TODAY}
MOST_PAGES = 10


@pytest.fixture(params=[TABLET, PHONE], ids=["tablet", "phone"])
def caseworker(request: pytest.FixtureRequest, tablets: Tablets) -> Tablet:
    new: Tablet = tablets(request.param)
    new.sign_in()
    return new


def _go_through(tablet: Tablet, said: Mapping[str, str], days: Mapping[str, date], ticked: Mapping[str, str]) -> None:
    """Page after page of an entry, until it leads back to the contents."""
    page = tablet.page
    for _ in range(MOST_PAGES):
        if not tablet.page_key:
            return
        for item, code in {**said, **ticked}.items():
            for place in page.locator(f"[name$='{item}'][value='{code}']").all():
                place.check()
            for place in page.locator(f"input:not([type])[name$='{item}']").all():
                place.fill(code)
        for item, day in days.items():
            for part in ("day", "month", "year"):
                for place in page.locator(f"[name$='{item}-{part}']").all():
                    place.fill(str(getattr(day, part)))
        tablet.save()
    raise AssertionError(page.url)


def test_an_agreement_is_taken_back_in_the_middle_of_a_referral(caseworker: Tablet, deployment: Deployment) -> None:
    talk, page = decided_talk(deployment), caseworker.page
    main = page.locator("main")
    caseworker.open(f"/interviews/{talk}")
    caseworker.press("Begin assistance")
    record = caseworker.interview_id
    caseworker.leave_by(page.locator("main a[href^='/cases/']").first)
    caseworker.leave_by(page.get_by_role("link", name="What was agreed, and with whom"))
    ledger = page.url
    expect(main).to_contain_text("Nothing is agreed now. Ask before anything is shared.")

    # Asked in words that name who and what for, and given in part.
    caseworker.leave_by(page.get_by_role("link", name="Ask about something"))
    _go_through(caseworker, ASKED, DAYS, {"a_agr_classes": "needs"})
    page.goto(ledger)
    expect(main).to_contain_text("Holds")
    expect(main).to_contain_text("Needs")
    assert faults_of(page) == []

    # What was agreed to may be shared; anything beyond it is asked about, and kept as it was written.
    caseworker.open(f"/interviews/{record}/entries/a17/new")
    _go_through(caseworker, REFERRAL, DAYS, {"a_out_data_shared": "needs"})
    page.goto(ledger)
    expect(main).not_to_contain_text("no agreement is noted that lets it")
    caseworker.open(f"/interviews/{record}/entries/a17/new")
    _go_through(caseworker, {**REFERRAL, "a_out_result": "completed"}, DAYS, {"a_out_data_shared": "health"})
    page.goto(ledger)
    expect(main).to_contain_text("no agreement is noted that lets it")

    # The person takes it back.
    page.locator("summary").filter(has_text="The person takes it back").click()
    page.locator("main textarea").fill("She does not trust them any more")
    caseworker.press("Go on to the day")
    _go_through(caseworker, {}, {"a_agr_withdrawn": TODAY}, {})
    page.goto(ledger)
    expect(main).to_contain_text("Nothing is agreed now")
    expect(main).to_contain_text("It was taken back. Tell them, and note the day.")
    expect(main).to_contain_text("This rests on it and is still open.")
    assert faults_of(page) == []

    # Both are tasks, until they are told and the referral has come to its end.
    caseworker.leave_by(page.get_by_role("link", name="The case"))
    expect(main).to_contain_text("Tell a partner that the agreement was taken back: Harbour Light")
    expect(main).to_contain_text("Say what came of a referral whose agreement was taken back: Harbour Light")
    page.goto(ledger)
    caseworker.leave_by(main.locator(".notice.warn a").first)
    _amend(caseworker, "They stopped")
    _go_through(caseworker, {"a_out_result": "stopped"}, {}, {})
    page.goto(ledger)
    expect(main).not_to_contain_text("This rests on it and is still open.")
    caseworker.leave_by(page.get_by_role("link", name="Look at it, or change it"))
    _amend(caseworker, "They were told")
    _go_through(caseworker, {}, {"a_agr_told": TODAY}, {})
    page.goto(ledger)
    expect(main).not_to_contain_text("It was taken back. Tell them, and note the day.")
    caseworker.leave_by(page.get_by_role("link", name="The case"))
    expect(main).not_to_contain_text("was taken back: Harbour Light")


def _amend(tablet: Tablet, reason: str) -> None:
    tablet.page.locator("summary").filter(has_text="Amend it").click()
    tablet.page.locator("#reason").fill(reason)
    tablet.press("Open it to be changed")
