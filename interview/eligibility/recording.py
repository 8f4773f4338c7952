"""Records to JSON data and back: dataclasses, enums, tuples and mappings, by their own annotations."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")
Reader = Callable[[Any], Any]


class BadRecord(ValueError):
    """Stored data that no version of this room wrote."""


def to_data(value: object) -> Any:
    """JSON data for a record."""
    if isinstance(value, StrEnum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): to_data(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [to_data(item) for item in value]
    return value


def from_data(kind: type[Record], data: object) -> Record:
    """The record that `to_data` wrote. Raises BadRecord."""
    annotation: Any = kind
    try:
        record: Record = _reader(annotation)(data)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadRecord(kind.__name__) from error
    return record


@cache
def _reader(kind: Any) -> Reader:
    """What reads values of an annotation; made once, because an assessment holds thousands of them."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _reader_of_union(get_args(kind))
    if origin is tuple:
        return _reader_of_tuple(_reader(get_args(kind)[0]))
    if origin is not None and issubclass(origin, Mapping):
        return _reader_of_mapping(*map(_reader, get_args(kind)))
    if is_dataclass(kind) and isinstance(kind, type):
        return _reader_of_record(kind)
    return kind if issubclass(kind, StrEnum) else _reader_of_plain(kind)


def _reader_of_union(kinds: tuple[Any, ...]) -> Reader:
    readers = tuple(_reader(kind) for kind in kinds if kind is not NoneType)
    optional = NoneType in kinds

    def read(data: Any) -> Any:
        if data is None and optional:
            return None
        for reader in readers:
            try:
                return reader(data)
            except (KeyError, TypeError, ValueError):
                continue
        raise TypeError(str(kinds))

    return read


def _reader_of_tuple(reader: Reader) -> Reader:
    return lambda data: tuple([reader(item) for item in data])


def _reader_of_mapping(name_reader: Reader, item_reader: Reader) -> Reader:
    return lambda data: MappingProxyType({name_reader(name): item_reader(item) for name, item in data.items()})


def _reader_of_record(kind: Any) -> Reader:
    readers = tuple((name, _reader(hint)) for name, hint in get_type_hints(kind).items())
    return lambda data: kind(**{name: reader(data[name]) for name, reader in readers})


def _reader_of_plain(kind: type) -> Reader:
    def read(data: Any) -> Any:
        if type(data) is not kind:
            raise TypeError(kind.__name__)
        return data

    return read
