"""Attachments of a case: what kinds there are, what a file is by its bytes, how many, and how large."""

import codecs
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

LARGEST = 20 * 1024 * 1024
"""Bytes of one file: a report of fifty scanned pages, or twenty minutes of speech. More is an archive, not a paper."""

MOST = 50
"""Files of one case, copies included: beside its twenty megabytes each, what a page can list and a person can check."""

LONGEST_NAME = 120
"""Letters of a file's name that are kept."""

HEAD = 4096
"""So many of its first bytes tell what a file is."""


class AttachmentKind(StrEnum):
    """What a file is to the case. EVIDENCE: an original, whose bytes are kept and never removed but with the case."""

    EVIDENCE = "evidence"
    ORDINARY = "ordinary"
    COPY = "copy"


class FileType(StrEnum):
    """What a file is by its bytes, whatever it is called. The value is the ending of its name when it is handed out."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    TEXT = "txt"
    M4A = "m4a"
    MP3 = "mp3"
    OGG = "ogg"
    WAV = "wav"


class CustodyAct(StrEnum):
    """What somebody did with a file."""

    ADDED = "added"
    HANDED_OUT = "handed_out"
    COPIED = "copied"


class RemovalReason(StrEnum):
    """Why a file is removed. A closed list: the reason stands in the trail."""

    WRONG_CASE = "wrong_case"
    WRONG_FILE = "wrong_file"
    NOT_NEEDED = "not_needed"
    PERSONS_WISH = "persons_wish"


@dataclass(frozen=True, slots=True)
class CustodyStep:
    """Who did what with a file, and when."""

    account_id: UUID
    at: datetime
    act: CustodyAct


PICTURES = frozenset({FileType.JPEG, FileType.PNG})
"""Of these a copy without metadata can be made. Of others nobody could show that nothing is left in them."""

_TEXT_CONTROLS = frozenset("\t\n\r\f\ufeff")


class PlainText:
    """Whether what comes piece by piece is text in UTF-8, without anything but letters and the ends of lines."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def goes_on(self, piece: bytes, *, last: bool = False) -> bool:
        """Whether it is still text, with this piece. `last`: nothing comes after it."""
        try:
            text = self._decoder.decode(piece, last)
        except UnicodeDecodeError:
            return False
        return all(letter >= " " or letter in _TEXT_CONTROLS for letter in text) and "\x7f" not in text


def type_of(head: bytes, *, whole: bool = False) -> FileType | None:
    """What a file is by its first `HEAD` bytes; None for all that is not taken. `whole`: the file ends there."""
    for file_type, fits in _SIGNS.items():
        if fits(head):
            return file_type
    return FileType.TEXT if head and PlainText().goes_on(head, last=whole) else None


def clean_name(given: str) -> str:
    """A file's name as it is kept: without folders, without signs that do not show; empty when nothing is left."""
    last = given.replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in last if not unicodedata.category(letter).startswith("C"))
    return " ".join(shown.split())[:LONGEST_NAME]


def may_be_removed(kind: AttachmentKind) -> bool:
    """Whether a file can go before its case does. Evidence cannot: who offered it relies on it."""
    return kind is not AttachmentKind.EVIDENCE


def _is_m4a(head: bytes) -> bool:
    # ISO/IEC 14496-12, 4.3: a box of a length, called ftyp, with the main brand and the compatible ones. Without the
    # brand of sound it may be a film.
    length = int.from_bytes(head[:4], "big")
    brands = [head[at : at + 4] for at in (8, *range(16, min(length, len(head)), 4))]
    return head[4:8] == b"ftyp" and bool({b"M4A ", b"M4B "} & set(brands))


def _is_mp3(head: bytes) -> bool:
    if head.startswith(b"ID3"):
        return True
    # ISO/IEC 11172-3, 2.4.1.3: eleven ones, then a version, layer III, a bit rate and a sampling rate that exist.
    if len(head) < 3 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    return version != 1 and layer == 1 and head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3


_SIGNS: Mapping[FileType, Callable[[bytes], bool]] = MappingProxyType(
    {
        FileType.PDF: lambda head: head.startswith(b"%PDF-"),
        FileType.JPEG: lambda head: head.startswith(b"\xff\xd8\xff"),
        FileType.PNG: lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"),
        FileType.OGG: lambda head: head.startswith(b"OggS"),
        FileType.WAV: lambda head: head.startswith(b"RIFF") and head[8:12] == b"WAVE",
        FileType.M4A: _is_m4a,
        FileType.MP3: _is_mp3,
    }
)
