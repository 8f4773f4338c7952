"""A canary: words in several scripts that nobody else would type, and the search for them in whatever shape."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

MARKERS = ("Quxoltarim", "Жыктаумор", "قنصلوارث", "鸞鵲鷸鴇鴆", "ክንፈማዕርዘ", "ნახჭევაძო")
TYPED = " ".join(MARKERS)
"""What is typed into every field that takes words."""

PHONE = "+66817392645038"
AMOUNT = "739264581134"
WORDS = (*MARKERS, PHONE.removeprefix("+"), AMOUNT)
"""What is searched for. Each by itself, so that a part of what was typed is found too."""


def shapes(word: str) -> dict[bytes, str]:
    """Every shape in which a word could lie somewhere, and what each is called."""
    found: dict[bytes, str] = {}
    for text in {word, word.casefold(), word.upper()}:
        for name, shape in _shapes(text):
            found.setdefault(shape, name)
    return found


def _shapes(text: str) -> Iterator[tuple[str, bytes]]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        raw = text.encode(encoding)
        yield encoding, raw
        yield f"hex of {encoding}", raw.hex().encode()
        yield f"hex of {encoding}", raw.hex().upper().encode()
        for encoded in _base64(raw):
            yield f"base64 of {encoding}", encoded
            yield f"base64 of {encoding}, for addresses", encoded.translate(bytes.maketrans(b"+/", b"-_"))
    for name, escaped in _escaped(text):
        yield name, escaped.encode("utf-8")


def _base64(raw: bytes) -> Iterator[bytes]:
    """`raw` as it stands inside base64 of something longer, at each of three places: the digits that are its alone."""
    for before in range(3):
        encoded = b64encode(bytes(before) + raw + bytes(3))
        yield encoded[-(-8 * before // 6) : 8 * (before + len(raw)) // 6]


def _escaped(text: str) -> Iterator[tuple[str, str]]:
    percent = quote(text, safe="")
    yield "escaped for an address", percent
    yield "escaped for an address", "".join(part.lower() if part[:1] == "%" else part for part in _parts(percent))
    for dumped in (json.dumps(text)[1:-1], ascii(text)[1:-1]):
        yield "escaped for JSON or Python", dumped
        yield "escaped for JSON or Python", dumped.upper().replace("\\U", "\\u").replace("\\X", "\\x")
        yield "escaped twice", dumped.replace("\\", "\\\\")
    yield "escaped for HTML", escape(text)
    yield "escaped for HTML", "".join(f"&#{ord(letter)};" for letter in text)
    yield "escaped for HTML", "".join(f"&#x{ord(letter):x};" for letter in text)
    yield "bytes in Python", repr(text.encode())[2:-1]
    yield "bytes in PostgreSQL", "".join(chr(b) if 32 <= b < 127 else f"\\{b:03o}" for b in text.encode())


def _parts(percent: str) -> Iterator[str]:
    place = 0
    while place < len(percent):
        size = 3 if percent[place] == "%" else 1
        yield percent[place : place + size]
        place += size


@cache
def _needles() -> tuple[tuple[bytes, str], ...]:
    return tuple(
        (shape, f"{name} of word {number}") for number, word in enumerate(WORDS) for shape, name in shapes(word).items()
    )


def sightings(haystack: bytes | str) -> list[str]:
    """In which shapes which words stand in there, without repeating them."""
    data = haystack.encode("utf-8", "surrogateescape") if isinstance(haystack, str) else haystack
    return sorted({name for shape, name in _needles() if shape in data})


def sightings_in(haystacks: Mapping[str, bytes | str]) -> dict[str, list[str]]:
    """The haystacks in which something stands."""
    return {name: found for name, haystack in haystacks.items() if (found := sightings(haystack))}


def files_beneath(*folders: Path) -> dict[str, bytes]:
    """Every file with its bytes, by its path."""
    return {str(path): path.read_bytes() for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()}
