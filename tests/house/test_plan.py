"""The floor plan: which room may import which. This table is the documentation.

Changing it is a decision, recorded in docs/decisions/.

      web   cli                 speak HTTP / terminal
       └─┬───┘
      services                  who may, in one transaction, with a record
         │
       store ──── vault         rows and ciphertext
         │
      casework   forms
         └──┬──────┘
       eligibility
            │
       questionnaire   audit   statistics   identity   config   pictures   printing        plain Python
"""

import ast
import sys
from collections.abc import Iterator

import pytest
from builders.source import Module, called, modules

FRONT = "the front door"
THINKING = {"questionnaire", "eligibility", "forms", "casework", "statistics", "identity", "audit"}

MAY_IMPORT: dict[str, set[str]] = {
    # What a questionnaire is, what its rules mean, and which pages an interview must visit.
    "questionnaire": set(),
    # From answers to findings, a recommendation, and the answers still missing.
    "eligibility": {"questionnaire"},
    # The questionnaires themselves, as data, and the library that loads, checks and versions them.
    "forms": {"questionnaire", "eligibility"},
    # A case and its life, and the one policy of who may do what.
    "casework": {"questionnaire", "eligibility"},
    # Coded core indicators, and what makes a table safe to show.
    "statistics": set(),
    # Whether somebody is known already: cards of people, and how alike two of them are.
    "identity": set(),
    # The closed list of events worth recording, and the chain that shows none was removed.
    "audit": set(),
    # Keys and sealed bytes: who can open what.
    "vault": set(),
    # The environment, read once.
    "config": set(),
    # Copies of pictures without what cameras write into them.
    "pictures": set(),
    # Sheets as PDF, made by a process of its own.
    "printing": set(),
    # Ways to call someone, with one neutral sentence: e-mail, webhook, plug-ins.
    "alerting": {"config"},
    # Tables, queries, migrations, the unit of work: the only place where answers are sealed and unsealed.
    "store": THINKING | {"vault"},
    # What people do, one function each.
    "services": THINKING | {"store", "pictures"},
    # Turns requests into service calls and results into pages.
    "web": THINKING | {"config", "services", "printing"},
    # The same services from the terminal.
    "cli": THINKING | {"config", "services", FRONT},
}

FRONT_DOOR = {"__init__", "opening", "rotating", "watching_keys", "backing_up"}
"""`create_app`, and the opening of a deployment's master key and databases. It alone sees every room."""

FROM_OUTSIDE: dict[str, set[str]] = {
    "questionnaire": set(),
    "eligibility": set(),
    "forms": set(),
    "casework": set(),
    "statistics": {"numpy"},
    "identity": {"anyascii", "rapidfuzz"},
    "audit": set(),
    "vault": {"cryptography"},
    "config": set(),
    "pictures": {"PIL"},
    "printing": {"weasyprint"},
    "alerting": set(),
    "store": {"sqlalchemy", "alembic"},
    # Never Flask: who acts is an argument, never a global.
    "services": set(),
    "web": {"flask", "flask_babel", "flask_login", "flask_wtf", "wtforms", "werkzeug", "jinja2", "markupsafe", "babel"}
    | {"segno"},
    "cli": {"click", "flask", "werkzeug", "gunicorn", "waitress"},
    "__init__": set(),
    "opening": set(),
    "rotating": set(),
    "backing_up": set(),
    "watching_keys": set(),
}

MODULES = modules()


def rooms_imported(module: Module) -> Iterator[str]:
    for name, member in module.imports():
        package, *path = name.split(".")
        if package == "interview":
            room = path[0] if path else member
            yield FRONT if (not path and room not in MAY_IMPORT) or room in FRONT_DOOR else room


def packages_imported(module: Module) -> set[str]:
    packages = {name.split(".")[0] for name, _ in module.imports()}
    return packages - {"interview"} - sys.stdlib_module_names


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.place)
def test_a_room_imports_only_the_rooms_that_the_plan_allows(module: Module) -> None:
    if module.room in FRONT_DOOR:
        return

    assert module.room in MAY_IMPORT, "a room that the plan does not list"
    assert set(rooms_imported(module)) - {module.room} <= MAY_IMPORT[module.room]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.place)
def test_a_room_imports_only_the_packages_that_the_plan_allows(module: Module) -> None:
    assert packages_imported(module) <= FROM_OUTSIDE[module.room]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.place)
def test_no_import_is_relative_or_hidden(module: Module) -> None:
    relative = [node.lineno for node in module.nodes if isinstance(node, ast.ImportFrom) and node.level]
    by_name = [call.lineno for call in module.calls() if called(call) in {"__import__", "importlib.import_module"}]

    assert relative == []
    assert by_name == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.place)
def test_imports_stand_at_the_top_except_at_the_front_door(module: Module) -> None:
    functions = [node for node in module.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)]
    inside = [
        node.lineno
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    # The front door loads the rooms when it opens, so that a command which needs one does not load them all.
    assert module.place == "__init__.py" or inside == []


def test_database_classes_never_leave_the_store() -> None:
    outside = [
        f"{module.place}: {name}"
        for module in MODULES
        if module.room != "store"
        for name, member in module.imports()
        if name.startswith("interview.store.tables") or (name == "interview.store" and member == "tables")
    ]

    assert outside == []


def test_the_plan_lists_no_room_twice_and_knows_every_package() -> None:
    assert set(FROM_OUTSIDE) == set(MAY_IMPORT) | FRONT_DOOR
    assert all(rooms <= set(MAY_IMPORT) | {FRONT} for rooms in MAY_IMPORT.values())


def test_no_room_reaches_itself_through_others() -> None:
    def reaches(room: str, seen: frozenset[str]) -> bool:
        return any(other in seen or reaches(other, seen | {other}) for other in MAY_IMPORT[room] if other in MAY_IMPORT)

    assert not any(reaches(room, frozenset({room})) for room in MAY_IMPORT)


def test_the_walk_finds_the_house() -> None:
    assert {"vault/envelope.py", "__init__.py", "audit/events.py"} <= {module.place for module in MODULES}
