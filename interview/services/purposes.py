"""Who somebody is, is shown for a purpose: for a while, in one session, for one case, and on the record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.interviews import WRITABLE
from interview.casework.keeping import IdentityPurpose
from interview.casework.policy import Permission, permits
from interview.questionnaire.answers import Answers, Key
from interview.questionnaire.definition import Questionnaire
from interview.questionnaire.keys import parts_of
from interview.questionnaire.kinds import Sensitivity
from interview.services import UnitOfWork
from interview.services.opening import require_for_case, thing_of
from interview.store.records import InterviewRecord

__all__ = [
    "IdentityPurpose",
    "Sight",
    "hide_identity",
    "in_the_middle",
    "may_show",
    "open_identity",
    "shown_until",
    "sight",
]


def may_show(work: UnitOfWork, actor: Actor, case_id: UUID) -> bool:
    """Whether the actor has said, in this session and not too long ago, what the identity answers are wanted for."""
    return shown_until(work, actor, case_id) is not None


def shown_until(work: UnitOfWork, actor: Actor, case_id: UUID) -> datetime | None:
    """Until when they show in this session; None while they are hidden."""
    return work.identity.until(actor, case_id)


def in_the_middle(actor: Actor, record: InterviewRecord) -> bool:
    """Whether the actor is talking with the person: an author, with the draft open. Then nothing is hidden."""
    return (
        record.state in WRITABLE
        and actor.account_id in record.author_ids
        and permits(actor, Permission.INTERVIEW_WRITE, thing_of(record))
    )


@dataclass(frozen=True, slots=True)
class Sight:
    """What the actor sees of who the person is. `hidden`: the answers left out now, set-aside ones too.

    `closed`: such answers are left out, earlier ones too. `until`: when those that show are hidden again.
    """

    hidden: frozenset[Key] = frozenset()
    closed: bool = False
    until: datetime | None = None


def sight(
    work: UnitOfWork, actor: Actor, record: InterviewRecord, questionnaire: Questionnaire, answers: Answers
) -> Sight:
    """What the actor sees now of the answers of an interview that say who the person is."""
    if in_the_middle(actor, record):
        return Sight()
    until = shown_until(work, actor, record.case_id)
    return Sight(until=until) if until else Sight(frozenset(_of_identity(questionnaire, answers.values)), closed=True)


def open_identity(work: UnitOfWork, actor: Actor, case_id: UUID, purpose: IdentityPurpose) -> datetime:
    """Show the identity answers of a case in this session; gives the moment until which.

    Raises NotPermitted for unknown and forbidden alike.
    """
    require_for_case(work, actor, case_id, Permission.INTERVIEW_READ, Sensitivity.IDENTITY)
    until = work.identity.open(actor, case_id)
    work.record(Event.IDENTITY_OPENED, actor=actor, case_id=case_id, detail={"purpose": purpose})
    return until


def hide_identity(work: UnitOfWork, actor: Actor, case_id: UUID) -> None:
    """Hide them again before their time is over. Raises NotPermitted for unknown and forbidden alike."""
    require_for_case(work, actor, case_id, Permission.INTERVIEW_READ, Sensitivity.IDENTITY)
    if work.identity.close(actor, case_id):
        work.record(Event.IDENTITY_HIDDEN, actor=actor, case_id=case_id)


def _of_identity(questionnaire: Questionnaire, keys: Iterable[Key]) -> Iterable[Key]:
    questions = questionnaire.questions
    return (key for key in keys if questions[parts_of(key).question_id].sensitivity is Sensitivity.IDENTITY)
