"""Approval of a payment: asked for, and given by somebody who did not note it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from interview.audit.events import Event
from interview.casework import payments
from interview.casework.actors import Actor
from interview.casework.clocks import ClockKind
from interview.casework.entry_steps import EntryStep
from interview.casework.payments import GROUP
from interview.casework.policy import Permission, permits
from interview.casework.refusals import NotPermitted
from interview.questionnaire.answers import Key
from interview.questionnaire.view import evaluate
from interview.services import UnitOfWork, clocks
from interview.services.closing import Changed, Fault, fault_of
from interview.services.opening import Loaded, load_with_entry, put, thing_of
from interview.services.showing import OpenInterview, opened

__all__ = ["Changed", "EntryStep", "Fault", "Payment", "ask", "decide", "show"]

WITHIN = timedelta(days=2)
"""So soon somebody should look at what waits for an approval."""


@dataclass(frozen=True, slots=True, repr=False)
class Payment:
    """A payment with its approval. `keys`: its answers. `steps`: what was asked and decided, newest first.

    `approved`: the approval that holds, None without. `waits`: one is asked for. `may_ask`, `may_decide`: what this
    actor may do now.
    """

    opened: OpenInterview
    entry_id: str
    keys: tuple[Key, ...]
    steps: tuple[EntryStep, ...]
    approved: EntryStep | None
    waits: bool
    may_ask: bool
    may_decide: bool


def show(work: UnitOfWork, actor: Actor, record_id: UUID, entry_id: str) -> Payment:
    """A payment, for who may read the record. Raises NotPermitted for unknown and forbidden alike."""
    loaded = load_with_entry(work, actor, record_id, GROUP, entry_id, Permission.INTERVIEW_READ)
    values = evaluate(loaded.questionnaire, loaded.answers).values
    keys = tuple(key for key in values if key.startswith(f"{GROUP}-{entry_id}-"))
    approved = payments.approval(values, entry_id, loaded.draft.payments)
    waits = payments.awaits(entry_id, loaded.draft.payments)
    thing = thing_of(loaded.record)
    settled = approved is not None or payments.paid(values, entry_id)
    may_decide = permits(actor, Permission.PAYMENT_APPROVE, thing) and not _had_part(actor, loaded, entry_id)
    return Payment(
        opened=opened(work, actor, loaded, keys=keys),
        entry_id=entry_id,
        keys=keys,
        steps=tuple(step for step in reversed(loaded.draft.payments) if step.entry_id == entry_id),
        approved=approved,
        waits=waits,
        may_ask=not settled and not waits and permits(actor, Permission.INTERVIEW_WRITE, thing),
        may_decide=not settled and may_decide,
    )


def ask(work: UnitOfWork, actor: Actor, record_id: UUID, entry_id: str) -> EntryStep | Changed:
    """Ask that somebody else approves a payment; it is due with whoever supervises the case."""
    loaded = load_with_entry(work, actor, record_id, GROUP, entry_id, Permission.INTERVIEW_WRITE)
    step = _step(work, actor, loaded, entry_id, Event.PAYMENT_ASKED)
    if isinstance(step, EntryStep):
        clocks.stop_for_entry(work, actor, loaded.record, ClockKind.APPROVAL, entry_id)
        clocks.start_for_entry(work, actor, loaded.record, ClockKind.APPROVAL, entry_id, work.now + WITHIN)
    return step


def decide(
    work: UnitOfWork, actor: Actor, record_id: UUID, entry_id: str, *, revision: int, approve: bool, text: str = ""
) -> EntryStep | Changed | Fault:
    """Approve a payment, or not, then with words. Raises NotPermitted for who noted or amended it."""
    loaded = load_with_entry(work, actor, record_id, GROUP, entry_id, Permission.PAYMENT_APPROVE)
    if _had_part(actor, loaded, entry_id):
        raise NotPermitted
    fault = fault_of(text, needed=not approve)
    if fault is not None:
        return fault
    if loaded.record.revision != revision:
        return Changed()
    event = Event.PAYMENT_APPROVED if approve else Event.PAYMENT_NOT_APPROVED
    step = _step(work, actor, loaded, entry_id, event, approved=approve, text=text)
    if isinstance(step, EntryStep):
        clocks.stop_for_entry(work, actor, loaded.record, ClockKind.APPROVAL, entry_id)
    return step


def _had_part(actor: Actor, loaded: Loaded, entry_id: str) -> bool:
    """Whether the actor noted the entry, amended it, or asked for its approval."""
    noted = {entry.author for entry in loaded.answers.entries.get(GROUP, ()) if entry.id == entry_id}
    amended = {one.by for one in loaded.draft.earlier if one.entry.id == entry_id}
    asked = {step.by for step in loaded.draft.payments if step.entry_id == entry_id and step.allowed is None}
    return str(actor.account_id) in noted or actor.account_id in amended | asked


def _step(
    work: UnitOfWork,
    actor: Actor,
    loaded: Loaded,
    entry_id: str,
    event: Event,
    *,
    approved: bool | None = None,
    text: str = "",
) -> EntryStep | Changed:
    about = payments.about(evaluate(loaded.questionnaire, loaded.answers).values, entry_id)
    step = EntryStep(entry_id, actor.account_id, actor.name, work.now, about, approved, text.strip())
    draft = replace(loaded.draft, payments=(*loaded.draft.payments, step))
    after = put(work, actor, loaded, draft, wrote=approved is None)
    if after is None:
        return Changed()
    work.record(event, actor=actor, case_id=after.record.case_id, interview_id=after.record.id)
    return step
