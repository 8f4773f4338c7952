"""A browser without a screen: one connection that is kept, cookies, gzip."""

import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from interview.cli.measuring.connections import Connection, headers_of
from interview.cli.measuring.installations import Login, Unmeasurable
from interview.cli.measuring.servers import HOST

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
SEE_OTHER = 303

Fields = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """`seconds`: from the first byte sent to the last received. `weight`: bytes received, headers included."""

    status: int
    location: str
    content: bytes = field(repr=False)
    packed: bool
    weight: int
    seconds: float

    @property
    def text(self) -> str:
        """The page."""
        return (gzip.decompress(self.content) if self.packed else self.content).decode()


class Visitor:
    """One person at one browser."""

    def __init__(self, port: int) -> None:
        self._host = f"{HOST}:{port}"
        self._connection = Connection(HOST, port)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """A page; redirects are not followed."""
        return self._ask(f"GET {path} HTTP/1.1", "")

    def post(self, path: str, fields: Fields) -> Answer:
        """What a form comes to; redirects are not followed."""
        return self._ask(f"POST {path} HTTP/1.1", urlencode(list(fields)))

    def sign_in(self, login: Login) -> Answer:
        """Sign in through the form. Raises Unmeasurable."""
        token = TOKEN.search(self.get("/sign-in").text)
        fields = [("csrf_token", token[1] if token else ""), ("name", login.name), ("passphrase", login.passphrase)]
        answer = self.post("/sign-in", fields)
        if answer.status != SEE_OTHER:
            raise Unmeasurable("signing in over HTTP")
        return answer

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _ask(self, first_line: str, body: str) -> Answer:
        lines = [
            first_line,
            f"Host: {self._host}",
            "Accept: text/html,*/*",
            "Accept-Encoding: gzip",
            "Accept-Language: en",
            f"Cookie: {'; '.join(f'{name}={value}' for name, value in self._cookies.items())}",
        ]
        if body:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        received = self._connection.ask("\r\n".join((*lines, "", body)).encode("ascii"))
        headers = headers_of(received.head)
        self._keep_cookies(value for name, value in headers if name == "set-cookie")
        return Answer(
            status=int(received.head.split(maxsplit=2)[1]),
            location=dict(headers).get("location", ""),
            content=received.body,
            packed=dict(headers).get("content-encoding") == "gzip",
            weight=len(received.head) + len(received.body),
            seconds=received.seconds,
        )

    def _keep_cookies(self, cookies: Iterable[str]) -> None:
        for cookie in cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
