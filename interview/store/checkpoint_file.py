"""Checkpoints as they lie: one file for each organisation, in a folder outside both databases, best on another machine.

The first line names the organisation and the public key. Each further line says how far the trail and the revocation
ledger had come at a moment, is signed with Ed25519, and names the SHA-256 of the line before it. Anybody who has the
file and the public key can tell, without any other key, whether a trail still is what it was.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from interview.store.line_files import growing, read_lines
from interview.store.refusals import CheckpointsRefused
from interview.vault.signing import is_signed, sign

FORMAT = "interview-checkpoints-1"
_LABEL = b"interview/checkpoint/1"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a trail had come at a moment, and the revocation ledger beside it."""

    organisation_id: UUID
    sequence: int
    link: bytes
    at: datetime
    ledger_number: int
    ledger_link: bytes
    previous: bytes


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """What a file holds. `broken`: the line (from 1) that is not as it was signed, or does not follow the one before.

    `last`: the SHA-256 of its last good line.
    """

    organisation_id: UUID
    public_key: bytes
    lines: tuple[Checkpoint, ...]
    broken: int | None
    last: bytes


class CheckpointFile:
    """The file of one organisation in a folder. Several processes may add to it."""

    def __init__(self, folder: Path, organisation_id: UUID) -> None:
        self._path = folder / f"{organisation_id}.checkpoints"
        self._organisation_id = organisation_id

    def read(self, public: bytes) -> Checkpoints | None:
        """What the file holds, each line verified with this key; None when there is none.

        Raises `CheckpointsRefused` when it cannot be read.
        """
        try:
            content = read_lines(self._path)
        except OSError:
            raise CheckpointsRefused from None
        return None if content is None else _verified(content, self._organisation_id, public)

    def append(self, secret: bytes, public: bytes, checkpoint: Checkpoint) -> None:
        """Sign a checkpoint and add it; durable when it returns. `previous` is filled in.

        Raises `CheckpointsRefused` when what stands there was changed, or cannot be added to.
        """
        try:
            with growing(self._path, 0o640) as file:
                begin = b"" if file.content else _header(self._organisation_id, public)
                found = _verified(file.content + begin, self._organisation_id, public)
                if found.broken is not None:
                    raise CheckpointsRefused
                file.add(begin + _line(secret, checkpoint, found.last))
        except OSError:
            raise CheckpointsRefused from None


def _header(organisation_id: UUID, public: bytes) -> bytes:
    data = {"format": FORMAT, "organisation": str(organisation_id), "public_key": public.hex()}
    return _json(data) + b"\n"


def _line(secret: bytes, checkpoint: Checkpoint, previous: bytes) -> bytes:
    data: dict[str, object] = {
        "organisation": str(checkpoint.organisation_id),
        "sequence": checkpoint.sequence,
        "link": checkpoint.link.hex(),
        "at": checkpoint.at.isoformat(),
        "ledger_sequence": checkpoint.ledger_number,
        "ledger_link": checkpoint.ledger_link.hex(),
        "previous": previous.hex(),
    }
    return _json({**data, "signature": sign(secret, _LABEL + _json(data)).hex()}) + b"\n"


def _verified(content: bytes, organisation_id: UUID, public: bytes) -> Checkpoints:
    first, *rest = content.splitlines() or [b""]
    try:
        header = json.loads(first)
        named, shown = UUID(header["organisation"]), bytes.fromhex(header["public_key"])
        good = header["format"] == FORMAT and named == organisation_id and shown == public
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CheckpointsRefused from None
    lines, last = list[Checkpoint](), sha256(first).digest()
    for number, line in enumerate(rest, start=2):
        checkpoint = _checkpoint(line, public) if good else None
        if checkpoint is None or checkpoint.previous != last or not _follows(lines, checkpoint, organisation_id):
            return Checkpoints(named, shown, tuple(lines), number if good else 1, last)
        lines.append(checkpoint)
        last = sha256(line).digest()
    return Checkpoints(named, shown, tuple(lines), None if good else 1, last)


def _follows(lines: list[Checkpoint], checkpoint: Checkpoint, organisation_id: UUID) -> bool:
    if checkpoint.organisation_id != organisation_id:
        return False
    before = lines[-1] if lines else None
    return before is None or (
        before.sequence <= checkpoint.sequence and before.ledger_number <= checkpoint.ledger_number
    )


def _checkpoint(line: bytes, public: bytes) -> Checkpoint | None:
    try:
        data = json.loads(line)
        signature = bytes.fromhex(data.pop("signature"))
        if not is_signed(public, _LABEL + _json(data), signature):
            return None
        return Checkpoint(
            organisation_id=UUID(data["organisation"]),
            sequence=data["sequence"],
            link=bytes.fromhex(data["link"]),
            at=datetime.fromisoformat(data["at"]),
            ledger_number=data["ledger_sequence"],
            ledger_link=bytes.fromhex(data["ledger_link"]),
            previous=bytes.fromhex(data["previous"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _json(data: object) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode("ascii")
