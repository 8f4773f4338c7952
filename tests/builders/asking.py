"""Decisions as the store knows them, without a form or a service."""

from datetime import timedelta
from uuid import UUID

from builders.store import House

from interview.audit.events import Event
from interview.casework.decisions import Part, Waiting
from interview.store.decisions import DecisionRecord

ASKED: dict[str, object] = {"text": ""}


def ask(house: House, interview_id: UUID, parties: tuple[tuple[UUID, Part], ...] = ()) -> DecisionRecord:
    """A decision that the caseworker asks for; the next one about the same interview follows it."""
    with house.at_work("caseworker") as (work, actor):
        interview = work.interviews.get(interview_id)
        assert interview is not None
        digest = work.proposals.put(interview, {"result": "indicated"})
        made = work.decisions.create(
            interview,
            ASKED,
            digest=bytes.fromhex(digest),
            waiting=Waiting.NEW,
            due_at=work.now + timedelta(hours=72),
            previous=work.decisions.newest(interview_id),
            parties=parties,
        )
        work.record(Event.FLAGS_RAISED, actor=actor, detail={"count": 1})
    return made
