"""What is looked after while nobody is at work: alerts that go on, calls, clocks that ran out, what is over.

No step opens anything that lies under a case's key: whatever reads answers runs in an entitled person's session.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from interview.services import UnitOfWork, alerts, auditing, referring, retention
from interview.services.calling import OpenWork, Send, make_calls

TURN = "tick"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is looked after, in a unit of work of its own. `run` gives how many things it did."""

    name: str
    run: Callable[[UnitOfWork], int]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a step: how many things it did, or None when it broke and is tried again next time."""

    name: str
    count: int | None


def _call_for_late(work: UnitOfWork) -> int:
    return alerts.raise_late(work)


def _pass_alerts_on(work: UnitOfWork) -> int:
    return alerts.pass_on(work)


def _sweep(work: UnitOfWork) -> int:
    work.sessions.sweep()
    return work.attachments.sweep()


def _finish_erasures(work: UnitOfWork) -> int:
    work.ticks.finish_erasures()
    return 0


def _count_what_is_due(work: UnitOfWork) -> int:
    # It is counted, for whoever reads the journal, and never erased: that takes two people.
    return retention.look_after(work)


STEPS: tuple[Step, ...] = (
    Step("late", _call_for_late),
    Step("alerts", _pass_alerts_on),
    Step("sweep", _sweep),
    Step("erasures", _finish_erasures),
    Step("retention", _count_what_is_due),
    Step("referrals", referring.expire),
    Step("checkpoints", auditing.sign_when_due),
)
"""Everything that a tick looks after, in this order; a new duty is a line here."""


@dataclass(frozen=True, slots=True)
class Caretaker:
    """Looks after everything. `ways`: how someone is called; `text`: the one sentence that is sent."""

    open_work: OpenWork
    ways: Mapping[str, Send]
    text: str
    steps: tuple[Step, ...] = STEPS

    def tick(self) -> tuple[Done, ...]:
        """Do every step, then make the calls. One that breaks does not keep the others from being done."""
        done = [_done(self.open_work, step) for step in self.steps]
        calls = _count(lambda: make_calls(self.open_work, self.ways, self.text))
        return (*done, Done("calls", calls))

    def tick_in_turn(self) -> tuple[Done, ...]:
        """The same, or nothing when another worker of this database did it just now."""
        with self.open_work() as work:
            turn = work.ticks.take_turn(TURN)
        return self.tick() if turn else ()


def _done(open_work: OpenWork, step: Step) -> Done:
    def run() -> int:
        with open_work() as work:
            return step.run(work)

    return Done(step.name, _count(run))


def _count(run: Callable[[], int]) -> int | None:
    try:
        return run()
    except Exception:
        # Named by its step, and tried again at the next tick.
        return None
