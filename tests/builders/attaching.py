"""Files for cases: invented ones of every kind, and a short way into a case for them."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO, RawIOBase
from itertools import chain
from random import Random
from struct import pack
from typing import Any
from uuid import UUID

from PIL import Image

from interview.casework.attachments import AttachmentKind, FileType
from interview.store.manifests import Attachment
from interview.store.work import UnitOfWork

MARK = b"Camera of somebody in Poipet"
"""What a camera wrote into the pictures."""

PDF = b"%PDF-1.7\n1 0 obj << /Producer (somebody) >> endobj\n%%EOF\n"
TEXT = "What she wrote down herself: \u1019\u103c\u1014\u103a\u1019\u102c\n".encode()
WAV = b"RIFF" + pack("<I", 36) + b"WAVEfmt " + bytes(24)
OGG = b"OggS" + bytes(60)
MP3 = b"\xff\xfb\x90\x00" + bytes(60)
MP3_NAMED = b"ID3\x04\x00\x00" + bytes(60)
M4A = pack(">I", 24) + b"ftypM4A \0\0\0\0isommp42" + bytes(60)
FILM = pack(">I", 24) + b"ftypisom\0\0\0\0isommp41" + bytes(60)

OF_TYPE = {
    FileType.PDF: PDF,
    FileType.TEXT: TEXT,
    FileType.WAV: WAV,
    FileType.OGG: OGG,
    FileType.MP3: MP3,
    FileType.M4A: M4A,
}


def jpeg(size: tuple[int, int] = (24, 16), *, orientation: int = 1, note: bytes = MARK) -> bytes:
    """A picture with what a camera writes into it: maker, place, a note."""
    exif = Image.Exif()
    exif[0x0110] = MARK.decode()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (13.0, 39.0, 27.0)})
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", exif=exif, comment=note)
    return out.getvalue()


def png(size: tuple[int, int] = (24, 16)) -> bytes:
    """A picture with a text in it that does not show."""
    picture = BytesIO()
    Image.new("RGBA", size, "teal").save(picture, "PNG")
    head, rest = picture.getvalue()[:33], picture.getvalue()[33:]
    return head + _piece(b"tEXt", b"Author\0" + MARK) + rest


def bomb() -> bytes:
    """A picture of two kilobytes that says it has ten thousand million points."""
    header = pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    pieces = _piece(b"IHDR", header) + _piece(b"IDAT", zlib.compress(bytes(1000))) + _piece(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + pieces


def large(size: int, seed: int = 1) -> bytes:
    """A PDF of so many bytes that do not repeat."""
    return PDF + Random(seed).randbytes(size - len(PDF))  # noqa: S311 - filling, not a secret


def in_pieces(data: bytes, step: int = 50_000) -> Iterator[bytes]:
    """As a network brings it."""
    return (data[at : at + step] for at in range(0, len(data), step))


BOUNDARY = "----cut here"
FORM = f'multipart/form-data; boundary="{BOUNDARY}"'


class FormWithFile(RawIOBase):
    """The body of a form with a file, as a browser sends it: made while it is read, and never whole in memory."""

    def __init__(self, fields: Mapping[str, str], filename: str, file: Iterable[bytes], size: int) -> None:
        cut = f"--{BOUNDARY}\r\nContent-Disposition: form-data; "
        head = "".join(f'{cut}name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
        head += f'{cut}name="file"; filename="{filename}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        tail = f"\r\n--{BOUNDARY}--\r\n".encode()
        self.length = len(head.encode()) + size + len(tail)
        self._parts = chain((head.encode(),), file, (tail,))
        self._waiting = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._waiting and (part := next(self._parts, None)) is not None:
            self._waiting = part
        count = min(len(buffer), len(self._waiting))
        buffer[:count], self._waiting = self._waiting[:count], self._waiting[count:]
        return count


def form_with(fields: Mapping[str, str], filename: str, data: bytes) -> bytes:
    """The same body, whole."""
    return FormWithFile(fields, filename, in_pieces(data), len(data)).read()


def attach(
    work: UnitOfWork,
    case_id: UUID,
    data: bytes = PDF,
    *,
    name: str = "Passport of Malee.pdf",
    file_type: FileType = FileType.PDF,
    kind: AttachmentKind = AttachmentKind.ORDINARY,
    interview_id: UUID | None = None,
) -> Attachment:
    """A whole file in a case, without any policy."""
    begun, writing = work.attachments.begin(case_id, name=name, type=file_type, kind=kind, interview_id=interview_id)
    for piece in in_pieces(data):
        writing.write(piece)
    writing.finish()
    work.attachments.hold(case_id)
    return work.attachments.finish(begun, writing)


def _piece(name: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))
