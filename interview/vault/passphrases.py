"""Passphrases: made for people, and turned into keys slowly enough that guessing costs.

Argon2id, three passes over 64 MiB, one lane. With two lanes, two derivations in one process hang for ever in
`cryptography` 50.0.2; `tests/vault/test_passphrases.py` keeps watch.
"""

import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from interview.vault.refusals import Busy, PassphraseRefused
from interview.vault.words import WORDS

LONGEST_BYTES = 256
SALT_BYTES = 16
_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What a derivation costs: passes, and memory in KiB."""

    passes: int
    memory_kib: int


# The number stands in what was sealed, so that the cost can rise without anyone signing in anew.
COSTS = {1: Cost(passes=3, memory_kib=64 * 1024)}
CURRENT_COST = 1

# Two derivations at once in a process (128 MiB), and signing in takes one place at most: however many sign-ins are
# tried, somebody in the middle of an interview can unlock.
_places = BoundedSemaphore(2)
_sign_in_place = BoundedSemaphore(1)

# Each who waits at the door keeps one of the server's threads waiting too: more than these are sent away at once.
MOST_AT_THE_DOOR = 5
_door = BoundedSemaphore(MOST_AT_THE_DOOR)


def derive(passphrase: str, salt: bytes, *, unlocking: bool = False, cost: int = CURRENT_COST) -> bytes:
    """A key (32 bytes) from a passphrase, in NFC, and a salt (16 bytes). Takes about 0.15 s and 64 MiB.

    `unlocking` uses the place that is kept for people whose session is locked. Raises `PassphraseRefused` above 256
    bytes, and `Busy` when five are signing in already, or no place becomes free within half a minute.
    """
    material = _utf8(passphrase)
    with _place(unlocking):
        return Argon2id(
            salt=salt, length=32, iterations=COSTS[cost].passes, lanes=1, memory_cost=COSTS[cost].memory_kib
        ).derive(material)


def is_door_full() -> bool:
    """Whether the next one who signs in would be sent away at once."""
    if not _door.acquire(blocking=False):
        return True
    _door.release()
    return False


def new_salt() -> bytes:
    """16 random bytes."""
    return secrets.token_bytes(SALT_BYTES)


def generate(words: int = 6) -> str:
    """A passphrase of `words` plain English words with spaces between: 11 bits each, 66 for six, 77 for seven.

    Raises `ValueError` below six.
    """
    if words < 6:
        raise ValueError("fewer than six words can be guessed")
    return " ".join(secrets.choice(WORDS) for _ in range(words))


def _utf8(passphrase: str) -> bytes:
    # NFC never shrinks text by more than a small factor: what is far too long need not be composed first.
    if len(passphrase) <= 4 * LONGEST_BYTES:
        try:
            material = unicodedata.normalize("NFC", passphrase).encode("utf-8")
        except UnicodeEncodeError:
            material = None
        if material is not None and len(material) <= LONGEST_BYTES:
            return material
    # Raised out here, because Python's own error carries the text along.
    raise PassphraseRefused


@contextmanager
def _place(unlocking: bool) -> Iterator[None]:
    if unlocking:
        with _waiting(_places):
            yield
    else:
        # Always in this order, so that nobody holds a place while waiting for the one before it.
        with _waiting(_door, patience=0), _waiting(_sign_in_place), _waiting(_places):
            yield


@contextmanager
def _waiting(semaphore: BoundedSemaphore, *, patience: float | None = None) -> Iterator[None]:
    if not semaphore.acquire(timeout=_PATIENCE_SECONDS if patience is None else patience):
        raise Busy
    try:
        yield
    finally:
        semaphore.release()
