"""A file, sealed piece by piece, so that it is never whole in memory and never in clear on a disk.

    file key (32 random bytes, of this file alone) ─HKDF-SHA-512(label ‖ SHA-256(context))─► message key
    chunk = AES-256-GCM(message key, nonce = 11-byte number of the chunk ‖ 1-byte final flag, 4 B length ‖ 64 KiB)

The last chunk alone carries the flag: what is cut, longer, out of order, of another file or changed does not open.
Every chunk is filled up with zeros, so that only the number of chunks tells how large a file is.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from interview.vault.context import Context
from interview.vault.keys import KEY_BYTES, derived
from interview.vault.kinds import SealKind, padded, unpadded
from interview.vault.refusals import Broken
from interview.vault.sealed import Sealed, sealed_here

CHUNK_BYTES = 64 * 1024
"""How much of a file lies in one chunk; the last one may hold less, and is as long."""

SEALED_BYTES = CHUNK_BYTES + 4 + 16
"""How long every sealed chunk is: with the length of what is in it, and the tag."""

_LABEL = "file chunks"
_COUNTER_BYTES = 11


class ChunkSealer:
    """Seals one file under a key of its own. Give it the file in pieces of any size, then `finish`.

    `key`: 32 random bytes that seal nothing else, ever: the nonces count from zero.
    """

    def __init__(self, key: bytes, context: Context) -> None:
        self._cipher, self._context = _cipher(key, context), context
        self._waiting = bytearray()
        self._number = 0
        self._over = False

    def seal(self, piece: bytes) -> Iterator[Sealed]:
        """The chunks that are full now. The newest bytes wait: only the end of the file says which chunk is the last.

        Raises `ValueError` after `finish`.
        """
        if self._over:
            raise ValueError("the last chunk of this file was sealed")
        self._waiting += piece
        while len(self._waiting) > CHUNK_BYTES:
            full = bytes(self._waiting[:CHUNK_BYTES])
            del self._waiting[:CHUNK_BYTES]
            yield self._sealed(full, last=False)

    def finish(self) -> Sealed:
        """The last chunk. Raises `ValueError` the second time."""
        if self._over:
            raise ValueError("the last chunk of this file was sealed")
        self._over = True
        return self._sealed(bytes(self._waiting), last=True)

    def _sealed(self, data: bytes, *, last: bool) -> Sealed:
        nonce = _nonce(self._number, last=last)
        self._number += 1
        return sealed_here(self._cipher.encrypt(nonce, padded(data, SealKind.FILE_CHUNK), self._context))


def open_chunks(key: bytes, chunks: Iterable[bytes], context: Context) -> Iterator[bytes]:
    """The file, piece by piece, out of its chunks in order. What was given out before a `Broken` is worth nothing.

    Raises `Broken` at the first chunk that is not exactly the one that belongs there, and when the last one is missing.
    """
    cipher, number = _cipher(key, context), 0
    before: bytes | None = None
    for chunk in chunks:
        if before is not None:
            yield _opened(cipher, before, context, number, last=False)
            number += 1
        before = chunk
    if before is None:
        raise Broken
    yield _opened(cipher, before, context, number, last=True)


def _cipher(key: bytes, context: Context) -> AESGCM:
    if len(key) != KEY_BYTES:
        raise ValueError("a key is 32 bytes")
    return AESGCM(derived(key, _LABEL, (int(SealKind.FILE_CHUNK), sha256(context).digest())))


def _opened(cipher: AESGCM, chunk: bytes, context: Context, number: int, *, last: bool) -> bytes:
    try:
        plaintext = cipher.decrypt(_nonce(number, last=last), bytes(chunk), context)
    except InvalidTag:
        plaintext = None
    data = None if plaintext is None else unpadded(plaintext, SealKind.FILE_CHUNK)
    # Raised out here, so that no error of the library's hangs on it.
    if data is None or (not last and len(data) != CHUNK_BYTES):
        raise Broken
    return data


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_COUNTER_BYTES, "big") + bytes([last])
