"""One's own account on the screen, and the way in with a second factor."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders.deployments import Browser, Deployment, deployment_in
from builders.telephones import Telephone
from werkzeug.test import TestResponse

from interview import create_app
from interview.services import signing_in
from interview.web.squares import square_of

LETTERS = re.compile(r'id="letters"[^>]*>([A-Z2-7 ]+)<')
CODES = re.compile(r'<li><bdi dir="ltr">([0-9 ]{29})</bdi></li>')
SESSION_END = re.compile(r'action="(/account/sessions/[0-9a-f-]+/end)"')
ANOTHER = "lantern orbit thimble gravel sunday pier"
FORGET = '"cache", "cookies", "storage"'


@pytest.fixture
def deployment(tmp_path: Path) -> Deployment:
    return deployment_in(tmp_path)


@pytest.fixture
def strict(tmp_path: Path) -> Deployment:
    """Where everybody needs a second factor; one that was set up before that was so."""
    made = deployment_in(tmp_path)
    settings = replace(made.settings, second_factor=True)
    return Deployment(create_app(settings), settings, made.logins)


def sign_in(deployment: Deployment, browser: Browser, code: str = "", who: str = "caseworker") -> TestResponse:
    login = deployment.logins[who]
    return browser.post("/sign-in", {"name": login.name, "passphrase": login.passphrase, "code": code})


def set_up(browser: Browser) -> tuple[Telephone, list[str]]:
    page = browser.get("/account/factor")
    found = LETTERS.search(page.text)
    assert found, page.text
    telephone = Telephone(found.group(1))
    shown = browser.post("/account/factor", {"code": telephone.code(datetime.now(UTC))})
    assert shown.status_code == 200, shown.text
    return telephone, CODES.findall(shown.text)


def a_minute_later() -> datetime:
    """The next step is within what a telephone's clock may be early."""
    return datetime.now(UTC) + timedelta(seconds=30)


def test_the_first_sign_in_leads_to_the_second_factor_and_nowhere_else(strict: Deployment) -> None:
    browser = strict.browser()
    assert sign_in(strict, browser).status_code == 303

    for address in ("/", "/interviews/new", "/account/", "/account/passphrase", "/calendar"):
        answer = browser.get(address)
        assert address == "/calendar" or answer.headers["Location"] == "/account/factor"
    for address in ("/account/codes", "/account/factor/remove", "/account/sign-out-everywhere", "/interviews/new"):
        assert browser.post(address).headers["Location"] == "/account/factor"
    assert browser.get("/urgent/").status_code == 200

    _, codes = set_up(browser)

    assert len(codes) == 10
    assert browser.get("/").status_code == 200
    assert not any(code in browser.get("/account/").text for code in codes)


def test_locked_in_the_middle_of_it_the_way_goes_on_there(strict: Deployment) -> None:
    browser = strict.browser()
    sign_in(strict, browser)
    browser.post("/lock")

    assert browser.get("/account/factor").headers["Location"].startswith("/unlock")
    browser.post("/unlock", {"passphrase": strict.logins["caseworker"].passphrase})

    assert browser.get("/account/factor").status_code == 200
    assert browser.get("/").headers["Location"] == "/account/factor"


