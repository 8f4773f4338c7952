"""Offices at work on a real store: one for the whole run, and fresh ones, on each engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.offices import AnOffice, an_office
from builders.store import Clock, Databases, copied_files, opened_store

from interview.store.opening import Store
from interview.vault.master import MasterKey


@pytest.fixture(scope="session")
def office(sqlite_templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    """Shared by many tests: each begins interviews of its own in it, and none moves its clock."""
    clock, databases = Clock(), copied_files(sqlite_templates, tmp_path_factory.mktemp("office"))
    store = opened_store(databases, MasterKey.generate(), clock)
    yield an_office(store, databases.cases, clock)
    store.close()


@pytest.fixture
def fresh_office(store: Store, databases: Databases, clock: Clock) -> AnOffice:
    """For one test alone, on each engine in turn."""
    return an_office(store, databases.cases, clock)
