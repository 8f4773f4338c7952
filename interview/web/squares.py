"""The square of dots that a telephone reads, as one path of an inline SVG: no image is fetched, and none is kept."""

from dataclasses import dataclass
from importlib import import_module

# Loaded by name and when the first square is drawn: it would take a tenth of every start, and is needed once a year.
DRAWING = "segno"
QUIET = 4
"""Dots of margin that the standard asks for."""


@dataclass(frozen=True, slots=True)
class Square:
    """`size`: dots on a side, the margin included. `path`: the dark ones, as SVG draws them."""

    size: int
    path: str


def square_of(text: str) -> Square:
    """The square of a text."""
    rows = import_module(DRAWING).make(text, micro=False, error="m").matrix
    runs = (
        f"M{QUIET + start} {QUIET + line}h{length}v1h-{length}z"
        for line, row in enumerate(rows)
        for start, length in _dark_runs(row)
    )
    return Square(len(rows) + 2 * QUIET, "".join(runs))


def _dark_runs(row: bytearray) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((place, 1))
    return runs
