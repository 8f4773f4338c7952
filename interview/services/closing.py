"""Closing a case: the caseworker asks, somebody else approves, and opening it again takes a reason."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.cases import CaseStage
from interview.casework.closing import ClosingKind, ClosingStep, Hold, dangers_left, stage_after
from interview.casework.interviews import InterviewState, moved
from interview.casework.policy import Permission, may_hold, permits
from interview.casework.refusals import NotPermitted
from interview.questionnaire.answers import Key
from interview.questionnaire.view import View, evaluate
from interview.services import UnitOfWork, clocks, retention
from interview.services.opening import RECORD, Loaded, load, put, thing_of
from interview.services.showing import OpenInterview, opened
from interview.store.records import InterviewLine

__all__ = [
    "Changed",
    "Check",
    "ClosingKind",
    "ClosingStep",
    "Done",
    "Fault",
    "Held",
    "Hold",
    "ask",
    "check",
    "decide",
    "fault_of",
    "reopen",
    "waiting",
]

SECTION, KEPT_UNTIL = "a21", "a_close_retention"
_LEFT_AS_MISSING, _EXIT, _OUT = "missing", "a_shel_exit", "a_shel_out"
LONGEST = 2_000
"""The longest text, in characters."""


class Fault(StrEnum):
    """What is wrong with what was written."""

    MISSING = "missing"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True, repr=False)
class Check:
    """How a closure stands. `blank`: the questions that it needs and that are not answered. `tasks`: what still runs.

    `steps`: what was done about it, newest first. `may_ask`, `may_decide`, `may_reopen`: what this actor may do now.
    """

    opened: OpenInterview
    holds: tuple[Hold, ...]
    blank: tuple[Key, ...]
    tasks: int
    steps: tuple[ClosingStep, ...]
    may_ask: bool
    may_decide: bool
    may_reopen: bool


@dataclass(frozen=True, slots=True)
class Done:
    """It was done; the record is in this state now."""

    state: InterviewState


@dataclass(frozen=True, slots=True)
class Held:
    """It cannot be closed yet."""

    holds: tuple[Hold, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """The record was changed after the page was shown."""


def check(work: UnitOfWork, actor: Actor, record_id: UUID) -> Check:
    """How the closure of a case stands. Raises NotPermitted, also for what is no record."""
    loaded = _load(work, actor, record_id, Permission.DECISION_READ)
    whole = evaluate(loaded.questionnaire, loaded.answers)
    blank = tuple(_blank(whole))
    shown = opened(work, actor, loaded, keys=[key for key in whole.values if whole.question(key).section_id == SECTION])
    thing = thing_of(loaded.record)
    return Check(
        opened=shown,
        holds=tuple(_holds(loaded, whole)),
        blank=blank,
        tasks=len(clocks.of_interview(work, actor, loaded.record)),
        steps=tuple(reversed(loaded.draft.closings)),
        may_ask=permits(actor, Permission.CLOSURE_ASK, thing),
        may_decide=permits(actor, Permission.CLOSURE_DECIDE, thing),
        may_reopen=permits(actor, Permission.CASE_REOPEN, thing),
    )


def ask(work: UnitOfWork, actor: Actor, record_id: UUID, *, revision: int) -> Done | Held | Changed:
    """Ask to close a case, as it was seen at `revision`. Raises NotPermitted."""
    loaded = _load(work, actor, record_id, Permission.CLOSURE_ASK)
    if loaded.record.revision != revision:
        return Changed()
    holds = tuple(_holds(loaded, evaluate(loaded.questionnaire, loaded.answers)))
    if holds:
        return Held(holds)
    return _step(work, actor, loaded, ClosingKind.ASKED, "", InterviewState.SUBMITTED, CaseStage.CLOSURE_REQUESTED)


def decide(
    work: UnitOfWork, actor: Actor, record_id: UUID, *, revision: int, approve: bool, text: str = ""
) -> Done | Changed | Fault:
    """Close the case, or send it back with words. Nobody decides on a record that they wrote in.

    Raises NotPermitted.
    """
    loaded = _load(work, actor, record_id, Permission.CLOSURE_DECIDE)
    fault = fault_of(text, needed=not approve)
    if fault is not None:
        return fault
    if loaded.record.revision != revision:
        return Changed()
    values = evaluate(loaded.questionnaire, loaded.answers).values
    kind = ClosingKind.APPROVED if approve else ClosingKind.SENT_BACK
    to = InterviewState.ACCEPTED if approve else InterviewState.RETURNED
    done = _step(work, actor, loaded, kind, text, to, stage_after(values) if approve else CaseStage.ACTIVE)
    if approve and isinstance(done, Done):
        kept_until = values.get(KEPT_UNTIL)
        if isinstance(kept_until, date):
            retention.closed(work, actor, loaded.record.case_id, kept_until)
        clocks.stop_all(work, actor, loaded.record)
    return done


def reopen(work: UnitOfWork, actor: Actor, record_id: UUID, reason: str) -> Done | Changed | Fault:
    """Open a closed case again, with a reason. Raises NotPermitted."""
    loaded = _load(work, actor, record_id, Permission.CASE_REOPEN)
    fault = fault_of(reason, needed=True)
    if fault is not None:
        return fault
    done = _step(work, actor, loaded, ClosingKind.REOPENED, reason, InterviewState.AMENDING, CaseStage.OPEN)
    if isinstance(done, Done):
        work.cases.move(loaded.record.case_id, CaseStage.ACTIVE)
        retention.goes_on(work, actor, loaded.record.case_id)
        # What was due when it was closed is due again.
        clocks.follow_record(work, actor, loaded.record, {}, evaluate(loaded.questionnaire, loaded.answers).values)
    return done


def waiting(work: UnitOfWork, actor: Actor) -> tuple[InterviewLine, ...]:
    """The closures that wait for this person's teams. Nothing sealed is opened but references of cases."""
    if not may_hold(actor, Permission.CLOSURE_DECIDE):
        return ()
    return work.interviews.of_team(actor, frozenset({InterviewState.SUBMITTED}), records=True)