def test_a_first_sign_in_that_was_left_lying_is_asked_again_who_is_there(
    strict: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = strict.browser()
    sign_in(strict, browser)
    with monkeypatch.context() as stale:
        stale.setattr(signing_in, "FRESH_FOR", timedelta())
        asked = browser.get("/account/factor")
    page = browser.get(asked.headers["Location"])

    confirmed = browser.post(
        "/confirm", {"passphrase": strict.logins["caseworker"].passphrase, "back": "/account/factor"}
    )

    assert asked.headers["Location"] == "/confirm?back=/account/factor"
    assert page.status_code == 200
    assert confirmed.headers["Location"].startswith("/account/factor")
    assert browser.get("/account/factor").status_code == 200
    assert browser.get("/").headers["Location"] == "/account/factor"


def test_the_form_asks_for_both_and_says_one_thing_of_whatever_is_wrong(strict: Deployment) -> None:
    browser = strict.browser()
    sign_in(strict, browser)
    telephone, codes = set_up(browser)
    code = telephone.code(a_minute_later())

    answers = [sign_in(strict, strict.browser(), wrong) for wrong in ("", "000000", "no code")]
    right = sign_in(strict, strict.browser(), code)
    again = sign_in(strict, strict.browser(), code)
    spare = sign_in(strict, strict.browser(), codes[0])

    assert [answer.status_code for answer in (*answers, again)] == [422] * 4
    assert len({len(answer.data) for answer in (*answers, again)}) == 1
    assert right.headers["Location"] == "/"
    assert spare.headers["Location"] == "/"
    assert all(wrong not in answer.text for wrong, answer in zip(("000000", "no code"), answers[1:], strict=True))


def test_the_square_says_what_the_letters_say_and_is_no_image(strict: Deployment) -> None:
    browser = strict.browser()
    sign_in(strict, browser)
    page = browser.get("/account/factor").text
    found = LETTERS.search(page)
    assert found

    address = f"otpauth://totp/Notes?digits=6&secret={found.group(1).replace(' ', '')}&algorithm=SHA1&period=30"

    assert f'd="{square_of(address).path}"' in page
    assert "<img" not in page
    assert "data:" not in page
    assert "otpauth" not in page


def test_the_square_is_the_matrix_with_its_margin() -> None:
    square = square_of("some words")

    assert square.path.startswith("M4 4h7v1h-7z")
    assert square.size == 21 + 8


def test_another_square_takes_the_place_of_one_that_somebody_saw(deployment: Deployment) -> None:
    browser = deployment.browser("caseworker")
    first = LETTERS.search(browser.get("/account/factor").text)
    same = LETTERS.search(browser.get("/account/factor").text)

    browser.post("/account/factor/anew")
    other = LETTERS.search(browser.get("/account/factor").text)

    assert first
    assert same
    assert other
    assert first.group(1) == same.group(1) != other.group(1)


def test_a_wrong_first_code_changes_nothing(deployment: Deployment) -> None:
    browser = deployment.browser("caseworker")
    browser.get("/account/factor")

    wrong = browser.post("/account/factor", {"code": "000000"})

    assert wrong.status_code == 422
    assert "000000" not in wrong.text
    assert browser.get("/").status_code == 200
    assert sign_in(deployment, deployment.browser()).headers["Location"] == "/"


def test_doing_without_is_offered_only_where_it_is_allowed(deployment: Deployment, tmp_path: Path) -> None:
    browser = deployment.browser("caseworker")
    set_up(browser)
    assert "/account/factor/remove" in browser.get("/account/").text

    assert browser.post("/account/factor/remove").headers["Location"] == "/account/"

    assert "/account/factor/remove" not in browser.get("/account/").text
    assert sign_in(deployment, deployment.browser()).headers["Location"] == "/"


def test_another_passphrase_keeps_this_session_and_ends_the_others(deployment: Deployment) -> None:
    browser, elsewhere = deployment.browser("caseworker"), deployment.browser("caseworker")
    page = browser.get("/account/passphrase").text
    fields = {"new_passphrase": ANOTHER, "repeated_passphrase": ANOTHER}

    mistyped = browser.post("/account/passphrase", fields | {"repeated_passphrase": "x"})
    changed = browser.post("/account/passphrase", fields)

    assert len(re.findall(r"<dd><bdi>((?:[a-z]+ ){5,6}[a-z]+)</bdi>", page)) == 2
    assert mistyped.status_code == 422
    assert ANOTHER not in mistyped.text
    assert changed.headers["Location"] == "/account/"
    assert browser.get("/account/").status_code == 200
    assert elsewhere.get("/").headers["Location"] == "/sign-in"
    assert sign_in(deployment, deployment.browser()).status_code == 422
    name = deployment.logins["caseworker"].name
    assert deployment.browser().post("/sign-in", {"name": name, "passphrase": ANOTHER}).status_code == 303


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/account/passphrase"),
        ("POST", "/account/passphrase"),
        ("GET", "/account/factor"),
        ("POST", "/account/factor"),
        ("POST", "/account/factor/anew"),
        ("POST", "/account/factor/remove"),
        ("POST", "/account/codes"),
    ],
)
def test_what_lets_people_in_is_changed_only_by_who_is_there_now(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch, method: str, address: str
) -> None:
    browser = deployment.browser("caseworker")
    monkeypatch.setattr(signing_in, "FRESH_FOR", timedelta())

    answer = browser.get(address) if method == "GET" else browser.post(address, {"new_passphrase": ANOTHER})

    assert answer.headers["Location"].startswith("/confirm")


