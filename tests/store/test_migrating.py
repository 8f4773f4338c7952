"""A migrated database has exactly the shape of the tables."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from builders.store import Databases
from sqlalchemy import Engine, MetaData, inspect

from interview.store import migrating
from interview.store.engines import open_engine
from interview.store.migrating import upgrade
from interview.store.shapes import NEWEST, Database, is_current
from interview.store.tables.every import CASES, KEYSTORE

SHAPES = [(Database.CASES, CASES), (Database.KEYSTORE, KEYSTORE)]


def shape(engine: Engine) -> dict[str, object]:
    found = inspect(engine)
    return {
        name: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(name)],
            found.get_pk_constraint(name)["constrained_columns"],
            sorted(
                (key["constrained_columns"], key["referred_table"], key["referred_columns"])
                for key in found.get_foreign_keys(name)
            ),
            sorted((index["name"] or "", index["column_names"], index["unique"]) for index in found.get_indexes(name)),
        )
        for name in sorted(found.get_table_names())
        if name != "alembic_version"
    }


@pytest.mark.parametrize(("database", "tables"), SHAPES)
def test_a_migrated_database_equals_its_tables(databases: Databases, database: Database, tables: MetaData) -> None:
    engine = open_engine(databases.cases if database is Database.CASES else databases.keystore)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, tables)
    migrated = shape(engine)
    with engine.connect() as connection:
        tables.drop_all(connection)
        tables.create_all(connection)
    created = shape(engine)

    engine.dispose()
    assert differences == []
    assert migrated == created
    assert len(created) == len(tables.tables)


@pytest.mark.parametrize("database", list(Database))
def test_upgrading_twice_changes_nothing(tmp_path: Path, database: Database) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'new.db'}")

    assert not is_current(engine, database)
    upgrade(engine, database)
    before = shape(engine)
    upgrade(engine, database)

    assert is_current(engine, database)
    assert shape(engine) == before
    engine.dispose()


@pytest.mark.parametrize("database", list(Database))
def test_the_newest_step_is_the_last_in_its_folder(database: Database) -> None:
    folder = Path(migrating.__file__).parent / "migrations"

    steps = ScriptDirectory(str(folder), version_locations=[str(folder / database)])

    assert steps.get_current_head() == NEWEST[database]


def test_a_start_on_current_databases_does_not_load_what_migrates() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, interview.opening; print('alembic' in sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )

    assert loaded.stdout.strip() == "False"
