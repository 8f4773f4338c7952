"""Who looked at a case: who, when, at what, and what for. Out of the audit trail, newest first."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.keeping import IdentityPurpose
from interview.casework.policy import Permission
from interview.questionnaire.kinds import Sensitivity
from interview.services import UnitOfWork
from interview.services.opening import require_for_case
from interview.store.reading_trail import TrailEntry, Which

__all__ = ["Looked", "Readers", "Seen", "readers_of"]


class Seen(StrEnum):
    """What was looked at."""

    SENSITIVE = "sensitive"
    MEDICAL = "medical"
    IDENTITY = "identity"
    ASSESSMENT = "assessment"
    DECISION = "decision"
    WHO = "who"
    FILES = "files"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Looked:
    """One look. `purpose`: only with WHO, where somebody asked who the person is. `mine`: whoever reads this did."""

    name: str
    at: datetime
    seen: Seen
    purpose: IdentityPurpose | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Readers:
    """A page of looks. `before`: where the next, older page begins; None on the last."""

    case_id: UUID
    reference: str
    looks: tuple[Looked, ...]
    before: int | None


_OF_CLASS = {
    Sensitivity.SENSITIVE.value: Seen.SENSITIVE,
    Sensitivity.MEDICAL.value: Seen.MEDICAL,
    Sensitivity.IDENTITY.value: Seen.IDENTITY,
}
_OF_EVENT = {
    Event.IDENTITY_OPENED: Seen.WHO,
    Event.ASSESSMENT_READ: Seen.ASSESSMENT,
    Event.DECISION_READ: Seen.DECISION,
    Event.ATTACHMENTS_LISTED: Seen.FILES,
    Event.ATTACHMENT_READ: Seen.FILE,
}
_EVENTS = frozenset({Event.ANSWERS_READ, *_OF_EVENT})


def readers_of(work: UnitOfWork, actor: Actor, case_id: UUID, *, before: int | None = None) -> Readers:
    """Who looked at a case. Raises NotPermitted for unknown and forbidden alike.

    Reading is recorded once in a quarter of an hour for each person, session and kind of answer.
    """
    case = require_for_case(work, actor, case_id, Permission.READERS_READ)
    page = work.trail_reading.of_case(case_id, Which(events=_EVENTS, before=before))
    looks = tuple(_looked(one, actor) for one in page.entries)
    return Readers(case.id, case.reference, looks, page.before)


def _looked(entry: TrailEntry, actor: Actor) -> Looked:
    purpose = entry.detail.get("purpose")
    return Looked(
        name=entry.actor_name or "",
        at=entry.at,
        seen=_seen(entry),
        purpose=IdentityPurpose(purpose) if isinstance(purpose, str) else None,
        mine=entry.actor_id == actor.account_id,
    )


def _seen(entry: TrailEntry) -> Seen:
    return _OF_EVENT.get(entry.event) or _OF_CLASS[str(entry.detail["class"])]
