"""`interview serve` as it runs: what the process itself writes, sends and leaves on disk."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, create_connection, socket

import pytest
from builders.canary import TYPED, files_beneath, sightings, sightings_in
from builders.deployments import Deployment, deployment_in
from builders.serving import Place, Visitor, closing_databases

PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Served:
    """A process that serves a deployment, and what it writes: its log, and a folder for its temporary files."""

    deployment: Deployment
    place: Place
    log: Path
    temporary: Path


def _free_port() -> int:
    with socket(AF_INET, SOCK_STREAM) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder, temporary = tmp_path_factory.mktemp("deployment"), tmp_path_factory.mktemp("temporary")
    deployment = deployment_in(folder)
    with closing_databases(deployment.app):
        pass
    place, log = Place("127.0.0.1", _free_port()), folder / "log"
    environment = {
        "PATH": os.environ["PATH"],
        "TMPDIR": str(temporary),
        "INTERVIEW_INSTANCE": str(deployment.settings.instance),
        "INTERVIEW_MASTER_KEY_FILE": str(deployment.settings.master_key_file),
        "INTERVIEW_PORT": str(place.port),
        "INTERVIEW_SECOND_FACTOR": "no",
    }
    command = [sys.executable, "-c", "from interview.cli import main; main()", "serve"]
    with log.open("wb") as output, subprocess.Popen(command, env=environment, stdout=output, stderr=output) as running:
        try:
            _wait_for(place, running)
            yield Served(deployment, place, log, temporary)
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(PATIENCE)


def _wait_for(place: Place, running: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert running.poll() is None, "the server ended"
        try:
            create_connection((place.host, place.port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError


@pytest.fixture(scope="module")
def walked(process: Served) -> Served:
    """After a visit with the canary on every path where a server could write something down by itself."""
    visitor, login = Visitor(process.place), process.deployment.logins["caseworker"]
    visitor.post("/sign-in", [("name", TYPED), ("passphrase", TYPED)])
    visitor.sign_in(login.name, login.passphrase)
    page = f"/interviews/{visitor.begin_interview()}/pages/s0_4"
    large = [("revision", "1"), ("s_pre_prior_interview_detail", TYPED * 1000)]
    assert visitor.post(page, large).status in (200, 303, 422)
    assert visitor.post(page, [("revision", "1"), ("s_pre_prior_interview_detail", TYPED)]).status in (200, 303)
    word = "Quxoltarim"
    assert visitor.get(f"/{word}?{word}={word}").status == 404
    for bad in (
        f"GET /{word} HTTP/9.{word}\r\n\r\n",
        f"{word} / HTTP/1.1\r\nHost: x\r\n\r\n",
        f"GET / HTTP/1.1\r\n{word}: {word}\r\n {word}\r\nContent-Length: {word}\r\n\r\n",
        f"GET /{word} {word} HTTP/1.1\r\n\r\n",
        f"GET / HTTP/1.1\r\n{word}\r\n\r\n",
        f"POST {page} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {word}\r\n\r\n{word}",
    ):
        with create_connection((process.place.host, process.place.port), 5) as connection:
            connection.sendall(bad.encode())
            connection.settimeout(2)
            try:
                while connection.recv(65536):
                    pass
            except OSError:
                continue
    return process


def test_the_log_tells_of_requests_and_repeats_nothing(walked: Served) -> None:
    log = walked.log.read_bytes()

    assert b"POST /interviews/<uuid:interview_id>/pages/" in log
    assert b"POST /sign-in 422" in log
    assert sightings(log) == []


def test_neither_temporary_files_nor_the_databases_hold_anything(walked: Served) -> None:
    files = files_beneath(walked.temporary, walked.deployment.settings.instance)

    assert sightings_in(files) == {}


def test_the_server_does_not_say_what_it_is(walked: Served) -> None:
    answer = Visitor(walked.place).get("/sign-in")

    assert "/" not in answer.header("Server")
    assert answer.header("Cache-Control") == "no-store"


def test_what_the_server_made_is_for_its_owner_alone(walked: Served) -> None:
    instance = walked.deployment.settings.instance
    open_to_others = [path.name for path in (instance, *instance.iterdir()) if path.stat().st_mode & 0o077]

    assert open_to_others == []


def test_a_process_that_is_told_to_end_leaves_no_answer_behind(walked: Served) -> None:
    assert sightings_in(files_beneath(walked.deployment.settings.instance.parent)) == {}
