"""How alike somebody who is looked for and a card are, from 0 to 100."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from interview.identity.cards import Card
from interview.identity.folding import sounds_of, words_of

SHOWN = 60
"""From here on somebody may be the one: they are shown to who looks."""
PROBABLE = 84
"""From here on two people are probably one: the offices are told."""

_SAME_SOUND = 0.9
_SHORT = 3


@dataclass(frozen=True, slots=True, repr=False)
class Wanted:
    """Who is looked for: names in any order and script; the rest only weighs when it is known."""

    names: tuple[str, ...]
    born: int | None = None
    sex: str = ""
    countries: tuple[str, ...] = ()


def wanted_by(one: Card) -> Wanted:
    """Somebody like this card."""
    return Wanted(one.names, one.born, one.sex, one.countries)


def folded(names: Iterable[str]) -> tuple[str, ...]:
    """Every word of some names, once."""
    return tuple(dict.fromkeys(word for name in names for word in words_of(name)))


def likeness(wanted: Wanted, one: Card) -> float:
    """How alike they are. Names count most; a year of birth that is off by one speaks for it, by more against it."""
    alike = names_alike(folded(wanted.names), folded(one.names))
    return max(0.0, min(100.0, 100 * alike + _weight(wanted, one)))


def names_alike(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike two names are, from 0 to 1: each word of the shorter one beside its best match in the other.

    One word alone, against a name of several, says less: many people share it.
    """
    fewer, more = sorted((one, other), key=len)
    if not fewer:
        return 0.0
    letters = sum(len(word) for word in fewer)
    alike = sum(len(word) * max(words_alike(word, candidate) for candidate in more) for word in fewer) / letters
    return alike * (0.8 if len(fewer) == 1 < len(more) else 1.0)


def words_alike(one: str, other: str) -> float:
    """How alike two words are, from 0 to 1: by their letters, two swapped count once, or by their sound."""
    if one == other:
        return 1.0
    by_letters = OSA.normalized_similarity(one, other)
    sound, other_sound = sounds_of(one), sounds_of(other)
    if sound == other_sound and min(len(sound), len(other_sound)) > 1:
        return max(by_letters, _SAME_SOUND)
    by_sound = _SAME_SOUND * OSA.normalized_similarity(sound, other_sound)
    # One letter in three is another name: short words have to be the same, or nearly.
    steady = min(len(sound), len(other_sound)) > _SHORT
    return max(by_letters if min(len(one), len(other)) > _SHORT else by_letters / 2, by_sound if steady else 0.0)


def _weight(wanted: Wanted, one: Card) -> float:
    weight = 0.0
    if wanted.born and one.born:
        apart = abs(wanted.born - one.born)
        weight += 6.0 if apart == 0 else 3.0 if apart == 1 else -min(25.0, 4.0 * apart)
    if wanted.sex and one.sex and wanted.sex != one.sex:
        weight -= 10.0
    if wanted.countries and one.countries:
        weight += 3.0 if set(wanted.countries) & set(one.countries) else -6.0
    return weight
