"""Names made comparable: the same for every script, spelling of vowels and order that a name is written in."""

import re
from unicodedata import combining, normalize

from anyascii import anyascii

_WORD = re.compile(r"[a-z]+")
# How one sound of other scripts comes to be written in Latin letters; longer ones first.
_SOUNDS = (
    ("tch", "j"),
    ("dzh", "j"),
    ("dj", "j"),
    ("zh", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ch", "s"),
    ("sh", "s"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("ck", "k"),
    ("x", "ks"),
    ("q", "k"),
    ("c", "k"),
    ("z", "s"),
    ("v", "f"),
    ("p", "b"),
)
# Written in one script and left out in another.
_UNSTEADY = re.compile(r"[aeiouwyh]")
_DOUBLED = re.compile(r"(.)\1+")


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in small Latin letters, without marks: `("amina", "al", "sayed")`. Empty if it has none."""
    plain = "".join(letter for letter in normalize("NFKD", normalize("NFKC", name)) if not combining(letter))
    return tuple(_WORD.findall(anyascii(plain.casefold()).casefold().replace("'", "").replace("`", "")))


def sounds_of(word: str) -> str:
    """What is left of a word whoever wrote it down: its steady consonants, or itself where it has none."""
    said = word
    for written, sound in _SOUNDS:
        said = said.replace(written, sound)
    return _DOUBLED.sub(r"\1", _UNSTEADY.sub("", said)) or word
