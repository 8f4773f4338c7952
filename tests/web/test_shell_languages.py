"""The screens in two pseudo-languages: every text is translated, longer ones fit the tag, and directions turn."""

import re

import pytest
from builders.deployments import Browser, Deployment, deployment_in
from builders.pseudo_locales import LONGER, RIGHT_TO_LEFT, build_pseudo_locales

MARKUP = re.compile(r"<(?:script|title)\b.*?</(?:script|title)>|<[^>]*>", re.DOTALL)
LATIN = re.compile(r"[A-Za-z]{3,}")
BRACKETED = re.compile(r"\[[^\]]*\]")
ADDRESSES = ("/sign-in", "/urgent/", "/nowhere")
SIGNED_IN = ("/", "/accounts/", "/accounts/new", "/urgent/")
# The names of languages, of this application and of accounts stay as they are in every language.
UNTRANSLATED = re.compile(r"Notes|English|Esperanto|the [a-z ]+|ada|sol")


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    folder = tmp_path_factory.mktemp("deployment")
    build_pseudo_locales(folder / "translations")
    return deployment_in(folder, languages=f"en,{LONGER},{RIGHT_TO_LEFT}", translations=str(folder / "translations"))


@pytest.fixture(scope="module")
def browser(deployment: Deployment) -> Browser:
    return deployment.browser("administrator")


def _words(page: str) -> str:
    return UNTRANSLATED.sub("", MARKUP.sub(" ", page)).replace("Office 1", "")


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_on_a_public_page_stays_in_english(deployment: Deployment, address: str) -> None:
    page = deployment.browser().get(address, **{"Accept-Language": LONGER}).text

    assert not LATIN.findall(BRACKETED.sub("", _words(page)))


@pytest.mark.parametrize("address", SIGNED_IN)
def test_nothing_on_a_page_stays_in_english(browser: Browser, address: str) -> None:
    page = browser.get(address, **{"Accept-Language": LONGER}).text

    assert not LATIN.findall(BRACKETED.sub("", _words(page)))


@pytest.mark.parametrize("address", ["/sign-in", "/calendar"])
def test_a_right_to_left_language_turns_the_page(deployment: Deployment, address: str) -> None:
    page = deployment.browser().get(address, **{"Accept-Language": RIGHT_TO_LEFT}).text

    assert f'<html lang="{RIGHT_TO_LEFT}" dir="rtl">' in page


def test_a_language_that_was_chosen_stays_in_this_browser(deployment: Deployment) -> None:
    browser = deployment.browser()
    browser.get("/sign-in")

    chosen = browser.post("/language", {"language": LONGER, "_page": "/sign-in"})

    assert chosen.headers["Location"] == "/sign-in"
    assert f'<html lang="{LONGER}" dir="ltr">' in browser.get("/sign-in").text


def test_a_language_that_is_not_offered_is_not_found(deployment: Deployment) -> None:
    browser = deployment.browser()
    browser.get("/sign-in")

    assert browser.post("/language", {"language": "fr"}).status_code == 404
