"""Settings: read once, refused all at once, and the README tells of each."""

from datetime import timedelta
from pathlib import Path

import pytest

from interview.config import BadSettings, KeySource, Settings, settings, settings_table, variable_of

README = Path(__file__).parents[2] / "README.md"


def test_an_empty_environment_gives_the_defaults() -> None:
    plain = Settings.from_environment({})

    assert plain.idle == timedelta(minutes=5)
    assert plain.session == timedelta(hours=8)
    assert plain.second_factor
    assert plain.host == "127.0.0.1"
    assert plain.master_key_source is KeySource.FILE
    assert plain.database_url.endswith("instance/interview.db")


def test_everything_wrong_is_named_at_once() -> None:
    environment = {
        "INTERVIEW_PORT": "high",
        "INTERVIEW_IDLE": "0",
        "INTERVIEW_TIME_ZONE": "Mars/Base",
        "INTERVIEW_COLOUR": "blue",
    }

    with pytest.raises(BadSettings) as refused:
        Settings.from_environment(environment)

    named = {fault.split()[0] for fault in refused.value.faults}
    assert named == set(environment)


def test_a_refusal_repeats_no_value() -> None:
    with pytest.raises(BadSettings) as refused:
        Settings.from_environment({"INTERVIEW_DATABASE_URL": "mysql://someone:hunter2@db/cases"})

    assert "hunter2" not in str(refused.value)


def test_the_keystore_may_not_be_the_database() -> None:
    with pytest.raises(BadSettings, match="INTERVIEW_KEYSTORE_URL"):
        Settings.from_environment(
            {"INTERVIEW_DATABASE_URL": "sqlite:///a.db", "INTERVIEW_KEYSTORE_URL": "sqlite:///a.db"}
        )


def test_the_table_has_a_row_for_every_setting() -> None:
    table = settings_table()

    assert [variable_of(name) for name in settings()] == [
        line.split("`")[1] for line in table.splitlines() if line.startswith("| `")
    ]


def test_the_readme_holds_the_table_as_it_is() -> None:
    assert settings_table() in README.read_text(encoding="utf-8")
