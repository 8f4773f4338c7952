"""How many invented people a second come into a demonstration, once the lives that they are made after were led."""

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from interview import at_the_terminal
from interview.config import Settings
from interview.opening import clear_demonstration
from interview.services import demonstrating

MANY = 5_000
_STEP = "people"


@dataclass(slots=True)
class _Watch:
    """Looks at the clock when the lives were led, and when the last ones were made after them."""

    began: float = 0.0
    ended: float = 0.0
    made: int = 0

    def __call__(self, step: str, done: int, of: int) -> None:
        """Told what is done."""
        if step == "lives" and done == of:
            self.began = perf_counter()
        if step == _STEP:
            self.ended, self.made = perf_counter(), done


def people(folder: Path, many: int = MANY) -> float:
    """Cases a second in bulk, durable, on the databases of a demonstration."""
    watch = _Watch()
    with at_the_terminal(clear_demonstration(Settings.from_environment({"INTERVIEW_INSTANCE": str(folder)}))) as work:
        demonstrating.demonstrate(work, watch, cases=many)
    return watch.made / (watch.ended - watch.began)
