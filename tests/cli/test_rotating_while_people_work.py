"""A new master key while people work: the real server, requests all the time, no failed one, nobody signs in again."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from time import monotonic, sleep
from uuid import uuid4

import pytest
from builders.postgres import Cluster
from click.testing import CliRunner

from interview import at_the_terminal
from interview.cli import main
from interview.cli.measuring.installations import CASEWORKER, SUPERVISOR, Installation, install
from interview.cli.measuring.servers import COMMAND, serving
from interview.cli.measuring.visitors import TOKEN, Visitor
from interview.config import KeySource, Settings
from interview.opening import open_store
from interview.rotating import NotRotated, RotationFault, rotate_master
from interview.services import signing_in
from interview.vault.keyfiles import read_held
from interview.watching_keys import key_status


def quiet(_step: str, _done: int, _of: int) -> None:
    return


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    if request.param == "sqlite":
        yield install(tmp_path)
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    names = [f"test_{uuid4().hex}" for _ in range(2)]
    for name in names:
        cluster.run(f"CREATE DATABASE {name}")
    try:
        yield install(tmp_path, database_url=cluster.url(names[0]), keystore_url=cluster.url(names[1]))
    finally:
        for name in names:
            cluster.run(f"DROP DATABASE {name} WITH (FORCE)")


def held_ids(settings: Settings) -> list[str]:
    assert settings.master_key_file is not None
    return [key.key_id.hex() for key in read_held(settings.master_key_file, copied_folders=()).keys]


def until(reached: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait for something that comes soon, and fail when it does not."""
    deadline = monotonic() + seconds
    while not reached():
        assert monotonic() < deadline
        sleep(0.02)


@dataclass
class Worker:
    """One person who reads and opens cases without a pause."""

    port: int
    installation: Installation
    who: str
    statuses: list[int] = field(default_factory=list)

    def work(self, enough: Flag, begin: bool) -> None:
        """Until it is enough."""
        visitor = Visitor(self.port)
        self.statuses.append(visitor.sign_in(self.installation.logins[self.who]).status)
        while not enough.is_set():
            self.statuses.append(visitor.get("/").status)
            if begin:
                token = TOKEN.search(visitor.get("/interviews/new").text)
                fields = [("csrf_token", token[1] if token else "")]
                fields += [("person_language", "en"), ("interviewer_language", "en")]
                begun = visitor.post("/interviews/new", fields)
                self.statuses += [begun.status, visitor.get(begun.location).status]
        visitor.close()


@contextmanager
def at_work(installation: Installation, port: int) -> Iterator[list[Worker]]:
    """Four people at work on a server, two of them opening cases."""
    enough = Flag()
    workers = [Worker(port, installation, who) for who in (CASEWORKER, CASEWORKER, SUPERVISOR, SUPERVISOR)]
    threads = [Thread(target=one.work, args=(enough, one.who == CASEWORKER)) for one in workers]
    for thread in threads:
        thread.start()
    try:
        until(lambda: all(len(one.statuses) > 3 for one in workers))
        yield workers
    finally:
        enough.set()
        for thread in threads:
            thread.join()


def test_nobody_notices_a_new_master_key(installation: Installation, tmp_path: Path) -> None:
    settings = installation.settings
    (old,) = held_ids(settings)
    with ExitStack() as stack:
        server = stack.enter_context(serving(installation.environment, tmp_path / "journal"))
        workers = stack.enter_context(at_work(installation, server.port))

        rotated = [rotate_master(settings, input, quiet, grace=1.0) for _ in range(2)]

        before = [len(one.statuses) for one in workers]
        until(lambda: all(len(one.statuses) > count + 3 for one, count in zip(workers, before, strict=True)))

    for worker in workers:
        # A page that was begun sends the visitor on.
        assert set(worker.statuses) <= {200, 303}
        assert 200 in worker.statuses
    assert all(one.turned > 10 and not one.broken for one in rotated)
    assert held_ids(settings) == [rotated[1].key_id]
    assert old not in {key_id for under in key_status(settings, input).under for key_id in under.by_key}


