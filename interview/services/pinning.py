"""The caseworker's side of what was sent back: the pins of an interview, and answering them one by one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.decisions import StepKind, Waiting
from interview.casework.interviews import InterviewState, moved
from interview.casework.policy import Permission
from interview.casework.refusals import NotPermitted
from interview.casework.steps import AskedPin
from interview.services import UnitOfWork, decisions
from interview.services.decision_results import LONGEST
from interview.services.decisions import add, step_by
from interview.services.opening import ATTEMPTS, Loaded, load, put
from interview.services.saving import TAKEN_UP
from interview.store.decisions import DecisionRecord
from interview.store.records import InterviewLine
from interview.store.refusals import Overtaken

__all__ = ["AskedPin", "NoText", "ToAnswer", "answer_pin", "answer_pins", "open_pins", "pins_of", "to_answer"]

_GOING_ON = frozenset({InterviewState.RETURNED, InterviewState.IN_PROGRESS, InterviewState.PAUSED})


@dataclass(frozen=True, slots=True)
class NoText:
    """Not answered: there are no words, or (`too_long`) more than anybody reads."""

    pin_id: str = ""
    too_long: bool = False


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """An interview that was sent back. `open_pins`: how many of its questions nobody has answered, where counted."""

    line: InterviewLine
    open_pins: int | None


def to_answer(work: UnitOfWork, actor: Actor) -> tuple[ToAnswer, ...]:
    """The interviews of this caseworker that were sent back and not yet handed in again: first in the queue."""
    lines = work.interviews.mine(actor, _GOING_ON)
    pinned = work.decisions.pinned(actor, [line.interview_id for line in lines]) if lines else {}
    return tuple(ToAnswer(line, pinned[line.interview_id]) for line in lines if line.interview_id in pinned)


def pins_of(work: UnitOfWork, actor: Actor, interview_id: UUID) -> tuple[AskedPin, ...]:
    """What was asked when the interview was sent back, with what was answered; empty once it is handed in again."""
    loaded = load(work, actor, interview_id, Permission.INTERVIEW_READ)
    return pins_in(work, loaded)


def pins_in(work: UnitOfWork, loaded: Loaded) -> tuple[AskedPin, ...]:
    """The same, of an interview that is open already."""
    record = _sent_back(work, loaded)
    return () if record is None else _pins(work, loaded, record)


def open_pins(work: UnitOfWork, loaded: Loaded) -> tuple[AskedPin, ...]:
    """The pins that nobody has answered yet."""
    return tuple(pin for pin in pins_in(work, loaded) if pin.answer is None)


def answer_pin(work: UnitOfWork, actor: Actor, interview_id: UUID, pin_id: str, text: str) -> AskedPin | NoText:
    """Answer a pin in words, once more if need be; the answer that it is pinned to may be changed on its page too.

    Like any answer it takes the interview up again. Raises NotPermitted for a pin that is not there, also once the
    interview was handed in again.
    """
    return answer_pins(work, actor, interview_id, pin_id, {pin_id: text})


def answer_pins(
    work: UnitOfWork, actor: Actor, interview_id: UUID, pin_id: str, texts: Mapping[str, str]
) -> AskedPin | NoText:
    """Answer this pin, and keep what was typed for others beside it: all of it or nothing. Raises as `answer_pin`.

    `texts`: by pin. For the others, empty ones and those that say what was answered before answer nothing.
    """
    for _ in range(ATTEMPTS):
        loaded = load(work, actor, interview_id, Permission.INTERVIEW_WRITE)
        record = _sent_back(work, loaded)
        pins = () if record is None else _pins(work, loaded, record)
        if record is None or pin_id not in {pin.id for pin in pins}:
            raise NotPermitted
        given = _given(pins, pin_id, texts)
        for other, text in given.items():
            if not text or len(text) > LONGEST:
                return NoText(other, too_long=bool(text))
        taken_up = _taken_up(work, actor, loaded)
        after = None if taken_up is None else _answered(work, actor, taken_up, record, pins, given)
        if taken_up is not None and after is not None:
            return next(pin for pin in _pins(work, taken_up, after) if pin.id == pin_id)
    raise Overtaken


def _given(pins: tuple[AskedPin, ...], pin_id: str, texts: Mapping[str, str]) -> dict[str, str]:
    """What is said to this pin, and whatever is new for the others."""
    beside = {pin.id: texts.get(pin.id, "").strip() for pin in pins if pin.id != pin_id}
    new = {pin.id: beside[pin.id] for pin in pins if pin.id in beside and beside[pin.id] not in {"", pin.answer}}
    return {pin_id: texts.get(pin_id, "").strip(), **new}


def _answered(
    work: UnitOfWork,
    actor: Actor,
    loaded: Loaded,
    record: DecisionRecord,
    pins: tuple[AskedPin, ...],
    given: Mapping[str, str],
) -> DecisionRecord | None:
    """The decision with these answers; None when another step came first."""
    still_open = {pin.id for pin in pins if pin.answer is None}
    after: DecisionRecord | None = record
    for pin_id, text in given.items():
        still_open -= {pin_id}
        step = step_by(work, actor, StepKind.PIN_ANSWERED, pin_id=pin_id, text=text)
        if after is not None:
            event = Event.DECISION_PIN_ANSWERED
            after = add(work, actor, loaded, after, step, event, open_pins=len(still_open))
    return after


def _taken_up(work: UnitOfWork, actor: Actor, loaded: Loaded) -> Loaded | None:
    """The interview, going on again as after any answer; None when another save came first."""
    if loaded.record.state not in TAKEN_UP:
        return loaded
    state = moved(loaded.record.state, InterviewState.IN_PROGRESS)
    after = put(work, actor, loaded, replace(loaded.draft, sitting_since=work.now), state=state)
    if after is not None:
        case_id = after.record.case_id
        work.record(Event.INTERVIEW_RESUMED, actor=actor, case_id=case_id, interview_id=after.record.id)
    return after


def _pins(work: UnitOfWork, loaded: Loaded, record: DecisionRecord) -> tuple[AskedPin, ...]:
    return decisions.decision_of(record, work.decisions.steps(loaded.interview, (record,))[record.id]).pins


def _sent_back(work: UnitOfWork, loaded: Loaded) -> DecisionRecord | None:
    newest = work.decisions.newest(loaded.record.id)
    return newest if newest is not None and newest.waiting is Waiting.PINS else None
