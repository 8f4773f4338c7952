"""The rooms that think take the clock and randomness as arguments, and touch nothing outside."""

import pytest
from builders.source import Module, called, modules

MODULES = modules()
PURE = {"questionnaire", "eligibility", "forms", "casework", "statistics", "audit", "vault"}
PURE_MODULES = [module for module in MODULES if module.room in PURE]

# A bench measures a whole installation of its own, in a folder that it throws away: nothing in it is real.
SERVING = [module for module in MODULES if module.place != "cli/bench.py"]

CLOCKS = {"now", "utcnow", "today", "fromtimestamp", "monotonic", "perf_counter", "time_ns", "localtime", "gmtime"}
CHANCE = {"uuid1", "uuid4", "urandom", "token_bytes", "token_hex", "token_urlsafe", "randbits", "getrandbits"}
OUTSIDE_WORLD = {"random", "time", "sched", "socket", "ssl", "http", "urllib.request", "smtplib", "subprocess"}
OUTSIDE_WORLD |= {"sqlite3", "dbm", "shelve", "logging", "tempfile", "asyncio", "multiprocessing", "getpass", "locale"}

MAY = {
    # Randomness is the vault's trade, and a key file is read as it lies.
    "vault": {"secrets", "os", "threading"},
}

DANGEROUS = {"eval", "exec", "compile", "__import__", "breakpoint", "globals", "locals", "vars"}


@pytest.mark.parametrize("module", PURE_MODULES, ids=lambda module: module.place)
def test_a_pure_room_asks_no_clock(module: Module) -> None:
    asked = [called(call) for call in module.calls() if called(call).split(".")[-1] in CLOCKS]

    assert asked == []


@pytest.mark.parametrize("module", PURE_MODULES, ids=lambda module: module.place)
def test_a_pure_room_draws_no_lots(module: Module) -> None:
    drawn = [called(call) for call in module.calls() if called(call).split(".")[-1] in CHANCE]

    assert module.room == "vault" or drawn == []


@pytest.mark.parametrize("module", PURE_MODULES, ids=lambda module: module.place)
def test_a_pure_room_touches_nothing_outside(module: Module) -> None:
    reached = {name for name, _ in module.imports()} & (OUTSIDE_WORLD | {"os", "secrets", "threading"})

    assert reached <= MAY.get(module.room, set())


@pytest.mark.parametrize("module", [module for module in MODULES if module.room == "vault"], ids=lambda m: m.place)
def test_the_vault_draws_from_the_operating_system_alone(module: Module) -> None:
    assert "random" not in {name for name, _ in module.imports()}
    assert all(called(call).startswith("secrets.") for call in module.calls() if called(call).split(".")[-1] in CHANCE)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.place)
def test_no_text_is_ever_run_as_code(module: Module) -> None:
    run = {called(call) for call in module.calls()} & DANGEROUS
    read = {name for name, _ in module.imports()} & {"pickle", "marshal", "shelve", "dill", "yaml"}

    assert run == set()
    assert read == set()


@pytest.mark.parametrize("module", SERVING, ids=lambda module: module.place)
def test_nothing_spills_into_temporary_files_or_caches(module: Module) -> None:
    names = {name for name, _ in module.imports()}

    assert not {"tempfile", "diskcache", "cachelib"} & names


@pytest.mark.parametrize(
    "module", [module for module in MODULES if module.room in {"vault", "store"}], ids=lambda m: m.place
)
def test_no_key_is_cached_across_requests(module: Module) -> None:
    cached = {"cache", "lru_cache", "cached_property", "memoize"}
    members = {member for name, member in module.imports() if name == "functools"}

    assert not cached & members
