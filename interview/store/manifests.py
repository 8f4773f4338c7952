"""What an attachment is: the manifest that lies sealed beside it, with the key of its chunks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from interview.casework.attachments import AttachmentKind, CustodyAct, CustodyStep, FileType


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a case, without its bytes. `sha256`: 64 hexadecimal digits. `of`: which file this is a copy of.

    `custody`: who did what with it, the oldest first; it begins with who added it.
    """

    id: UUID
    case_id: UUID
    interview_id: UUID | None
    added_by: UUID
    revision: int
    name: str = field(repr=False)
    type: FileType
    kind: AttachmentKind
    size: int
    sha256: str = field(repr=False)
    of: UUID | None
    custody: tuple[CustodyStep, ...]

    def then(self, step: CustodyStep) -> "Attachment":
        """The same file, after one more thing was done with it."""
        return replace(self, revision=self.revision + 1, custody=(*self.custody, step))


def to_bytes(attachment: Attachment, key: bytes) -> bytes:
    """The manifest to seal. `key` (32 bytes) opens the chunks."""
    return json.dumps(
        {
            "name": attachment.name,
            "type": attachment.type.value,
            "kind": attachment.kind.value,
            "size": attachment.size,
            "sha256": attachment.sha256,
            "of": None if attachment.of is None else str(attachment.of),
            "custody": [[str(one.account_id), one.at.isoformat(), one.act.value] for one in attachment.custody],
            "key": key.hex(),
        },
        separators=(",", ":"),
    ).encode("ascii")


def from_bytes(row: Any, plaintext: bytes) -> tuple[Attachment, bytes]:
    """The attachment of this row and manifest, and the key of its chunks."""
    data: Mapping[str, Any] = json.loads(plaintext)
    attachment = Attachment(
        id=row.id,
        case_id=row.case_id,
        interview_id=row.interview_id,
        added_by=row.added_by,
        revision=row.revision,
        name=data["name"],
        type=FileType(data["type"]),
        kind=AttachmentKind(data["kind"]),
        size=data["size"],
        sha256=data["sha256"],
        of=None if data["of"] is None else UUID(data["of"]),
        custody=tuple(_step(*one) for one in data["custody"]),
    )
    return attachment, bytes.fromhex(data["key"])


def _step(account_id: str, at: str, act: str) -> CustodyStep:
    return CustodyStep(UUID(account_id), datetime.fromisoformat(at), CustodyAct(act))
