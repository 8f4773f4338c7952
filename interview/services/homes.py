"""What waits for someone when they come in."""

from dataclasses import dataclass, replace

from interview.casework.actors import Actor
from interview.casework.interviews import InterviewState
from interview.casework.policy import Permission, may_hold
from interview.services import UnitOfWork, case_file, pinning, reviewing
from interview.services.pinning import ToAnswer
from interview.services.reviewing import Queue
from interview.store.records import InterviewLine

DRAFTS = frozenset({InterviewState.IN_PROGRESS, InterviewState.PAUSED, InterviewState.AMENDING})
HANDED_IN = frozenset({InterviewState.SUBMITTED, InterviewState.ACCEPTED})
URGENT = "urgent"
NOTHING = Queue()
FIRST = 5
"""How much of the queue stands on the first page."""


@dataclass(frozen=True, slots=True)
class Home:
    """Interviews by what they wait for, newest first.

    `returned` comes first in an author's queue: what was sent back, until it is handed in again. `urgent`: records of
    urgent help. `queue`: the beginning of what waits for a decision of this person's teams. A person who has no
    business with cases gets none. `cases`: the records of the cases that somebody keeps.
    """

    drafts: tuple[InterviewLine, ...] = ()
    returned: tuple[ToAnswer, ...] = ()
    submitted: tuple[InterviewLine, ...] = ()
    urgent: tuple[InterviewLine, ...] = ()
    queue: Queue = NOTHING
    cases: tuple[InterviewLine, ...] = ()


def home(work: UnitOfWork, actor: Actor) -> Home:
    """The queues of this person, by role."""
    if not may_hold(actor, Permission.CASE_LIST):
        return Home()
    if may_hold(actor, Permission.INTERVIEW_WRITE):
        return _of_author(work, actor)
    if not may_hold(actor, Permission.DECISION_READ):
        return Home(cases=case_file.cases(work, actor))
    return Home(
        urgent=_urgent(work.interviews.of_team(actor, DRAFTS | HANDED_IN)),
        queue=_first(reviewing.queue(work, actor)),
    )


def _of_author(work: UnitOfWork, actor: Actor) -> Home:
    drafts = work.interviews.mine(actor, DRAFTS)
    submitted = work.interviews.mine(actor, HANDED_IN)
    returned = pinning.to_answer(work, actor)
    sent_back = {one.line.interview_id for one in returned}
    cases = case_file.cases(work, actor)
    kept = {line.case_id for line in cases}
    return Home(
        drafts=_screenings(tuple(line for line in drafts if line.interview_id not in sent_back)),
        returned=returned,
        # A screening whose case is kept stands with its case.
        submitted=tuple(line for line in _screenings(submitted) if line.case_id not in kept),
        urgent=_urgent((*drafts, *submitted)),
        cases=cases,
    )


def _first(queue: Queue) -> Queue:
    return replace(queue, lines=queue.lines[:FIRST])


def _screenings(lines: tuple[InterviewLine, ...]) -> tuple[InterviewLine, ...]:
    return tuple(line for line in lines if line.form != URGENT)


def _urgent(lines: tuple[InterviewLine, ...]) -> tuple[InterviewLine, ...]:
    return tuple(line for line in lines if line.form == URGENT)
