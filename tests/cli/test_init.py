"""`interview init`: everything is shown once, and nothing is stored before the shares are typed in again."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

SHARE = re.compile(r"Share \d of 3:\s+([^\r\n]+)\r?\n")
NAMES = ("--organisation", "Harbour", "--administrator", "ada", "--supervisor", "sol", "--team", "T", "--office", "O")


THEIRS = ("--organisation", "Hills", "--administrator", "bea", "--supervisor", "tim", "--team", "T", "--office", "O")


def _init(
    place: Path, *, slip: bool = False, command: tuple[str, ...] = ("init",), names: tuple[str, ...] = NAMES
) -> tuple[int, str]:
    """Runs it on a terminal, as a person who writes each share down and types it in again, or else slips each time."""
    environment = {
        **os.environ,
        "INTERVIEW_INSTANCE": str(place / "instance"),
        "INTERVIEW_MASTER_KEY_FILE": str(place / "keys" / "master.key"),
    }
    ours, theirs = pty.openpty()
    words = [sys.executable, "-c", "from interview.cli import main; main()", *command, *names]
    process = subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    told, answered = "", 0
    while True:
        try:
            piece = os.read(ours, 4096).decode()
        except OSError:
            break
        if not piece:
            break
        told += piece
        prompts = told.count("written down:") + told.count("as you wrote it down:")
        if prompts > answered:
            answered = prompts
            retyping = told.rstrip().endswith("as you wrote it down:")
            share = SHARE.findall(told)[-1].strip()
            os.write(ours, ((("0000" if slip else share) if retyping else "") + "\n").encode())
    os.close(ours)
    return process.wait(), told


def test_a_new_installation_shows_three_shares_and_two_passphrases(tmp_path: Path) -> None:
    status, told = _init(tmp_path)

    assert status == 0, told
    assert len(set(SHARE.findall(told))) == 3
    assert "Administrator  ada" in told
    assert "Supervisor  sol" in told
    assert "authenticator app" in told
    assert (tmp_path / "keys" / "master.key").stat().st_mode & 0o777 == 0o400


def test_a_share_that_is_not_typed_in_again_leaves_nothing_behind(tmp_path: Path) -> None:
    status, _ = _init(tmp_path, slip=True)
    again, told = _init(tmp_path)

    assert status == 1
    assert again == 0, told


def test_an_installation_is_set_up_once(tmp_path: Path) -> None:
    _init(tmp_path)

    status, told = _init(tmp_path)

    assert status == 1
    assert "already" in told


def test_another_organisation_is_added_in_the_same_way(tmp_path: Path) -> None:
    assert _init(tmp_path, command=("organisation", "add"), names=THEIRS)[0] != 0
    assert _init(tmp_path)[0] == 0

    status, told = _init(tmp_path, command=("organisation", "add"), names=THEIRS)
    twice, again = _init(tmp_path, command=("organisation", "add"), names=THEIRS)

    assert status == 0, told
    assert len(set(SHARE.findall(told))) == 3
    assert "Supervisor  tim" in told
    assert twice == 1
    assert "nothing was changed" in again
