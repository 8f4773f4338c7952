"""The chain that shows none was removed.

Each row's link covers the row and the link before it, and the end is vouched for under a key. The links are plain
SHA-256, so that whoever holds a signed checkpoint can verify without any key; what they cover of a detail is its
sealed bytes, never its content.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from interview.audit.events import Event

LINK_BYTES = 32


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One event as it stands in the trail. `sequence` begins at 1 in each organisation and leaves no gap."""

    organisation_id: UUID
    sequence: int
    id: UUID
    event: Event
    actor_id: UUID | None
    case_id: UUID | None
    interview_id: UUID | None
    account_id: UUID | None
    revision: int | None
    happened_on: date
    detail_sealed: bytes

    def canonical(self) -> bytes:
        """The row as unambiguous bytes.

        Ffor each field in order 1 byte whether it is there, 4 bytes length, the value.
        """
        return b"".join(
            _field(value)
            for value in (
                self.organisation_id.bytes,
                self.sequence.to_bytes(8, "big"),
                self.id.bytes,
                self.event.value.encode("ascii"),
                _bytes_of(self.actor_id),
                _bytes_of(self.case_id),
                _bytes_of(self.interview_id),
                _bytes_of(self.account_id),
                None if self.revision is None else self.revision.to_bytes(8, "big"),
                self.happened_on.isoformat().encode("ascii"),
                self.detail_sealed,
            )
        )


def first_link(organisation_id: UUID) -> bytes:
    """What the first row of an organisation is linked to (32 bytes)."""
    return sha256(b"interview/audit/1/first" + organisation_id.bytes).digest()


def chain(previous: bytes, row: bytes) -> bytes:
    """The link (32 bytes) of a row, from the link before it and the row's canonical bytes."""
    return sha256(b"interview/audit/1/link" + previous + row).digest()


def head_mac(key: bytes, organisation_id: UUID, sequence: int, link: bytes) -> bytes:
    """What vouches for the end of a chain (32 bytes): without it, rows could be cut off the end."""
    message = b"interview/audit/1/head" + organisation_id.bytes + sequence.to_bytes(8, "big") + link
    return hmac.digest(key, message, "sha256")


def verify_head(key: bytes, organisation_id: UUID, sequence: int, link: bytes, mac: bytes) -> bool:
    """Whether `mac` vouches for this end of the chain; compared in constant time."""
    return hmac.compare_digest(head_mac(key, organisation_id, sequence, link), mac)


def first_break(rows: Iterable[tuple[AuditRow, bytes]], *, previous: bytes, sequence: int = 1) -> int | None:
    """The sequence at which the chain breaks (a row changed, missing, moved or put in), or None when all rows hold.

    `rows` come with the links that stand in them; `previous` is the link before the first of them, which has
    `sequence`.
    """
    for row, link in rows:
        expected = chain(previous, row.canonical())
        if row.sequence != sequence or not hmac.compare_digest(expected, link):
            return sequence
        previous, sequence = link, sequence + 1
    return None


def _bytes_of(id: UUID | None) -> bytes | None:
    return None if id is None else id.bytes


def _field(value: bytes | None) -> bytes:
    return b"\0" if value is None else b"\1" + len(value).to_bytes(4, "big") + value
