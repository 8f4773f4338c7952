"""`interview serve`: refuses what cannot be used, all of it at once."""

import pytest
from click.testing import CliRunner

from interview.cli.places import Place
from interview.cli.serving import serve


def test_settings_that_cannot_be_used_are_all_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_IDLE", "never")
    monkeypatch.setenv("INTERVIEW_THREADS", "0")

    result = CliRunner().invoke(serve)

    assert result.exit_code == 2
    assert "INTERVIEW_IDLE" in result.stderr
    assert "INTERVIEW_THREADS" in result.stderr


def test_a_certificate_goes_with_its_key(tmp_path: object) -> None:
    result = CliRunner().invoke(serve, ["--cert", __file__])

    assert result.exit_code == 2
    assert "--key" in result.stderr


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "http://127.0.0.1:8000/"), ("::1", "http://[::1]:8000/"), ("box", "http://box:8000/")],
)
def test_the_address_can_be_typed_into_a_browser(host: str, address: str) -> None:
    assert Place(host, 8000, 1).address == address
