import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from interview.vault import (
    Broken,
    Busy,
    Context,
    KeyPair,
    Keyring,
    MasterKey,
    MasterKeyFault,
    MasterKeyRefused,
    PassphraseRefused,
    PublicKey,
    Purpose,
    SealKind,
    SecretKey,
    ShareFault,
    ShareRefused,
    VaultError,
    derive,
    generate,
    is_same_share,
    lock_account,
    new_token,
    open_grant,
    open_posted,
    open_with_shares,
    read_key_file,
    seal,
    seal_posted,
    unlock_account,
    unlock_session,
    unseal,
)

MARKER = "Marker-7f3a-секрет"
RAW = MARKER.encode()


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def everything_said(error: BaseException) -> str:
    """What a careless log would write: the traceback, every argument, every error behind the error."""
    said = ["".join(traceback.format_exception(error))]
    said += [f"{link!r} {link} {link.args!r} {vars(link)!r}" for link in chain_of(error)]
    return "\n".join(said)


def attempts(pair: KeyPair, other: KeyPair, master: MasterKey, folder: Path) -> dict[str, Callable[[], object]]:
    here, there = Context((MARKER,)), Context(("elsewhere", MARKER))
    key = RAW.ljust(32, b"k")[:32]
    account = lock_account(pair.secret, MARKER, master=master, context=here)
    posted = seal_posted(RAW, pair.public, context=here)
    sealed = seal(key, RAW, context=here, kind=SealKind.NAME, key_id=RAW[:16])
    (folder / "master").write_text(MARKER, encoding="utf-8")
    (folder / "master").chmod(0o400)
    return {
        "unseal": lambda: unseal(key, sealed, context=there, kind=SealKind.NAME),
        "unseal with a long key": lambda: unseal(RAW * 3, sealed, context=here, kind=SealKind.NAME),
        "seal with a long key": lambda: seal(RAW * 3, RAW, context=here, kind=SealKind.NAME, key_id=RAW),
        "unlock": lambda: unlock_account(account, MARKER + "x", master=master, context=here),
        "unlock elsewhere": lambda: unlock_account(account, MARKER, master=master, context=there),
        "session": lambda: unlock_session(RAW * 20, new_token(), master=master, context=here),
        "posted": lambda: open_posted(posted, other.secret, context=here),
        "grant": lambda: open_grant(RAW * 100, pair.secret, context=here),
        "passphrase": lambda: derive(MARKER + "\ud800", bytes(16)),
        "long passphrase": lambda: derive(MARKER * 100, bytes(16)),
        "salt": lambda: derive(MARKER, RAW[:3]),
        "context": lambda: Context((MARKER + "\ud800",)),
        "context of one text": lambda: Context(MARKER),
        "share": lambda: is_same_share(MARKER, MARKER),
        "shares": lambda: open_with_shares(MARKER, MARKER, (RAW, RAW, RAW), context=here),
        "public key": lambda: PublicKey.from_bytes(RAW),
        "secret key": lambda: SecretKey.from_bytes(RAW),
        "master key": lambda: MasterKey.from_text(MARKER),
        "master key file": lambda: read_key_file(folder / "master", copied_folders=()),
        "master seal": lambda: master.unseal(Purpose.NAME, sealed, context=here, kind=SealKind.NAME),
        "keyring": lambda: Keyring(UUID(int=1), pair.secret).secret_of(UUID(int=2)),
        "words": lambda: generate(1),
    }


def test_no_refusal_carries_what_it_refused(
    pair: KeyPair, other_pair: KeyPair, master: MasterKey, tmp_path: Path
) -> None:
    secrets = [MARKER, RAW.hex(), repr(RAW)[2:-1], ascii(MARKER)[1:-1], pair.secret.to_bytes().hex()[2:30]]

    for name, attempt in attempts(pair, other_pair, master, tmp_path).items():
        with pytest.raises((VaultError, ValueError, TypeError)) as caught:
            attempt()
        said = everything_said(caught.value)
        assert not [secret for secret in secrets if secret in said], name


@pytest.mark.parametrize("kind", [Broken, Busy, PassphraseRefused])
def test_most_refusals_say_one_sentence_and_take_nothing(kind: Callable[..., VaultError]) -> None:
    with pytest.raises(TypeError):
        kind("anything")

    assert len(kind().args) == 1


def test_a_refused_master_key_or_share_says_why_in_a_word() -> None:
    assert {str(MasterKeyRefused(fault)).removeprefix("master key refused: ") for fault in MasterKeyFault} == {
        str(fault) for fault in MasterKeyFault
    }
    assert {ShareRefused(fault).fault for fault in ShareFault} == set(ShareFault)
