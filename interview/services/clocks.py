"""Clocks of an interview: started by answers or by hand, shown with the time that is left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from interview.audit.events import Event
from interview.casework import tasks
from interview.casework.actors import Actor
from interview.casework.clocks import BY_HAND, ClockKind, TimeLeft, start_of, started, time_left, touched
from interview.casework.policy import Permission, permits, require
from interview.casework.refusals import NotPermitted
from interview.casework.tasks import Task
from interview.questionnaire.answers import Key
from interview.questionnaire.values import Value
from interview.services import UnitOfWork
from interview.services.opening import thing_of, thing_of_case
from interview.store.records import InterviewRecord

Values = Mapping[Key, Value]


@dataclass(frozen=True, slots=True)
class Running:
    """A clock with the time that is left of it. `may_stop`: this person may say that it is dealt with.

    `entry_id`: the entry of a record that it is about; empty where it is about the whole.
    """

    id: UUID
    interview_id: UUID
    kind: ClockKind
    due_at: datetime
    left: TimeLeft
    may_stop: bool
    entry_id: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """When something of an interview is due next, without saying what."""

    due_at: datetime
    left: TimeLeft


def follow(work: UnitOfWork, actor: Actor, record: InterviewRecord, before: Values, after: Values) -> None:
    """Let the clocks of an interview follow its answers, as a save has changed them. Mostly there is nothing to do."""
    kinds = touched(before, after)
    if not kinds:
        return
    for clock in work.clocks.of_case(record.case_id):
        if clock.interview_id == record.id and clock.kind in kinds and not clock.by_hand:
            work.clocks.remove(clock)
            _tell(work, actor, record, Event.CLOCK_STOPPED)
    for kind, due_at in started(after, work.now, work.settings.limits).items():
        if kind in kinds:
            work.clocks.add(record.case_id, record.id, kind, due_at)
            _tell(work, actor, record, Event.CLOCK_STARTED)


def follow_record(work: UnitOfWork, actor: Actor, record: InterviewRecord, before: Values, after: Values) -> None:
    """Let the tasks of a record follow its answers. What is counted from a moment is not moved by a later save."""
    was, now = (tasks.due(values, work.now, work.settings.limits) for values in (before, after))
    gone = {task for task, due_at in was.items() if now.get(task) != due_at}
    new = {task: due_at for task, due_at in now.items() if was.get(task) != due_at}
    if gone:
        for clock in work.clocks.of_case(record.case_id):
            if Task(clock.kind, clock.entry_id) in gone and clock.interview_id == record.id and not clock.by_hand:
                work.clocks.remove(clock)
                _tell(work, actor, record, Event.CLOCK_STOPPED)
    for task, due_at in new.items():
        work.clocks.add(record.case_id, record.id, task.kind, due_at, entry_id=task.entry_id)
        _tell(work, actor, record, Event.CLOCK_STARTED)


def of_case(work: UnitOfWork, actor: Actor, case_id: UUID) -> tuple[Running, ...]:
    """The clocks of a case, the next one first. Raises NotPermitted."""
    case = work.cases.get(case_id)
    if case is None:
        raise NotPermitted
    require(actor, Permission.CASE_READ, thing_of_case(case))
    return _running(work, case_id, may_stop=permits(actor, Permission.CLOCK_SET, thing_of_case(case)))


def of_interview(work: UnitOfWork, actor: Actor, record: InterviewRecord) -> tuple[Running, ...]:
    """The clocks of the case of an interview that was opened in this work. Raises NotPermitted."""
    require(actor, Permission.INTERVIEW_READ, thing_of(record))
    return _running(work, record.case_id, may_stop=permits(actor, Permission.CLOCK_SET, thing_of(record)))


def start(work: UnitOfWork, actor: Actor, interview_id: UUID, kind: ClockKind, day: date) -> None:
    """Set a clock by hand, for a day that no question asks for. Raises NotPermitted."""
    record = require_settable(work, actor, interview_id)
    if kind not in BY_HAND:
        raise NotPermitted
    work.clocks.add(record.case_id, record.id, kind, start_of(day, work.settings.limits), by_hand=True)
    _tell(work, actor, record, Event.CLOCK_STARTED)


def stop(work: UnitOfWork, actor: Actor, interview_id: UUID, clock_id: UUID) -> None:
    """Say that what a clock was for is dealt with. Raises NotPermitted for one that is not this interview's case's."""
    record = require_settable(work, actor, interview_id)
    for clock in work.clocks.of_case(record.case_id):
        if clock.id == clock_id:
            work.clocks.remove(clock)
            _tell(work, actor, record, Event.CLOCK_STOPPED)
            return
    raise NotPermitted


def start_for_entry(
    work: UnitOfWork, actor: Actor, record: InterviewRecord, kind: ClockKind, entry_id: str, due_at: datetime
) -> None:
    """A clock about one entry of a record, which no answer starts. Raises NotPermitted."""
    require(actor, Permission.INTERVIEW_READ, thing_of(record))
    work.clocks.add(record.case_id, record.id, kind, due_at, entry_id=entry_id)
    _tell(work, actor, record, Event.CLOCK_STARTED)


def stop_for_entry(work: UnitOfWork, actor: Actor, record: InterviewRecord, kind: ClockKind, entry_id: str) -> None:
    """Whatever runs of this kind about an entry is dealt with. Raises NotPermitted."""
    require(actor, Permission.INTERVIEW_READ, thing_of(record))
    for clock in work.clocks.of_case(record.case_id):
        if clock.interview_id == record.id and (clock.kind, clock.entry_id) == (kind, entry_id):
            work.clocks.remove(clock)
            _tell(work, actor, record, Event.CLOCK_STOPPED)


def stop_all(work: UnitOfWork, actor: Actor, record: InterviewRecord) -> None:
    """A case was closed: nothing runs in it any more. Raises NotPermitted."""
    require(actor, Permission.INTERVIEW_READ, thing_of(record))
    for clock in work.clocks.of_case(record.case_id):
        work.clocks.remove(clock)
        _tell(work, actor, record, Event.CLOCK_STOPPED)


def due(work: UnitOfWork, interview_ids: Iterable[UUID]) -> Mapping[UUID, Due]:
    """What is due next for interviews that were listed to this person; opens nothing."""
    found = work.clocks.first_due(interview_ids)
    return {interview_id: Due(due_at, time_left(due_at, work.now)) for interview_id, due_at in found.items()}


def _running(work: UnitOfWork, case_id: UUID, *, may_stop: bool) -> tuple[Running, ...]:
    return tuple(
        Running(
            id=clock.id,
            interview_id=clock.interview_id,
            kind=clock.kind,
            due_at=clock.due_at,
            left=time_left(clock.due_at, work.now),
            may_stop=may_stop,
            entry_id=clock.entry_id,
        )
        for clock in work.clocks.of_case(case_id)
    )


def require_settable(work: UnitOfWork, actor: Actor, interview_id: UUID) -> InterviewRecord:
    """An interview whose clocks this person may set. Raises NotPermitted."""
    record = work.interviews.find(interview_id)
    if record is None:
        raise NotPermitted
    require(actor, Permission.CLOCK_SET, thing_of(record))
    return record


def _tell(work: UnitOfWork, actor: Actor, record: InterviewRecord, event: Event) -> None:
    work.record(event, actor=actor, case_id=record.case_id, interview_id=record.id)
