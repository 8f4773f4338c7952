"""Accounts, as an administrator keeps them."""

import re

import pytest
from builders.deployments import Browser, Deployment, deployment_in

PASSPHRASE = re.compile(r'<bdi id="passphrase-shown">([^<]+)</bdi>')


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return deployment_in(tmp_path_factory.mktemp("deployment"))


@pytest.fixture
def browser(deployment: Deployment) -> Browser:
    browser = deployment.browser("administrator")
    browser.get("/accounts/new")
    return browser


def _passphrase(page: str) -> str:
    found = PASSPHRASE.search(page)
    assert found
    return found.group(1)


def _address_of(browser: Browser, name: str, act: str) -> str:
    page = browser.get("/accounts/").text
    card = next(card for card in page.split('<li class="card">') if f"<bdi>{name}</bdi>" in card)
    found = re.search(rf'formaction="(/accounts/[0-9a-f-]+/{act})"', card)
    assert found, act
    return found.group(1)


def _sign_in(deployment: Deployment, name: str, passphrase: str) -> int:
    return deployment.browser().post("/sign-in", {"name": name, "passphrase": passphrase}).status_code


def test_a_new_account_signs_in_with_the_passphrase_that_is_shown_once(
    deployment: Deployment, browser: Browser
) -> None:
    shown = browser.post("/accounts/new", {"name": "hana", "roles": ["caseworker"]})
    passphrase = _passphrase(shown.text)

    assert _sign_in(deployment, "hana", passphrase) == 303
    assert passphrase not in browser.get("/accounts/").text
    assert shown.headers["Cache-Control"] == "no-store"


def test_a_disabled_account_stays_out_until_it_is_enabled(deployment: Deployment, browser: Browser) -> None:
    passphrase = _passphrase(browser.post("/accounts/new", {"name": "ines", "roles": ["analyst"]}).text)

    browser.post(_address_of(browser, "ines", "disable"))
    while_disabled = _sign_in(deployment, "ines", passphrase)
    browser.post(_address_of(browser, "ines", "enable"))

    assert while_disabled == 422
    assert _sign_in(deployment, "ines", passphrase) == 303


def test_a_reset_gives_another_passphrase(deployment: Deployment, browser: Browser) -> None:
    old = _passphrase(browser.post("/accounts/new", {"name": "jo", "roles": ["caseworker"]}).text)

    new = _passphrase(browser.post(_address_of(browser, "jo", "reset")).text)

    assert _sign_in(deployment, "jo", old) == 422
    assert _sign_in(deployment, "jo", new) == 303


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "", "roles": ["caseworker"]}, "Give the account a name."),
        ({"name": "ada", "roles": ["caseworker"]}, "Another account has this name."),
        ({"name": "kim", "roles": ["caseworker", "administrator"]}, "One person cannot hold these roles together."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(browser: Browser, fields: dict[str, object], sentence: str) -> None:
    answer = browser.post("/accounts/new", fields)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_an_administrator_makes_no_supervisor(browser: Browser) -> None:
    answer = browser.post("/accounts/new", {"name": "puppet", "roles": ["supervisor"]})

    assert answer.status_code == 422
    assert "puppet" not in browser.get("/accounts/").text


def test_an_account_belongs_to_an_office_and_moves_to_another(browser: Browser) -> None:
    page = browser.get("/accounts/new").text
    office = re.search(r'name="office" value="([0-9a-f-]{36})"', page)
    assert office
    browser.post("/accounts/new", {"name": "lena", "roles": ["caseworker"], "office": office.group(1)})
    browser.post("/accounts/new", {"name": "mila", "roles": ["caseworker"]})

    def card(name: str) -> str:
        return next(card for card in browser.get("/accounts/").text.split('<li class="card">') if name in card)

    moves = re.search(r'action="(/accounts/[0-9a-f-]+/office)"', card("mila"))
    assert moves
    assert "Office 1" in card("lena")
    assert "/office" not in card("lena")
    assert browser.post(moves.group(1), {"office": "x"}).status_code == 404
    assert browser.post(moves.group(1), {"office": "0" * 32}).status_code == 404
    assert browser.post(moves.group(1), {"office": office.group(1)}).status_code == 303
    assert "· <bdi>Office 1</bdi>" in card("mila")


def test_an_office_that_is_not_there_takes_nobody(browser: Browser) -> None:
    answer = browser.post("/accounts/new", {"name": "nela", "roles": ["caseworker"], "office": "0" * 32})

    assert answer.status_code == 422
    assert "There is no such office." in answer.text
