"""Walking through an interview: every page is shown, answered differently from last time, and saved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from threading import Thread
from time import perf_counter

from interview.cli.measuring.changing import Change, revision_of, save
from interview.cli.measuring.figures import Memory, Spread, percentile, spread
from interview.cli.measuring.installations import Unmeasurable
from interview.cli.measuring.servers import RunningServer
from interview.cli.measuring.visitors import SEE_OTHER, Visitor

WARM_UP = 200


@dataclass(slots=True)
class Walk:
    """A walk so far; times in seconds."""

    gets: list[float] = field(default_factory=list)
    posts: list[float] = field(default_factory=list)

    @property
    def page_get(self) -> Spread:
        """How long a page took to come."""
        return spread(self.gets)

    @property
    def page_post(self) -> Spread:
        """How long a page took to be saved."""
        return spread(self.posts)


class Walker:
    """One person going through the pages of one interview, round after round."""

    def __init__(self, visitor: Visitor, changes: Sequence[Change]) -> None:
        if not changes:
            raise Unmeasurable("a page with an answer to change")
        self._visitor = visitor
        rounds = [(change, fields) for way in (0, 1) for change in changes for fields in [_fields(change, way)]]
        self._ways = cycle(rounds)

    def steps(self, count: int) -> Walk:
        """So many pages shown and saved. Raises Unmeasurable when one was not."""
        walked = Walk()
        revision = -1
        for change, fields in islice(self._ways, count):
            shown = self._visitor.get(change.path)
            saved = save(self._visitor, change.path, shown, fields)
            now = int(revision_of(shown.text) or -1)
            if saved.status != SEE_OTHER or now <= revision:
                raise Unmeasurable(f"page {change.page_key}, shown with {shown.status} and saved with {saved.status}")
            revision = now
            walked.gets.append(shown.seconds)
            walked.posts.append(saved.seconds)
        return walked


@dataclass(frozen=True, slots=True)
class LongWalk:
    """A long walk of one person, and what the worker made of it."""

    walk: Walk
    pages_per_second: float
    requests_per_cpu_second: float | None
    memory: tuple[Memory, ...]


def long_walk(server: RunningServer, walker: Walker, marks: Iterable[int]) -> LongWalk:
    """Walk to the last of `marks`, reading the worker's memory at each. The first steps warm up: they take no time."""
    walked, memory, done, took = Walk(), list[Memory](), WARM_UP, 0.0
    walker.steps(WARM_UP)
    cpu = server.cpu_seconds()
    for mark in sorted(marks):
        started = perf_counter()
        part = walker.steps(max(0, mark - done))
        took += perf_counter() - started
        done = max(done, mark)
        walked.gets += part.gets
        walked.posts += part.posts
        megabytes = server.megabytes()
        if megabytes is not None:
            memory.append(Memory(mark, megabytes))
    spent = None if cpu is None else (server.cpu_seconds() or cpu) - cpu
    requests = len(walked.gets) + len(walked.posts)
    return LongWalk(walked, len(walked.gets) / took, requests / spent if spent else None, tuple(memory))


def side_by_side(walkers: Sequence[Walker], count: int) -> float:
    """Pages per second when each walker takes `count` steps at the same time."""
    done: list[Walk] = []
    threads = [Thread(target=lambda walker=walker: done.append(walker.steps(count))) for walker in walkers]
    started = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = perf_counter() - started
    if len(done) != len(walkers):
        raise Unmeasurable("people at work side by side")
    return count * len(walkers) / took


def times_of(visitor: Visitor, path: str, count: int) -> Spread:
    """How long one page takes to come."""
    answers = [visitor.get(path) for _ in range(count)]
    if any(answer.status != 200 for answer in answers):
        raise Unmeasurable(path)
    return spread([answer.seconds for answer in answers])


def middle(samples: Sequence[float]) -> float:
    """The median."""
    return percentile(samples, 0.5)


def _fields(change: Change, way: int) -> tuple[tuple[str, str], ...]:
    return change.other_way if way else change.one_way
