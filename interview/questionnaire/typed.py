"""Text as people type it, made plain: digits of every script, marks of direction, separators."""

import re
import unicodedata

# Marks that order text from right to left; they come along when a number is pasted from such a text.
_DIRECTION_MARKS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
_PLAIN = str.maketrans({"٫": ".", "٬": ",", "،": ",", "−": "-", "–": "-", "‐": "-", "‑": "-", "’": "'", "ـ": None})
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def plain(text: str) -> str:
    """For numbers, dates, times and codes: ASCII digits, plain separators, single spaces, lower case."""
    composed = unicodedata.normalize("NFKC", text).translate(_DIRECTION_MARKS).translate(_PLAIN)
    digits = "".join(_ascii_digit(character) for character in composed)
    return " ".join(digits.casefold().split())


def words(text: str) -> str:
    """For what is kept as it was said: composed (NFC), trimmed, without control characters; lines stay lines."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROLS.sub("", composed).strip()


def one_line(text: str) -> str:
    """Words on one line."""
    return " ".join(words(text).split())


def _ascii_digit(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
