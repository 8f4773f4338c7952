"""What was taken back for good, as a unit of work says it. It is durable in the ledger before the commit.

If the commit fails then, the ledger says more than happened: a restore takes away too much rather than too little.
"""

from uuid import UUID

from interview.store.desk import Desk
from interview.store.revocation_file import Entry, LedgerHead, RevocationKind, Taken, in_force

__all__ = ["Entry", "LedgerHead", "RevocationKind", "Revocations", "Taken"]


class Revocations:
    """The revocation ledger: outside database, keystore and master key, so that no restore brings back what it took."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def add(self, kind: RevocationKind, organisation_id: UUID, subject_id: UUID, other_id: UUID | None = None) -> None:
        """Something was taken back; `RevocationKind` says whose ids are meant. What stands there already stays once."""
        self._desk.revoking.append((Taken(kind, organisation_id, subject_id, other_id), False))

    def give_back(
        self, kind: RevocationKind, organisation_id: UUID, subject_id: UUID, other_id: UUID | None = None
    ) -> None:
        """What was taken back is good again: an account enabled, a member admitted anew. Nothing when it never was."""
        self._desk.revoking.append((Taken(kind, organisation_id, subject_id, other_id), True))

    def entries(self) -> tuple[Entry, ...]:
        """Every line of the ledger, oldest first, verified. Raises `LedgerRefused`."""
        return self._desk.revocation_file.read()

    def in_force(self) -> frozenset[Taken]:
        """What is taken back now. Raises `LedgerRefused`."""
        return in_force(self.entries())

    def head(self) -> LedgerHead:
        """How far the ledger goes, for a checkpoint. Raises `LedgerRefused`."""
        return self._desk.revocation_file.head()
