"""Secrets as text that people can read out, write down and type again: Crockford's base 32 in groups, with a checksum.

Letters I, L, O and U are not used; I and L typed read as 1, O as 0; case, spaces and hyphens do not matter.
"""

from hashlib import sha256

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)} | {"I": 1, "L": 1, "O": 0}
_GROUP = 4
# 30 bits or more: a mistyped secret passes once in a thousand million times, and then opens nothing.
_CHECK_BYTES = 4


def to_text(secret: bytes) -> str:
    """Groups of four letters and digits, with spaces between; the last ones check the rest."""
    data = secret + _check(secret)
    # Bits to spare at the end are zero.
    length = -(-len(data) * 8 // 5)
    number = int.from_bytes(data, "big") << (length * 5 - len(data) * 8)
    letters = "".join(_ALPHABET[number >> (5 * place) & 31] for place in reversed(range(length)))
    return " ".join(letters[at : at + _GROUP] for at in range(0, length, _GROUP))


def from_text(text: str, length: int) -> bytes | None:
    """The secret of `length` bytes, or None if the text is not one, or was mistyped."""
    letters = "".join(text.split()).replace("-", "").upper()
    size = length + _CHECK_BYTES
    if len(letters) != -(-size * 8 // 5) or not all(letter in _VALUES for letter in letters):
        return None
    number = 0
    for letter in letters:
        number = number << 5 | _VALUES[letter]
    spare = len(letters) * 5 - size * 8
    data = (number >> spare).to_bytes(size, "big")
    secret, check = data[:length], data[length:]
    return secret if number & ((1 << spare) - 1) == 0 and check == _check(secret) else None


def _check(secret: bytes) -> bytes:
    return sha256(b"interview/1/text check" + secret).digest()[:_CHECK_BYTES]
