"""The cards of everybody, and who among them may be somebody. All of it is in memory while it is looked through.

Cards stay as they were read until one is looked at: of very many, a search shows ten.
"""

import json
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any
from uuid import UUID

from rapidfuzz import fuzz, process

from interview.identity.cards import Card, from_data, to_data
from interview.identity.folding import sounds_of
from interview.identity.likeness import PROBABLE, SHOWN, Wanted, folded, likeness, wanted_by

MOST = 10
"""How many candidates are shown at most."""
_LOOKED_AT = 120
_NEAR, _LIKELY = 55, 75


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cases that are probably about one person. `decided`: nothing yet, "same" or "different"."""

    one: UUID
    other: UUID
    decided: str = ""

    @property
    def both(self) -> frozenset[UUID]:
        """The two cases."""
        return frozenset((self.one, self.other))


@dataclass(frozen=True, slots=True, repr=False)
class Candidate:
    """Somebody who may be the one. `alike`: from 0 to 100."""

    card: Card
    alike: float


@dataclass(frozen=True, slots=True, repr=False)
class Cards:
    """The newest card of every case, and the pairs that were found among them.

    `rows`: JSON data of the cards. `written`, `heard`: beside each, its words and their sounds, to be looked up by.
    """

    rows: Sequence[Any] = ()
    written: Sequence[str] = ()
    heard: Sequence[str] = ()
    pairs: tuple[Pair, ...] = ()

    def at(self, place: int) -> Card:
        """The card in a place."""
        return from_data(self.rows[place])

    def of_cases(self, case_ids: Set[UUID]) -> dict[UUID, Card]:
        """The cards of these cases."""
        wanted = {case_id.hex for case_id in case_ids}
        return {one.case_id: one for one in (from_data(row) for row in self.rows if row[0] in wanted)}


@dataclass(frozen=True, slots=True, repr=False)
class CardRow:
    """A card as it stands among others: see `Cards`."""

    data: Any
    written: str
    heard: str


@dataclass(slots=True)
class _Folding:
    """Cards that are being folded, by case."""

    rows: dict[str, Any]
    written: dict[str, str]
    heard: dict[str, str]
    changed: dict[str, Card] = field(default_factory=dict)


def search(among: Cards, wanted: Wanted, *, at_least: float = SHOWN, most: int = MOST) -> tuple[Candidate, ...]:
    """Who may be the one, the most alike first."""
    words = folded(wanted.names)
    if not words:
        return ()
    near = {*_near(" ".join(words), among.written), *_near(" ".join(map(sounds_of, words)), among.heard)}
    found = (Candidate(one, likeness(wanted, one)) for one in map(among.at, near))
    likely = sorted((one for one in found if one.alike >= at_least), key=lambda one: (-one.alike, one.card.case_id))
    return tuple(likely[:most])


def row_of(one: Card) -> CardRow:
    """A card with what it is looked up by."""
    words = folded(one.names)
    return CardRow(to_data(one), " ".join(words), " ".join(map(sounds_of, words)))


def fold(among: Cards, new: Iterable[Card], erased: Iterable[UUID]) -> tuple[Cards, tuple[Pair, ...]]:
    """The cards with newer ones in their places and without erased cases, and the pairs that came to light now."""
    gone = {case_id.hex for case_id in erased}
    folding = _begun(among, gone)
    for one in new:
        key, known = one.case_id.hex, folding.rows.get(one.case_id.hex)
        if key not in gone and (known is None or from_data(known).sequence < one.sequence):
            row, folding.changed[key] = row_of(one), one
            folding.rows[key], folding.written[key], folding.heard[key] = row.data, row.written, row.heard
    kept = tuple(pair for pair in among.pairs if gone.isdisjoint((pair.one.hex, pair.other.hex)))
    found = tuple(_pairs_of(folding, {pair.both for pair in kept}))
    rows, written, heard = (tuple(column.values()) for column in (folding.rows, folding.written, folding.heard))
    return Cards(rows, written, heard, (*kept, *found)), found


def decided(among: Cards, both: frozenset[UUID], word: str) -> Cards:
    """The cards after somebody said whether two cases are about one person."""
    pairs = tuple(Pair(pair.one, pair.other, word) if pair.both == both else pair for pair in among.pairs)
    return Cards(among.rows, among.written, among.heard, pairs)


def to_bytes(among: Cards) -> bytes:
    """Everything, for its seal."""
    pairs = [[pair.one.hex, pair.other.hex, pair.decided] for pair in among.pairs]
    content = {"rows": among.rows, "written": among.written, "heard": among.heard, "pairs": pairs}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(data: bytes) -> Cards:
    """What `to_bytes` wrote."""
    content: dict[str, Any] = json.loads(data)
    pairs = tuple(Pair(UUID(one), UUID(other), word) for one, other, word in content["pairs"])
    return Cards(content["rows"], content["written"], content["heard"], pairs)


def _near(query: str, choices: Sequence[str]) -> list[int]:
    scorer = fuzz.token_set_ratio
    return [place for *_, place in process.extract(query, choices, scorer=scorer, limit=_LOOKED_AT, score_cutoff=_NEAR)]


def _begun(among: Cards, gone: set[str]) -> _Folding:
    places = {row[0]: place for place, row in enumerate(among.rows) if row[0] not in gone}
    return _Folding(
        {key: among.rows[place] for key, place in places.items()},
        {key: among.written[place] for key, place in places.items()},
        {key: among.heard[place] for key, place in places.items()},
    )


def _pairs_of(folding: _Folding, known: set[frozenset[UUID]]) -> Iterator[Pair]:
    """Who is probably somebody that was there before: compared with those alone who share something to begin with."""
    sharing = _sharing(folding)
    for key, one in folding.changed.items():
        near = {other for trait in _traits(folding.heard[key], one.born) for other in sharing[trait]} - {key}
        for other in sorted(near):
            if not fuzz.token_set_ratio(folding.heard[key], folding.heard[other], score_cutoff=_LIKELY):
                continue
            card = from_data(folding.rows[other])
            both = frozenset((one.case_id, card.case_id))
            if both not in known and likeness(wanted_by(one), card) >= PROBABLE:
                known.add(both)
                yield Pair(one.case_id, card.case_id)


def _sharing(folding: _Folding) -> dict[object, list[str]]:
    """Who has which trait, of those that a changed card has."""
    sharing: dict[object, list[str]] = {
        trait: [] for key, one in folding.changed.items() for trait in _traits(folding.heard[key], one.born, around=1)
    }
    for key, row in folding.rows.items():
        for trait in _traits(folding.heard[key], row[3], around=1):
            if trait in sharing:
                sharing[trait].append(key)
    return sharing


def _traits(heard: str, born: int | None, *, around: int = 0) -> Iterator[object]:
    """What makes two people worth comparing: two sounds of their names, or one and the year of birth, give or take."""
    sounds = sorted(set(heard.split()))
    yield from combinations(sounds, 2)
    if len(sounds) == 1:
        yield sounds[0]
    if born is not None:
        yield from ((sound, born + apart) for sound in sounds for apart in range(-around, around + 1))
