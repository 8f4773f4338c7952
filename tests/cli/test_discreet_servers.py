"""What the servers that we use write by themselves repeats no word of a request."""

import logging

import pytest
from waitress.utilities import logger as waitress_log  # type: ignore[import-untyped]  # Waitress carries no types

from interview.cli.serving import Discreet, journal_to_stderr

WORD = "Quxoltarim"


def test_waitress_says_that_something_broke_and_not_what(caplog: pytest.LogCaptureFixture) -> None:
    discreet = Discreet()
    waitress_log.addFilter(discreet)
    try:
        waitress_log.info("Client disconnected while serving %s", f"/{WORD}")
        try:
            raise ValueError(WORD)
        except ValueError:
            waitress_log.exception("Exception while serving %s", f"/{WORD}")
    finally:
        waitress_log.removeFilter(discreet)

    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert WORD not in caplog.text


def test_a_line_that_cannot_be_written_is_not_printed_another_way(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", True)
    journal_to_stderr()

    logging.getLogger("interview.access").warning("%d", WORD)

    assert WORD not in "".join(capsys.readouterr())