@pytest.mark.parametrize("after", [0.0, 0.5])
def test_a_rotation_that_is_killed_is_taken_up_again(installation: Installation, tmp_path: Path, after: float) -> None:
    settings = installation.settings
    with ExitStack() as stack:
        server = stack.enter_context(serving(installation.environment, tmp_path / "journal"))
        workers = stack.enter_context(at_work(installation, server.port))

        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "keys", "rotate-master", "--grace", "30"],
            env=dict(installation.environment),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(lambda: len(held_ids(settings)) == 2)
        sleep(after)
        process.send_signal(signal.SIGKILL)
        process.wait()
        interrupted = held_ids(settings)
        rotated = rotate_master(settings, input, quiet, grace=0.5)

    assert len(interrupted) == 2
    assert rotated.taken_up
    assert held_ids(settings) == interrupted[:1]
    assert {status for worker in workers for status in worker.statuses} <= {200, 303}


def test_one_rotation_at_a_time(tmp_path: Path) -> None:
    settings = install(tmp_path).settings
    faults: list[RotationFault] = []

    def meanwhile(_step: str, _done: int, _of: int) -> None:
        if not faults:
            with pytest.raises(NotRotated) as refused:
                rotate_master(settings, input, quiet, grace=0)
            faults.append(refused.value.fault)

    rotate_master(settings, input, meanwhile, grace=0)

    assert faults == [RotationFault.AT_WORK]


def test_a_key_from_systemd_is_not_changed_from_here(tmp_path: Path) -> None:
    settings = replace(install(tmp_path).settings, master_key_source=KeySource.SYSTEMD, master_key_file=None)

    with pytest.raises(NotRotated) as refused:
        rotate_master(settings, input, quiet)

    assert refused.value.fault is RotationFault.IN_SERVICE


def test_a_passphrase_takes_another_ones_place_while_no_server_runs(tmp_path: Path) -> None:
    installation = install(tmp_path)
    environment = {k: v for k, v in installation.environment.items() if k.startswith("INTERVIEW_")}
    environment["INTERVIEW_INSTANCE"] = str(tmp_path / "other")
    environment["INTERVIEW_MASTER_KEY_SOURCE"] = "passphrase"
    del environment["INTERVIEW_MASTER_KEY_FILE"]
    settings = Settings.from_environment({k: v for k, v in environment.items() if v})
    salts = tmp_path / "other" / "master-key.salt"

    def ask(question: str) -> str:
        if question.startswith("A new"):
            return "second words"
        two = salts.exists() and len(salts.read_text(encoding="ascii").splitlines()) == 2
        return "second words" if two and "before" not in question else "first words"

    with at_the_terminal(settings, ask, new=True):
        pass

    rotated = rotate_master(settings, ask, quiet)

    opened = open_store(settings, lambda _: "second words")
    assert opened.store.keys.key_id.hex() == rotated.key_id
    opened.store.close()


def test_the_command_says_what_it_did_and_status_tells_the_same(tmp_path: Path) -> None:
    installation = install(tmp_path)
    environment = {k: v for k, v in installation.environment.items() if k.startswith("INTERVIEW_")}

    turned = CliRunner().invoke(main, ["keys", "rotate-master", "--grace", "0"], env=environment)
    told = CliRunner().invoke(main, ["keys", "status"], env=environment)

    assert turned.exit_code == 0, turned.output
    assert told.exit_code == 0, told.output
    (key_id,) = held_ids(installation.settings)
    assert key_id[:8] in turned.output
    assert f"Master key {key_id[:8]}\n" in told.output
    assert "ended" in told.output
    with at_the_terminal(installation.settings) as open_work, open_work() as work:
        login = installation.logins[CASEWORKER]
        assert isinstance(signing_in.sign_in(work, login.name, login.passphrase), signing_in.SignedIn)
