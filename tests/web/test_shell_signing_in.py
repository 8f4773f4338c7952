"""Signing in and out, locking, hiding, and coming back to what was typed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from builders.deployments import Browser, Deployment, deployment_in

from interview.services import signing_in

TYPED = "typed before the lock"


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return deployment_in(tmp_path_factory.mktemp("deployment"))


@pytest.fixture
def browser(deployment: Deployment) -> Browser:
    return deployment.browser("caseworker")


def _unlock(deployment: Deployment, browser: Browser, back: str) -> str:
    browser.get("/unlock")
    answer = browser.post("/unlock", {"passphrase": deployment.logins["caseworker"].passphrase, "back": back})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_the_session_is_a_cookie_that_scripts_and_other_sites_never_see(deployment: Deployment) -> None:
    login = deployment.logins["caseworker"]
    browser = deployment.browser()

    answer = browser.post("/sign-in", {"name": login.name, "passphrase": login.passphrase})

    cookies = answer.headers.getlist("Set-Cookie")
    session = next(cookie for cookie in cookies if cookie.startswith("__Host-session="))
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= set(session.split("; "))
    assert "Expires" not in session


def test_an_unknown_name_and_a_wrong_passphrase_get_the_same_page(deployment: Deployment) -> None:
    name = deployment.logins["analyst"].name
    first, second = deployment.browser(), deployment.browser()

    wrong = first.post("/sign-in", {"name": name, "passphrase": "not this one"})
    unknown = second.post("/sign-in", {"name": "x" * len(name), "passphrase": "not this one"})

    assert wrong.status_code == unknown.status_code == 422
    assert len(wrong.data) == len(unknown.data)
    assert "not this one" not in wrong.text


def test_a_passphrase_of_any_length_is_answered_calmly(deployment: Deployment) -> None:
    answer = deployment.browser().post("/sign-in", {"name": "someone", "passphrase": "ü" * 900})

    assert answer.status_code == 422


def test_signing_in_leads_back_to_the_page_that_was_asked_for(deployment: Deployment) -> None:
    login = deployment.logins["administrator"]
    browser = deployment.browser()

    sent = browser.get("/accounts/")
    answer = browser.post("/sign-in", {"name": login.name, "passphrase": login.passphrase, "back": "/accounts/"})

    assert sent.headers["Location"] == "/sign-in?back=/accounts/"
    assert answer.headers["Location"] == "/accounts/"


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere", "/nowhere", "javascript:1"]
)
def test_signing_in_never_leads_elsewhere(deployment: Deployment, back: str) -> None:
    login = deployment.logins["administrator"]

    answer = deployment.browser().post("/sign-in", {"name": login.name, "passphrase": login.passphrase, "back": back})

    assert answer.headers["Location"] == "/"


def test_signing_out_ends_the_session_and_clears_the_browser(browser: Browser) -> None:
    session = browser.client.get_cookie("__Host-session")
    assert session is not None

    answer = browser.post("/sign-out")

    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    browser.client.set_cookie("__Host-session", session.value)
    assert browser.get("/").headers["Location"].startswith("/sign-in")


def test_locking_keeps_what_was_typed_for_the_same_page(deployment: Deployment, browser: Browser) -> None:
    interview_id = browser.begin_interview()
    page = f"/interviews/{interview_id}/pages/s0_4"

    locked = browser.post("/lock", {"_page": page, "s_pre_private": TYPED})
    back = _unlock(deployment, browser, page)

    assert locked.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert locked.headers["Location"] == f"/unlock?back={page}"
    assert back == f"{page}?kept=1"


def test_a_page_sent_after_the_lock_is_kept_and_shown_again_unsaved(deployment: Deployment, browser: Browser) -> None:
    interview_id = browser.begin_interview()
    page = f"/interviews/{interview_id}/pages/s0_1"
    revision = "1"
    browser.get(page)
    browser.post("/lock")

    sent = browser.post(page, {"s_pre_private": "yes", "revision": revision})
    back = _unlock(deployment, browser, page)
    shown = browser.get(back)
    again = browser.get(page)

    assert sent.headers["Location"] == f"/unlock?back={page}"
    assert "checked" in shown.text
    assert "Not sent yet" in shown.text
    assert "checked" not in again.text


def test_a_locked_session_shows_nothing(browser: Browser) -> None:
    interview_id = browser.begin_interview()
    browser.post("/lock")

    answer = browser.get(f"/interviews/{interview_id}")

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/unlock")


def test_a_wrong_passphrase_does_not_unlock(browser: Browser) -> None:
    browser.post("/lock")

    answer = browser.post("/unlock", {"passphrase": "not this one"})

    assert answer.status_code == 422
    assert browser.get("/").headers["Location"].startswith("/unlock")


def test_hiding_locks_and_shows_an_ordinary_page(browser: Browser) -> None:
    hidden = browser.post("/hide")
    shown = browser.get(hidden.headers["Location"])

    assert shown.status_code == 200
    assert "Calendar" in shown.text
    assert "interview" not in shown.text.replace("interview.css", "")
    assert browser.get("/").headers["Location"].startswith("/unlock")


def test_a_page_that_was_open_before_the_unlocking_can_still_be_sent(deployment: Deployment, browser: Browser) -> None:
    browser.get("/")
    old_token = browser.token
    browser.post("/lock")
    _unlock(deployment, browser, "/")

    answer = browser.client.post("/stay", data={"csrf_token": old_token})

    assert answer.status_code == 204


def test_a_form_without_its_token_is_refused(browser: Browser) -> None:
    answer = browser.client.post("/lock")

    assert answer.status_code == 400
    assert browser.get("/").status_code == 200


def test_urgent_help_is_there_for_anyone_and_keeps_what_was_typed(deployment: Deployment, browser: Browser) -> None:
    page = f"/interviews/{browser.begin_interview()}/pages/s0_1"

    went = browser.post("/urgent/", {"_page": page, "s_pre_private": "yes"})
    shown = browser.get(went.headers["Location"])

    assert f'href="{page}?kept=1"' in shown.text
    assert "checked" in browser.get(f"{page}?kept=1").text
    assert deployment.browser().get("/urgent/").status_code == 200


def test_nothing_of_flask_is_kept_in_the_browser(browser: Browser) -> None:
    answers = [browser.get("/"), browser.get("/sign-in"), browser.post("/lock"), browser.get("/unlock")]

    cookies = [cookie.split("=")[0] for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    assert set(cookies) <= {"__Host-session", "__Host-visit"}


def test_what_an_open_screen_alone_must_not_do_asks_again_and_leads_back(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = deployment.browser("administrator")
    browser.get("/accounts/")
    cookie = browser.client.get_cookie("__Host-session")
    with monkeypatch.context() as stale:
        stale.setattr(signing_in, "FRESH_FOR", timedelta())
        asked = browser.post(f"/accounts/{uuid4()}/reset", {"_page": "/accounts/", "passphrase": "typed by mistake"})

    page = browser.get(asked.headers["Location"])
    wrong = browser.post("/confirm", {"passphrase": "not this one", "back": "/accounts/"})
    right = browser.post(
        "/confirm", {"passphrase": deployment.logins["administrator"].passphrase, "back": "/accounts/"}
    )

    assert asked.status_code == 303
    assert asked.headers["Location"] == "/confirm?back=/accounts/"
    assert page.status_code == 200
    assert wrong.status_code == 422
    assert "not this one" not in wrong.text
    assert right.headers["Location"].startswith("/accounts/")
    assert browser.client.get_cookie("__Host-session") != cookie
    # Asked again the door has nothing against it; the service finds no such account.
    assert browser.post(f"/accounts/{uuid4()}/reset").status_code == 404


def test_whoever_may_not_do_a_thing_is_not_asked_for_a_passphrase_first(
    deployment: Deployment, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "FRESH_FOR", timedelta())

    assert browser.post(f"/accounts/{uuid4()}/reset").status_code == 404
