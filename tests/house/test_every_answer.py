"""What holds for every answer of every route: headers, cookies, no forgery, no temporary file."""

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid4

import pytest
from builders.addresses import addresses
from builders.canary import TYPED, files_beneath, sightings_in
from builders.deployments import Browser, Deployment, deployment_in
from builders.serving import Place, Visitor, served
from builders.watching import watched_files
from flask import Flask
from waitress import create_server  # type: ignore[import-untyped]  # Waitress carries no types
from waitress.wasyncore import close_all, loop  # type: ignore[import-untyped]
from werkzeug.test import TestResponse

from interview.cli import places, waitress_server
from interview.store.engines import open_engine

PEOPLE = ("", "caseworker", "supervisor", "administrator", "interpreter", "locked")
FLAGS = {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"}
COOKIES = {"__Host-session", "__Host-visit", "__Host-language"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
POLICY = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for 'script'")
MORE_THAN_WERKZEUG_KEEPS = 900 * 1024


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return deployment_in(tmp_path_factory.mktemp("deployment"), languages="en,ar")


@pytest.fixture(scope="module")
def browsers(deployment: Deployment) -> dict[str, Browser]:
    found = {who: deployment.browser(who or None) for who in PEOPLE if who != "locked"}
    found["locked"] = deployment.browser("other caseworker")
    found["locked"].post("/lock")
    return found


@pytest.fixture(scope="module")
def interview_id(browsers: dict[str, Browser]) -> UUID:
    return UUID(browsers["caseworker"].begin_interview())


def _values(interview_id: UUID) -> dict[str, object]:
    return {"interview_id": interview_id, "account_id": uuid4(), "page_key": "s0_1", "filename": "shell.js"}


def _complaints(answer: TestResponse, *, may_be_kept: bool) -> Iterator[str]:
    for name, value in HEADERS.items():
        if answer.headers.get(name) != value:
            yield name
    policy = answer.headers.get("Content-Security-Policy", "")
    yield from (part for part in POLICY if part not in policy)
    if "unsafe" in policy or "data:" in policy or "*" in policy:
        yield "an open policy"
    if answer.headers.get("Cache-Control") != "no-store" and not may_be_kept:
        yield "Cache-Control"
    for cookie in answer.headers.getlist("Set-Cookie"):
        name = cookie.partition("=")[0]
        if name not in COOKIES or not set(cookie.split("; ")) >= FLAGS or "Domain" in cookie:
            yield f"the cookie {name}"
    location = answer.headers.get("Location", "/")
    if not location.startswith("/") or location.startswith(("//", "/\\")):
        yield "a way to elsewhere"


@pytest.mark.parametrize("who", PEOPLE)
def test_every_answer_carries_its_headers_and_leads_nowhere_else(
    deployment: Deployment, browsers: dict[str, Browser], interview_id: UUID, who: str
) -> None:
    browser, complaints = browsers[who], {}
    last = ("/sign-out", "/lock", "/hide", "/unlock", "/account/sign-out-everywhere")
    routes = [
        (method, address)
        for method, address in addresses(deployment.app, _values(interview_id))
        if address not in last or method == "GET"
    ]
    seen = set()
    for method, address in [
        *routes,
        ("GET", "/nowhere"),
        ("GET", "/interviews/nothing"),
        ("GET", "/urgent"),
        ("GET", "/urgent//"),
    ]:
        answer = browser.get(address) if method == "GET" else browser.post(address)
        seen.add(answer.status_code)
        found = list(_complaints(answer, may_be_kept=address.startswith("/static/")))
        if found:
            complaints[f"{method} {address}"] = found

    assert complaints == {}
    assert len(seen) > 2


@pytest.mark.parametrize("address", ["/", "/urgent", "/urgent/", "/interviews//new", "/sign-in", "/nowhere"])
def test_no_answer_repeats_the_host_that_a_request_names(
    deployment: Deployment, browsers: dict[str, Browser], address: str
) -> None:
    for client in (deployment.app.test_client(), browsers["caseworker"].client):
        answer = client.get(address, headers={"Host": "elsewhere.example", "X-Forwarded-Host": "elsewhere.example"})

        assert "elsewhere" not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    "key", ["s0_1-xyz", "s0_1-" + "a" * 32, "s0_1-", "-s0_1", "S0_1", "%00", "s0_1%0d%0aSet-Cookie:a=b", "x" * 900, "é"]
)
def test_only_the_key_of_a_page_is_an_address_of_answers(
    browsers: dict[str, Browser], interview_id: UUID, key: str
) -> None:
    address = f"/interviews/{interview_id}/pages/{key}"

    posted = browsers["caseworker"].post(address, {"revision": "1", "s_pre_private": "yes"})
    led = browsers["caseworker"].post("/language", {"language": "en", "_page": unquote(address)})

    assert posted.status_code == 404
    assert led.headers["Location"] in ("/", address)
    assert "a=b" not in str(led.headers)


def test_leaving_carries_its_headers_too(deployment: Deployment) -> None:
    browser = deployment.browser("analyst")

    for address in ("/hide", "/lock", "/unlock", "/sign-out"):
        answer = browser.post(address)
        assert list(_complaints(answer, may_be_kept=False)) == [], address


def test_a_method_that_a_route_does_not_know_carries_them(deployment: Deployment, interview_id: UUID) -> None:
    client = deployment.app.test_client()

    for method in ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"):
        answer = client.open(f"/interviews/{interview_id}", method=method)
        assert list(_complaints(answer, may_be_kept=False)) == [], method


def _everything(deployment: Deployment) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the case database but for when somebody was last seen."""
    engine = open_engine(deployment.settings.database_url)
    with engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        rows = {name: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")] for name in names}  # noqa: S608
    engine.dispose()
    rows.pop("sessions")
    return rows


@pytest.mark.parametrize("forgery", ["no token", "another visit's token", "another site", "a neighbour site"])
def test_every_route_that_changes_something_refuses_what_our_pages_did_not_send(
    deployment: Deployment, browsers: dict[str, Browser], interview_id: UUID, forgery: str
) -> None:
    browser, stranger = browsers["caseworker"], deployment.browser()
    browser.get("/")
    stranger.get("/sign-in")
    token = {"no token": "", "another visit's token": stranger.token}.get(forgery, browser.token)
    headers = {"another site": "cross-site", "a neighbour site": "same-site"}
    sent = {"Sec-Fetch-Site": headers[forgery]} if forgery in headers else {}
    before = _everything(deployment)
    posts = [address for method, address in addresses(deployment.app, _values(interview_id)) if method == "POST"]

    answers = {
        address: browser.client.post(address, data={"csrf_token": token, "s_pre_private": "yes"}, headers=sent)
        for address in posts
    }

    assert len(posts) > 20
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code != 400} == {}
    assert _everything(deployment) == before
    assert browser.get("/").status_code == 200


def test_a_sign_in_that_another_site_sends_is_refused(deployment: Deployment) -> None:
    login, client = deployment.logins["caseworker"], deployment.app.test_client()

    answer = client.post("/sign-in", data={"name": login.name, "passphrase": login.passphrase})

    assert answer.status_code == 400
    assert "__Host-session" not in str(answer.headers)


@pytest.mark.parametrize("server", ["werkzeug", "waitress"])
def test_a_large_body_reaches_no_disk(deployment: Deployment, tmp_path: Path, server: str) -> None:
    login = deployment.logins["caseworker"]
    serving = served if server == "werkzeug" else _served_by_waitress
    with serving(deployment.app) as place, watched_files(str(tmp_path)) as written:
        visitor = Visitor(place)
        visitor.sign_in(login.name, login.passphrase)
        page = f"/interviews/{visitor.begin_interview()}/pages/s0_1"
        visitor.get(page)
        text = TYPED + "x" * MORE_THAN_WERKZEUG_KEEPS
        parts = [_part("csrf_token", visitor.token), _part("s_pre_private", text), _part("mark", text, "mark.bin")]
        kinds = {
            "multipart/form-data; boundary=cut": "".join([*parts[:2], "--cut--\r\n"]),
            "multipart/form-data; boundary=cut; kind=file": "".join([parts[0], parts[2], "--cut--\r\n"]),
            "application/x-www-form-urlencoded": f"csrf_token={visitor.token}&s_pre_private={text}",
        }
        statuses = [
            visitor.send("POST", page, body.encode(), {"Content-Type": kind}).status for kind, body in kinds.items()
        ]
        with suppress(BrokenPipeError, ConnectionResetError):  # Whoever refuses a body need not read it to its end.
            too_large = b"x" * (2 * MORE_THAN_WERKZEUG_KEEPS)
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            assert visitor.send("POST", page, too_large, form).status == 413

    assert set(statuses) <= {200, 303, 422}
    assert written == []
    assert list(tmp_path.iterdir()) == []
    assert sightings_in(files_beneath(deployment.settings.instance)) == {}


def test_the_watch_sees_a_temporary_file(tmp_path: Path) -> None:
    with watched_files(str(tmp_path)) as written, tempfile.TemporaryFile():
        pass

    assert written


def _part(name: str, text: str, filename: str = "") -> str:
    file = f'; filename="{filename}"' if filename else ""
    return f'--cut\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n{text}\r\n'


class _served_by_waitress:  # noqa: N801 - it stands in the place of a function
    """As `served`, by waitress, with the options that `interview serve` gives it."""

    def __init__(self, app: Flask) -> None:
        found: list[dict[str, Any]] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(waitress_server, "serve", lambda _, **options: found.append(options))
            waitress_server.run(lambda: app, places.Place("127.0.0.1", 0, 4))
        self._server = create_server(app, **found[0])
        self._thread = Thread(target=self._run)
        self._over = Event()

    def _run(self) -> None:
        while not self._over.is_set():
            loop(timeout=0.05, map=self._server._map, count=1)

    def __enter__(self) -> Place:
        self._thread.start()
        return Place("127.0.0.1", int(self._server.effective_port))

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._server.task_dispatcher.shutdown()
        close_all(self._server._map)
