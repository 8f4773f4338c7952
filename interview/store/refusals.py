"""What the store refuses. Nothing here says what was in a row."""

from enum import StrEnum

from interview.casework.refusals import NotNow
from interview.vault.refusals import Broken, Busy, PassphraseRefused, ShareRefused

__all__ = [
    "Broken",
    "Busy",
    "CheckpointsRefused",
    "CopyFault",
    "HadAPart",
    "KeystoreMissing",
    "LedgerRefused",
    "NotASupervisor",
    "NotCopied",
    "Overtaken",
    "PassphraseRefused",
    "RolledBack",
    "ShareRefused",
    "StoreError",
    "TrailRefused",
    "Unrecorded",
]


class StoreError(Exception):
    """Base of what this room raises itself. `Broken` and its like come from the vault."""


class Unrecorded(StoreError):
    """A new revision of an interview has no event that carries it: a fault of the program. Nothing was saved."""


class NotASupervisor(StoreError):
    """Only supervisors may hold the key of a supervising team."""


class HadAPart(StoreError):
    """The database does not take somebody as the decider of what they had a part in. Nothing was saved."""


class Overtaken(StoreError, NotNow):
    """Another change to the same row came first, or put one in its place. Nothing was saved; do it again.

    Who does not do it again says `NotNow`: it was changed meanwhile, look how it stands.
    """


class LedgerRefused(StoreError):
    """The revocation ledger cannot be read or added to, or was changed. Nothing was saved."""


class KeystoreMissing(StoreError):
    """The case database is in use, and the keystore beside it is empty: its file is not where it should be."""


class CheckpointsRefused(StoreError):
    """The checkpoints of a trail cannot be read or added to, or were changed."""


class TrailRefused(StoreError):
    """A trail is not what it was: no checkpoint is signed over it. `sequence`: the first event that is wrong."""

    def __init__(self, sequence: int) -> None:
        super().__init__(f"event {sequence}")
        self.sequence = sequence


class RolledBack(StoreError):
    """The case database is older than what the keystore has seen of it."""


class CopyFault(StrEnum):
    """Why a database was not copied."""

    NOT_EMPTY = "not_empty"
    NO_PROGRAM = "no_program"
    FAILED = "failed"


class NotCopied(StoreError):
    """A database was not copied, and why."""

    def __init__(self, fault: CopyFault) -> None:
        super().__init__(f"not copied: {fault.value}")
        self.fault = fault
