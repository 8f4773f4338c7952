"""Known answers, frozen: whatever was ever sealed opens for ever, and the layout is the one that was decided.

The envelope is computed a second time here from the design alone, with the standard library's HMAC.
"""

import hmac
import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from interview.vault import (
    Context,
    MasterKey,
    Part,
    Purpose,
    SealKind,
    SecretKey,
    decision_digest,
    derive,
    derived,
    document_key,
    fingerprint_words,
    link,
    mac,
    open_grant,
    open_posted,
    open_team_secret,
    open_with_shares,
    parse_token,
    unlock_account,
    unlock_session,
    unseal,
    unwrap_grant,
)
from interview.vault.envelope import _seal_with_salt
from interview.vault.words import WORDS

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
ENVELOPES: list[dict[str, Any]] = VECTORS["envelopes"]


def part(data: Any) -> Part:
    match data:
        case {"uuid": str(text)}:
            return UUID(text)
        case {"hex": str(text)}:
            return bytes.fromhex(text)
        case str() | int() | None:
            return data
    raise AssertionError(data)


def context(data: list[Any]) -> Context:
    return Context(part(item) for item in data)


def raw(room: str, name: str) -> bytes:
    return bytes.fromhex(VECTORS[room][name])


def master() -> MasterKey:
    return MasterKey.from_text(VECTORS["master"]["text"])


def secret() -> SecretKey:
    return SecretKey.from_bytes(raw("keypair", "secret"))


def hkdf(salt: bytes, key: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869 with SHA-512."""
    prk = hmac.digest(salt, key, "sha512")
    blocks, block = b"", b""
    for number in range(1, -(-length // 64) + 1):
        block = hmac.digest(prk, block + info + bytes([number]), "sha512")
        blocks += block
    return blocks[:length]


def envelope_by_the_design(vector: dict[str, Any], bound_to: bytes) -> bytes:
    key, salt, key_id, plaintext = (bytes.fromhex(vector[name]) for name in ("key", "salt", "key_id", "plaintext"))
    at_least, step = (4096, 1024) if vector["kind"] in (1, 2) else (0, 256)
    size = max(-(-(4 + len(plaintext)) // step) * step, at_least)
    padded = (len(plaintext).to_bytes(4, "big") + plaintext).ljust(size, b"\0")
    fixed = b"IVS\x01" + bytes([1, vector["kind"], 0, 0]) + key_id
    material = hkdf(salt, key, b"interview/envelope/1" + fixed + sha256(bound_to).digest(), 76)
    header = fixed + salt + material[44:]
    return header + AESGCM(material[:32]).encrypt(material[32:44], padded, header + bound_to)


@pytest.mark.parametrize("vector", ENVELOPES)
def test_an_envelope_is_sealed_to_the_same_bytes(vector: dict[str, Any]) -> None:
    key, salt, key_id, plaintext = (bytes.fromhex(vector[name]) for name in ("key", "salt", "key_id", "plaintext"))

    sealed = _seal_with_salt(key, plaintext, salt, context(vector["context"]), SealKind(vector["kind"]), key_id)

    assert sealed.hex() == vector["sealed"]


@pytest.mark.parametrize("vector", ENVELOPES)
def test_an_envelope_opens(vector: dict[str, Any]) -> None:
    sealed = bytes.fromhex(vector["sealed"])

    plaintext = unseal(
        bytes.fromhex(vector["key"]), sealed, context=context(vector["context"]), kind=SealKind(vector["kind"])
    )

    assert plaintext.hex() == vector["plaintext"]


@pytest.mark.parametrize("vector", ENVELOPES)
def test_an_envelope_is_what_the_design_says(vector: dict[str, Any]) -> None:
    assert envelope_by_the_design(vector, raw("context", "hex")).hex() == vector["sealed"]


def test_a_context_is_the_same_bytes() -> None:
    assert context(VECTORS["context"]["parts"]).hex() == VECTORS["context"]["hex"]


def test_the_master_key_gives_the_same_subkeys() -> None:
    expected, key = VECTORS["master"], master()
    demonstration = MasterKey.from_text(expected["demonstration_text"])

    assert {purpose.value: key.subkey(purpose).hex() for purpose in Purpose} == expected["subkeys"]
    assert key.key_id.hex() == expected["key_id"]
    assert key.to_text().strip() == expected["text"]
    assert demonstration.key_id.hex() == expected["demonstration_key_id"]
    assert demonstration.subkey(Purpose.MAC).hex() == expected["demonstration_mac"]


def test_derived_keys_and_tags_are_the_same() -> None:
    expected, key = VECTORS["derived"], raw("derived", "key")
    first = link(key, b"content", b"")

    assert document_key(key, SealKind.INTERVIEW, UUID(expected["interview"])).hex() == expected["document_key"]
    assert derived(key, "grant epoch", (3,)).hex() == expected["grant_epoch_3"]
    assert mac(key, [part(item) for item in expected["mac_parts"]]).hex() == expected["mac"]
    assert (first.hex(), link(key, b"changed", first).hex()) == (expected["first_link"], expected["second_link"])
    assert decision_digest(key, ("interview", 7, b"answers")).hex() == expected["decision_digest"]


def test_a_passphrase_gives_the_same_key() -> None:
    expected = VECTORS["passphrase"]

    assert derive(expected["text"], bytes.fromhex(expected["salt"])).hex() == expected["key"]


def test_a_secret_key_has_the_same_public_key_and_fingerprint() -> None:
    expected, public = VECTORS["keypair"], secret().public()

    assert sha256(public.to_bytes()).hexdigest() == expected["public_sha256"]
    assert public.key_id.hex() == expected["key_id"]
    assert " ".join(fingerprint_words(public)) == expected["fingerprint"]


def test_what_was_handed_to_a_key_opens() -> None:
    bound_to = context(VECTORS["handing"]["context"])
    inner = unwrap_grant(raw("handing", "wrapped"), raw("handing", "server_lock"), epoch=3, context=bound_to)
    team = open_team_secret(raw("handing", "sealed_team_secret"), secret(), context=bound_to)
    body = open_posted(raw("handing", "sealed_posted_body"), secret(), context=bound_to)

    assert inner == raw("handing", "grant")
    assert open_grant(inner, secret(), context=bound_to) == raw("handing", "case_key")
    assert team.to_bytes() == raw("handing", "team_secret")
    assert body == raw("handing", "posted_body")


def test_the_locks_of_an_account_and_a_session_open() -> None:
    expected, bound_to = VECTORS["locks"], context(VECTORS["locks"]["context"])
    token = parse_token(expected["cookie"])
    assert token is not None

    account = unlock_account(raw("locks", "account"), expected["passphrase"], master=master(), context=bound_to)
    session = unlock_session(raw("locks", "session"), token, master=master(), context=bound_to)

    assert account.to_bytes() == session.to_bytes() == secret().to_bytes()
    assert token.row_id.hex() == expected["row_id"]


@pytest.mark.parametrize(("one", "other"), [(0, 1), (0, 2), (1, 2)])
def test_recovery_shares_open(one: int, other: int) -> None:
    expected = VECTORS["recovery"]
    copies = [bytes.fromhex(copy) for copy in expected["copies"]]
    bound_to = context(expected["context"])

    opened = open_with_shares(expected["shares"][one], expected["shares"][other], copies, context=bound_to)

    assert opened.public().key_id.hex() == expected["key_id"]


def test_the_word_list_is_the_same() -> None:
    # Fingerprints are made from it: a changed word would make every key look like another.
    assert sha256("\n".join(WORDS).encode()).hexdigest() == VECTORS["words_sha256"]
