"""Reading TOML tables strictly: what is not understood is refused, naming file, question and reason."""

import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


class BadForm(ValueError):
    """A form that cannot be loaded. Says in which file, at which question (or page, list, section), and why."""

    def __init__(self, file: str, place: str, reason: str) -> None:
        super().__init__(": ".join(part for part in (file, place, reason) if part))
        self.file = file
        self.place = place
        self.reason = reason


class Table:
    """One TOML table, read key by key; `close` refuses the keys that nobody read."""

    def __init__(self, data: object, file: str, place: str) -> None:
        if not isinstance(data, Mapping):
            raise BadForm(file, place, "must be a table")
        self._data: Mapping[str, object] = data
        self._read: set[str] = set()
        self.file = file
        self.place = place

    def refuse(self, reason: str) -> BadForm:
        """The refusal of this table for a reason; to be raised by the caller."""
        return BadForm(self.file, self.place, reason)

    def has(self, key: str) -> bool:
        """True when the key is there; does not count as reading it."""
        return key in self._data

    def text(self, key: str, default: str | None = None) -> str:
        """A text, its white space joined to single blanks, so that long lines can be broken. Never empty."""
        value = self._take(key, default)
        if isinstance(value, str) and (value.strip() or key not in self._data):
            return " ".join(value.split())
        raise self.refuse(f"{key} must be a text")

    def optional_text(self, key: str) -> str | None:
        """A text, or None when the key is not there."""
        return self.text(key) if self.has(key) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none of them empty; empty when the key is not there."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.refuse(f"{key} must be a list of texts")
        if len(set(value)) != len(value):
            raise self.refuse(f"{key} names something twice")
        return tuple(value)

    def flag(self, key: str) -> bool:
        """True or false; false when the key is not there."""
        value = self._take(key, False)
        if not isinstance(value, bool):
            raise self.refuse(f"{key} must be true or false")
        return value

    def number(self, key: str) -> int:
        """A whole number."""
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse(f"{key} must be a whole number")
        return value

    def optional_number(self, key: str) -> int | None:
        """A whole number, or None when the key is not there."""
        return self.number(key) if self.has(key) else None

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """A word out of a closed vocabulary."""
        value = self._take(key, default)
        try:
            return kind(str(value))
        except ValueError:
            raise self.refuse(f"{key} must be one of: {', '.join(kind)}") from None

    def word(self, key: str, words: tuple[str, ...]) -> str:
        """A word out of a few."""
        value = self._take(key)
        if value not in words:
            raise self.refuse(f"{key} must be one of: {', '.join(words)}")
        return str(value)

    def words(self, key: str) -> Mapping[str, str]:
        """A table of texts in its order; empty when the key is not there."""
        value = self._take(key, {})
        if not isinstance(value, Mapping) or not all(isinstance(text, str) and text for text in value.values()):
            raise self.refuse(f"{key} must be a table of texts")
        return dict(value)

    def table(self, key: str) -> "Table":
        """A table within this one."""
        return Table(self._take(key), self.file, self.place)

    def tables(self, key: str) -> Iterator["Table"]:
        """The tables of a list of tables; none when the key is not there."""
        value = self._take(key, [])
        if not isinstance(value, list):
            raise self.refuse(f"{key} must be a list of tables")
        for data in value:
            yield Table(data, self.file, self.place)

    def named_tables(self, key: str) -> Iterator[tuple[str, "Table"]]:
        """The tables of a table of tables with their names, in order; none when the key is not there."""
        value = self._take(key, {})
        if not isinstance(value, Mapping):
            raise self.refuse(f"{key} must be a table of tables")
        for name, data in value.items():
            yield name, Table(data, self.file, name)

    def close(self) -> None:
        """Refuse what was not understood."""
        unknown = sorted(set(self._data) - self._read)
        if unknown:
            raise self.refuse(f"unknown key {unknown[0]!r}")

    def _take(self, key: str, default: object = None) -> object:
        self._read.add(key)
        value = self._data.get(key, default)
        if value is None:
            raise self.refuse(f"{key} is missing")
        return value


def toml(path: Path) -> dict[str, object]:
    """The data of a TOML file. Raises BadForm when it is missing or is no TOML."""
    name = "/".join(path.parts[-3:])
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise BadForm(name, "", "is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadForm(name, "", f"cannot be read: {error}") from None
