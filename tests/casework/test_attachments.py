"""What a file is, by its bytes; what of its name is kept; what may be removed."""

import pytest
from builders.attaching import FILM, MP3_NAMED, OF_TYPE, TEXT, jpeg, png
from hypothesis import given
from hypothesis import strategies as st

from interview.casework.attachments import (
    HEAD,
    LONGEST_NAME,
    AttachmentKind,
    FileType,
    PlainText,
    clean_name,
    may_be_removed,
    type_of,
)

ALL = {**OF_TYPE, FileType.JPEG: jpeg(), FileType.PNG: png()}


@pytest.mark.parametrize("file_type", FileType)
def test_each_type_is_known_by_its_first_bytes(file_type: FileType) -> None:
    assert type_of(ALL[file_type][:HEAD], whole=True) is file_type


def test_sound_with_a_title_is_sound() -> None:
    assert type_of(MP3_NAMED) is FileType.MP3


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\0",
        b"MZ\x90\x00 This program cannot be run",
        b"PK\x03\x04 an archive",
        b"GIF89a\x01\x00",
        b"\xff\xfe\x41\x00",
        b"\xff\xff\xff\xff",
        b"\xff\xeb\x90\x00",
        b"RIFF\x24\x00\x00\x00AVI ",
        b"text with a bell\a",
        b"text in another encoding: \xe9t\xe9.",
        FILM,
    ],
)
def test_whatever_else_it_is_it_is_not_taken(head: bytes) -> None:
    assert type_of(head, whole=True) is None


def test_text_may_be_cut_in_the_middle_of_a_letter_until_it_ends() -> None:
    cut = TEXT[:-2]

    assert type_of(cut) is FileType.TEXT
    assert type_of(cut, whole=True) is None


@given(st.text(st.characters(categories=["L", "N", "Zs"])), st.integers(1, 5))
def test_text_stays_text_in_whatever_pieces_it_comes(text: str, step: int) -> None:
    data, plain = text.encode(), PlainText()

    assert all(plain.goes_on(data[at : at + step]) for at in range(0, len(data), step))
    assert plain.goes_on(b"", last=True)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("C:\\Users\\somebody\\report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("two\r\nlines\t here", "twolines here"),
        ("turned\u202efdp.exe", "turnedfdp.exe"),
        ("паспорт Малі.jpg", "паспорт Малі.jpg"),
        ("   ", ""),
        ("folder/", ""),
        ("x" * 500, "x" * LONGEST_NAME),
    ],
)
def test_of_a_name_only_what_shows_is_kept(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


def test_evidence_is_never_removed() -> None:
    assert {kind for kind in AttachmentKind if not may_be_removed(kind)} == {AttachmentKind.EVIDENCE}
