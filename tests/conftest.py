"""Fixtures for every room: databases of both kinds, a store, an organisation in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.postgres import Cluster, running_cluster
from builders.store import (
    Clock,
    Databases,
    House,
    copied_databases,
    copied_files,
    furnished,
    migrate_template,
    opened_store,
)

from interview.store.opening import Store
from interview.vault import passphrases
from interview.vault.master import MasterKey

SQLITE = "sqlite"
POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.postgres)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running PostgreSQL; one for each process that runs tests."""
    with running_cluster() as running:
        migrate_template(running.folder, running)
        yield running


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with migrated SQLite files."""
    folder = tmp_path_factory.mktemp("templates")
    migrate_template(folder, None)
    return folder


@pytest.fixture
def sqlite_databases(sqlite_templates: Path, tmp_path: Path) -> Databases:
    """New, migrated SQLite files."""
    return copied_files(sqlite_templates, tmp_path)


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """New, migrated databases, on each engine in turn."""
    if request.param == SQLITE:
        yield request.getfixturevalue("sqlite_databases")
    else:
        with copied_databases(request.getfixturevalue("cluster")) as copies:
            yield copies


@pytest.fixture
def fast_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that cost nothing to try; only for what is not about passphrases."""
    cheap = {number: passphrases.Cost(passes=1, memory_kib=64) for number in passphrases.COSTS}
    monkeypatch.setattr(passphrases, "COSTS", cheap)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until it is moved."""
    return Clock()


@pytest.fixture
def master() -> MasterKey:
    """A new master key."""
    return MasterKey.generate()


@pytest.fixture
def store(databases: Databases, master: MasterKey, clock: Clock, fast_passphrases: None) -> Iterator[Store]:
    """An empty store, on each engine in turn."""
    opened = opened_store(databases, master, clock)
    yield opened
    opened.close()


@pytest.fixture
def house(store: Store, databases: Databases, master: MasterKey, clock: Clock) -> House:
    """A store with an organisation in it, on each engine in turn."""
    return furnished(store, databases, master, clock)
