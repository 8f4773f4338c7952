"""Two organisations in one database, and an account that was taken over: neither comes near the other's cases."""

import re
from uuid import UUID

import pytest
from builders import deciding
from builders.addresses import addresses
from builders.canary import TYPED, sightings
from builders.deployments import Browser, Deployment, Login, deployment_in
from builders.invented_talks import case_of, handed_in_talk
from builders.served_referrals import a_referral_within, the_referral

from interview.audit.events import Event
from interview.casework.actors import Role
from interview.casework.referrals import Referral
from interview.store.records import Account
from interview.store.refusals import Broken

OTHERS = {
    "their caseworker": Role.CASEWORKER,
    "their supervisor": Role.SUPERVISOR,
    "their administrator": Role.ADMINISTRATOR,
}
PASSPHRASE = "six plain words for these tests"
LINE = re.compile(r"<bdi>([^<]*)</bdi>")


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """The usual organisation, and in the same databases another one with an office and a team of its own."""
    made = deployment_in(tmp_path_factory.mktemp("deployment"))
    logins = dict(made.logins)
    with made.app.open_work() as work:
        organisation = work.organisations.create(name="Elsewhere").organisation
        work.record(Event.ORGANISATION_CREATED, organisation_id=organisation.id)
        accounts = {}
        for name, role in OTHERS.items():
            created = work.accounts.create(organisation.id, name=name, passphrase=PASSPHRASE, roles=frozenset({role}))
            assert isinstance(created, Account)
            accounts[name] = created
            logins[name] = Login(name, PASSPHRASE)
        team = work.teams.create(organisation.id, name="Theirs", member_ids=(accounts["their supervisor"].id,))
        work.organisations.set_team(organisation.id, team.id)
    return Deployment(made.app, made.settings, logins)


@pytest.fixture(scope="module")
def ours(deployment: Deployment) -> tuple[UUID, UUID]:
    """An interview of ours with the canary in it, and one that was handed in."""
    browser = deployment.browser("caseworker")
    interview_id = browser.begin_interview()
    browser.post(f"/interviews/{interview_id}/pages/s0_1", {"revision": "1", "s_pre_private": "no"})
    page = f"/interviews/{interview_id}/pages/s0_5"
    browser.post(page, {"revision": "9999", "s_pre_stop_action": TYPED, "asked_once_more": "1"})
    assert sightings(browser.get(page).data)
    return UUID(interview_id), handed_in_talk(deployment)


@pytest.fixture(scope="module", autouse=True)
def referral(deployment: Deployment) -> tuple[Referral, UUID]:
    """A referral between two teams of ours, and the record that it was sent from; made before anybody is locked out."""
    referral_id, record_id = a_referral_within(deployment)
    return the_referral(deployment, referral_id), record_id


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_of_another_organisation_finds_an_interview(
    deployment: Deployment, ours: tuple[UUID, UUID], who: str
) -> None:
    browser, found = deployment.browser(who), {}
    fields = {
        "revision": "1",
        "ending": "persons_wish",
        "s_pre_private": "yes",
        "purpose": "care",
        "reason": "ordered",
        "text": "x",
    }
    for interview_id in ours:
        values = {"interview_id": interview_id, "page_key": "s0_5", "account_id": interview_id, "filename": "shell.js"}
        values["case_id"] = case_id = case_of(deployment, interview_id)
        for method, address in addresses(deployment.app, values):
            if str(interview_id) in address or str(case_id) in address:
                answer = browser.get(address) if method == "GET" else browser.post(address, fields)
                assert sightings(answer.data) == []
                if answer.status_code != 404:
                    found[f"{method} {address}"] = answer.status_code

    assert found == {}
    assert len(LINE.findall(browser.get("/").text)) == 0


def test_an_administrator_sees_and_changes_accounts_of_their_own_organisation_alone(deployment: Deployment) -> None:
    ada, theirs = deployment.browser("administrator"), deployment.browser("their administrator")

    our_page, their_page = ada.get("/accounts/").text, theirs.get("/accounts/").text

    assert {name for name in OTHERS if name in our_page} == set()
    assert {login.name for login in deployment.logins.values() if login.name in their_page} == set(OTHERS)
    for address in re.findall(r'formaction="(/accounts/[^"]+)"', our_page):
        assert theirs.post(address).status_code == 404
    assert deployment.browser("analyst").get("/").status_code == 200


def _reset(deployment: Deployment, who: str) -> Browser:
    """Somebody with the passphrase that an administrator has just given an account."""
    administrator = deployment.browser("administrator")
    page = administrator.get("/accounts/").text
    card = next(card for card in page.split('<li class="card">') if deployment.logins[who].name in card)
    address = re.search(r'formaction="(/accounts/[^"]+/reset)"', card)
    assert address
    shown = administrator.post(address.group(1)).text
    passphrase = re.search(r'<bdi id="passphrase-shown">([^<]+)</bdi>', shown)
    assert passphrase
    browser = deployment.browser()
    browser.post("/sign-in", {"name": deployment.logins[who].name, "passphrase": passphrase.group(1)})
    return browser


@pytest.mark.parametrize("who", ["caseworker", "supervisor"])
def test_an_account_that_an_administrator_takes_over_opens_none_of_its_cases(
    deployment: Deployment, ours: tuple[UUID, UUID], who: str
) -> None:
    taken_over = _reset(deployment, who)

    home = taken_over.get("/")
    assert home.status_code == 200
    for interview_id in ours:
        # What is listed can be opened: nothing is shown that would not be.
        assert str(interview_id) not in home.text
        for rest in ("", "/pages/s0_5", "/check", "/assessment"):
            answer = taken_over.get(f"/interviews/{interview_id}{rest}")
            assert answer.status_code == 404, rest
            assert sightings(answer.data) == []


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_of_another_organisation_finds_a_referral_between_our_offices(
    deployment: Deployment, referral: tuple[Referral, UUID], who: str
) -> None:
    referral_id, record_id = referral[0].id, referral[1]
    browser, found = deployment.browser(who), {}
    values = {"referral_id": referral_id, "interview_id": record_id, "entry_id": "d" * 32}
    fields = {"reason": "other", "text": "x", "taker": str(referral_id), "revision": "1"}

    for method, address in addresses(deployment.app, values):
        if str(referral_id) in address or (str(record_id) in address and "referrals" in address):
            answer = browser.get(address) if method == "GET" else browser.post(address, fields)
            if answer.status_code != 404:
                found[f"{method} {address}"] = answer.status_code

    assert found == {}
    with pytest.raises(Broken), deciding.at_work(deployment, who) as (work, _):
        work.referrals.key(referral[0])
