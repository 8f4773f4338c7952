"""What was agreed, as people see it: on a page of its own, at a glance, and where something is shared without it."""

import re
from uuid import UUID

import pytest
from builders.deployments import Browser, Deployment, deployment_in
from builders.invented_talks import case_of
from builders.served_records import AGREEMENT, REFERRAL, TAKEN_BACK, a_record

from interview.casework.agreement_versions import Change
from interview.casework.agreements import Standing
from interview.web.cases.agreements import CHANGES, STANDINGS


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return deployment_in(tmp_path_factory.mktemp("deployment"))


@pytest.fixture(scope="module")
def record(deployment: Deployment) -> UUID:
    return a_record(deployment)


@pytest.fixture
def author(deployment: Deployment) -> Browser:
    return deployment.browser("caseworker")


def text_of(html: str) -> str:
    """What can be read on a page, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_what_holds_stands_before_what_was_taken_back(deployment: Deployment, record: UUID, author: Browser) -> None:
    shown = text_of(author.get(f"/cases/{case_of(deployment, record)}/agreements").text)

    holds, gone = shown.index("What may be told now"), shown.index("What may not be told any more")
    assert (
        holds < shown.index("They help with the law, with papers, or with a claim") < gone < shown.rindex("Taken back")
    )
    assert "Holds until Jun 15, 2027" in shown
    assert "Name; Needs" in shown


def test_it_says_who_is_still_to_be_told_and_what_rests_on_it(
    deployment: Deployment, record: UUID, author: Browser
) -> None:
    shown = author.get(f"/cases/{case_of(deployment, record)}/agreements").text

    assert "It was taken back. Tell them, and note the day." in shown
    assert shown.count(f'href="/interviews/{record}/entries/a17/{REFERRAL}"') == 2
    assert "Referral to Open Door" in text_of(shown)


def test_the_page_of_the_case_shows_what_holds_and_leads_to_the_rest(
    deployment: Deployment, record: UUID, author: Browser
) -> None:
    case_id = case_of(deployment, record)

    shown = author.get(f"/cases/{case_id}").text

    assert f'href="/interviews/{record}/entries/a1a/{AGREEMENT}"' in shown
    assert f'href="/cases/{case_id}/agreements"' in shown
    assert "until Jun 15, 2027" in text_of(shown)
    assert "Tell a partner that the agreement was taken back : Open Door" in text_of(shown)
    assert "Ask again before an agreement ends : Harbour Light" in text_of(shown)


def test_a_case_without_a_record_has_no_such_page(deployment: Deployment, author: Browser) -> None:
    talk = UUID(author.begin_interview())

    assert author.get(f"/cases/{case_of(deployment, talk)}/agreements").status_code == 404


def test_a_referral_that_no_agreement_lets_says_so(record: UUID, author: Browser) -> None:
    assert "No agreement is noted that let this" in author.get(f"/interviews/{record}/entries/a17/{REFERRAL}").text


def test_taking_back_leads_from_a_word_to_the_day(deployment: Deployment, author: Browser) -> None:
    record = a_record(deployment)
    agreements = f"/cases/{case_of(deployment, record)}/agreements"
    amend = f"/interviews/{record}/entries/a1a/{AGREEMENT}/amend"
    wordless = author.post(amend, {"reason": " ", "page": "a1a_6"})
    said = author.post(amend, {"reason": "She does not want it", "page": "a1a_6"})
    page = said.location
    revision = re.search(r'name="revision" value="(\d+)"', author.get(page).text)
    assert revision
    key = f"agreement-{AGREEMENT}-a_agr_withdrawn"
    day = {f"{key}-day": "1", f"{key}-month": "7", f"{key}-year": "2026"}

    saved = author.post(page, {"revision": revision.group(1), "then": "next", "asked_once_more": "1", **day})

    assert wordless.status_code == 422
    assert page.endswith(f"/pages/a1a_6-{AGREEMENT}")
    assert saved.status_code == 303
    assert "Nothing is agreed now" in author.get(agreements).text


def test_an_agreement_leads_to_the_others(deployment: Deployment, record: UUID, author: Browser) -> None:
    shown = author.get(f"/interviews/{record}/entries/a1a/{TAKEN_BACK}").text

    assert f'href="/cases/{case_of(deployment, record)}/agreements"' in shown


def test_a_supervisor_reads_it_and_changes_nothing(deployment: Deployment, record: UUID) -> None:
    shown = deployment.browser("supervisor").get(f"/cases/{case_of(deployment, record)}/agreements").text

    assert "Harbour Light" in shown
    assert "The person takes it back" not in shown
    assert "Ask about something" not in shown


def test_paper_has_what_was_agreed(record: UUID, author: Browser) -> None:
    shown = text_of(author.get(f"/interviews/{record}/summary").text)

    assert "What was agreed, and with whom" in shown
    assert "Whom we would like to tell Harbour Light" in shown


def test_everything_that_can_become_of_an_agreement_has_its_word() -> None:
    assert STANDINGS.keys() == set(Standing)
    assert CHANGES.keys() == set(Change)


@pytest.mark.parametrize("who", ["caseworker", "supervisor"])
def test_the_head_of_a_case_has_no_name_before_it_was_said_what_for(
    deployment: Deployment, record: UUID, who: str
) -> None:
    browser, case_id = deployment.browser(who), case_of(deployment, record)

    head = re.search(r"<h1>(.*?)</h1>", browser.get(f"/cases/{case_id}").text)

    assert head
    assert "Lin" not in head.group(1)
    assert re.fullmatch(r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}", text_of(head.group(1)))
