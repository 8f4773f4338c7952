"""`interview recovery`, as two people type it."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from interview import at_the_terminal
from interview.casework.actors import Actor, Role
from interview.cli import main
from interview.cli.setting_up import hand_out_shares
from interview.config import Settings
from interview.services import setting_up, signing_in


@dataclass
class Installed:
    """An installation, and its three shares."""

    environment: dict[str, str]
    shares: tuple[str, str, str]

    def run(self, *arguments: str, typed: str) -> Result:
        return CliRunner().invoke(main, ["recovery", *arguments], env=self.environment, input=typed)


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    environment = {
        "INTERVIEW_INSTANCE": str(tmp_path / "instance"),
        "INTERVIEW_MASTER_KEY_FILE": str(tmp_path / "key" / "master.key"),
        "INTERVIEW_SECOND_FACTOR": "no",
    }
    with at_the_terminal(Settings.from_environment(environment), new=True) as open_work, open_work() as work:
        made = setting_up.set_up(work, setting_up.Wanted("House", "ada", "sol", "Team", "Office"))
    return Installed(environment, made.shares)


def test_a_rehearsal_takes_two_shares_and_shows_neither(installed: Installed) -> None:
    one, _, other = installed.shares

    told = installed.run("rehearse", typed=f"{one}\n{other}\n")

    assert told.exit_code == 0, told.output
    assert "Nothing was changed" in told.output
    assert one not in told.output
    assert other not in told.output


def test_the_same_person_s_share_is_asked_for_no_second_time(installed: Installed) -> None:
    one, other, _ = installed.shares

    told = installed.run("rehearse", typed=f"{one}\n{one}\n{other}\n")

    assert told.exit_code == 0, told.output
    assert "the same share" in told.output


def test_a_share_of_another_organisation_opens_nothing(installed: Installed, tmp_path: Path) -> None:
    other = {**installed.environment, "INTERVIEW_INSTANCE": str(tmp_path / "b")}
    other["INTERVIEW_MASTER_KEY_FILE"] = str(tmp_path / "b-key" / "master.key")
    with at_the_terminal(Settings.from_environment(other), new=True) as open_work, open_work() as work:
        foreign = setting_up.set_up(work, setting_up.Wanted("B", "a", "s", "T", "O")).shares

    told = installed.run("rehearse", typed=f"{installed.shares[0]}\n{foreign[1]}\n")

    assert told.exit_code == 1
    assert "open nothing" in told.output


def test_both_holders_have_to_want_it(installed: Installed) -> None:
    first, second, _ = installed.shares
    refused = installed.run("use", "--supervisor", "nadia", typed=f"{first}\n{second}\ny\nn\n")

    assert refused.exit_code == 1
    with at_the_terminal(Settings.from_environment(installed.environment)) as open_work, open_work() as work:
        assert isinstance(signing_in.sign_in(work, "nadia", "whatever it is"), signing_in.Refused)


def test_whoever_stops_halfway_has_changed_nothing(installed: Installed) -> None:
    first, second, _ = installed.shares

    stopped = installed.run("use", "--supervisor", "nadia", typed=f"{first}\n{second}\ny\ny\n\nwrong\nwrong\nwrong\n")
    again = installed.run("rehearse", typed=f"{first}\n{second}\n")

    assert stopped.exit_code == 1
    assert again.exit_code == 0, again.output


@pytest.fixture
def holders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The new shares as the holders write them down, and type them in again."""
    written: list[str] = []

    def hand_out(shares: tuple[str, ...]) -> None:
        written.extend(shares)
        typed = iter(line for share in shares for line in ("", share))
        with monkeypatch.context() as patched:
            patched.setattr(click, "prompt", lambda *_args, **_options: next(typed))
            hand_out_shares(shares)

    monkeypatch.setattr(import_module("interview.cli.recovery"), "hand_out_shares", hand_out)
    return written


def test_two_holders_make_a_supervisor_who_opens_what_was_closed(installed: Installed, holders: list[str]) -> None:
    first, second, third = installed.shares

    used = installed.run("use", "--supervisor", "nadia", typed=f"{first}\n{third}\ny\ny\n")

    assert used.exit_code == 0, used.output
    assert "nadia opens 2 teams" in used.output
    assert not any(share in used.output for share in installed.shares)
    passphrase = used.output.strip().splitlines()[-1].strip()
    with at_the_terminal(Settings.from_environment(installed.environment)) as open_work, open_work() as work:
        signed_in = signing_in.sign_in(work, "nadia", passphrase)
        assert isinstance(signed_in, signing_in.SignedIn)
        actor = signing_in.resume(work, signed_in.token)
        assert isinstance(actor, Actor)
        assert Role.SUPERVISOR in actor.roles
        assert len(actor.team_ids) == 1
    old = installed.run("rehearse", typed=f"{first}\n{second}\n")
    new = installed.run("rehearse", typed=f"{holders[1]}\n{holders[2]}\n")
    assert old.exit_code == 1
    assert "open nothing" in old.output
    assert new.exit_code == 0, new.output


def test_one_share_twice_is_one_person_and_makes_nobody(installed: Installed) -> None:
    share = installed.shares[0]

    refused = installed.run("use", "--supervisor", "nadia", typed=f"{share}\n{share}\n{share}\n{share}\n")

    assert refused.exit_code == 1
    assert "No share was read" in refused.output
    with at_the_terminal(Settings.from_environment(installed.environment)) as open_work, open_work() as work:
        assert isinstance(signing_in.sign_in(work, "nadia", "whatever it is"), signing_in.Refused)
