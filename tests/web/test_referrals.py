"""A referral between two organisations in a browser: both sides, step by step."""

import re
from uuid import UUID

import pytest
from builders.deployments import Browser, Deployment, deployment_in
from builders.served_records import ASKED
from builders.served_referrals import a_record_to_refer, with_another_organisation

LINK = re.compile(r'href="(/referrals/[0-9a-f-]{36})"')
TAKER = re.compile(r'name="taker" value="([^"]+)"')
TEAM = re.compile(r'name="team" value="([^"]+)"')
REVISION = re.compile(r'name="revision" value="([^"]+)"')


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return with_another_organisation(deployment_in(tmp_path_factory.mktemp("deployment")))


@pytest.fixture
def record(deployment: Deployment) -> UUID:
    return a_record_to_refer(deployment)


class Sender:
    """The caseworker at the page of a referral."""

    def __init__(self, deployment: Deployment, record: UUID) -> None:
        self.browser = deployment.browser("caseworker")
        self.address = f"/interviews/{record}/referrals/{ASKED}"

    def page(self) -> str:
        return self.browser.get(self.address).text

    def does(self, what: str, **fields: object) -> int:
        revision = REVISION.search(self.page())
        sent = {"revision": revision.group(1) if revision else "", **fields}
        return self.browser.post(f"{self.address}/{what}", sent).status_code

    def asks(self) -> None:
        team = TEAM.search(self.page())
        assert team
        assert self.does("send", team=team.group(1), needs="legal") == 303


def newest(browser: Browser, address: str = "/referrals/") -> str:
    return str(LINK.findall(browser.get(address).text)[-1])


def test_a_referral_goes_from_the_first_question_to_its_end(deployment: Deployment, record: UUID) -> None:
    sender, theirs = Sender(deployment, record), deployment.browser("their supervisor")
    cleo = deployment.browser("their caseworker")
    sender.asks()
    where = newest(theirs)

    asked = theirs.get(where).text
    assert "Law and papers" in asked or "legal" in asked.lower()
    assert "Office 1" in asked
    taker = TAKER.search(asked)
    assert taker
    assert theirs.post(f"{where}/accept", {"text": "On Monday"}).status_code == 422
    assert theirs.post(f"{where}/accept", {"text": "On Monday", "taker": taker.group(1)}).status_code == 303
    assert "On Monday" in sender.page()
    assert sender.does("hand-over", classes="case_summary") == 422
    assert sender.does("hand-over") == 422
    assert sender.does("hand-over", classes=["name", "needs"]) == 303

    assert "Open what was shared" in cleo.get(where).text
    assert cleo.get(f"{where}/shared").status_code == 409
    assert cleo.post(f"{where}/open").status_code == 303
    shared = cleo.get(f"{where}/shared").text
    assert "Take the person on" in shared
    taken = cleo.post(f"{where}/take-on")
    assert taken.status_code == 303
    assert cleo.get(taken.headers["Location"]).status_code == 200
    known = cleo.get(taken.headers["Location"] + "/pages/k0_1").text
    assert "Still right?" in known
    assert "Shared by Harbour" in known
    assert cleo.post(f"{where}/stop").status_code == 422
    assert cleo.post(f"{where}/finish", {"text": "She has a lawyer"}).status_code == 303
    assert "She has a lawyer" in sender.page()
    assert sender.does("settle") == 303
    assert cleo.get(where).status_code == 404


def test_what_waits_stands_on_the_first_page_of_whose_turn_it_is(deployment: Deployment, record: UUID) -> None:
    sender, theirs = Sender(deployment, record), deployment.browser("their supervisor")
    sender.asks()
    where = newest(theirs, "/")

    assert theirs.post(f"{where}/decline", {"reason": "no_place", "text": "Full until July"}).status_code == 303

    home = deployment.browser("caseworker").get("/").text
    sent = re.search(r'href="(/referrals/sent/[^"]+)"', home)
    assert sent
    there = sender.browser.get(sent.group(1))
    assert there.headers["Location"] == sender.address
    page = sender.page()
    assert "There is no place at the moment" in page
    assert "Full until July" in page
    assert theirs.get(where).status_code == 404


def test_what_was_opened_and_taken_back_stands_there_until_it_is_dealt_with(
    deployment: Deployment, record: UUID
) -> None:
    sender, theirs = Sender(deployment, record), deployment.browser("their supervisor")
    cleo = deployment.browser("their caseworker")
    sender.asks()
    where = newest(theirs)
    taker = TAKER.search(theirs.get(where).text)
    assert taker
    theirs.post(f"{where}/accept", {"taker": taker.group(1)})
    sender.does("hand-over", classes="name")
    cleo.post(f"{where}/open")

    assert sender.does("revoke") == 303

    assert "It was taken back" in cleo.get(where).text
    assert cleo.get(f"{where}/shared").status_code == 409
    assert cleo.post(f"{where}/settle").status_code == 303
    assert cleo.get(where).status_code == 404


def test_what_was_agreed_can_be_put_on_paper(deployment: Deployment, record: UUID) -> None:
    sender = Sender(deployment, record)
    revision = REVISION.search(sender.page())
    assert revision

    sheet = sender.browser.post(f"{sender.address}/paper", {"revision": revision.group(1), "classes": "name"})

    assert sheet.status_code == 200
    assert "For Elsewhere" in sheet.text
    assert "Legal help" not in sheet.text
    assert sender.does("paper", classes="case_summary") == 422
    assert "Put on paper what was agreed" in sender.page()


def test_a_team_is_found_only_as_long_as_it_takes_referrals(deployment: Deployment, record: UUID) -> None:
    theirs = deployment.browser("their supervisor")
    action = re.search(r'action="(/referrals/teams/[^"]+)"', theirs.get("/referrals/").text)
    assert action

    theirs.post(action.group(1), {"on": "no"})
    without = Sender(deployment, record).page()
    theirs.post(action.group(1), {"on": "yes"})

    assert TEAM.search(without) is None
    assert TEAM.search(Sender(deployment, record).page())


@pytest.mark.parametrize("who", ["their administrator", "supervisor", "other caseworker", "analyst", "administrator"])
def test_every_address_of_a_referral_is_nothing_to_others(deployment: Deployment, record: UUID, who: str) -> None:
    Sender(deployment, record).asks()
    where, browser = newest(deployment.browser("their supervisor")), deployment.browser(who)

    for rest in ("", "/shared"):
        assert browser.get(where + rest).status_code == 404
    for rest in ("accept", "decline", "give-on", "open", "take-on", "finish", "stop", "settle"):
        assert browser.post(f"{where}/{rest}", {"reason": "other", "text": "x"}).status_code == 404, rest
