"""The master key: 32 bytes that the server holds while it runs, and the subkeys that come from it.

It lies in a file that only the server's account can read (0400, outside the instance, database and backup folders),
in a systemd credential, or nowhere: made from a passphrase at start. A demonstration's key says so in its file and
derives other subkeys, so that a demonstration can never be turned into the real thing.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from interview.vault.context import Context, Part
from interview.vault.envelope import seal, unseal
from interview.vault.keys import derived, mac, new_key, verify_mac
from interview.vault.kinds import SealKind
from interview.vault.passphrases import derive
from interview.vault.refusals import MasterKeyFault, MasterKeyRefused
from interview.vault.sealed import Sealed
from interview.vault.texts import from_text, to_text


class Purpose(StrEnum):
    """What a subkey of the master key is for. One purpose, one subkey."""

    KEYSTORE = "keystore"
    ACCOUNT_LOCK = "account lock"
    SESSION = "session"
    AUDIT = "audit"
    AUDIT_HEAD = "audit head"
    MAC = "mac"
    DECISION_DIGEST = "decision digest"
    NAME = "name"
    NAME_LOOKUP = "name lookup"
    THROTTLE = "throttle"
    REVOCATIONS = "revocations"
    SPARE_CODES = "spare codes"


TURNED = frozenset({Purpose.KEYSTORE, Purpose.ACCOUNT_LOCK, Purpose.SESSION, Purpose.MAC})
"""What a new master key seals and vouches for anew, row by row. All else lies under keys that are kept: random ones of
the server, wrapped by the master key, which outlive it."""


class Master(Protocol):
    """What the server seals with: one master key, or those that it holds while one takes the place of another."""

    @property
    def demonstration(self) -> bool:
        """Whether this is a demonstration's."""
        ...

    def subkey(self, purpose: Purpose) -> bytes:
        """The key (32 bytes) for one purpose."""
        ...

    def seal(self, purpose: Purpose, plaintext: bytes, *, context: Context, kind: SealKind) -> Sealed:
        """Seal for one purpose."""
        ...

    def unseal(self, purpose: Purpose, sealed: bytes, *, context: Context, kind: SealKind) -> bytes:
        """What `seal` sealed for this purpose, context and kind. Raises `Broken`."""
        ...

    def vouch(self, parts: Iterable[Part]) -> bytes:
        """The MAC (32 bytes) of what decides who gets a key."""
        ...

    def is_vouched_for(self, parts: Iterable[Part], tag: bytes) -> bool:
        """Whether `vouch` made this MAC of these parts."""
        ...


_REAL = "interview-master-key-1"
_DEMONSTRATION = "interview-demonstration-key-1"


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class MasterKey:
    """Gives subkeys, and seals under them. `demonstration` is part of every derivation."""

    _secret: bytes
    demonstration: bool = field(default=False, kw_only=True)

    @classmethod
    def generate(cls, *, demonstration: bool = False) -> "MasterKey":
        """A new random master key."""
        return cls(new_key(), demonstration=demonstration)

    @classmethod
    def from_passphrase(cls, passphrase: str, salt: bytes, *, demonstration: bool = False) -> "MasterKey":
        """The master key made from a passphrase at start and a salt (16 bytes) that may lie in clear.

        A wrong passphrase gives another key: compare `key_id` with the one that was kept. Raises `PassphraseRefused`.
        """
        return cls(derive(passphrase, salt, unlocking=True), demonstration=demonstration)

    @classmethod
    def from_text(cls, text: str) -> "MasterKey":
        """Read what `to_text` wrote. Raises `MasterKeyRefused`."""
        mark, _, rest = text.strip().partition(":")
        secret = from_text(rest, 32) if mark in (_REAL, _DEMONSTRATION) else None
        if secret is None:
            raise MasterKeyRefused(MasterKeyFault.NOT_A_MASTER_KEY)
        return cls(secret, demonstration=mark == _DEMONSTRATION)

    def to_text(self) -> str:
        """One line for a key file: the mark, then the key in groups with a checksum."""
        return f"{_DEMONSTRATION if self.demonstration else _REAL}:{to_text(self._secret)}\n"

    @property
    def key_id(self) -> bytes:
        """16 bytes that name this key in headers; may stand in clear."""
        return derived(self._secret, "master key id", (self.demonstration,))[:16]

    def is_same_as(self, other: "MasterKey") -> bool:
        """Whether both give the same subkeys; compared in constant time."""
        return hmac.compare_digest(self._secret, other._secret) and self.demonstration == other.demonstration

    def subkey(self, purpose: Purpose) -> bytes:
        """The subkey (32 bytes) for one purpose, derived anew each time and kept nowhere."""
        return derived(self._secret, "subkey", (purpose.value, self.demonstration))

    def seal(self, purpose: Purpose, plaintext: bytes, *, context: Context, kind: SealKind) -> Sealed:
        """Seal under the subkey for `purpose`; the header names this master key."""
        return seal(self.subkey(purpose), plaintext, context=context, kind=kind, key_id=self.key_id)

    def unseal(self, purpose: Purpose, sealed: bytes, *, context: Context, kind: SealKind) -> bytes:
        """What `seal` sealed for this purpose, context and kind. Raises `Broken`."""
        return unseal(self.subkey(purpose), sealed, context=context, kind=kind)

    def vouch(self, parts: Iterable[Part]) -> bytes:
        """The MAC (32 bytes) of what decides who gets a key."""
        return mac(self.subkey(Purpose.MAC), parts)

    def is_vouched_for(self, parts: Iterable[Part], tag: bytes) -> bool:
        """Whether `vouch` made this MAC of these parts; compared in constant time."""
        return verify_mac(self.subkey(Purpose.MAC), parts, tag)

    def __repr__(self) -> str:
        return f"<MasterKey{', demonstration' if self.demonstration else ''}>"
