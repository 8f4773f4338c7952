"""The type of sealed bytes. A sealed column accepts nothing else, and only this room makes one."""


class Sealed(bytes):
    """Bytes that the vault sealed. What comes back from a database is plain `bytes`, and opens just as well."""

    __slots__ = ()

    def __new__(cls, *_args: object, **_named: object) -> "Sealed":
        raise TypeError("only the vault makes sealed bytes")

    def __repr__(self) -> str:
        return f"<Sealed, {len(self)} bytes>"

    __str__ = __repr__


def sealed_here(data: bytes) -> Sealed:
    """For the modules of this room alone: mark what was just sealed."""
    return bytes.__new__(Sealed, data)
