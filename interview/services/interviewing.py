"""An interview from its beginning to one of its endings."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.interviews import Ending, InterviewState, moved, state_after
from interview.casework.policy import Permission, Thing, require
from interview.casework.refusals import NotPermitted
from interview.forms import library
from interview.questionnaire.answers import Answers, PageKey
from interview.questionnaire.definition import PageKind, Questionnaire
from interview.questionnaire.view import evaluate
from interview.services import UnitOfWork, drafting, retention
from interview.services.drafting import Draft
from interview.services.opening import ATTEMPTS, Loaded, load, put, thing_of_case
from interview.services.proposing import judge_stopped
from interview.services.results import (
    AskOnceMore,
    Conflict,
    Ended,
    Held,
    NotApproved,
    NothingKept,
    Saved,
    SaveResult,
    WouldSetAside,
)
from interview.services.saving import save_page
from interview.services.showing import OpenInterview, after_closing, closing_page, open_interview
from interview.store.records import Case
from interview.store.refusals import Overtaken

__all__ = [
    "AskOnceMore",
    "Conflict",
    "Ended",
    "Held",
    "NotApproved",
    "NothingKept",
    "OpenInterview",
    "SaveResult",
    "Saved",
    "Stopped",
    "WouldSetAside",
    "begin",
    "change_languages",
    "closing_page",
    "open_interview",
    "pause",
    "resume_interview",
    "save_page",
    "stop",
]

SCREENING, URGENT = "screening", "urgent"
NO_MODULES: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stopped:
    """How the interview stands after the talk. `next_page`: where staff go on with a finished one; None: the check."""

    state: InterviewState
    next_page: PageKey | None = None


def begin(
    work: UnitOfWork,
    actor: Actor,
    *,
    person_language: str,
    interviewer_language: str = "en",
    case_id: UUID | None = None,
    modules: frozenset[str] = NO_MODULES,
) -> UUID:
    """Begin a screening: in a case of its own, or in the one that an urgent contact made. Gives the interview's id."""
    require(actor, Permission.CASE_OPEN, Thing(organisation_id=actor.organisation_id))
    case = open_case(work, actor) if case_id is None else case_of(work, actor, case_id)
    if case_id is not None:
        retention.goes_on(work, actor, case_id)
    draft = new_draft(work.now, person_language, interviewer_language, modules)
    return start(work, actor, case, library.load(SCREENING), draft)


def new_draft(
    now: datetime, person_language: str, interviewer_language: str, modules: frozenset[str] = NO_MODULES
) -> Draft:
    """A draft without answers, for a sitting that begins now."""
    return Draft(
        answers=Answers.begin(now.date(), modules),
        person_language=person_language,
        interviewer_language=interviewer_language,
        sitting_since=now,
    )


def open_case(work: UnitOfWork, actor: Actor) -> Case:
    """A new case, granted to the actor, the supervising team and recovery."""
    case = work.cases.create(actor)
    work.record(Event.CASE_OPENED, actor=actor, case_id=case.id)
    return case


def case_of(work: UnitOfWork, actor: Actor, case_id: UUID) -> Case:
    """A case that the actor may read. Raises NotPermitted for unknown and forbidden alike."""
    case = work.cases.get(case_id)
    if case is None:
        raise NotPermitted
    require(actor, Permission.CASE_READ, thing_of_case(case))
    return case


def start(work: UnitOfWork, actor: Actor, case: Case, questionnaire: Questionnaire, draft: Draft) -> UUID:
    """A new interview in a case, with this draft."""
    urgent = questionnaire.form == URGENT
    interview = work.interviews.create(actor, case, questionnaire, drafting.to_json(draft), urgent=urgent)
    event = Event.URGENT_BEGUN if urgent else Event.INTERVIEW_BEGUN
    work.record(event, actor=actor, case_id=case.id, interview_id=interview.record.id)
    return interview.record.id


def pause(work: UnitOfWork, actor: Actor, interview_id: UUID) -> None:
    """Pause: everything is saved, and it can be taken up on another device."""
    stop(work, actor, interview_id, Ending.TO_BE_CONTINUED)


def resume_interview(work: UnitOfWork, actor: Actor, interview_id: UUID) -> None:
    """Take up a paused or returned interview. Raises NotNow for one that is neither."""

    def taken_up(loaded: Loaded) -> Change:
        state = moved(loaded.record.state, InterviewState.IN_PROGRESS)
        return Change(replace(loaded.draft, sitting_since=work.now), state)

    _change(work, actor, interview_id, Event.INTERVIEW_RESUMED, taken_up)


def stop(work: UnitOfWork, actor: Actor, interview_id: UUID, ending: Ending) -> Stopped:
    """End the talk: finished, to be continued, or at the person's wish. Raises NotNow where that cannot follow.

    A finished one stays open for the pages of staff, and is then handed in.
    """
    if ending is Ending.FINISHED:
        loaded = load(work, actor, interview_id, Permission.INTERVIEW_WRITE)
        return Stopped(loaded.record.state, _next_of_staff(loaded))
    event = Event.INTERVIEW_PAUSED if ending is Ending.TO_BE_CONTINUED else Event.INTERVIEW_STOPPED
    loaded = _change(
        work,
        actor,
        interview_id,
        event,
        lambda found: Change(found.draft, state_after(ending, found.record.state)),
    )
    if ending is Ending.PERSONS_WISH:
        judge_stopped(work, actor, loaded)
        retention.settle(work, actor, loaded.record.case_id)
    return Stopped(loaded.record.state)


def change_languages(work: UnitOfWork, actor: Actor, interview_id: UUID, *, person: str, interviewer: str) -> None:
    """Change in which languages the person and the interviewer see the questions."""

    def in_languages(loaded: Loaded) -> Change:
        return Change(replace(loaded.draft, person_language=person, interviewer_language=interviewer))

    _change(work, actor, interview_id, Event.INTERVIEW_LANGUAGES_CHANGED, in_languages)


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """What becomes of an interview: its draft, and its state if that changes."""

    draft: Draft
    state: InterviewState | None = None


def _change(
    work: UnitOfWork, actor: Actor, interview_id: UUID, event: Event, change: Callable[[Loaded], Change]
) -> Loaded:
    for _ in range(ATTEMPTS):
        loaded = load(work, actor, interview_id, Permission.INTERVIEW_WRITE)
        to = change(loaded)
        after = put(work, actor, loaded, to.draft, state=to.state)
        if after is not None:
            work.record(event, actor=actor, case_id=after.record.case_id, interview_id=interview_id)
            return after
    raise Overtaken


def _next_of_staff(loaded: Loaded) -> PageKey | None:
    """The first page behind the person's part, else what staff still have to answer."""
    view = evaluate(loaded.questionnaire, loaded.answers)
    waiting = [page.key for page in view.pages if page.open and page.page.kind is PageKind.STAFF]
    return (after_closing(view) or waiting[0]) if waiting else None
