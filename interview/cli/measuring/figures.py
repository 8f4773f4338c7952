"""What a measurement comes to: plain numbers, with their units in their names."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in milliseconds: half of the times at most `p50`, 19 of 20 at most `p95`."""

    p50: float
    p95: float
    count: int


@dataclass(frozen=True, slots=True)
class Memory:
    """The resident memory of the worker after so many steps; a step is one page shown and saved."""

    steps: int
    megabytes: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Bytes over the wire, headers and gzip included.

    `first`: a page with all its styles and scripts, in a browser that has seen nothing. `median` and `largest`: of
    every page that shows, once styles and scripts are there.
    """

    first: int
    median: int
    largest: int
    pages: int


@dataclass(frozen=True, slots=True)
class Figures:
    """One engine measured. `answers`: given when it began; `pages`: how many different ones were shown and saved.

    `pages_per_second`: pages shown and saved by one person at a time, and by two at once. What cannot be read on this
    system is None.
    """

    engine: str
    answers: int
    pages: int
    page_get: Spread
    page_post: Spread
    pages_per_second: float
    pages_per_second_of_two: float
    requests_per_cpu_second: float | None
    memory: tuple[Memory, ...]
    weights: Weights
    evaluate_us: float
    form_load_ms: float
    sign_in: Spread
    first_answer_s: float

    def to_json(self) -> dict[str, Any]:
        """JSON data."""
        return asdict(self)


def percentile(samples: Sequence[float], share: float) -> float:
    """The smallest sample that at least `share` (0 to 1) of them do not exceed. Raises ValueError without a sample."""
    if not samples:
        raise ValueError("nothing was measured")
    ordered = sorted(samples)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def spread(seconds: Sequence[float]) -> Spread:
    """The spread of times given in seconds."""
    return Spread(percentile(seconds, 0.5) * 1000, percentile(seconds, 0.95) * 1000, len(seconds))
