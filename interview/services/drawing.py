"""Who the many invented people of a demonstration are: drawn from published shares, the same ones for the same seed."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random
from typing import Any

SEED = 20_190_730
OF_AGE = 18
MONTHS = 12
_MEANS_AT_LEAST = 2

Shares = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Kind:
    """What the judgement about somebody hangs on most. `form`: labour, sexual, both or other."""

    sex: str
    child: bool
    form: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """Nobody, in codes of the Screening form. `months_ago`: since they came."""

    kind: Kind
    given: str
    family: str
    age: int
    citizenship: str
    country: str
    work: str
    sexual: str
    means: tuple[str, ...]
    recruiter: str
    months_ago: int

    @property
    def abroad(self) -> bool:
        """Whether it happened in another country than theirs."""
        return self.country != self.citizenship


@cache
def shares() -> Mapping[str, Any]:
    """The tables that everybody is drawn from."""
    return _read("invented_shares.toml")


@cache
def names() -> Mapping[str, Any]:
    """Given and family names, by script."""
    return _read("invented_names.toml")


def draw(seed: int = SEED) -> Iterator[Drawn]:
    """One after the other, without an end."""
    random = Random(seed)  # noqa: S311 # nosec B311 -- invented people, and the same ones each time
    while True:
        yield _one(random)


def _one(random: Random) -> Drawn:
    tables = shares()
    sex = _pick(random, tables["sex"])
    first, last = map(int, _pick(random, tables["age"][sex]).split("_to_"))
    age = random.randint(first, last)
    majority = "child" if age < OF_AGE else "adult"
    form = _pick(random, tables["form"][sex][majority])
    citizenship = _pick(random, tables["citizenship"])
    given, family = _name(random, sex, citizenship)
    return Drawn(
        kind=Kind(sex, majority == "child", form),
        given=given,
        family=family,
        age=age,
        citizenship=citizenship,
        country=_pick(random, tables["country"][citizenship]),
        work=_pick(random, tables["work"][sex]),
        sexual=_pick(random, tables["sexual"]),
        means=_means(random, tables["means"].get(form, tables["means"]["both"])),
        recruiter=_pick(random, tables["recruiter"][majority]),
        months_ago=MONTHS * int(_pick(random, tables["since"])) + random.randrange(MONTHS),
    )


def _means(random: Random, table: Shares) -> tuple[str, ...]:
    """Each on its own, as often as it was told; but always some, because everybody here was held by something."""
    found = {name for name, share in table.items() if random.random() < share}
    while len(found) < _MEANS_AT_LEAST:
        found.add(_pick(random, table))
    return tuple(name for name in table if name in found)


def _name(random: Random, sex: str, citizenship: str) -> tuple[str, str]:
    lists = names()[names()["script"][citizenship]]
    return random.choice(lists[sex]), random.choice(lists["family"])


def _pick(random: Random, table: Shares) -> str:
    return random.choices(tuple(table), tuple(table.values()))[0]


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__ or "").joinpath(name).read_text("utf-8"))
