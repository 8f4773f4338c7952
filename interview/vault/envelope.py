"""The envelope: one sealed object, bound to its place, with a commitment to its key.

    4 B magic + format, 1 B suite, 1 B kind, 2 B flags (zero), 16 B key id, 32 B salt, 32 B commitment, ciphertext + tag

prk = HKDF-Extract(SHA-512, salt, key); HKDF-Expand(prk, label ‖ header[0:24] ‖ SHA-256(context), 76) gives the
message key (32), the nonce (12) and the commitment (32). Associated data is the 88-byte header ‖ context.
AES-256-GCM alone does not commit to its key: without the commitment one ciphertext could open under two keys.
"""

import hmac
import secrets
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from interview.vault.context import Context
from interview.vault.kinds import SealKind, padded, unpadded
from interview.vault.refusals import Broken
from interview.vault.sealed import Sealed, sealed_here

MAGIC = b"IVS\x01"
LABEL = b"interview/envelope/1"
KEY_ID_BYTES = 16
SUITE_AT = 4
SALT_BYTES = 32
HEADER_BYTES = 88
TAG_BYTES = 16
_FLAGS = b"\0\0"
_FIXED = slice(0, 24)
_SALT = slice(24, 56)
_COMMITMENT = slice(56, 88)


class Suite(IntEnum):
    """The algorithms of an envelope. There is one writer; every suite ever written stays readable."""

    AES_256_GCM_HKDF_SHA_512 = 1


WRITTEN = Suite.AES_256_GCM_HKDF_SHA_512
OLDEST_READABLE = Suite.AES_256_GCM_HKDF_SHA_512
_accepted: int = OLDEST_READABLE
_READABLE = frozenset(int(suite) for suite in Suite)


@dataclass(frozen=True, slots=True, repr=False)
class _Material:
    message_key: bytes
    nonce: bytes
    commitment: bytes


def seal(key: bytes, plaintext: bytes, *, context: Context, kind: SealKind, key_id: bytes) -> Sealed:
    """Seal `plaintext` under `key` (32 bytes), bound to `context` and `kind`; the kind decides the padding.

    `key_id` (16 bytes, in clear) says later which key to fetch: a case id, the master key's id. Raises `ValueError`
    for a key or key id of another length.
    """
    return _seal_with_salt(key, plaintext, secrets.token_bytes(SALT_BYTES), context, kind, key_id)


def unseal(key: bytes, sealed: bytes, *, context: Context, kind: SealKind, oldest: int | None = None) -> bytes:
    """The plaintext, if it was sealed under `key` for exactly this context and kind, by a suite not below `oldest`.

    Without `oldest` by one that this installation accepts.     Raises `Broken` for anything else, and never says why.
    """
    header, body = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
    if (
        len(key) != 32
        or len(body) < TAG_BYTES
        or not _begins_well(header, kind, _accepted if oldest is None else oldest)
    ):
        raise Broken
    material = _material(key, header[_FIXED], header[_SALT], context)
    # In constant time, and before anything is decrypted.
    if not hmac.compare_digest(material.commitment, header[_COMMITMENT]):
        raise Broken
    plaintext = _decrypted(material, body, header + context)
    content = None if plaintext is None else unpadded(plaintext, kind)
    if content is None:
        raise Broken
    return content


def accept_from(oldest: int) -> None:
    """From now on this process refuses what a suite below `oldest` sealed."""
    global _accepted
    _accepted = oldest


def key_id_of(sealed: bytes) -> bytes:
    """The key id (16 bytes) that the header names. It is vouched for only once `unseal` succeeds. Raises `Broken`."""
    if len(sealed) < HEADER_BYTES + TAG_BYTES or sealed[:4] != MAGIC:
        raise Broken
    return bytes(sealed[8:24])


def _begins_well(header: bytes, kind: SealKind, oldest: int) -> bool:
    return (
        header[:4] == MAGIC
        and header[4] in _READABLE
        and header[4] >= oldest
        and header[5] == kind
        and header[6:8] == _FLAGS
    )


def _seal_with_salt(
    key: bytes, plaintext: bytes, salt: bytes, context: Context, kind: SealKind, key_id: bytes
) -> Sealed:
    """`seal` with a given salt: for the known-answer vectors. A salt used twice under one key gives all away."""
    if len(key) != 32 or len(key_id) != KEY_ID_BYTES or len(salt) != SALT_BYTES:
        raise ValueError("a key is 32 bytes, a key id 16, a salt 32")
    fixed = MAGIC + bytes([WRITTEN, kind]) + _FLAGS + key_id
    material = _material(key, fixed, salt, context)
    header = fixed + salt + material.commitment
    body = AESGCM(material.message_key).encrypt(material.nonce, padded(plaintext, kind), header + context)
    return sealed_here(header + body)


def _material(key: bytes, fixed: bytes, salt: bytes, context: Context) -> _Material:
    prk = HKDF.extract(SHA512(), salt, key)
    info = LABEL + fixed + sha256(context).digest()
    okm = HKDFExpand(SHA512(), 76, info).derive(prk)
    return _Material(okm[:32], okm[32:44], okm[44:])


def _decrypted(material: _Material, body: bytes, associated: bytes) -> bytes | None:
    try:
        return AESGCM(material.message_key).decrypt(material.nonce, body, associated)
    except InvalidTag:
        return None
