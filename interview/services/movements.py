"""A supervisor's decision about a dangerous journey: asked for, and made by somebody who wrote nothing in it."""

from dataclasses import dataclass, replace
from uuid import UUID

from interview.audit.events import Event
from interview.casework import movements
from interview.casework.actors import Actor
from interview.casework.entry_steps import EntryStep
from interview.casework.movements import GROUP, Block
from interview.casework.policy import Permission, permits
from interview.questionnaire.answers import Key
from interview.questionnaire.view import evaluate
from interview.services import UnitOfWork, alerts
from interview.services.closing import Changed, Fault, fault_of
from interview.services.opening import Loaded, load_with_entry, put, thing_of
from interview.services.showing import OpenInterview, opened

__all__ = ["Block", "Changed", "EntryStep", "Fault", "Journey", "ask", "decide", "show"]


@dataclass(frozen=True, slots=True, repr=False)
class Journey:
    """A journey with what stands against it. `keys`: its answers. `steps`: what was asked and decided, newest first.

    `may_ask`, `may_decide`: what this actor may do now. `holds`: a supervisor allowed it, and nothing changed since.
    """

    opened: OpenInterview
    entry_id: str
    keys: tuple[Key, ...]
    blocks: tuple[Block, ...]
    steps: tuple[EntryStep, ...]
    holds: bool
    may_ask: bool
    may_decide: bool


def show(work: UnitOfWork, actor: Actor, record_id: UUID, entry_id: str) -> Journey:
    """A journey, for who may read the record. Raises NotPermitted for unknown and forbidden alike."""
    loaded = load_with_entry(work, actor, record_id, GROUP, entry_id, Permission.INTERVIEW_READ)
    values = evaluate(loaded.questionnaire, loaded.answers).values
    keys = tuple(key for key in values if key.startswith(f"{GROUP}-{entry_id}-"))
    steps = tuple(step for step in loaded.draft.journeys if step.entry_id == entry_id)
    thing, dangerous = thing_of(loaded.record), movements.is_dangerous(values, entry_id)
    holds = movements.allowed(values, entry_id, steps)
    return Journey(
        opened=opened(work, actor, loaded, keys=keys),
        entry_id=entry_id,
        keys=keys,
        blocks=tuple(movements.blocks(values, entry_id, steps)),
        steps=tuple(reversed(steps)),
        holds=holds,
        may_ask=dangerous and not holds and permits(actor, Permission.INTERVIEW_WRITE, thing),
        may_decide=dangerous and permits(actor, Permission.JOURNEY_DECIDE, thing),
    )


def ask(work: UnitOfWork, actor: Actor, record_id: UUID, entry_id: str) -> EntryStep | Changed:
    """Ask a supervisor to decide about a journey; whoever is on duty is told that something needs them."""
    loaded = load_with_entry(work, actor, record_id, GROUP, entry_id, Permission.INTERVIEW_WRITE)
    step = _step(work, actor, loaded, entry_id, Event.JOURNEY_ASKED)
    if isinstance(step, EntryStep):
        alerts.raise_immediate_risk(work, actor, loaded.record)
    return step


def decide(
    work: UnitOfWork, actor: Actor, record_id: UUID, entry_id: str, *, revision: int, allow: bool, text: str
) -> EntryStep | Changed | Fault:
    """Allow a journey in spite of its danger, or not, with words. Nobody decides on a record that they wrote in."""
    loaded = load_with_entry(work, actor, record_id, GROUP, entry_id, Permission.JOURNEY_DECIDE)
    fault = fault_of(text, needed=True)
    if fault is not None:
        return fault
    if loaded.record.revision != revision:
        return Changed()
    event = Event.JOURNEY_ALLOWED if allow else Event.JOURNEY_NOT_ALLOWED
    return _step(work, actor, loaded, entry_id, event, allowed=allow, text=text)


def _step(
    work: UnitOfWork,
    actor: Actor,
    loaded: Loaded,
    entry_id: str,
    event: Event,
    *,
    allowed: bool | None = None,
    text: str = "",
) -> EntryStep | Changed:
    about = movements.about(evaluate(loaded.questionnaire, loaded.answers).values, entry_id)
    step = EntryStep(entry_id, actor.account_id, actor.name, work.now, about, allowed, text.strip())
    draft = replace(loaded.draft, journeys=(*loaded.draft.journeys, step))
    after = put(work, actor, loaded, draft, wrote=allowed is None)
    if after is None:
        return Changed()
    work.record(event, actor=actor, case_id=after.record.case_id, interview_id=after.record.id)
    return step
