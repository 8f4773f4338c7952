"""Opening a deployment: a master key that could be copied along, or read by others, stops the start."""

from pathlib import Path

import pytest

from interview import at_the_terminal
from interview.config import BadSettings, Settings
from interview.opening import FAULTS
from interview.vault.refusals import MasterKeyFault


def _settings(folder: Path, **changes: str) -> Settings:
    return Settings.from_environment(
        {
            "INTERVIEW_INSTANCE": str(folder / "instance"),
            "INTERVIEW_MASTER_KEY_FILE": str(folder / "keys" / "master.key"),
            **{f"INTERVIEW_{name.upper()}": value for name, value in changes.items()},
        }
    )


def _open(settings: Settings, *, new: bool = False, passphrase: str = "") -> None:
    with at_the_terminal(settings, lambda _: passphrase, new=new):
        pass


def test_a_new_deployment_makes_its_key_and_opens_with_it_again(tmp_path: Path) -> None:
    _open(_settings(tmp_path), new=True)
    _open(_settings(tmp_path))

    assert (tmp_path / "instance" / "interview.db").exists()
    assert (tmp_path / "instance").stat().st_mode & 0o077 == 0


def test_without_a_key_nothing_opens(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="INTERVIEW_MASTER_KEY_FILE names no file"):
        _open(_settings(tmp_path))
    with pytest.raises(BadSettings, match="INTERVIEW_MASTER_KEY_FILE is missing"):
        _open(Settings.from_environment({"INTERVIEW_INSTANCE": str(tmp_path)}))


@pytest.mark.parametrize("place", ["instance/master.key", "backups/master.key", "databases/master.key"])
def test_a_key_that_would_be_copied_along_is_refused(tmp_path: Path, place: str) -> None:
    settings = _settings(
        tmp_path,
        master_key_file=str(tmp_path / place),
        backup_folders=str(tmp_path / "backups"),
        database_url=f"sqlite:///{tmp_path / 'databases' / 'interview.db'}",
    )

    with pytest.raises(BadSettings, match="INTERVIEW_MASTER_KEY_FILE lies beneath"):
        _open(settings, new=True)


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    _open(_settings(tmp_path), new=True)
    (tmp_path / "keys" / "master.key").chmod(0o440)

    with pytest.raises(BadSettings, match="can be read by others"):
        _open(_settings(tmp_path))


def test_a_passphrase_opens_what_it_made_and_another_does_not(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {"INTERVIEW_INSTANCE": str(tmp_path / "instance"), "INTERVIEW_MASTER_KEY_SOURCE": "passphrase"}
    )
    _open(settings, new=True, passphrase="copper lantern orchard")

    _open(settings, passphrase="copper lantern orchard")
    with pytest.raises(BadSettings, match="this is not the passphrase"):
        _open(settings, passphrase="copper lantern")


def test_every_fault_of_a_key_has_its_words() -> None:
    assert set(FAULTS) == set(MasterKeyFault)
