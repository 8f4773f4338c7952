"""The record of a case: begun after a decision, filled over many sittings, with what the screening already knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.decisions import DECIDED, Determination
from interview.casework.policy import Permission, Thing, require
from interview.casework.refusals import NotNow, NotPermitted
from interview.forms import library
from interview.questionnaire.answers import Answers, Key, record
from interview.questionnaire.definition import Questionnaire
from interview.questionnaire.fitting import misfit
from interview.questionnaire.values import Missing, Value
from interview.questionnaire.view import View, evaluate
from interview.services import UnitOfWork, drafting
from interview.services.decisions import Found
from interview.services.decisions import find as find_decision
from interview.services.drafting import Draft, Kinship, Linked
from interview.services.interviewing import SCREENING, new_draft, open_case
from interview.services.opening import RECORD, load, put, require_for_case
from interview.services.reading import read
from interview.store.records import InterviewRecord
from interview.store.refusals import Overtaken

DECISION, ELIGIBILITY = "s_vot_decision", "s_elig_decision"
"""Answered by the caseworker as a proposal; what was decided stands in their place."""

_HELPED = frozenset({Determination.VICTIM, Determination.POSSIBLE})
"""A confirmed and a provisional decision: both open the record."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The record of a case: `record_id` where there is one; `decision_id` of the decision that one may rest on."""

    record_id: UUID | None = None
    decision_id: UUID | None = None

    @property
    def may_begin(self) -> bool:
        """Whether there is a decision that a record can rest on, and no record yet."""
        return self.record_id is None and self.decision_id is not None


def beginning(work: UnitOfWork, actor: Actor, case_id: UUID) -> Beginning:
    """Whether the record of a case is there, or can be begun. Raises NotPermitted."""
    require_for_case(work, actor, case_id, Permission.CASE_READ)
    return beginning_among(work, actor, work.interviews.of_case(case_id))


def beginning_among(work: UnitOfWork, actor: Actor, records: tuple[InterviewRecord, ...]) -> Beginning:
    """The same, by the interviews of a case that the actor may read."""
    there = record_in(records)
    if there is not None:
        return Beginning(record_id=there.id)
    found = _decided(work, actor, records, Permission.DECISION_READ)
    return Beginning(decision_id=None if found is None else found.record.id)


def begin(work: UnitOfWork, actor: Actor, case_id: UUID) -> UUID:
    """Begin the record of a case after a decision, and give its id; that of the one that is there, if there is one.

    What the screening knows is carried over, to be looked at and not to be asked again. Raises NotNow without a
    decision that help can rest on, NotPermitted.
    """
    case = require_for_case(work, actor, case_id, Permission.CASE_READ)
    records = work.interviews.of_case(case_id)
    there = record_in(records)
    if there is not None:
        return there.id
    # Who may not write in the screening does not begin its record either.
    found = _decided(work, actor, records, Permission.INTERVIEW_WRITE)
    if found is None:
        raise NotNow
    draft = _begun(work, actor, found)
    interview = work.interviews.create(actor, case, library.load(RECORD), drafting.to_json(draft))
    work.record(Event.RECORD_BEGUN, actor=actor, case_id=case_id, interview_id=interview.record.id)
    return interview.record.id


def begin_for(work: UnitOfWork, actor: Actor, record_id: UUID, kind: Kinship) -> UUID:
    """A case of its own for somebody who depends on this person, or was in the same situation. Gives its record's id.

    Help needs no screening of theirs. Nothing that this person said goes along; both records name the other case.
    One that was just opened and not touched is given again: a second tap. Raises NotPermitted, also for what is no
    record.
    """
    record_found = work.interviews.find(record_id)
    if record_found is None or record_found.form != RECORD:
        raise NotPermitted
    loaded = load(work, actor, record_id, Permission.INTERVIEW_WRITE)
    require(actor, Permission.CASE_OPEN, Thing(organisation_id=actor.organisation_id))
    for one in loaded.draft.linked:
        there = record_in(work.interviews.of_case(one.case_id)) if one.kind is kind else None
        if there is not None and there.revision == 1:
            return there.id
    case, here = open_case(work, actor), record_found.case_id
    draft = new_draft(work.now, loaded.draft.interviewer_language, loaded.draft.interviewer_language)
    answers = record(library.load(RECORD), draft.answers, {CASE_KIND: _CASE_KINDS[kind]}, revision=1)
    content = drafting.to_json(replace(draft, answers=answers, linked=(Linked(here, _SEEN_FROM_THERE[kind]),)))
    made = work.interviews.create(actor, case, library.load(RECORD), content)
    work.record(Event.RECORD_BEGUN, actor=actor, case_id=case.id, interview_id=made.record.id)
    linked = replace(loaded.draft, linked=(*loaded.draft.linked, Linked(case.id, kind)))
    if put(work, actor, loaded, linked) is None:
        raise Overtaken
    work.record(Event.CASE_LINKED, actor=actor, case_id=here, interview_id=record_id)
    return made.record.id


CASE_KIND = "a_case_kind"
_CASE_KINDS = {Kinship.DEPENDANT: "family_dependant", Kinship.SAME_SITUATION: "co_victim"}
_SEEN_FROM_THERE = {Kinship.DEPENDANT: Kinship.DEPENDS_ON, Kinship.SAME_SITUATION: Kinship.SAME_SITUATION}
ADDED = tuple(_CASE_KINDS)
"""For whom a case can be opened from another one."""


def record_in(records: Iterable[InterviewRecord]) -> InterviewRecord | None:
    """The record among the interviews of a case."""
    return next((one for one in records if one.form == RECORD), None)


def carried(questionnaire: Questionnaire, screening: View) -> Mapping[Key, Value]:
    """What a record takes over from the answers of a screening: what shows there and fits the questions here."""
    found = {}
    for question in questionnaire.questions.values():
        value = screening.values.get(question.id) if question.origin else None
        if value not in (None, Missing.NOT_ASKED) and misfit(question, value) is None:
            found[question.id] = value
    return found


def _decided(
    work: UnitOfWork, actor: Actor, records: Iterable[InterviewRecord], permission: Permission
) -> Found | None:
    """The decision of the newest screening that help can rest on."""
    for one in reversed(tuple(records)):
        newest = work.decisions.newest(one.id) if one.form == SCREENING else None
        if newest is not None and newest.state in DECIDED:
            found = find_decision(work, actor, newest.id, permission)
            if found.decision.result in _HELPED:
                return found
    return None


def _begun(work: UnitOfWork, actor: Actor, found: Found) -> Draft:
    """The draft of a new record, with what the screening knows marked as not looked at yet."""
    screening, questionnaire = found.loaded, library.load(RECORD)
    view = evaluate(screening.questionnaire, screening.answers)
    values = dict(carried(questionnaire, view))
    if found.decision.result is not None:
        values[DECISION] = found.decision.result.value
    read(work, actor, screening, view, values)
    answers = record(questionnaire, Answers.begin(work.now.date(), screening.answers.modules), values, revision=1)
    return Draft(
        answers=replace(answers, carried=frozenset(values)),
        person_language=screening.draft.person_language,
        interviewer_language=screening.draft.interviewer_language,
        sitting_since=work.now,
        carried_on=screening.answers.on,
    )
