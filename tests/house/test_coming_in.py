"""Coming in, locking, leaving: which cookie opens what, and what a stranger at the door learns (nothing)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from builders.deployments import Browser, Deployment, deployment_in
from builders.telephones import STEP, Telephone
from cryptography.hazmat.primitives.kdf import argon2
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from interview.casework.actors import Role
from interview.services import accounts, factors, signing_in
from interview.store.opening import Store
from interview.vault import passphrases

SESSION = "__Host-session"
TOKEN = re.compile(r'value="[A-Za-z0-9_-]{86}"')
WRONG = "not this one at all"


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return deployment_in(tmp_path_factory.mktemp("deployment"))


@pytest.fixture
def browser(deployment: Deployment) -> Browser:
    return deployment.browser("caseworker")


def _cookie(browser: Browser) -> str:
    found = browser.client.get_cookie(SESSION)
    assert found is not None
    return found.value


def _with(deployment: Deployment, cookie: str) -> Browser:
    """Somebody who has got hold of a cookie."""
    thief = deployment.browser()
    thief.client.set_cookie(SESSION, cookie)
    return thief


def _unlock(deployment: Deployment, browser: Browser) -> TestResponse:
    return browser.post("/unlock", {"passphrase": deployment.logins["caseworker"].passphrase})


def test_unlocking_gives_another_session_cookie_and_ends_the_old_one(deployment: Deployment, browser: Browser) -> None:
    before = _cookie(browser)
    browser.post("/lock")

    answer = _unlock(deployment, browser)

    assert answer.status_code == 303
    assert _cookie(browser) != before
    assert _cookie(browser)[:21] != before[:21]
    assert browser.get("/").status_code == 200
    assert _with(deployment, before).get("/").headers["Location"] == "/sign-in"


def test_a_cookie_of_a_locked_session_opens_nothing_but_the_lock(deployment: Deployment, browser: Browser) -> None:
    interview_id = browser.begin_interview()
    thief = _with(deployment, _cookie(browser))
    browser.post("/lock")

    for address in ("/", f"/interviews/{interview_id}", "/interviews/new"):
        assert thief.get(address).headers["Location"].startswith("/unlock")


def test_a_cookie_of_an_ended_session_opens_nothing(deployment: Deployment, browser: Browser) -> None:
    before = _cookie(browser)
    browser.post("/sign-out")

    for address in ("/", "/unlock", "/interviews/new"):
        assert _with(deployment, before).get(address).headers["Location"].startswith("/sign-in")


def test_signing_in_takes_no_session_that_the_browser_brings_along(deployment: Deployment) -> None:
    planted = _cookie(deployment.browser("analyst"))
    browser, login = _with(deployment, planted), deployment.logins["caseworker"]

    browser.post("/sign-in", {"name": login.name, "passphrase": login.passphrase})

    assert _cookie(browser) != planted
    assert _with(deployment, planted).get("/").headers["Location"] == "/sign-in"


def test_signing_in_begins_another_visit(deployment: Deployment) -> None:
    browser, login = deployment.browser(), deployment.logins["caseworker"]
    browser.get("/sign-in")
    before = browser.client.get_cookie("__Host-visit")

    browser.post("/sign-in", {"name": login.name, "passphrase": login.passphrase})

    after = browser.client.get_cookie("__Host-visit")
    assert before is not None
    assert after is not None
    assert before.value != after.value


@pytest.mark.parametrize("change", ["lookup", "secret", "half", "empty", "other letters"])
def test_a_cookie_that_is_not_exactly_one_of_ours_is_nobody_s(
    deployment: Deployment, browser: Browser, change: str
) -> None:
    cookie = _cookie(browser)
    swapped = "B" if cookie[-1] == "A" else "A"
    changed = {
        "lookup": swapped + cookie[1:],
        "secret": cookie[:-1] + swapped,
        "half": cookie[:32],
        "empty": "",
        "other letters": cookie[:-1] + "ä",
    }

    assert _with(deployment, changed[change]).get("/").headers["Location"] == "/sign-in"


def test_two_sessions_of_one_person_lock_apart(deployment: Deployment, browser: Browser) -> None:
    other = deployment.browser("caseworker")

    browser.post("/lock")

    assert other.get("/").status_code == 200


class Work:
    """What the server does for an answer: statements to the databases, and passphrases derived."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.derived: list[int] = []


@contextmanager
def _counted(deployment: Deployment) -> Iterator[Work]:
    work, original = Work(), argon2.Argon2id
    store = getattr(deployment.app.open_work, "__self__", None)
    assert isinstance(store, Store)
    engines = [engine for engine in vars(store).values() if isinstance(engine, Engine)]

    def note(_: object, __: object, statement: str, *___: object) -> None:
        work.statements.append(re.sub(r"\s+", " ", statement))

    def counting(*arguments: object, memory_cost: int, **named: object) -> object:
        work.derived.append(memory_cost)
        return original(*arguments, memory_cost=memory_cost, **named)  # type: ignore[arg-type]

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrases, "Argon2id", counting)
        yield work
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture(scope="module")
def closed(deployment: Deployment) -> str:
    """The name of an account that is closed."""
    login = deployment.logins["administrator"]
    with deployment.app.open_work() as work:
        answer = signing_in.sign_in(work, login.name, login.passphrase)
        assert isinstance(answer, signing_in.SignedIn)
        made = accounts.create_account(work, answer.actor, name="the closed one", roles=frozenset({Role.ANALYST}))
        assert isinstance(made, accounts.Created)
        accounts.disable_account(work, answer.actor, made.account.id)
    return made.account.name


