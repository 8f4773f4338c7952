"""Every screen in two pseudo-languages: nothing that we say stays in English, and every block knows its direction."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

import pytest
from babel import Locale
from builders.addresses import addresses
from builders.deployments import Browser, Deployment, deployment_in
from builders.filling import filled
from builders.pseudo_catalogues import build_pseudo_catalogues
from builders.pseudo_locales import LONGER, RIGHT_TO_LEFT
from builders.spoken_page import spoken
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from interview.forms import library
from interview.services.invented import invented_people
from interview.web import names

SOURCE = "en"
LATIN = re.compile(r"[A-Za-z]{3,}")
BRACKETED = re.compile(r"\[[^\[\]]*\]")
CUT_IN_TWO = re.compile(r"^[^\[\]]*\]|\[[^\[\]]*$")
"""What an inserted answer leaves of a bracketed sentence, before and after it."""

OURS = {"Notes", "English"}
"""The name of the application, and what a language calls itself."""


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    folder = tmp_path_factory.mktemp("deployment")
    assert build_pseudo_catalogues(folder / "translations") > 1500
    return deployment_in(
        folder, detail="yes", languages=f"en,{LONGER},{RIGHT_TO_LEFT}", translations=str(folder / "translations")
    )


@pytest.fixture(scope="module", params=[LONGER, RIGHT_TO_LEFT])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def pages(deployment: Deployment, language: str) -> dict[str, str]:
    """Every screen that a talk and the work around it come to, in the language."""
    return {name: page for name, page in Walk(deployment, language).go() if page.startswith("<!doctype html>")}


class Walk:
    """Through the screens in one language."""

    def __init__(self, deployment: Deployment, language: str) -> None:
        self.deployment = deployment
        self.language = language
        self.author = deployment.browser("caseworker")
        self.talk = ""

    def go(self) -> Iterator[tuple[str, str]]:
        yield from self._held_talk()
        yield from self._mishaps()
        yield from self._every_route()

    def _get(self, browser: Browser, address: str) -> str:
        return _page(browser.get(address, **{"Accept-Language": self.language}))

    def _post(self, address: str, fields: Mapping[str, object], browser: Browser | None = None) -> str:
        return _page((browser or self.author).post(address, fields, **{"Accept-Language": self.language}))

    def _begin(self) -> str:
        self._get(self.author, "/")
        begun = self.author.post("/interviews/new", {"person_language": "my", "interviewer_language": self.language})
        return "/interviews/" + begun.headers["Location"].split("/")[2]

    def _held_talk(self) -> Iterator[tuple[str, str]]:
        """A whole talk: each page as it comes up, as it comes back with something wrong, and answered."""
        form = library.load("screening")
        person = next(person for person in invented_people() if person.key == "indicated")
        self.talk = self._begin()
        for page in form.pages.values():
            address = f"{self.talk}/pages/{page.id}"
            yield page.id, self._get(self.author, address)
            wrong = {f"{key}{part}": "?" for key in page.question_ids for part in ("", "-month", "-amount")}
            yield f"{page.id} with something wrong", self._post(address, {"revision": "1", **wrong})
            given = {key: person.answers[key] for key in page.question_ids if key in person.answers}
            fields = MultiDict(filled(form.questions, given)).to_dict(flat=False)
            settled = {"revision": "99999999", "asked_once_more": "1", "confirm_set_aside": "1"}
            yield f"{page.id} answered", self._post(address, {**settled, **fields})
        check = self._get(self.author, f"{self.talk}/check")
        found = re.search(r'name="revision" value="(\d+)"', check)
        yield "check", check
        yield "refused", self._post(f"{self.talk}/submit", {"revision": "1"})
        assert found
        self._post(f"{self.talk}/submit", {"revision": found.group(1)})
        for rest in ("", "/check", "/assessment", "/proposal", "/stop", "/pause", "/ended", "/pages/s6_1"):
            yield f"handed in {rest}", self._get(self.author, self.talk + rest)

    def _mishaps(self) -> Iterator[tuple[str, str]]:
        talk = self._begin()
        for private in ("yes", "no"):
            yield "conflict", self._post(f"{talk}/pages/s0_1", {"revision": "1", "s_pre_private": private})
        yield "too few", self._post(f"{talk}/submit", {"revision": "2"})
        yield "closed", self._post(f"{self.talk}/resume", {})
        yield "forged", self.author.client.post("/lock", headers={"Accept-Language": self.language}).text
        yield "a wrong method", self.author.client.put("/", headers={"Accept-Language": self.language}).text
        stranger = self.deployment.browser()
        yield "not signed in", self._post("/sign-in", {"name": "nobody", "passphrase": "wrong"}, stranger)
        yield "blank", self._post("/sign-in", {}, stranger)
        administrator = self.deployment.browser("administrator")
        name = f"hana {self.language}"
        yield "a new account", self._post("/accounts/new", {"name": name, "roles": "analyst"}, administrator)
        yield "a taken name", self._post("/accounts/new", {"name": name, "roles": "analyst"}, administrator)
        begun = self.author.post("/urgent/begin", {}, **{"Accept-Language": self.language})
        urgent = begun.headers["Location"].split("/")[2]
        yield "urgent", self._get(self.author, f"/interviews/{urgent}/pages/u1_1")
        yield "urgent, blank", self._post(f"/interviews/{urgent}/pages/u1_1", {"revision": "1"})
        yield "urgent, to hand on", self._get(self.author, f"/urgent/{urgent}")
        locked = self.deployment.browser("other caseworker")
        locked.post("/lock")
        yield "locked", self._get(locked, "/unlock")
        yield "not unlocked", self._post("/unlock", {"passphrase": "wrong"}, locked)
        yield "calendar", self._get(locked, "/calendar")

    def _every_route(self) -> Iterator[tuple[str, str]]:
        values = {
            "interview_id": self._begin().split("/")[2],
            "account_id": "0" * 32,
            "page_key": "s0_1",
            "filename": "x",
        }
        for who in ("", "caseworker", "supervisor", "administrator", "interpreter", "analyst"):
            browser = self.deployment.browser(who or None)
            for method, address in addresses(self.deployment.app, values):
                if method == "GET":
                    yield f"{who} {address}", self._get(browser, address)


def _page(answer: TestResponse) -> str:
    return "" if 300 <= answer.status_code < 400 else answer.text


def _known_names(language: str) -> set[str]:
    """Names of countries, languages, currencies, months and days, which come from CLDR and not from us."""
    locale = Locale.parse(language)
    lists = (names.countries(locale), names.languages(locale), names.currencies(locale))
    months = [word for width in ("wide", "abbreviated") for word in locale.months["stand-alone"][width].values()]
    days = [word for width in ("wide", "abbreviated") for word in locale.days["format"][width].values()]
    own = [locale.get_display_name(locale) or ""]
    return {name for one in lists for _, name in one.rows} | {*months, *days, *own}


def test_nothing_that_we_say_stays_in_english(deployment: Deployment, pages: dict[str, str], language: str) -> None:
    people = {"Team 1", "Office 1", "Looking people up", *(login.name for login in deployment.logins.values())} | {
        f"hana {one}" for one in (LONGER, RIGHT_TO_LEFT)
    }
    known = sorted(_known_names(language) | OURS | people, key=len, reverse=True)
    left: dict[str, set[str]] = {}
    for name, page in pages.items():
        for piece in spoken(page):
            text = "" if piece.lang not in (language, SOURCE) else piece.text
            while BRACKETED.search(text):
                text = BRACKETED.sub("", text)
            text = CUT_IN_TWO.sub("", text)
            if LATIN.search(text):
                for word in known:
                    text = text.replace(word, "")
            if LATIN.search(text):
                left.setdefault(text[:100], set()).add(name)

    assert len(pages) > 400
    assert left == {}


def test_every_block_stands_in_its_language_and_direction(pages: dict[str, str], language: str) -> None:
    direction = "rtl" if language == RIGHT_TO_LEFT else "ltr"
    astray: dict[str, tuple[str, str]] = {}
    for page in pages.values():
        assert f'<html lang="{language}" dir="{direction}">' in page
        for piece in spoken(page):
            letters = {unicodedata.bidirectional(letter) for letter in piece.text if letter.isalpha()}
            if language == RIGHT_TO_LEFT and letters and letters <= {"R", "AL"} and piece.dir != "rtl":
                astray[piece.text[:60]] = (piece.lang, piece.dir)
            if letters & {"R", "AL"} and piece.lang != RIGHT_TO_LEFT:
                astray[piece.text[:60]] = (piece.lang, piece.dir)

    assert astray == {}


def test_titles_are_neutral(pages: dict[str, str]) -> None:
    titles = {found for name, page in pages.items() for found in re.findall(r"<title>(.*?)</title>", page)}

    # The second one is the calendar, behind which a screen hides.
    assert "Notes" in titles
    assert len(titles) == 2
