"""What a page says, piece by piece, each with the language and direction that it stands in."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

VOID = {"input", "meta", "link", "br", "hr", "img", "path"}
UNSEEN = {"script", "style", "title"}
ANSWERS = {"bdi", "textarea", "option"}
"""What people typed, and names of countries and languages: those speak for themselves."""

SPOKEN_ATTRIBUTES = {
    "alt",
    "aria-label",
    "data-cover",
    "data-offline",
    "data-unsendable",
    "data-unsent",
    "placeholder",
    "title",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One run of text, or one attribute that people come to read."""

    text: str
    lang: str
    dir: str
    inside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    lang: str
    dir: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[_Open] = [_Open("", "", "")]
        self.pieces: list[Piece] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given, last = dict(attributes), self.open[-1]
        now = _Open(tag, given.get("lang") or last.lang, given.get("dir") or last.dir)
        for name in SPOKEN_ATTRIBUTES & given.keys():
            self._say(given[name] or "", now)
        if tag not in VOID:
            self.open.append(now)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return  # Written as <path/>: it was never opened.
        while len(self.open) > 1 and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._say(data, self.open[-1])

    def _say(self, text: str, now: _Open) -> None:
        inside = tuple(one.tag for one in self.open)
        if text.strip() and not UNSEEN & {*inside}:
            self.pieces.append(Piece(text.strip(), now.lang, now.dir, inside))


def spoken(page: str) -> Iterator[Piece]:
    """What the page itself says, without answers."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return (piece for piece in reader.pieces if not ANSWERS & {*piece.inside})
