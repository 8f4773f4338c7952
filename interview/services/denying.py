"""What the policy refused to somebody signed in, for the record. To them it looks like a page that does not exist."""

from collections.abc import Iterable
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.services import UnitOfWork


def note(work: UnitOfWork, actor: Actor, ids: Iterable[UUID]) -> bool:
    """Record that something was refused; whether it was recorded: a session that asks again and again is not.

    `ids`: what the address named. Only the ids of existing things are kept.
    """
    if not work.denials.admit(actor):
        return False
    about = work.denials.about(actor, ids)
    work.record(
        Event.ACCESS_DENIED,
        actor=actor,
        case_id=about.case_id,
        interview_id=about.interview_id,
        account_id=about.account_id,
    )
    return True
