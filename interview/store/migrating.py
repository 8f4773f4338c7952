"""Bring a database to the shape that this version of the program expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from interview.store.engines import begin_writing, commit, one_at_a_time, roll_back
from interview.store.shapes import Database, is_current

_FOLDER = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, database: Database) -> None:
    """Run every step that is missing, in one transaction. Nothing happens when none is."""
    if is_current(engine, database):
        return
    config = _config(database)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        begin_writing(connection)
        try:
            one_at_a_time(connection)
            command.upgrade(config, "head")
        except BaseException:
            roll_back(connection)
            raise
        commit(connection)


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("version_locations", str(_FOLDER / database).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config
