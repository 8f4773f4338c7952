"""A real server for an application, and visitors who speak HTTP to it and remember everything that came back."""

import gzip
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from threading import Thread
from urllib.parse import urlencode

from flask import Flask
from werkzeug.serving import make_server

from interview.cli.serving import QuietHandler
from interview.store.opening import Store
from interview.web.server import Server

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
ADDRESSES = re.compile(r'\s(?:href|action|formaction|src|data-[a-z]+)="([^"]*)"')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server listens."""

    host: str
    port: int


@contextmanager
def served(app: Flask) -> Iterator[Place]:
    """`app` on a socket of this machine, a thread for each connection."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield Place("127.0.0.1", server.server_port)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def closing_databases(app: Server) -> Iterator[None]:
    """Let go of the databases of an application in the end."""
    store = getattr(app.open_work, "__self__", None)
    assert isinstance(store, Store)
    try:
        yield
    finally:
        store.close()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a server. `body` is unpacked."""

    asked: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def header(self, name: str) -> str:
        """A header's value, or an empty text."""
        return ", ".join(value for known, value in self.headers if known.lower() == name.lower())

    @property
    def location(self) -> str:
        """Where the answer sends the browser."""
        return self.header("Location")

    @property
    def in_the_open(self) -> str:
        """What others than the person at the screen come to see: headers, title, and the addresses on the page."""
        lines = [f"{name}: {value}" for name, value in self.headers]
        page = self.text if self.header("Content-Type").startswith("text/html") else ""
        return "\n".join((*lines, *TITLE.findall(page), *ADDRESSES.findall(page)))


@dataclass
class Visitor:
    """A browser without JavaScript: it keeps cookies and the newest token, and follows no redirect by itself."""

    place: Place
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    answers: list[Answer] = field(default_factory=list)

    def get(self, address: str, **headers: str) -> Answer:
        """The answer to a request for a page."""
        return self.send("GET", address, headers=headers)

    def post(self, address: str, fields: Fields = (), **headers: str) -> Answer:
        """The answer to a form that is sent with the newest token."""
        if not self.token:
            self.get("/sign-in")
        body = urlencode([("csrf_token", self.token), *fields]).encode()
        return self.send("POST", address, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})

    def send(
        self, method: str, address: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Any request."""
        sent = {"Accept-Encoding": "gzip", "Connection": "close", **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = HTTPConnection(self.place.host, self.place.port, timeout=60)
        try:
            connection.request(method, address, body, sent)
            response = connection.getresponse()
            raw = response.read()
        finally:
            connection.close()
        packed = response.getheader("Content-Encoding") == "gzip"
        answer = Answer(
            f"{method} {address}",
            response.status,
            tuple(response.getheaders()),
            gzip.decompress(raw) if packed else raw,
        )
        self._remember(answer)
        return answer

    def _remember(self, answer: Answer) -> None:
        self.answers.append(answer)
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                for key, morsel in SimpleCookie(value).items():
                    self.cookies[key] = morsel.value
                    if morsel["max-age"] == "0":
                        del self.cookies[key]
                    if key == "__Host-visit":
                        self.token = ""
        if found := TOKEN.search(answer.text if answer.header("Content-Type").startswith("text/html") else ""):
            self.token = found.group(1)

    def sign_in(self, name: str, passphrase: str) -> Answer:
        """Sign in, which must succeed."""
        answer = self.post("/sign-in", [("name", name), ("passphrase", passphrase)])
        assert answer.status == 303, answer.status
        self.get("/")
        return answer

    def begin_interview(self) -> str:
        """The id of a new interview."""
        answer = self.post("/interviews/new", [("person_language", "en"), ("interviewer_language", "en")])
        found = re.search(r"/interviews/([0-9a-f-]{36})", answer.location)
        assert found, answer.status
        return found.group(1)

    def revision_on(self, address: str) -> str:
        """The revision that the form of a page names."""
        found = re.search(r'name="revision" value="(\d+)"', self.get(address).text)
        assert found, address
        return found.group(1)
