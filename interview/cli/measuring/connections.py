"""A kept HTTP connection that takes next to no time of its own, so that what is measured is the server.

The standard library's client reads headers as mail: 0.13 ms for each of our answers.
"""

import socket
from dataclasses import dataclass, field
from time import perf_counter

from interview.cli.measuring.installations import Unmeasurable

TIMEOUT = 60.0
# gunicorn closes a connection that was quiet for two seconds.
QUIET = 1.0
AT_ONCE = 1 << 16
END = b"\r\n\r\n"
LENGTH = b"\r\ncontent-length: "


@dataclass(frozen=True, slots=True)
class Received:
    """An answer: its head with the blank line, its body, and the time from the first byte sent to the last received."""

    head: bytes
    body: bytes = field(repr=False)
    seconds: float


class Connection:
    """One connection to one server; another is made when it was quiet for long."""

    def __init__(self, host: str, port: int) -> None:
        self._place = (host, port)
        self._socket: socket.socket | None = None
        self._used_at = 0.0

    def ask(self, message: bytes) -> Received:
        """Send a request and read its answer. Raises Unmeasurable when the server hangs up."""
        if perf_counter() - self._used_at > QUIET:
            self.close()
        if self._socket is None:
            self._socket = socket.create_connection(self._place, TIMEOUT)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        started = perf_counter()
        self._socket.sendall(message)
        head, body = self._read(self._socket)
        self._used_at = perf_counter()
        return Received(head, body, self._used_at - started)

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _read(self, connection: socket.socket) -> tuple[bytes, bytes]:
        data = b""
        while (end := data.find(END)) < 0:
            data += _more(connection)
        end += len(END)
        while len(data) < end + length_of_body(data[:end]):
            data += _more(connection)
        return data[:end], data[end:]


def length_of_body(head: bytes) -> int:
    """How many bytes follow the head. Raises ValueError when it does not say: all our answers do."""
    _, found, rest = head.lower().partition(LENGTH)
    if not found:
        raise ValueError("an answer without a length")
    return int(rest.partition(b"\r\n")[0])


def headers_of(head: bytes) -> list[tuple[str, str]]:
    """The headers of an answer, names in lower case."""
    lines = head.decode("latin-1").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if line)
    return [(name.lower(), value.strip()) for name, _, value in pairs]


def _more(connection: socket.socket) -> bytes:
    found = connection.recv(AT_ONCE)
    if not found:
        raise Unmeasurable("an answer that comes whole")
    return found
