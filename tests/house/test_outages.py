"""A full disk, a database that is gone for a while, a keystore that is not there: a plain page, and nothing is lost."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from builders.canary import TYPED, files_beneath, sightings_in
from builders.deployments import Browser, Deployment, deployment_in
from builders.postgres import Cluster
from builders.serving import closing_databases
from builders.talks import hidden_of
from builders.watching import watched_logs
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from interview import create_app
from interview.config import BadSettings
from interview.store.opening import Store

PAGE, FIELD = "s0_4", "s_pre_prior_interview_detail"
AGAIN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass
class Typing:
    """A caseworker with a page open into which something was typed."""

    deployment: Deployment
    browser: Browser
    address: str
    fields: dict[str, str]

    def send(self) -> TestResponse:
        return self.browser.post(self.address, self.fields)

    def kept(self) -> str:
        return unescape(self.browser.get(self.address).text)


def typing_in(folder: Path, **changes: str) -> Typing:
    deployment = deployment_in(folder, **changes)
    browser = deployment.browser("caseworker")
    interview_id = browser.begin_interview()
    before = f"/interviews/{interview_id}/pages/s0_3"
    browser.post(before, {**hidden_of(browser.get(before).text), "s_pre_prior_interview": "yes"})
    address = f"/interviews/{interview_id}/pages/{PAGE}"
    page = browser.get(address)
    assert page.status_code == 200
    return Typing(deployment, browser, address, {**hidden_of(page.text), FIELD: TYPED})


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Typing]:
    typing = typing_in(tmp_path)
    with closing_databases(typing.deployment.app):
        yield typing


def _store(deployment: Deployment) -> Store:
    store = getattr(deployment.app.open_work, "__self__", None)
    assert isinstance(store, Store)
    return store


def _not_saved(answer: TestResponse) -> dict[str, str]:
    """The fields of the button that sends the page again."""
    assert answer.status_code == 503
    assert "Not saved" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    fields = {name: unescape(value) for name, value in AGAIN.findall(answer.text)}
    fields.pop("csrf_token")
    return fields


@contextmanager
def _no_room(engine: Engine) -> Iterator[None]:
    """As on a full disk: the file does not grow."""

    def limit(connection: Any, *_: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    def free(connection: Any, *_: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1073741823")

    event.listen(engine, "checkout", limit)
    try:
        yield
    finally:
        event.remove(engine, "checkout", limit)
        event.listen(engine, "checkout", free)


def test_on_a_full_disk_a_page_says_so_and_one_tap_sends_it_again(on_sqlite: Typing, tmp_path: Path) -> None:
    engine = _store(on_sqlite.deployment)._cases
    on_sqlite.fields[FIELD] = TYPED * 200
    with watched_logs() as logged, _no_room(engine):
        fields = _not_saved(on_sqlite.send())

        assert fields[FIELD] == on_sqlite.fields[FIELD]
        assert on_sqlite.browser.get(on_sqlite.address).status_code == 200
    assert TYPED not in on_sqlite.kept()

    on_sqlite.fields = fields
    assert on_sqlite.send().status_code == 303
    assert TYPED in on_sqlite.kept()
    assert any("OperationalError" in line for line in logged)
    assert sightings_in({"log": "\n".join(logged), **files_beneath(tmp_path)}) == {}


@pytest.mark.parametrize("file", ["interview.db", "keystore.db"])
def test_a_database_that_comes_back_goes_on_where_it_was(on_sqlite: Typing, file: str) -> None:
    store = _store(on_sqlite.deployment)
    path = on_sqlite.deployment.settings.instance / file
    hidden = path.with_suffix(".elsewhere")
    store.close()
    path.rename(hidden)

    fields = _not_saved(on_sqlite.send())
    assert not path.exists()
    assert on_sqlite.browser.get(on_sqlite.address).status_code == 503

    hidden.rename(path)
    on_sqlite.fields = fields
    assert on_sqlite.send().status_code == 303
    assert TYPED in on_sqlite.kept()


def test_a_passphrase_that_was_sent_in_vain_is_not_repeated(on_sqlite: Typing) -> None:
    store = _store(on_sqlite.deployment)
    path = on_sqlite.deployment.settings.instance / "interview.db"
    store.close()
    path.rename(path.with_suffix(".elsewhere"))

    answer = Browser(on_sqlite.deployment.app.test_client()).post("/sign-in", {"name": TYPED, "passphrase": TYPED})

    assert answer.status_code == 503
    assert sightings_in({"page": answer.text}) == {}


def test_only_a_secret_is_taken_for_one(on_sqlite: Typing) -> None:
    store = _store(on_sqlite.deployment)
    path = on_sqlite.deployment.settings.instance / "interview.db"
    store.close()
    path.rename(path.with_suffix(".elsewhere"))
    on_sqlite.fields["s_contact_address-postcode"] = "12345"

    assert _not_saved(on_sqlite.send())["s_contact_address-postcode"] == "12345"


@pytest.mark.parametrize("url", ["INTERVIEW_DATABASE_URL", "INTERVIEW_KEYSTORE_URL"])
@pytest.mark.postgres
def test_a_cluster_that_comes_back_goes_on_where_it_was(cluster: Cluster, tmp_path: Path, url: str) -> None:
    with cluster.database("template0") as cases, cluster.database("template0") as keystore:
        typing = typing_in(tmp_path, database_url=cases, keystore_url=keystore)
        with closing_databases(typing.deployment.app):
            name = (cases if url == "INTERVIEW_DATABASE_URL" else keystore).partition("@/")[2].partition("?")[0]
            cluster.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            cluster.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608

            fields = _not_saved(typing.send())

            cluster.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
            typing.fields = fields
            assert typing.send().status_code == 303
            assert TYPED in typing.kept()


def test_without_its_keystore_a_deployment_does_not_begin_another(on_sqlite: Typing) -> None:
    settings = on_sqlite.deployment.settings
    _store(on_sqlite.deployment).close()
    for path in settings.instance.glob("keystore.db*"):
        path.unlink()

    for _ in range(2):
        with pytest.raises(BadSettings, match="INTERVIEW_KEYSTORE_URL names an empty keystore"):
            create_app(settings)
