"""The strict reading of a JSON document: each refusal names its key."""

from collections.abc import Mapping
from typing import Any


class BadDocument(ValueError):
    """A document that cannot be assessed. Names the key and the reason, never an answer."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key}: {reason}" if key else reason)
        self.key = key
        self.reason = reason


def table(data: object, place: str, allowed: tuple[str, ...]) -> Mapping[str, Any]:
    """A JSON object that holds no other keys."""
    if not isinstance(data, Mapping):
        raise BadDocument(place, "must be an object")
    for key in data:
        if key not in allowed:
            raise BadDocument(f"{place}.{key}" if place else str(key), "is not a name that is known here")
    return data


def flag(data: Mapping[str, Any], place: str, key: str) -> bool | None:
    """True, false, or None where the key is null or left out."""
    value = data.get(key)
    if value is not None and not isinstance(value, bool):
        raise BadDocument(f"{place}.{key}" if place else key, "must be true, false or null")
    return value


def word_of(value: object, place: str, words: tuple[str, ...]) -> str:
    """One of the words."""
    if not isinstance(value, str) or value not in words:
        raise BadDocument(place, f"must be one of {', '.join(words)}")
    return value
