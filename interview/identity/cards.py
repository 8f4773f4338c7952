"""The card of a person: what it takes to know them again, and no more."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

MOST_NAMES = 8
LONGEST_NAME = 80
"""Letters of one name that count; with MOST_NAMES of them a card stays within its size in every script."""


@dataclass(frozen=True, slots=True, repr=False)
class Card:
    """Who a case is about. `names`: as they are written, whole names and parts of them. `born`: a year.

    `sex`: a code of the form, `countries`: of citizenship, ISO 3166 codes of two letters. `sequence`: of two cards of
    one case, the higher one counts.
    """

    case_id: UUID
    sequence: int
    names: tuple[str, ...]
    born: int | None = None
    sex: str = ""
    countries: tuple[str, ...] = ()


def card(
    case_id: UUID, sequence: int, names: Iterable[str], born: int | None, sex: str, countries: Iterable[str]
) -> Card | None:
    """A card of these, cut to its size; None where there is no name to know anybody by."""
    kept = tuple(dict.fromkeys(name.strip()[:LONGEST_NAME] for name in names if name.strip()))[:MOST_NAMES]
    return Card(case_id, sequence, kept, born, sex, tuple(countries)[:3]) if kept else None


def to_data(one: Card) -> list[Any]:
    """JSON data of a card."""
    return [one.case_id.hex, one.sequence, list(one.names), one.born, one.sex, list(one.countries)]


def from_data(data: Any) -> Card:
    """The card that `to_data` wrote."""
    case, sequence, names, born, sex, countries = data
    return Card(UUID(case), sequence, tuple(names), born, sex, tuple(countries))


def to_bytes(one: Card) -> bytes:
    """A card for its seal."""
    return json.dumps(to_data(one), ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(data: bytes) -> Card:
    """The card that `to_bytes` wrote."""
    return from_data(json.loads(data))
