"""Urgent help: a record of one page that opens before any screening, agreement or decision."""

from dataclasses import dataclass
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.interviews import InterviewState
from interview.casework.policy import Permission, Thing, require
from interview.casework.refusals import NotPermitted
from interview.forms import library
from interview.questionnaire.view import evaluate
from interview.services import UnitOfWork, alerts
from interview.services.interviewing import URGENT, new_draft, open_case, start
from interview.services.opening import load, put
from interview.services.submitting import Blocked, ChangedMeanwhile


@dataclass(frozen=True, slots=True)
class HandedOn:
    """The record is complete; the team sees it as urgent, and its case can be screened later."""

    case_id: UUID


def begin(work: UnitOfWork, actor: Actor, *, language: str = "en") -> UUID:
    """Open a record of urgent help, in a case of its own. Gives its id; it is shown and saved like an interview."""
    require(actor, Permission.URGENT_WRITE, Thing(organisation_id=actor.organisation_id))
    return start(work, actor, open_case(work, actor), library.load(URGENT), new_draft(work.now, language, language))


def hand_on(
    work: UnitOfWork, actor: Actor, interview_id: UUID, *, revision: int
) -> HandedOn | Blocked | ChangedMeanwhile:
    """Close the record as it was seen at `revision`, and hand it on to whoever is on duty next."""
    loaded = load(work, actor, interview_id, Permission.INTERVIEW_SUBMIT)
    if loaded.record.form != URGENT:
        raise NotPermitted
    if loaded.record.revision != revision:
        return ChangedMeanwhile(loaded.record.revision)
    blocking = evaluate(loaded.questionnaire, loaded.answers).blocking
    if blocking:
        return Blocked(blocking)
    after = put(work, actor, loaded, loaded.draft, state=InterviewState.SUBMITTED, urgent=True)
    if after is None:
        return ChangedMeanwhile(revision + 1)
    work.record(Event.INTERVIEW_SUBMITTED, actor=actor, case_id=after.record.case_id, interview_id=interview_id)
    work.cases.flag(after.record.case_id, urgent=True)
    alerts.raise_immediate_risk(work, actor, after.record)
    return HandedOn(after.record.case_id)
