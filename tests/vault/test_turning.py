"""The master keys that a server holds while one takes the other's place."""

from pathlib import Path

import pytest

from interview.vault.context import Context
from interview.vault.keyfiles import WatchedKeyFile, read_held, replace_key_file, write_key_file
from interview.vault.kinds import SealKind
from interview.vault.master import TURNED, MasterKey, Purpose
from interview.vault.refusals import Broken, MasterKeyFault, MasterKeyRefused
from interview.vault.turning import Held, MasterKeys

HERE = Context(("here",))
PARTS = ("who", 1)


@pytest.fixture
def older() -> MasterKey:
    return MasterKey.generate()


@pytest.fixture
def key_file(tmp_path: Path, older: MasterKey) -> Path:
    path = tmp_path / "master.key"
    write_key_file(older, path)
    return path


def sealed_by(key: MasterKey | MasterKeys) -> bytes:
    return key.seal(Purpose.KEYSTORE, b"a lock", context=HERE, kind=SealKind.SERVER_LOCK)


def opened_by(keys: MasterKeys, sealed: bytes) -> bytes:
    return keys.unseal(Purpose.KEYSTORE, sealed, context=HERE, kind=SealKind.SERVER_LOCK)


def watched(path: Path) -> MasterKeys:
    """The keys of a server that was started now."""
    file = WatchedKeyFile(path, copied_folders=())
    return MasterKeys(file.read(), file.look)


def test_what_either_key_sealed_opens_and_the_present_one_writes(master: MasterKey, older: MasterKey) -> None:
    keys = MasterKeys(Held(master, older))

    assert opened_by(keys, sealed_by(older)) == b"a lock"
    assert opened_by(MasterKeys(Held(master)), sealed_by(keys)) == b"a lock"


def test_what_either_key_vouched_for_is_believed(master: MasterKey, older: MasterKey) -> None:
    keys = MasterKeys(Held(master, older))

    assert keys.is_vouched_for(PARTS, older.vouch(PARTS))
    assert keys.vouch(PARTS) == master.vouch(PARTS)
    assert not keys.is_vouched_for(PARTS, MasterKey.generate().vouch(PARTS))


def test_a_key_that_was_retired_opens_and_vouches_for_nothing(master: MasterKey, older: MasterKey) -> None:
    keys = MasterKeys(Held(master))

    assert not keys.is_vouched_for(PARTS, older.vouch(PARTS))
    with pytest.raises(Broken):
        opened_by(keys, sealed_by(older))


def test_an_unknown_key_makes_the_server_look_into_the_file_and_go_on(key_file: Path, older: MasterKey) -> None:
    one, two, newer = watched(key_file), watched(key_file), MasterKey.generate()

    replace_key_file(Held(newer, older), key_file)

    assert opened_by(one, sealed_by(newer)) == b"a lock"
    assert two.is_vouched_for(PARTS, newer.vouch(PARTS))
    assert one.key_id == newer.key_id


def test_a_file_that_did_not_change_is_not_read_again(key_file: Path) -> None:
    file = WatchedKeyFile(key_file, copied_folders=())
    file.read()

    assert file.look() is None


@pytest.mark.parametrize("text", ["", "nonsense\n"])
def test_a_file_that_cannot_be_used_leaves_the_server_with_what_it_has(key_file: Path, text: str) -> None:
    file = WatchedKeyFile(key_file, copied_folders=())
    keys = MasterKeys(file.read(), file.look)
    known = sealed_by(keys)
    key_file.chmod(0o600)

    key_file.write_text(text, encoding="ascii")

    keys.heed()
    assert opened_by(keys, known) == b"a lock"


def test_purposes_that_are_kept_stay_the_same_under_every_master_key(master: MasterKey, older: MasterKey) -> None:
    kept = {purpose: bytes([number]) * 32 for number, purpose in enumerate(Purpose)}
    before, after = MasterKeys(Held(older)), MasterKeys(Held(master))
    for keys in (before, after):
        keys.keep_in(kept.__getitem__)

    same = {purpose for purpose in Purpose if before.subkey(purpose) == after.subkey(purpose)}

    assert same == frozenset(Purpose) - TURNED
    sealed = before.seal(Purpose.NAME, b"a name", context=HERE, kind=SealKind.NAME)
    assert after.unseal(Purpose.NAME, sealed, context=HERE, kind=SealKind.NAME) == b"a name"


def test_a_key_file_is_replaced_whole_and_stays_ours_alone(key_file: Path, older: MasterKey) -> None:
    newer = MasterKey.generate()

    replace_key_file(Held(newer, older), key_file)

    held = read_held(key_file, copied_folders=())
    assert [key.key_id for key in held.keys] == [newer.key_id, older.key_id]
    assert key_file.stat().st_mode & 0o777 == 0o400
    assert [path.name for path in key_file.parent.iterdir()] == [key_file.name]


def test_a_demonstration_never_becomes_anything_else(key_file: Path, older: MasterKey) -> None:
    made_up = MasterKey.generate(demonstration=True)
    replace_key_file(Held(made_up, older), key_file)

    with pytest.raises(MasterKeyRefused) as refused:
        read_held(key_file, copied_folders=())

    assert refused.value.fault is MasterKeyFault.NOT_A_MASTER_KEY


def test_two_keys_never_show_themselves(master: MasterKey, older: MasterKey) -> None:
    held = Held(master, older)

    assert repr(MasterKeys(held)) == "<MasterKeys>"
    assert "interview-master" not in repr(held)
