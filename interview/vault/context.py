"""What sealed bytes are bound to: never stored, rebuilt by the caller from where the object was *expected*."""

from collections.abc import Iterable
from uuid import UUID

Part = bytes | str | UUID | int | bool | None


class Context(bytes):
    """Parts joined so that no two different lists of parts give the same bytes.

    Layout: 2 bytes number of parts, then for each part 1 byte type, 4 bytes length, the part. Text is UTF-8 as given;
    integers (and members of an `IntEnum`) are 8 bytes, signed, big-endian. Begin with a word for the kind of thing:
    `Context(("interview", organisation_id, case_id, interview_id, "screening", 1, revision))`.
    Raises `TypeError` for any other type and `ValueError` for text that is not UTF-8 or an integer beyond 64 bits.
    """

    __slots__ = ()

    def __new__(cls, parts: Iterable[Part]) -> "Context":
        if isinstance(parts, str | bytes):
            raise TypeError("a context is made of a list of parts, not of one")
        pieces = [_piece(part) for part in parts]
        return super().__new__(cls, len(pieces).to_bytes(2, "big") + b"".join(pieces))


def _piece(part: Part) -> bytes:
    tag, data = _tagged(part)
    return tag + len(data).to_bytes(4, "big") + data


def _tagged(part: Part) -> tuple[bytes, bytes]:
    match part:
        case str():
            return b"s", _utf8(part)
        case bytes():
            return b"b", part
        case UUID():
            return b"u", part.bytes
        case None:
            return b"n", b""
        case bool():
            return b"t", bytes([part])
        case int():
            return b"i", _eight_bytes(part)
    raise TypeError("a context is made of bytes, text, UUIDs, integers, booleans and None")


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        pass
    # Raised out here, because Python's own error carries the text along.
    raise ValueError("text that is not UTF-8")


def _eight_bytes(number: int) -> bytes:
    if not -(2**63) <= number < 2**63:
        raise ValueError("an integer beyond 64 bits")
    return number.to_bytes(8, "big", signed=True)
