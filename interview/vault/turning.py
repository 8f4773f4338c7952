"""The master keys that a server holds: one, and for as long as another takes its place, two.

What was sealed under either opens, because its header names the key; what was vouched for by either is believed; what
is written is written under the present one. A server that meets a key which it does not know looks once whether the
key's file has changed by now, and goes on. Purposes that are not `TURNED` use keys that are kept, whichever is present.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock

from interview.vault.context import Context, Part
from interview.vault.envelope import key_id_of, seal, unseal
from interview.vault.kinds import SealKind
from interview.vault.master import TURNED, MasterKey, Purpose
from interview.vault.refusals import Broken
from interview.vault.sealed import Sealed

Keep = Callable[[Purpose], bytes]
NO_KEY_ID = bytes(16)


@dataclass(frozen=True, slots=True)
class Held:
    """The present master key, and the one before it while that is being replaced."""

    present: MasterKey
    previous: MasterKey | None = None

    @property
    def keys(self) -> tuple[MasterKey, ...]:
        """Both, the present one first."""
        return (self.present,) if self.previous is None else (self.present, self.previous)

    def named(self, key_id: bytes) -> MasterKey | None:
        """The one that a header names."""
        return next((key for key in self.keys if key.key_id == key_id), None)


class MasterKeys:
    """The master keys of a running server. `look` gives what their file holds when it changed, and None when not."""

    __slots__ = ("_held", "_keep", "_kept", "_look", "_looking")

    def __init__(self, held: Held, look: Callable[[], Held | None] = lambda: None) -> None:
        self._held = held
        self._look = look
        self._looking = Lock()
        self._keep: Keep = held.present.subkey
        self._kept: dict[Purpose, bytes] = {}

    def keep_in(self, keep: Keep) -> None:
        """Where the keys lie that outlive a master key: in the keystore. Each is fetched when it is needed first."""
        self._keep = keep
        self._kept = {}

    @property
    def held(self) -> Held:
        """What is held now."""
        return self._held

    @property
    def demonstration(self) -> bool:
        """Whether this is a demonstration's."""
        return self._held.present.demonstration

    @property
    def key_id(self) -> bytes:
        """The id of the present key."""
        return self._held.present.key_id

    def heed(self) -> Held:
        """Take up what the keys' file holds by now, and give it."""
        with self._looking:
            found = self._look()
            # A demonstration never becomes anything else.
            if found is not None and found.present.demonstration == self.demonstration:
                self._held = found
        return self._held

    def subkey(self, purpose: Purpose) -> bytes:
        """The key for one purpose: the present master key's, or the one that is kept."""
        return self._held.present.subkey(purpose) if purpose in TURNED else self._kept_key(purpose)

    def seal(self, purpose: Purpose, plaintext: bytes, *, context: Context, kind: SealKind) -> Sealed:
        """Seal under the present key, or under the one that is kept for this purpose."""
        if purpose in TURNED:
            return self._held.present.seal(purpose, plaintext, context=context, kind=kind)
        return seal(self._kept_key(purpose), plaintext, context=context, kind=kind, key_id=NO_KEY_ID)

    def unseal(self, purpose: Purpose, sealed: bytes, *, context: Context, kind: SealKind) -> bytes:
        """What was sealed for this purpose under a key that is held. Raises `Broken`."""
        if purpose in TURNED:
            return self._named(key_id_of(sealed)).unseal(purpose, sealed, context=context, kind=kind)
        return unseal(self._kept_key(purpose), sealed, context=context, kind=kind)

    def vouch(self, parts: Iterable[Part]) -> bytes:
        """The MAC of what decides who gets a key, by the present key."""
        return self._held.present.vouch(parts)

    def is_vouched_for(self, parts: Iterable[Part], tag: bytes) -> bool:
        """Whether a key that is held vouched for this."""
        all_parts, held = tuple(parts), self._held
        if any(key.is_vouched_for(all_parts, tag) for key in held.keys):
            return True
        newer = self.heed()
        return newer is not held and any(key.is_vouched_for(all_parts, tag) for key in newer.keys)

    def _named(self, key_id: bytes) -> MasterKey:
        key = self._held.named(key_id) or self.heed().named(key_id)
        if key is None:
            raise Broken
        return key

    def _kept_key(self, purpose: Purpose) -> bytes:
        if purpose not in self._kept:
            self._kept[purpose] = self._keep(purpose)
        return self._kept[purpose]

    def __repr__(self) -> str:
        return "<MasterKeys>"
