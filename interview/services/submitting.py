"""Handing an interview in: what still blocks it, what goes, and what is sealed with it."""

from dataclasses import dataclass, replace
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.cases import CaseStage
from interview.casework.interviews import InterviewState
from interview.casework.policy import Permission
from interview.casework.refusals import NotPermitted
from interview.eligibility.assessment import Assessment
from interview.questionnaire.answers import Key, drop_set_aside
from interview.questionnaire.problems import Problem
from interview.questionnaire.view import evaluate
from interview.services import UnitOfWork
from interview.services.assessing import ASSESSED
from interview.services.completing import Completed, complete
from interview.services.judging import Proposal
from interview.services.opening import Loaded, load, put
from interview.services.pinning import AskedPin, open_pins
from interview.services.proposing import judge
from interview.services.showing import OpenInterview, opened
from interview.services.voiding import ask


@dataclass(frozen=True, slots=True, repr=False)
class Check:
    """What handing in would do now.

    `blocking`: hard questions that are blank. `dropped`: answers set aside, which go. `not_asked`: what could have
    been asked and is blank, and will say "not asked". `problems`: answers that do not agree, which may stay so.
    """

    opened: OpenInterview
    blocking: tuple[Key, ...]
    dropped: tuple[Key, ...]
    not_asked: tuple[Key, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Submitted:
    """Handed in: the system's assessment and the caseworker's proposal are sealed with the answers."""

    assessment: Assessment
    proposal: Proposal | None
    dropped: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Blocked:
    """Not handed in: these hard questions are blank."""

    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True, repr=False)
class PinsOpen:
    """Not handed in: these questions of the one who sent it back are not answered yet."""

    pins: tuple[AskedPin, ...]


@dataclass(frozen=True, slots=True)
class ChangedMeanwhile:
    """Not handed in: the answers were changed after the check was shown; they are now at `revision`."""

    revision: int


def check(work: UnitOfWork, actor: Actor, interview_id: UUID) -> Check:
    """What handing in would do now; all answers are shown with it."""
    loaded = load(work, actor, interview_id, Permission.INTERVIEW_READ)
    completed = _completed(loaded)
    return Check(
        opened=opened(work, actor, loaded, whole=True),
        blocking=completed.view.blocking,
        dropped=completed.view.set_aside,
        not_asked=completed.not_asked,
        problems=completed.view.problems,
    )


def submit(
    work: UnitOfWork, actor: Actor, interview_id: UUID, *, revision: int
) -> Submitted | Blocked | PinsOpen | ChangedMeanwhile:
    """Hand the interview in, as it was checked at `revision`, and ask for a decision about it.

    What is set aside goes; what could have been asked and is blank says so; the system's assessment and the
    caseworker's proposal are sealed beside the answers. Raises NotPermitted.
    """
    loaded = load(work, actor, interview_id, Permission.INTERVIEW_SUBMIT)
    if loaded.record.form != ASSESSED:
        raise NotPermitted
    if loaded.record.revision != revision:
        return ChangedMeanwhile(loaded.record.revision)
    pins = open_pins(work, loaded)
    if pins:
        return PinsOpen(pins)
    completed = _completed(loaded)
    if completed.view.blocking:
        return Blocked(completed.view.blocking)
    answers, dropped = drop_set_aside(loaded.questionnaire, completed.answers)
    after = put(work, actor, loaded, replace(loaded.draft, answers=answers), state=InterviewState.SUBMITTED)
    if after is None:
        return ChangedMeanwhile(revision + 1)
    _tell(work, actor, after, len(dropped))
    judged = judge(work, actor, after, evaluate(loaded.questionnaire, answers))
    ask(work, actor, after, judged.digest)
    work.cases.move(after.record.case_id, CaseStage.ASSESSED)
    return Submitted(judged.judgement.assessment, judged.judgement.proposal, dropped)


def _completed(loaded: Loaded) -> Completed:
    return complete(loaded.questionnaire, loaded.answers, revision=loaded.record.revision + 1)


def _tell(work: UnitOfWork, actor: Actor, loaded: Loaded, dropped: int) -> None:
    record = loaded.record
    work.record(Event.INTERVIEW_SUBMITTED, actor=actor, case_id=record.case_id, interview_id=record.id)
    if dropped:
        detail = {"count": dropped}
        work.record(Event.ANSWERS_DROPPED, actor=actor, case_id=record.case_id, interview_id=record.id, detail=detail)
