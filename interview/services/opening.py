"""Opening an interview: permission first, then the seal."""

from dataclasses import dataclass, replace
from uuid import UUID

from interview.casework.actors import Actor
from interview.casework.interviews import InterviewState
from interview.casework.policy import Permission, Thing, permits, require
from interview.casework.refusals import NotPermitted
from interview.forms import library
from interview.questionnaire.answers import Answers
from interview.questionnaire.definition import Questionnaire
from interview.questionnaire.kinds import Sensitivity
from interview.services import UnitOfWork, drafting
from interview.services.drafting import Draft
from interview.store.records import Case, Interview, InterviewRecord, Stale


@dataclass(frozen=True, slots=True, repr=False)
class Loaded:
    """An interview unsealed for someone who may do what they came for."""

    interview: Interview
    questionnaire: Questionnaire
    draft: Draft

    @property
    def record(self) -> InterviewRecord:
        return self.interview.record

    @property
    def answers(self) -> Answers:
        return self.draft.answers


RECORD = "assistance"
"""The form that a case is kept in: filled over many sittings, and never handed in as a whole until it is closed."""

ATTEMPTS = 5
"""How often a change that another one overtook is made again on the newer document before giving up."""


class FormChanged(Exception):
    """The version of the form that an interview was begun with is not the one that is installed."""


NOBODY: frozenset[UUID] = frozenset()


def load(
    work: UnitOfWork, actor: Actor, interview_id: UUID, permission: Permission, *, party_ids: frozenset[UUID] = NOBODY
) -> Loaded:
    """The interview, if the actor may do this with it. Raises NotPermitted for unknown and forbidden alike.

    `party_ids`: who had a part in a decision about it, for what they may not do then.
    """
    record = work.interviews.find(interview_id)
    if record is None:
        raise NotPermitted
    require(actor, permission, replace(thing_of(record), party_ids=party_ids))
    questionnaire = library.load(record.form, record.version)
    if questionnaire.digest != record.digest:
        raise FormChanged
    interview = work.interviews.open(record)
    draft = drafting.from_json(questionnaire, interview.content)
    return Loaded(interview, questionnaire, _as_of_today(work, draft) if record.form == RECORD else draft)


def _as_of_today(work: UnitOfWork, draft: Draft) -> Draft:
    """A record goes on for months: what is not yet is told from today, and so is an age."""
    return replace(draft, answers=replace(draft.answers, on=work.now.date()))


def load_with_entry(
    work: UnitOfWork, actor: Actor, record_id: UUID, group: str, entry_id: str, permission: Permission
) -> Loaded:
    """The record of a case with this entry in it. Raises NotPermitted for unknown and forbidden alike."""
    record = work.interviews.find(record_id)
    if record is None or record.form != RECORD:
        raise NotPermitted
    loaded = load(work, actor, record_id, permission)
    if all(entry.id != entry_id for entry in loaded.answers.entries.get(group, ())):
        raise NotPermitted
    return loaded


def put(
    work: UnitOfWork,
    actor: Actor,
    loaded: Loaded,
    draft: Draft,
    *,
    state: InterviewState | None = None,
    urgent: bool | None = None,
    wrote: bool = True,
) -> Loaded | None:
    """The interview with this draft, as it was sealed, and in this state; None when another save came first.

    The caller records the event. Who only moves it on (`wrote=False`) is no author of it.
    """
    content = drafting.to_json(draft)
    interview = work.interviews.put(loaded.interview, content, actor=actor, state=state, urgent=urgent, wrote=wrote)
    return None if isinstance(interview, Stale) else replace(loaded, interview=interview, draft=draft)


def thing_of(record: InterviewRecord) -> Thing:
    """An interview as the policy needs to know it."""
    return Thing(
        organisation_id=record.organisation_id,
        author_ids=record.author_ids,
        assignee_id=record.assignee_id,
        team_id=record.team_id,
        granted_to=record.granted_to,
        state=record.state,
        record=record.form == RECORD,
        closed=record.form == RECORD and record.state is InterviewState.ACCEPTED,
    )


def thing_of_case(case: Case) -> Thing:
    """A case as the policy needs to know it."""
    return Thing(
        organisation_id=case.organisation_id,
        author_ids=frozenset({case.creator_id}),
        team_id=case.team_id,
        granted_to=case.granted_to,
    )


def require_for_case(
    work: UnitOfWork,
    actor: Actor,
    case_id: UUID,
    permission: Permission,
    sensitivity: Sensitivity = Sensitivity.ORDINARY,
) -> Case:
    """A case with which the actor may do this, because it or an interview of it is theirs.

    Raises NotPermitted for unknown and forbidden alike.
    """
    case = work.cases.get(case_id)
    if case is None:
        raise NotPermitted
    things = (thing_of_case(case), *(thing_of(record) for record in work.interviews.of_case(case_id)))
    if not any(permits(actor, permission, replace(thing, sensitivity=sensitivity)) for thing in things):
        raise NotPermitted
    return case
