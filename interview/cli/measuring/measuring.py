"""The whole measurement of one engine."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from uuid import UUID

from interview.cli.measuring.changing import Change, changes_of, page_path
from interview.cli.measuring.figures import Figures, Spread, percentile, spread
from interview.cli.measuring.installations import CASEWORKER, Installation, given, opened, talk
from interview.cli.measuring.servers import RunningServer, serving
from interview.cli.measuring.visitors import Visitor
from interview.cli.measuring.walking import Walker, long_walk, side_by_side
from interview.cli.measuring.weighing import weights_of
from interview.forms import library
from interview.forms.folders import folder_of
from interview.questionnaire.view import evaluate
from interview.services.interviewing import OpenInterview

EARLY = 1_000
"""Steps after which memory is read first."""

SIGN_INS = 12
STARTS = 3
EVALUATIONS = 500
LOADINGS = 7
JOURNAL = "journal"

Tell = Callable[[str], None]


def find_changes(installation: Installation, folder: Path) -> tuple[Change, ...]:
    """What can be answered differently in a talk with the invented adult, on whichever engine."""
    with ExitStack() as stack:
        open_work, token = stack.enter_context(installation.at_work())
        interview_id = talk(open_work, token)
        server = stack.enter_context(serving(installation.environment, folder / JOURNAL))
        visitor = visitor_of(stack, server, installation)
        return tuple(changes_of(visitor, lambda: opened(open_work, token, interview_id)))


def measure(
    installation: Installation, folder: Path, engine: str, steps: int, changes: tuple[Change, ...], tell: Tell
) -> Figures:
    """Measure an empty installation. `steps`: pages shown and saved for memory and times. Raises Unmeasurable."""
    with ExitStack() as stack:
        open_work, token = stack.enter_context(installation.at_work())
        tell("talking with an invented adult")
        interviews = [talk(open_work, token) for _ in range(2)]
        starts = [_start(installation, folder) for _ in range(STARTS - 1)]
        server = stack.enter_context(serving(installation.environment, folder / JOURNAL))
        visitors = [visitor_of(stack, server, installation) for _ in interviews]
        found = opened(open_work, token, interviews[0])
        tell(f"showing and saving {steps:,} pages")
        walkers = [
            Walker(visitor, in_interview(changes, interview_id))
            for visitor, interview_id in zip(visitors, interviews, strict=True)
        ]
        walked = long_walk(server, walkers[0], {min(EARLY, steps), steps})
        tell("the rest")
        return Figures(
            engine=engine,
            answers=given(found),
            pages=len(changes),
            page_get=walked.walk.page_get,
            page_post=walked.walk.page_post,
            pages_per_second=walked.pages_per_second,
            pages_per_second_of_two=side_by_side(walkers, min(EARLY, steps) // 2),
            requests_per_cpu_second=walked.requests_per_cpu_second,
            memory=walked.memory,
            weights=weights_of(visitors[0], [page_path(found.id, page.key) for page in found.view.pages]),
            evaluate_us=_evaluation(found) * 1e6,
            form_load_ms=_loading(found) * 1e3,
            sign_in=_signing_in(server, installation),
            first_answer_s=percentile([*starts, server.first_answer_s], 0.5),
        )


def _start(installation: Installation, folder: Path) -> float:
    with serving(installation.environment, folder / JOURNAL) as server:
        return server.first_answer_s


def visitor_of(stack: ExitStack, server: RunningServer, installation: Installation, who: str = CASEWORKER) -> Visitor:
    """Somebody signed in, who hangs up in the end."""
    visitor = Visitor(server.port)
    stack.callback(visitor.close)
    visitor.sign_in(installation.logins[who])
    return visitor


def in_interview(changes: tuple[Change, ...], interview_id: UUID) -> list[Change]:
    """The same changes in another interview with the same answers."""
    return [Change(one.page_key, page_path(interview_id, one.page_key), one.one_way, one.other_way) for one in changes]


def _evaluation(found: OpenInterview) -> float:
    return percentile([_timed(lambda: evaluate(found.questionnaire, found.answers)) for _ in range(EVALUATIONS)], 0.5)


def _loading(found: OpenInterview) -> float:
    folder = folder_of(found.form, found.version)
    return percentile([_timed(lambda: library.load_folder(folder)) for _ in range(LOADINGS)], 0.5)


def _signing_in(server: RunningServer, installation: Installation) -> Spread:
    visitor = Visitor(server.port)
    times = [visitor.sign_in(installation.logins[CASEWORKER]).seconds for _ in range(SIGN_INS)]
    visitor.close()
    return spread(times)


def _timed(act: Callable[[], object]) -> float:
    started = perf_counter()
    act()
    return perf_counter() - started
