"""Answers are sealed and unsealed in the store, and nowhere else."""

import ast

import pytest
from builders.source import Module, called, modules
from sqlalchemy import LargeBinary

from interview.store.columns import SealedColumn
from interview.store.tables.every import CASES, KEYSTORE

MODULES = modules()
OUTSIDE = [module for module in MODULES if module.room not in {"vault", "store"}]

SEALING = {
    "seal",
    "unseal",
    "seal_to",
    "open_sealed_to",
    "grant",
    "open_grant",
    "wrap_grant",
    "unwrap_grant",
    "rewrap_grant",
    "seal_team_secret",
    "open_team_secret",
    "seal_posted",
    "open_posted",
    "lock_account",
    "unlock_account",
    "unlock_nothing",
    "lock_session",
    "unlock_session",
    "open_with_shares",
    "make_shares",
    "subkey",
    "case_key",
}
"""Everything of the vault that takes or gives what is under a seal, by the name that it is called with."""

TO_OPEN_A_DEPLOYMENT = {"WatchedKeyFile", "read_held_credential", "write_key_file", "replace_key_file"}
TO_OPEN_A_DEPLOYMENT |= {"read_held", "write_held", "accept_from"}
TO_OPEN_A_DEPLOYMENT |= {"MasterKey", "MasterKeys", "Held", "MasterKeyFault", "MasterKeyRefused"}
"""What the front door may take from the vault: the master keys as they lie, and why they were refused."""


def taken_from_the_vault(module: Module) -> set[str]:
    return {member for name, member in module.imports() if name.split(".")[:2] == ["interview", "vault"]}


@pytest.mark.parametrize("module", OUTSIDE, ids=lambda module: module.place)
def test_nobody_but_the_store_seals_or_unseals(module: Module) -> None:
    names = {called(call).split(".")[-1] for call in module.calls()}

    assert not names & SEALING
    assert taken_from_the_vault(module) <= (
        TO_OPEN_A_DEPLOYMENT if module.room in {"opening", "rotating", "backing_up"} else set()
    )


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.place)
def test_nobody_but_the_vault_marks_bytes_as_sealed(module: Module) -> None:
    names = {called(call) for call in module.calls()}
    members = {member for _, member in module.imports()}

    assert module.room == "vault" or not {"bytes.__new__", "object.__new__", "Sealed", "sealed_here"} & names
    assert module.room == "vault" or "sealed_here" not in members


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.place)
def test_cryptography_is_the_vault_s_trade_alone(module: Module) -> None:
    hashing = {name for name, _ in module.imports() if name.split(".")[0] in {"cryptography", "ssl"}}
    # A mail server's certificate is looked at, in the one way that Python offers.
    hashing -= {"ssl"} if module.room == "alerting" else set()

    assert module.room == "vault" or not hashing


def test_a_column_holds_sealed_bytes_exactly_when_its_name_says_so() -> None:
    columns = [
        column for database in (CASES, KEYSTORE) for table in database.tables.values() for column in table.columns
    ]

    sealed = {str(column) for column in columns if isinstance(column.type, SealedColumn)}
    named = {str(column) for column in columns if column.name.endswith("_sealed")}

    assert sealed == named
    assert sealed


def test_no_column_hides_text_in_bytes_that_are_not_sealed() -> None:
    # Public keys, MACs, links, ids of keys and lookups: 1,217 bytes at most, and never what somebody said.
    allowed = {"public_key", "mac", "link", "key_id", "lookup", "name_lookup", "reference_lookup", "digest"}
    allowed |= {"sender_key_id", "receiver_key_id"}
    plain = {
        column.name
        for database in (CASES, KEYSTORE)
        for table in database.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }

    assert plain <= allowed


def test_every_engine_hides_the_parameters_of_its_statements() -> None:
    engines = [
        {keyword.arg: keyword.value for keyword in call.keywords}
        for module in MODULES
        for call in module.calls()
        if called(call).split(".")[-1] in {"create_engine", "create_async_engine", "engine_from_config"}
    ]

    assert engines
    for arguments in engines:
        hidden = arguments.get("hide_parameters")
        assert isinstance(hidden, ast.Constant)
        assert hidden.value is True
        assert "echo" not in arguments
        assert "echo_pool" not in arguments
