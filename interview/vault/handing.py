"""Sealing to somebody: HPKE with ML-KEM-768 + X25519, HKDF-SHA-256 and AES-256-GCM.

    4 B magic + format, 1 B suite, 1 B kind, 2 B flags (zero), HPKE output (encapsulation, ciphertext, tag)

The library offers no associated data, so that header and context are bound through `info`. A grant has two locks:
this one inside, and outside an envelope under HKDF(server lock of the case, grant epoch); neither alone opens
anything.
"""

from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from interview.vault.context import Context
from interview.vault.envelope import seal, unseal
from interview.vault.keypairs import PublicKey, SecretKey
from interview.vault.keys import derived
from interview.vault.kinds import SealKind, padded, unpadded
from interview.vault.refusals import Broken
from interview.vault.sealed import Sealed, sealed_here

MAGIC = b"IVP\x01"
LABEL = b"interview/handing/1"
HEADER_BYTES = 8
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_SUITE_NUMBER = 1
# Secrets have one length each; only what people typed is padded.
_PADDED = frozenset({SealKind.POSTED_BODY, SealKind.LEDGER_RECORD, SealKind.NOTICE})


def seal_to(to: PublicKey, plaintext: bytes, *, context: Context, kind: SealKind) -> Sealed:
    """Seal to a public key, bound to `context` and `kind`. 32 bytes become 1,176."""
    header = MAGIC + bytes([_SUITE_NUMBER, kind]) + b"\0\0"
    data = padded(plaintext, kind) if kind in _PADDED else plaintext
    return sealed_here(header + _SUITE.encrypt(data, to.for_hpke(), info=LABEL + header + context))


def open_sealed_to(key: SecretKey, sealed: bytes, *, context: Context, kind: SealKind) -> bytes:
    """The plaintext that was sealed to `key` for exactly this context and kind. Raises `Broken` for anything else."""
    header, body = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
    if header != MAGIC + bytes([_SUITE_NUMBER, kind]) + b"\0\0":
        raise Broken
    data = _decrypted(key, body, LABEL + header + context)
    content = unpadded(data, kind) if data is not None and kind in _PADDED else data
    if content is None:
        raise Broken
    return content


def grant(secret: bytes, to: PublicKey, *, context: Context) -> Sealed:
    """The inner lock of a grant: a case key sealed to an account, a team or recovery."""
    return seal_to(to, secret, context=context, kind=SealKind.GRANT)


def open_grant(sealed: bytes, key: SecretKey, *, context: Context) -> bytes:
    """The case key inside a grant whose outer lock is off. Raises `Broken`."""
    return open_sealed_to(key, sealed, context=context, kind=SealKind.GRANT)


def wrap_grant(inner: Sealed, server_lock: bytes, *, epoch: int, context: Context, case_id: UUID) -> Sealed:
    """The outer lock of a grant, under HKDF(server lock, epoch). The case's id is its key id."""
    key = derived(server_lock, "grant epoch", (epoch,))
    return seal(key, inner, context=context, kind=SealKind.GRANT_OUTER, key_id=case_id.bytes)


def unwrap_grant(wrapped: bytes, server_lock: bytes, *, epoch: int, context: Context) -> bytes:
    """Take the outer lock off. A grant of another epoch, put back, is refused. Raises `Broken`."""
    key = derived(server_lock, "grant epoch", (epoch,))
    return unseal(key, wrapped, context=context, kind=SealKind.GRANT_OUTER)


def rewrap_grant(
    wrapped: bytes, server_lock: bytes, *, old_epoch: int, epoch: int, context: Context, case_id: UUID
) -> Sealed:
    """The same grant in a new epoch: what is done to those who stay when somebody is removed. Raises `Broken`."""
    inner = sealed_here(unwrap_grant(wrapped, server_lock, epoch=old_epoch, context=context))
    return wrap_grant(inner, server_lock, epoch=epoch, context=context, case_id=case_id)


def seal_team_secret(secret: SecretKey, to: PublicKey, *, context: Context) -> Sealed:
    """A team's secret key, sealed to a member or to recovery."""
    return seal_to(to, secret.to_bytes(), context=context, kind=SealKind.TEAM_SECRET)


def open_team_secret(sealed: bytes, key: SecretKey, *, context: Context) -> SecretKey:
    """A team's secret key, opened by a member or by recovery. Raises `Broken`."""
    return SecretKey.from_bytes(open_sealed_to(key, sealed, context=context, kind=SealKind.TEAM_SECRET))


def seal_posted(body: bytes, to: PublicKey, *, context: Context) -> Sealed:
    """A page that was posted after the lock: its body, padded, sealed to the account; given back after unlocking."""
    return seal_to(to, body, context=context, kind=SealKind.POSTED_BODY)


def open_posted(sealed: bytes, key: SecretKey, *, context: Context) -> bytes:
    """The body of a page that was posted after the lock. Raises `Broken`."""
    return open_sealed_to(key, sealed, context=context, kind=SealKind.POSTED_BODY)


def seal_record(content: bytes, to: PublicKey, server_lock: bytes, *, context: Context, case_id: UUID) -> Sealed:
    """A record for a ledger: sealed to its team inside, under the server lock of the case that it is about outside."""
    inner = seal_to(to, content, context=context, kind=SealKind.LEDGER_RECORD)
    key = derived(server_lock, "ledger record", (case_id,))
    return seal(key, inner, context=context, kind=SealKind.LEDGER_RECORD_OUTER, key_id=case_id.bytes)


def open_record(sealed: bytes, key: SecretKey, server_lock: bytes, *, context: Context, case_id: UUID) -> bytes:
    """What was sealed for a ledger. Raises `Broken`, also under the lock of another case."""
    outer = derived(server_lock, "ledger record", (case_id,))
    inner = unseal(outer, sealed, context=context, kind=SealKind.LEDGER_RECORD_OUTER)
    return open_sealed_to(key, inner, context=context, kind=SealKind.LEDGER_RECORD)


def seal_notice(words: bytes, to: PublicKey, *, context: Context) -> Sealed:
    """Words for a team that has no key of the case that they are about, padded."""
    return seal_to(to, words, context=context, kind=SealKind.NOTICE)


def open_notice(sealed: bytes, key: SecretKey, *, context: Context) -> bytes:
    """The words for a team. Raises `Broken`."""
    return open_sealed_to(key, sealed, context=context, kind=SealKind.NOTICE)


def _decrypted(key: SecretKey, body: bytes, info: bytes) -> bytes | None:
    try:
        return _SUITE.decrypt(body, key.for_hpke(), info=info)
    except (InvalidTag, ValueError):
        return None