def test_a_stranger_learns_nothing_about_who_has_an_account(deployment: Deployment, closed: str) -> None:
    known = deployment.logins["other caseworker"].name
    names = {"known": known, "unknown": "x" * len(known), "closed": closed}
    answers, works = {}, {}
    for what, name in names.items():
        browser = deployment.browser()
        browser.get("/sign-in")
        with _counted(deployment) as work:
            answers[what] = browser.post("/sign-in", {"name": name, "passphrase": WRONG})
        works[what] = work

    bodies = {TOKEN.sub("", answer.text).replace(names[what], "") for what, answer in answers.items()}
    headers = {repr([line for line in answer.headers if line[0] != "Content-Length"]) for answer in answers.values()}
    assert {answer.status_code for answer in answers.values()} == {422}
    assert len(bodies) == 1
    assert len(headers) == 1
    assert [works[what].statements for what in names] == [works["known"].statements] * 3
    assert [works[what].derived for what in names] == [[64 * 1024]] * 3


def test_a_wrong_passphrase_costs_as_much_as_the_right_one(deployment: Deployment) -> None:
    login = deployment.logins["interpreter"]
    derived = []
    for passphrase in (WRONG, login.passphrase):
        browser = deployment.browser()
        browser.get("/sign-in")
        with _counted(deployment) as work:
            browser.post("/sign-in", {"name": login.name, "passphrase": passphrase})
        derived.append(work.derived)

    assert derived == [[64 * 1024]] * 2


@pytest.fixture(scope="module")
def with_factor(deployment: Deployment) -> tuple[str, Telephone]:
    """An account that has a second factor, by what it is for."""
    login = deployment.logins["supervisor"]
    with deployment.app.open_work() as work:
        answer = signing_in.sign_in(work, login.name, login.passphrase)
        assert isinstance(answer, signing_in.SignedIn)
        telephone = Telephone(factors.begin(work, answer.actor).letters)
    with deployment.app.open_work() as work:
        signing_in.resume(work, answer.token)
        earlier = telephone.code(datetime.now(UTC) - STEP)
        assert factors.finish(work, answer.actor, answer.token, earlier) is not None
    return "supervisor", telephone


def test_with_or_without_a_second_factor_everything_wrong_costs_and_says_the_same(
    deployment: Deployment, with_factor: tuple[str, Telephone]
) -> None:
    who, telephone = with_factor
    login, plain = deployment.logins[who], deployment.logins["other caseworker"].name
    right, unknown = telephone.code(datetime.now(UTC)), "x" * len(login.name)
    tried = {
        "unknown": (unknown, WRONG, "000000"),
        "unknown, no code": (unknown, WRONG, ""),
        "no factor, wrong passphrase": (plain, WRONG, "000000"),
        "factor, wrong passphrase": (login.name, WRONG, "000000"),
        "factor, wrong passphrase, right code": (login.name, WRONG, right),
        "factor, wrong code": (login.name, login.passphrase, "000000"),
        "factor, no code": (login.name, login.passphrase, ""),
        "factor, wrong recovery code": (login.name, login.passphrase, "1" * 25),
    }
    answers, derived = {}, {}
    for what, (name, passphrase, code) in tried.items():
        browser = deployment.browser()
        browser.get("/sign-in")
        with _counted(deployment) as work:
            answers[what] = browser.post("/sign-in", {"name": name, "passphrase": passphrase, "code": code})
        derived[what] = work.derived
    with _counted(deployment) as work:
        let_in = deployment.browser().post(
            "/sign-in", {"name": login.name, "passphrase": login.passphrase, "code": right}
        )

    bodies = {TOKEN.sub("", answers[what].text).replace(tried[what][0], "") for what in tried}
    headers = {repr([line for line in answer.headers if line[0] != "Content-Length"]) for answer in answers.values()}
    assert {answer.status_code for answer in answers.values()} == {422}
    assert len(bodies) == 1
    assert len(headers) == 1
    assert let_in.status_code == 303
    assert [*derived.values(), work.derived] == [[64 * 1024]] * (len(tried) + 1)


def test_whoever_waits_is_not_told_whether_there_is_such_an_account(deployment: Deployment) -> None:
    waits = {}
    for name in ("the analyst", "nobody at all"):
        browser = deployment.browser()
        browser.get("/sign-in")
        statuses: list[int] = []
        while 429 not in statuses:
            statuses.append(browser.post("/sign-in", {"name": name, "passphrase": WRONG}).status_code)
            assert len(statuses) < 16
        waits[name] = statuses
        with _counted(deployment) as work:
            browser.post("/sign-in", {"name": name, "passphrase": WRONG})
        assert work.derived == []

    for statuses in waits.values():
        # On a slow machine the first waits are over before the next try.
        assert statuses[:10] == [422] * 10
        assert statuses[-1] == 429
