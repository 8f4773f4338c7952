"""The chunks of attachments on their way in and out: never more than two of them in memory."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from interview.store import binding
from interview.store.refusals import Overtaken
from interview.store.tables.attachments import AttachmentChunkRow
from interview.store.transacting import Transaction
from interview.vault.chunks import ChunkSealer, open_chunks
from interview.vault.sealed import Sealed

_CHUNK = select(AttachmentChunkRow.content_sealed).where(
    AttachmentChunkRow.organisation_id == bindparam("organisation_id"),
    AttachmentChunkRow.attachment_id == bindparam("attachment_id"),
    AttachmentChunkRow.number == bindparam("number"),
)


class Writing:
    """Takes a file piece by piece and writes each full chunk at once: a slow upload keeps nobody else from writing.

    `size` (bytes) and `digest` (SHA-256, hexadecimal) are those of what was given so far.
    """

    def __init__(self, transaction: Transaction, organisation_id: UUID, attachment_id: UUID, key: bytes) -> None:
        self._transaction = transaction
        self._place = {"organisation_id": organisation_id, "attachment_id": attachment_id}
        self._sealer = ChunkSealer(key, binding.attachment_chunks(attachment_id))
        self._hash = sha256()
        self._numbers = count()
        self.size = 0

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def write(self, piece: bytes) -> None:
        """Take the next piece. Raises `Overtaken` when the case was erased meanwhile."""
        self._hash.update(piece)
        self.size += len(piece)
        for chunk in self._sealer.seal(piece):
            self._keep(chunk)

    def finish(self) -> None:
        """There is no more. Raises `Overtaken`."""
        self._keep(self._sealer.finish())

    def _keep(self, chunk: Sealed) -> None:
        row = {**self._place, "number": next(self._numbers), "content_sealed": chunk}
        try:
            self._transaction.write_now(insert(AttachmentChunkRow), row)
        except IntegrityError:
            raise Overtaken from None


def pieces(engine: Engine, organisation_id: UUID, attachment_id: UUID, key: bytes) -> Iterator[bytes]:
    """A file, piece by piece, also after the work that opened its manifest is over.

    Each piece is fetched with a connection of its own, so that a slow download keeps none. Raises `Broken` at the
    first chunk that is not what it should be, or is gone: what was given before is then worth nothing.
    """
    place = {"organisation_id": organisation_id, "attachment_id": attachment_id}
    return open_chunks(key, _chunks(engine, place), binding.attachment_chunks(attachment_id))


def _chunks(engine: Engine, place: Mapping[str, UUID]) -> Iterator[bytes]:
    for number in count():
        transaction = Transaction(engine)
        try:
            row: Any = transaction.row(_CHUNK, {**place, "number": number})
        finally:
            transaction.close()
        if row is None:
            return
        yield row.content_sealed