def test_a_passphrase_that_was_typed_is_never_given_back(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = deployment.browser("caseworker")
    browser.post("/lock", {"_page": "/account/passphrase", "new_passphrase": ANOTHER, "repeated_passphrase": ANOTHER})
    browser.post("/unlock", {"passphrase": deployment.logins["caseworker"].passphrase, "back": "/account/passphrase"})

    assert ANOTHER not in browser.get("/account/passphrase?kept=1").text


def test_a_session_elsewhere_is_ended_from_the_list(deployment: Deployment) -> None:
    lost, browser = deployment.browser("caseworker"), deployment.browser("caseworker")
    (address,) = SESSION_END.findall(browser.get("/account/").text)

    assert browser.post(address).headers["Location"] == "/account/"

    assert lost.get("/").headers["Location"] == "/sign-in"
    assert browser.get("/").status_code == 200
    assert browser.post(address).status_code == 404


def test_nobody_ends_the_session_of_somebody_else(deployment: Deployment) -> None:
    browser = deployment.browser("caseworker")
    deployment.browser("caseworker")
    (address,) = SESSION_END.findall(browser.get("/account/").text)

    assert deployment.browser("administrator").post(address).status_code == 404


def test_signing_out_everywhere_ends_all_and_has_the_browser_forget(deployment: Deployment) -> None:
    browsers = [deployment.browser("caseworker") for _ in range(3)]

    answer = browsers[0].post("/account/sign-out-everywhere")

    assert answer.headers["Clear-Site-Data"] == FORGET
    assert answer.headers["Location"] == "/sign-in"
    assert [browser.get("/").headers["Location"] for browser in browsers] == ["/sign-in"] * 3


def test_a_session_that_locked_by_itself_has_the_browser_forget_what_it_showed(deployment: Deployment) -> None:
    browser, other_tab = deployment.browser("caseworker"), deployment.browser()
    cookie = browser.client.get_cookie("__Host-session")
    assert cookie is not None
    other_tab.client.set_cookie("__Host-session", cookie.value)
    other_tab.post("/lock")

    assert browser.get("/").headers["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.get("/unlock").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_an_administrator_takes_a_lost_one_away_and_its_owner_is_told_at_the_door(deployment: Deployment) -> None:
    administrator, owner = deployment.browser("administrator"), deployment.browser("caseworker")
    set_up(owner)
    (address,) = re.findall(r'formaction="(/accounts/[0-9a-f-]+/factor/remove)"', administrator.get("/accounts/").text)

    assert administrator.post(address).headers["Location"] == "/accounts/"

    assert owner.get("/").headers["Location"] == "/sign-in"
    owner = deployment.browser()
    told = sign_in(deployment, owner)
    assert told.headers["Location"] == "/account/"
    assert "/account/notices" in owner.get("/account/").text
    owner.post("/account/notices")
    assert "/account/notices" not in owner.get("/account/").text
    assert administrator.post(address).status_code == 409
