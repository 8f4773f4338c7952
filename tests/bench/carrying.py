"""What a file of ten megabytes takes on its way in and out, and how much the worker's memory grows by it."""

from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter

from builders.attaching import FORM, form_with, large

from interview.cli.measuring.installations import Installation, Unmeasurable, opened, talk
from interview.cli.measuring.measuring import JOURNAL, visitor_of
from interview.cli.measuring.servers import HOST, serving
from interview.cli.measuring.visitors import TOKEN, Visitor
from interview.cli.measuring.walking import middle

MEGABYTES = 10
TIMES = 5
ANSWERS = 10


@dataclass(frozen=True, slots=True)
class Carried:
    """Seconds up and down, in the middle of several times; `grown`: MB of the worker's memory, None where unknown."""

    up: float
    down: float
    grown: float | None

    @property
    def words(self) -> str:
        """For the table."""
        grown = "" if self.grown is None else f", {max(self.grown, 0):.0f} MB more memory"
        return f"{self.up:.2f} s / {self.down:.2f} s{grown}"


def carry(installation: Installation, folder: Path) -> Carried:
    """Send a file of MEGABYTES to a case and fetch it again, several times, each time another one."""
    with ExitStack() as stack:
        open_work, token = stack.enter_context(installation.at_work())
        case_id = opened(open_work, token, talk(open_work, token, ANSWERS)).case_id
        server = stack.enter_context(serving(installation.environment, folder / JOURNAL))
        visitor = visitor_of(stack, server, installation)
        files = f"/cases/{case_id}/files"
        _carried(visitor, server.port, files, 1_000_000, 0)
        before = server.megabytes()
        times = [_carried(visitor, server.port, files, MEGABYTES * 1_000_000, number) for number in range(1, TIMES + 1)]
        after = server.megabytes()
    grown = None if before is None or after is None else after - before
    return Carried(middle([up for up, _ in times]), middle([down for _, down in times]), grown)


def _carried(visitor: Visitor, port: int, files: str, size: int, number: int) -> tuple[float, float]:
    """Seconds up and down."""
    token = TOKEN.search(visitor.get(files).text)
    fields = {"csrf_token": token[1] if token else "", "kind": "ordinary"}
    data = large(size, number)
    up, _ = _ask(visitor, port, "POST", files, form_with(fields, "a.pdf", data))
    address = visitor.get(files).text.split(f'href="{files}/')[-1].partition('"')[0]
    down, body = _ask(visitor, port, "GET", f"{files}/{address}", b"")
    if len(body) != size:
        raise Unmeasurable("a file that comes back")
    return up, down


def _ask(visitor: Visitor, port: int, method: str, path: str, body: bytes) -> tuple[float, bytes]:
    cookies = "; ".join(f"{name}={value}" for name, value in visitor._cookies.items())
    connection = HTTPConnection(HOST, port)
    started = perf_counter()
    connection.request(method, path, body or None, {"Cookie": cookies, "Content-Type": FORM})
    answer = connection.getresponse().read()
    seconds = perf_counter() - started
    connection.close()
    return seconds, answer
