"""The real server, as `interview serve` starts it, in a process of its own, and what the system says about it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter, sleep

from interview.cli.measuring.installations import Unmeasurable

HOST = "127.0.0.1"
COMMAND = "from interview.cli import main; main()"
PATIENCE = 30.0
BETWEEN_TRIES = 0.005
_PROCESSES = Path("/proc")
_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class RunningServer:
    """`first_answer_s`: from the start of the process until it answered. `worker`: the process that answers."""

    port: int
    first_answer_s: float
    worker: int

    def cpu_seconds(self) -> float | None:
        """Processor time that the worker took so far; None where the system does not say."""
        try:
            stat = (_PROCESSES / str(self.worker) / "stat").read_text(encoding="ascii")
        except OSError:
            return None
        # The second field is the command's name in brackets, and may hold spaces.
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float | None:
        """Resident memory of the worker; None where the system does not say."""
        try:
            pages = (_PROCESSES / str(self.worker) / "statm").read_text(encoding="ascii").split()[1]
        except OSError:
            return None
        return int(pages) * os.sysconf("SC_PAGE_SIZE") / _BYTES


@contextmanager
def serving(environment: Mapping[str, str], journal: Path) -> Iterator[RunningServer]:
    """A server of an installation, ended in the end. Its journal goes to a file. Raises Unmeasurable."""
    port = _free_port()
    with journal.open("ab") as output:
        started = perf_counter()
        process = subprocess.Popen(  # noqa: S603 -- our own command line
            [sys.executable, "-c", COMMAND, "serve", "--host", HOST, "--port", str(port)],
            env=dict(environment),
            stdout=output,
            stderr=output,
        )
        try:
            _wait_for_answer(port, process, started)
            yield RunningServer(port, perf_counter() - started, _worker_of(process.pid))
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for_answer(port: int, process: "subprocess.Popen[bytes]", started: float) -> None:
    while perf_counter() - started < PATIENCE and process.poll() is None:
        connection = HTTPConnection(HOST, port, timeout=PATIENCE)
        try:
            connection.request("GET", "/sign-in")
            connection.getresponse().read()
        except OSError:
            sleep(BETWEEN_TRIES)
        else:
            return
        finally:
            connection.close()
    raise Unmeasurable("a server that answers")


def _worker_of(pid: int) -> int:
    """The one child of gunicorn's arbiter; a server of one process is its own worker."""
    try:
        children = (_PROCESSES / str(pid) / "task" / str(pid) / "children").read_text(encoding="ascii").split()
    except OSError:
        children = []
    return int(children[0]) if children else pid
