"""Our own list of 2,048 plain English words, for passphrases and for fingerprints that people read out.

The first four letters tell every word from every other. Written for this project, under its licence. The list is
frozen: fingerprints are made from it.
"""

from importlib.resources import files

WORDS: tuple[str, ...] = tuple((files("interview.vault") / "words.txt").read_text(encoding="ascii").split())
