from uuid import UUID

import pytest

from interview.vault import Context, KeyPair, MasterKey

ORGANISATION = UUID("0b7f6d0e-55f1-4c57-9a53-0d0a5f7f6a01")
CASE = UUID("5b0f1f3a-3f0e-4f0c-8a8e-1d2c3b4a5f02")


@pytest.fixture
def context() -> Context:
    return Context(("thing", ORGANISATION, CASE, "screening", 1, 7))


@pytest.fixture
def elsewhere() -> Context:
    """Where the thing was not sealed for: another revision."""
    return Context(("thing", ORGANISATION, CASE, "screening", 1, 8))


@pytest.fixture(scope="session")
def pair() -> KeyPair:
    return KeyPair.generate()


@pytest.fixture(scope="session")
def other_pair() -> KeyPair:
    return KeyPair.generate()


@pytest.fixture(scope="session")
def master() -> MasterKey:
    return MasterKey.generate()
