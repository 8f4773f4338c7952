"""The weights of the operational indicators, loaded from data and versioned."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from interview.eligibility.vocabulary import Dimension, IndicatorSet, Weight

# A: list length independently matched; B: one source; F: fragment attested. All others are assumptions or conflicts.
VERIFIED = frozenset({"A", "B", "F"})


@dataclass(frozen=True, slots=True)
class Weighted:
    """One indicator in one set. `code` is unprefixed: `D1.WAGES`."""

    code: str
    label: str
    weight: Weight
    certainty: str

    @property
    def verified(self) -> bool:
        return self.certainty in VERIFIED


@dataclass(frozen=True, slots=True)
class Weights:
    """The four sets, by dimension and in the order of their source."""

    version: str
    sets: Mapping[IndicatorSet, Mapping[Dimension, tuple[Weighted, ...]]]

    def codes(self) -> frozenset[str]:
        """Every unprefixed indicator code of any set."""
        return frozenset(
            item.code for dimensions in self.sets.values() for items in dimensions.values() for item in items
        )

    def weight(self, indicator_set: IndicatorSet, code: str) -> Weight | None:
        """What an indicator weighs in a set; None where the set does not hold it."""
        held = self.sets[indicator_set][Dimension(code[:2])]
        return next((item.weight for item in held if item.code == code), None)


def parse(text: str) -> Weights:
    """Weights from the TOML of `weights.toml`."""
    data = tomllib.loads(text)
    return Weights(
        version=data["version"],
        sets=MappingProxyType({name: _dimensions(data["sets"][name]) for name in IndicatorSet}),
    )


def _dimensions(rows: Mapping[str, list[str]]) -> Mapping[Dimension, tuple[Weighted, ...]]:
    by_dimension: dict[Dimension, list[Weighted]] = {dimension: [] for dimension in Dimension}
    for code, (weight, certainty, label) in rows.items():
        by_dimension[Dimension(code[:2])].append(Weighted(code, label, Weight(weight), certainty))
    return MappingProxyType({dimension: tuple(items) for dimension, items in by_dimension.items()})


@cache
def current_weights() -> Weights:
    """The weights this release ships."""
    return parse(files("interview.eligibility").joinpath("weights.toml").read_text(encoding="utf-8"))
