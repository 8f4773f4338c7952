"""Keypairs of accounts, teams and recovery: ML-KEM-768 with X25519, so that both would have to fall.

`cryptography` gives the pair of algorithms no serialisation; we store the parts that each of them defines itself.
"""

from dataclasses import dataclass, field
from hashlib import sha256, sha512

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey

from interview.vault.refusals import Broken
from interview.vault.words import WORDS

# 10 words of 11 bits: 2^110 keys to try for one that reads out the same.
FINGERPRINT_WORDS = 10
_FORM = b"\x01"
_SEED_BYTES = 64
_PUBLIC_MLKEM_BYTES = 1184
_X25519_BYTES = 32


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What others seal to. Two are equal when their bytes are."""

    _mlkem: bytes = field(repr=False)
    _x25519: bytes = field(repr=False)

    def to_bytes(self) -> bytes:
        """1,217 bytes: form (1), ML-KEM-768 encapsulation key (1,184), X25519 public key (32)."""
        return _FORM + self._mlkem + self._x25519

    @classmethod
    def from_bytes(cls, data: bytes) -> "PublicKey":
        """Read what `to_bytes` wrote. Raises `Broken`."""
        if len(data) != 1 + _PUBLIC_MLKEM_BYTES + _X25519_BYTES or data[:1] != _FORM:
            raise Broken
        public = cls(bytes(data[1 : 1 + _PUBLIC_MLKEM_BYTES]), bytes(data[1 + _PUBLIC_MLKEM_BYTES :]))
        public.for_hpke()
        return public

    @property
    def key_id(self) -> bytes:
        """16 bytes that name this key in headers and rows: the beginning of the SHA-256 of its bytes."""
        return sha256(b"interview/1/key id" + self.to_bytes()).digest()[:16]

    def for_hpke(self) -> MLKEM768X25519PublicKey:
        """The key as the library wants it. Raises `Broken` when it is no public key."""
        try:
            mlkem = MLKEM768PublicKey.from_public_bytes(self._mlkem)
            return MLKEM768X25519PublicKey(mlkem, X25519PublicKey.from_public_bytes(self._x25519))
        except ValueError:
            pass
        raise Broken


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class SecretKey:
    """What opens. It is never shown: `repr` says only that it is one."""

    _seed: bytes
    _x25519: bytes

    def to_bytes(self) -> bytes:
        """97 bytes: form (1), ML-KEM-768 seed (64), X25519 private key (32)."""
        return _FORM + self._seed + self._x25519

    @classmethod
    def from_bytes(cls, data: bytes) -> "SecretKey":
        """Read what `to_bytes` wrote. Raises `Broken`."""
        if len(data) != 1 + _SEED_BYTES + _X25519_BYTES or data[:1] != _FORM:
            raise Broken
        return cls(bytes(data[1 : 1 + _SEED_BYTES]), bytes(data[1 + _SEED_BYTES :]))

    def public(self) -> PublicKey:
        """The public key that belongs to this one."""
        mlkem = MLKEM768PrivateKey.from_seed_bytes(self._seed).public_key().public_bytes_raw()
        return PublicKey(mlkem, X25519PrivateKey.from_private_bytes(self._x25519).public_key().public_bytes_raw())

    def for_hpke(self) -> MLKEM768X25519PrivateKey:
        """The key as the library wants it."""
        mlkem = MLKEM768PrivateKey.from_seed_bytes(self._seed)
        return MLKEM768X25519PrivateKey(mlkem, X25519PrivateKey.from_private_bytes(self._x25519))

    def __repr__(self) -> str:
        return "<SecretKey>"


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A public key and its secret key."""

    public: PublicKey
    secret: SecretKey

    @classmethod
    def generate(cls) -> "KeyPair":
        """A new pair, from the operating system's randomness."""
        seed = MLKEM768PrivateKey.generate().private_bytes_raw()
        secret = SecretKey(seed, X25519PrivateKey.generate().private_bytes_raw())
        return cls(secret.public(), secret)


def fingerprint_words(public: PublicKey) -> tuple[str, ...]:
    """Ten words to read out in person, so that two people know that they speak of the same key."""
    number = int.from_bytes(sha512(b"interview/1/fingerprint" + public.to_bytes()).digest(), "big")
    indexes = (number >> (512 - 11 * (place + 1)) & 0x7FF for place in range(FINGERPRINT_WORDS))
    return tuple(WORDS[index] for index in indexes)
