"""The same pages with few and with many cases stored."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from bench.deciding import handed_in
from bench.seeding import hand_in, seed

from interview.cli.measuring.changing import Change
from interview.cli.measuring.figures import Spread
from interview.cli.measuring.installations import CASEWORKER, SUPERVISOR, Installation, actor_of, talk
from interview.cli.measuring.measuring import JOURNAL, in_interview, visitor_of
from interview.cli.measuring.servers import serving
from interview.cli.measuring.tables import milliseconds
from interview.cli.measuring.visitors import Visitor
from interview.cli.measuring.walking import Walker, times_of
from interview.services import interviewing
from interview.services.demonstrating import OpenWork

SIZES = (100, 10_000, 100_000)
STEPS = 400
LOOKS = 150
HALF = 2


@dataclass(frozen=True, slots=True)
class Grown:
    """What pages take with so many cases stored. The home pages list fifty drafts, and fifty that wait."""

    cases: int
    page_get: Spread
    page_post: Spread
    caseworker_home: Spread
    supervisor_home: Spread
    queue: Spread

    @property
    def middles(self) -> tuple[float, ...]:
        """Every p50, in milliseconds, in the order of TITLES."""
        return (
            self.page_get.p50,
            self.page_post.p50,
            self.caseworker_home.p50,
            self.supervisor_home.p50,
            self.queue.p50,
        )


TITLES = ("Page GET", "Page POST, durable", "Home of a caseworker", "Home of a supervisor", "Queue of a supervisor")


def grow(
    installation: Installation,
    folder: Path,
    sizes: Sequence[int],
    changes: tuple[Change, ...],
    tell: Callable[[str], None],
) -> list[Grown]:
    """Measure with each of `sizes`; all cases are the caseworker's own, which is the hardest. The first are real."""
    settings = installation.settings
    urls = (settings.database_url, settings.keystore_url)
    with ExitStack() as stack:
        open_work, token = stack.enter_context(installation.at_work())
        interview_id = talk(open_work, token)
        real = [_begin(open_work, token) for _ in range(sizes[0] - 2)]
        decision_id = handed_in(installation, open_work, token)
        hand_in(urls[0], real[: sizes[0] // HALF - 1], decision_id)
        server = stack.enter_context(serving(installation.environment, folder / JOURNAL))
        caseworker, supervisor = (visitor_of(stack, server, installation, who) for who in (CASEWORKER, SUPERVISOR))
        walker = Walker(caseworker, in_interview(changes, interview_id))
        walker.steps(len(changes))
        found = list[Grown]()
        for size, before in zip(sizes, (sizes[0], *sizes[:-1]), strict=True):
            if size > before:
                tell(f"storing {size:,} cases")
                seed(urls, interview_id, decision_id, before + 1, size)
            tell(f"measuring with {size:,} cases")
            found.append(_grown(size, walker, caseworker, supervisor))
        return found


def growth_table(engines: dict[str, list[Grown]]) -> list[list[str]]:
    """A heading, then a row for each page and engine: the p50 at each size, and the last over the first."""
    sizes = [one.cases for one in next(iter(engines.values()))]
    heading = ["p50", *(f"{size:,} cases" for size in sizes), "Ratio", "Aim"]
    rows = [heading]
    for engine, measured in engines.items():
        for place, title in enumerate(TITLES):
            times = [one.middles[place] for one in measured]
            ratio = times[-1] / times[0]
            rows.append([f"{title}, {engine}", *map(milliseconds, times), f"{ratio:.2f}", "≤ 1.2"])
    return rows


def _begin(open_work: OpenWork, token: str) -> UUID:
    with open_work() as work:
        return interviewing.begin(work, actor_of(work, token), person_language="en")


def _grown(size: int, walker: Walker, caseworker: Visitor, supervisor: Visitor) -> Grown:
    walker.steps(STEPS // 4)
    walked = walker.steps(STEPS)
    return Grown(
        cases=size,
        page_get=walked.page_get,
        page_post=walked.page_post,
        caseworker_home=times_of(caseworker, "/", LOOKS),
        supervisor_home=times_of(supervisor, "/", LOOKS),
        queue=times_of(supervisor, "/reviews/", LOOKS),
    )
