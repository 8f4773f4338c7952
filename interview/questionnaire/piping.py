"""Earlier answers inserted into wording: `{question_id}` stands for the words of an answer."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of wording. `inserted` pieces are a person's words, in whatever direction they run: isolate them."""

    text: str
    inserted: bool = False


def pipe(text: str, words: Callable[[str], str | None], fallbacks: Mapping[str, str]) -> tuple[Segment, ...]:
    """The text with answers inserted. `words` gives the words of an answer by question id, or None without one.

    The fallback of a question is part of the wording and so not an inserted piece.
    """
    segments: list[Segment] = []
    for place, piece in enumerate(_PLACEHOLDER.split(text)):
        answer = words(piece) if place % 2 else None
        if answer:
            segments.append(Segment(answer, inserted=True))
        elif place % 2:
            segments.append(Segment(fallbacks.get(piece, "")))
        else:
            segments.append(Segment(piece))
    return tuple(segment for segment in segments if segment.text)


def placeholders(text: str) -> tuple[str, ...]:
    """The question ids that a text inserts."""
    return tuple(_PLACEHOLDER.findall(text))
