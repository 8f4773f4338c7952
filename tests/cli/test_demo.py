"""`interview demo`: built on this machine only, kept with its logins, built anew when asked."""

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from interview import create_app
from interview.casework.actors import Role
from interview.cli import main
from interview.config import BadSettings, Settings
from interview.services import demonstrating


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INTERVIEW_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setattr(demonstrating, "CASES", 0)
    return tmp_path / "instance"


def _demo(*options: str) -> list[dict[str, str]]:
    result = CliRunner().invoke(main, ["demo", "--no-serve", "--json", *options])
    assert result.exit_code == 0, result.output
    logins: list[dict[str, str]] = json.loads(result.stdout)
    return logins


def test_a_demonstration_prints_a_login_for_every_role_and_keeps_them(instance: Path) -> None:
    first = _demo()
    second = _demo()

    assert {login["role"] for login in first} == set(Role)
    assert all(login["name"] and login["passphrase"] for login in first)
    assert second == first
    for kept in ("master.key", "logins.json"):
        assert not stat.S_IMODE((instance / "demo-key" / kept).stat().st_mode) & 0o077


def test_a_demonstration_is_built_anew_when_asked(instance: Path) -> None:
    first = _demo()

    second = _demo("--anew")

    assert [login["name"] for login in second] == [login["name"] for login in first]
    assert [login["passphrase"] for login in second] != [login["passphrase"] for login in first]


def test_a_demonstration_with_more_people_is_built_anew(instance: Path) -> None:
    few = _demo()

    assert _demo("--cases", "30") != few


def test_a_demonstration_that_was_built_is_what_opens_and_answers_this_machine_only(instance: Path) -> None:
    _demo()
    app = create_app(Settings.from_environment({"INTERVIEW_INSTANCE": str(instance)}))

    client = app.test_client()

    assert client.get("/sign-in").status_code == 200
    assert client.get("/sign-in", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404
    assert client.get("/sign-in", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    assert client.get("/sign-in", base_url="http://elsewhere.example:8000").status_code == 404


def test_a_demonstration_is_never_served_to_others(instance: Path) -> None:
    _demo()

    with pytest.raises(BadSettings, match="INTERVIEW_HOST"):
        create_app(Settings.from_environment({"INTERVIEW_INSTANCE": str(instance), "INTERVIEW_HOST": "0.0.0.0"}))  # noqa: S104
