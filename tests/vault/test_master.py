import os
from pathlib import Path

import pytest

from interview.vault import (
    Broken,
    Context,
    MasterKey,
    MasterKeyFault,
    MasterKeyRefused,
    Purpose,
    SealKind,
    read_credential,
    read_key_file,
    write_key_file,
)


def refused(path: Path, *, copied_folders: tuple[Path, ...] = ()) -> MasterKeyFault:
    with pytest.raises(MasterKeyRefused) as caught:
        read_key_file(path, copied_folders=copied_folders)
    return caught.value.fault


@pytest.fixture
def key_file(tmp_path: Path, master: MasterKey) -> Path:
    path = tmp_path / "keys" / "master"
    path.parent.mkdir()
    write_key_file(master, path)
    return path


def test_a_master_key_comes_back_from_its_file(key_file: Path, master: MasterKey, tmp_path: Path) -> None:
    key = read_key_file(key_file, copied_folders=(tmp_path / "instance", tmp_path / "backups"))

    assert key.is_same_as(master)
    assert key_file.stat().st_mode & 0o777 == 0o400


@pytest.mark.parametrize("mode", [0o404, 0o440, 0o402, 0o420, 0o444, 0o401, 0o410, 0o600 | 0o004])
def test_a_key_that_others_can_touch_is_refused(key_file: Path, mode: int) -> None:
    key_file.chmod(mode)

    assert refused(key_file) is MasterKeyFault.READABLE_BY_OTHERS


@pytest.mark.parametrize("folder", ["", "instance", "instance/deep/er"])
def test_a_key_beneath_a_copied_folder_is_refused(tmp_path: Path, master: MasterKey, folder: str) -> None:
    path = tmp_path / folder / "master"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_key_file(master, path)

    copied = tmp_path / folder.partition("/")[0]

    assert refused(path, copied_folders=(copied,)) is MasterKeyFault.IN_A_COPIED_FOLDER


def test_a_link_does_not_hide_where_a_key_lies(tmp_path: Path, master: MasterKey) -> None:
    instance = tmp_path / "instance"
    instance.mkdir()
    write_key_file(master, instance / "master")
    (tmp_path / "elsewhere").symlink_to(instance / "master")
    (tmp_path / "also").symlink_to(instance, target_is_directory=True)

    assert refused(tmp_path / "elsewhere", copied_folders=(instance,)) is MasterKeyFault.IN_A_COPIED_FOLDER
    assert refused(instance / "master", copied_folders=(tmp_path / "also",)) is MasterKeyFault.IN_A_COPIED_FOLDER
    assert refused(instance / ".." / "instance" / "master", copied_folders=(instance,)) is (
        MasterKeyFault.IN_A_COPIED_FOLDER
    )


def test_a_key_of_another_account_is_refused(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever owns a file can read it, whatever its mode says.
    if os.geteuid() == 0:
        os.chown(key_file, 12345, -1)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 12345)

    assert refused(key_file) is MasterKeyFault.OWNED_BY_ANOTHER


def test_a_key_with_a_second_name_is_refused(key_file: Path, tmp_path: Path) -> None:
    (tmp_path / "second").hardlink_to(key_file)

    assert refused(key_file) is MasterKeyFault.SEVERAL_NAMES


def test_a_folder_with_a_name_like_a_copied_one_is_another_folder(tmp_path: Path, master: MasterKey) -> None:
    (tmp_path / "instance-keys").mkdir()
    path = tmp_path / "instance-keys" / "master"
    write_key_file(master, path)

    assert read_key_file(path, copied_folders=(tmp_path / "instance",)).is_same_as(master)


def test_what_is_not_there_or_not_a_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o400)

    assert refused(tmp_path / "nothing") is MasterKeyFault.MISSING
    assert refused(tmp_path) is MasterKeyFault.NOT_A_FILE
    assert refused(tmp_path / "pipe") is MasterKeyFault.NOT_A_FILE


@pytest.mark.parametrize("content", ["", "marker", "interview-master-key-1:", "é", "0" * 5000])
def test_a_file_without_a_master_key_is_refused_without_repeating_it(tmp_path: Path, content: str) -> None:
    path = tmp_path / "master"
    path.write_text(content, encoding="utf-8")
    path.chmod(0o400)

    with pytest.raises(MasterKeyRefused) as caught:
        read_key_file(path, copied_folders=())

    assert str(caught.value) == "master key refused: not_a_master_key"


def test_a_key_file_is_never_overwritten(key_file: Path, master: MasterKey) -> None:
    with pytest.raises(MasterKeyRefused) as caught:
        write_key_file(MasterKey.generate(), key_file)

    assert caught.value.fault is MasterKeyFault.ALREADY_THERE
    assert read_key_file(key_file, copied_folders=()).is_same_as(master)


def test_every_mistyped_letter_of_a_key_is_noticed(master: MasterKey) -> None:
    text = master.to_text().strip()
    mark, _, letters = text.partition(":")

    for at, letter in enumerate(letters):
        if letter != " ":
            with pytest.raises(MasterKeyRefused):
                MasterKey.from_text(f"{mark}:{letters[:at]}{'7' if letter != '7' else '8'}{letters[at + 1 :]}")


def test_a_systemd_credential_is_read(tmp_path: Path, master: MasterKey) -> None:
    write_key_file(master, tmp_path / "interview-master-key")

    # The access list that lets the service's user read shows as the group's read bit.
    (tmp_path / "interview-master-key").chmod(0o440)
    assert read_credential(tmp_path).is_same_as(master)

    (tmp_path / "interview-master-key").chmod(0o444)
    with pytest.raises(MasterKeyRefused):
        read_credential(tmp_path)


def test_a_master_key_from_a_passphrase_is_the_same_at_every_start() -> None:
    salt = bytes(16)

    key = MasterKey.from_passphrase("seven plain words", salt)

    assert key.is_same_as(MasterKey.from_passphrase("seven plain words", salt))
    assert key.key_id != MasterKey.from_passphrase("other words", salt).key_id


def test_a_demonstration_says_so_and_can_never_become_the_real_thing(tmp_path: Path) -> None:
    demonstration = MasterKey.generate(demonstration=True)
    text = demonstration.to_text()
    converted = MasterKey.from_text(text.replace("demonstration", "master"))

    assert MasterKey.from_text(text).demonstration
    assert not converted.demonstration
    assert converted.key_id != demonstration.key_id
    assert all(converted.subkey(purpose) != demonstration.subkey(purpose) for purpose in Purpose)


def test_a_demonstration_s_key_may_lie_in_the_instance_folder(tmp_path: Path) -> None:
    write_key_file(MasterKey.generate(demonstration=True), tmp_path / "master")

    assert read_key_file(tmp_path / "master", copied_folders=(tmp_path,)).demonstration


def test_what_is_sealed_for_one_purpose_does_not_open_for_another(master: MasterKey, context: Context) -> None:
    sealed = master.seal(Purpose.NAME, b"name", context=context, kind=SealKind.NAME)

    assert master.unseal(Purpose.NAME, sealed, context=context, kind=SealKind.NAME) == b"name"
    for purpose in set(Purpose) - {Purpose.NAME}:
        with pytest.raises(Broken):
            master.unseal(purpose, sealed, context=context, kind=SealKind.NAME)


def test_a_master_key_is_never_shown(master: MasterKey) -> None:
    assert repr(master) == str(master) == "<MasterKey>"
    assert repr(MasterKey.generate(demonstration=True)) == "<MasterKey, demonstration>"
