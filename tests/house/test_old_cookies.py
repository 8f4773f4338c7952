"""A cookie that somebody kept: after lock, log-out, disabling and the like it opens nothing, on any worker."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from builders.deployments import Browser, Deployment, deployment_in
from builders.serving import closing_databases
from builders.store import copied_databases
from builders.telephones import Telephone

from interview import create_app
from interview.casework.actors import Actor
from interview.services import accounts, factors, own_account, signing_in

COOKIE = "__Host-session"
SQLITE = "sqlite"
POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.postgres)
OTHER = "lantern orbit thimble gravel sunday pier"


@dataclass(frozen=True, slots=True)
class TwoWorkers:
    """One deployment, served by two processes' worth of applications on the same databases."""

    one: Deployment
    other: Deployment


@pytest.fixture(scope="module", params=[SQLITE, POSTGRESQL])
def workers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoWorkers]:
    folder = tmp_path_factory.mktemp("deployment")
    with ExitStack() as stack:
        changes: dict[str, str] = {}
        if request.param != SQLITE:
            copies = stack.enter_context(copied_databases(request.getfixturevalue("cluster")))
            changes = {"database_url": copies.cases, "keystore_url": copies.keystore}
        one = deployment_in(folder, **changes)
        stack.enter_context(closing_databases(one.app))
        other = Deployment(create_app(one.settings), one.settings, one.logins)
        stack.enter_context(closing_databases(other.app))
        yield TwoWorkers(one, other)


def _kept(workers: TwoWorkers, browser: Browser) -> Browser:
    """Somebody with a copy of the cookie, who asks the other worker."""
    cookie = browser.client.get_cookie(COOKIE)
    assert cookie is not None
    thief = workers.other.browser()
    thief.client.set_cookie(COOKIE, cookie.value)
    assert thief.get("/").status_code == 200
    return thief


def _person(deployment: Deployment, browser: Browser) -> tuple[str, Actor]:
    cookie = browser.client.get_cookie(COOKIE)
    assert cookie is not None
    with deployment.app.open_work() as work:
        actor = signing_in.resume(work, cookie.value)
    assert isinstance(actor, Actor)
    return cookie.value, actor


def _as_administrator(workers: TwoWorkers, act: Callable[..., object], account_id: UUID) -> None:
    token, _ = _person(workers.one, workers.one.browser("administrator"))
    with workers.one.app.open_work() as work:
        actor = signing_in.resume(work, token)
        act(work, actor, account_id)


def _passphrase_of(workers: TwoWorkers) -> str:
    return workers.one.logins["analyst"].passphrase


def _lock(workers: TwoWorkers, browser: Browser) -> None:
    browser.post("/lock")


def _lock_and_unlock(workers: TwoWorkers, browser: Browser) -> None:
    browser.post("/lock")
    assert browser.post("/unlock", {"passphrase": _passphrase_of(workers)}).status_code == 303


def _hide(workers: TwoWorkers, browser: Browser) -> None:
    browser.post("/hide")


def _sign_out(workers: TwoWorkers, browser: Browser) -> None:
    browser.post("/sign-out")


def _sign_out_everywhere(workers: TwoWorkers, browser: Browser) -> None:
    browser.post("/account/sign-out-everywhere")


def _confirm(workers: TwoWorkers, browser: Browser) -> None:
    assert browser.post("/confirm", {"passphrase": _passphrase_of(workers)}).status_code == 303


def _disable(workers: TwoWorkers, browser: Browser) -> None:
    _, actor = _person(workers.one, browser)
    _as_administrator(workers, accounts.disable_account, actor.account_id)
    _as_administrator(workers, accounts.enable_account, actor.account_id)


def _change_passphrase(workers: TwoWorkers, browser: Browser) -> None:
    before = _passphrase_of(workers)
    for passphrase in (OTHER, before):
        token, _ = _person(workers.one, browser)
        with workers.one.app.open_work() as work:
            actor = signing_in.resume(work, token)
            assert isinstance(actor, Actor)
            changed = own_account.change_passphrase(work, actor, token, passphrase, passphrase)
        assert isinstance(changed, own_account.PassphraseChanged)
        browser.client.set_cookie(COOKIE, changed.token)


def _set_up_a_factor(workers: TwoWorkers, browser: Browser) -> None:
    token, actor = _person(workers.one, browser)
    with workers.one.app.open_work() as work:
        signing_in.resume(work, token)
        telephone = Telephone(factors.begin(work, actor).letters)
    with workers.one.app.open_work() as work:
        signing_in.resume(work, token)
        assert factors.finish(work, actor, token, telephone.code(datetime.now(UTC))) is not None
    _as_administrator(workers, factors.take_away, actor.account_id)


LOCKED = {"lock": _lock, "hide": _hide}
ENDED: dict[str, Callable[[TwoWorkers, Browser], None]] = {
    "lock and unlock": _lock_and_unlock,
    "sign out": _sign_out,
    "sign out everywhere": _sign_out_everywhere,
    "confirm": _confirm,
    "disable": _disable,
    "change the passphrase": _change_passphrase,
    "set up and take away a second factor": _set_up_a_factor,
}


@pytest.mark.parametrize("what", LOCKED)
def test_after_locking_a_kept_cookie_opens_nothing_but_the_lock(workers: TwoWorkers, what: str) -> None:
    browser = workers.one.browser("analyst")
    thief = _kept(workers, browser)

    LOCKED[what](workers, browser)

    for address in ("/", "/account/", "/account/factor"):
        assert thief.get(address).headers["Location"].startswith("/unlock")
    assert thief.post("/unlock", {"passphrase": "not this one"}).status_code == 422


@pytest.mark.parametrize("what", ENDED)
def test_after_that_a_kept_cookie_is_nobodys(workers: TwoWorkers, what: str) -> None:
    browser = workers.one.browser("analyst")
    thief = _kept(workers, browser)

    ENDED[what](workers, browser)

    for address in ("/", "/account/", "/unlock", "/confirm"):
        assert thief.get(address).headers["Location"].startswith("/sign-in")
    assert thief.post("/unlock", {"passphrase": _passphrase_of(workers)}).headers["Location"].startswith("/sign-in")