_EVENTS = {
    ClosingKind.ASKED: Event.CLOSURE_ASKED,
    ClosingKind.APPROVED: Event.CLOSURE_APPROVED,
    ClosingKind.SENT_BACK: Event.CLOSURE_SENT_BACK,
    ClosingKind.REOPENED: Event.CASE_REOPENED,
}


def _step(
    work: UnitOfWork,
    actor: Actor,
    loaded: Loaded,
    kind: ClosingKind,
    text: str,
    state: InterviewState,
    stage: CaseStage,
) -> Done | Changed:
    record = loaded.record
    step = ClosingStep(kind, actor.account_id, actor.name, work.now, text.strip())
    draft = replace(loaded.draft, closings=(*loaded.draft.closings, step))
    # Who asks hands in what they wrote; who decides or opens it again writes nothing in it.
    after = put(work, actor, loaded, draft, state=moved(record.state, state), wrote=kind is ClosingKind.ASKED)
    if after is None:
        return Changed()
    work.record(_EVENTS[kind], actor=actor, case_id=record.case_id, interview_id=record.id)
    work.cases.move(record.case_id, stage)
    return Done(after.record.state)


def _holds(loaded: Loaded, view: View) -> Iterator[Hold]:
    if any(_blank(view)):
        yield Hold.ANSWERS
    groups = loaded.answers.entries.items()
    if any(entry.id not in loaded.draft.done for group, rows in groups for entry in rows if group != "session"):
        yield Hold.ENTRIES
    if any(_left_as_missing(view)):
        yield Hold.MISSING
    yield from dangers_left(view.values)


def _blank(view: View) -> Iterator[Key]:
    """What a closure needs: the hard questions of its own section."""
    return (key for key in view.blocking if view.question(key).section_id == SECTION)


def _left_as_missing(view: View) -> Iterator[Key]:
    """The stay that the person left without a word, if none followed."""
    stays = [key for key in view.values if key.endswith(f"-{_EXIT}")]
    return (key for key in stays[-1:] if view.values[key] == _LEFT_AS_MISSING)


def _load(work: UnitOfWork, actor: Actor, record_id: UUID, permission: Permission) -> Loaded:
    record = work.interviews.find(record_id)
    if record is None or record.form != RECORD:
        raise NotPermitted
    return load(work, actor, record_id, permission)


def fault_of(text: str, *, needed: bool) -> Fault | None:
    """What is wrong with words that were written."""
    if needed and not text.strip():
        return Fault.MISSING
    return Fault.TOO_LONG if len(text) > LONGEST else None
