"""Symmetric keys of 32 bytes: made at random, derived from one another, and used for tags.

All parts are unambiguous.
"""

import hmac
import secrets
from collections.abc import Iterable
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from interview.vault.context import Context, Part
from interview.vault.kinds import SealKind

KEY_BYTES = 32


def new_key() -> bytes:
    """32 random bytes: a case key, a server lock, a link key."""
    return secrets.token_bytes(KEY_BYTES)


def derived(key: bytes, label: str, parts: Iterable[Part] = ()) -> bytes:
    """A subkey (32 bytes): HKDF-SHA-512 of `key`, with the label and the parts as its info."""
    info = b"interview/1/" + Context((label, *parts))
    return HKDF(algorithm=SHA512(), length=KEY_BYTES, salt=None, info=info).derive(key)


def document_key(case_key: bytes, kind: SealKind, id: UUID) -> bytes:
    """The key (32 bytes) of one sealed document of a case: HKDF of the case key over the document's kind and id."""
    return derived(case_key, "document key", (int(kind), id))


def mac(key: bytes, parts: Iterable[Part]) -> bytes:
    """HMAC-SHA-256 (32 bytes) over the parts. Let the first part name what is vouched for: `("membership", ...)`."""
    return hmac.digest(key, b"interview/1/mac" + Context(parts), "sha256")


def verify_mac(key: bytes, parts: Iterable[Part], tag: bytes) -> bool:
    """Whether `tag` is the MAC of the parts; compared in constant time."""
    return hmac.compare_digest(mac(key, parts), tag)


def link(link_key: bytes, content: bytes, previous: bytes) -> bytes:
    """The link (32 bytes) of a revision: HMAC under the case's link key of canonical content and the previous link.

    The first revision's previous link is `b""`.
    """
    return mac(link_key, ("link", content, previous))


def decision_digest(key: bytes, parts: Iterable[Part]) -> bytes:
    """What a decision is bound to (32 bytes): an HMAC under `Purpose.DECISION_DIGEST`, never a plain hash.

    A plain hash of content would confirm guesses about the answers.
    """
    return mac(key, ("decision", Context(parts)))
