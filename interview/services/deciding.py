"""Deciding about an interview that was handed in: taking it up, confirming, overriding, sending back, passing on.

Nobody decides on what they wrote, interpreted, asked for, passed on, or decided before. `seen` is how many steps the
screen showed: when another step came first, nothing happens and `Overtaken` says so.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.decisions import (
    OF_RESULT,
    ORGANISATION_OF,
    DecidingOrganisation,
    Determination,
    OverrideReason,
    Part,
    StepKind,
    Waiting,
    require_step,
)
from interview.casework.interviews import InterviewState
from interview.casework.policy import Permission
from interview.casework.proposals import ProposalState
from interview.casework.steps import AskedPin, Pin, ProjectDecision
from interview.eligibility.missing import ElementName
from interview.eligibility.projects import CriterionStatus, ProjectOutcome
from interview.eligibility.qualifying import project_eligibility
from interview.forms import library
from interview.questionnaire.view import evaluate
from interview.services import UnitOfWork, decisions, retention
from interview.services.decision_results import (
    LONGEST,
    Decided,
    Fault,
    Faulty,
    NobodyElse,
    NotBound,
    Overtaken,
    fault_of_text,
    outcome,
)
from interview.services.decisions import FREE, Found, add, step_by
from interview.services.judging import PROPOSED, Judgement
from interview.services.opening import put
from interview.services.reviewing import is_bound, judgement
from interview.store.decisions import DecisionRecord
from interview.store.refusals import Overtaken as OvertakenInStore

__all__ = [
    "Decided",
    "DecidingOrganisation",
    "Determination",
    "Fault",
    "Faulty",
    "NobodyElse",
    "NotBound",
    "Outcome",
    "OverrideReason",
    "Overtaken",
    "Pin",
    "confirm",
    "decide_eligibility",
    "escalate",
    "override",
    "send_back",
    "take",
]

ORGANISATION = "s_vot_org"
"""The answer that says which kind of organisation makes the proposal."""

MOST_PINS = 20


Outcome = Decided | Overtaken | NotBound | Faulty


def take(work: UnitOfWork, actor: Actor, decision_id: UUID, *, seen: int) -> Decided | Overtaken:
    """Take it on one's desk, so that colleagues see who is at it; also when it lay on another's."""
    found = decisions.find(work, actor, decision_id, Permission.DECISION_WRITE)
    if found.decision.seen != seen:
        return Overtaken(found.decision)
    return outcome(work, found, _taken(work, actor, found))


def confirm(
    work: UnitOfWork,
    actor: Actor,
    decision_id: UUID,
    *,
    seen: int,
    text: str = "",
    organisation: DecidingOrganisation | None = None,
) -> Outcome:
    """Decide as it was proposed; at a reconsideration, as it was decided. The interview is accepted.

    `organisation`: the kind that decides; the one that the proposal names unless told otherwise.
    """
    found = decisions.find(work, actor, decision_id, Permission.DECISION_WRITE)
    judged = judgement(work, found.loaded, found.decision.revision)
    refused = _refused(work, found, judged, seen, StepKind.TAKEN)
    if refused is not None:
        return refused
    if len(text) > LONGEST:
        return Faulty(Fault.TEXT_TOO_LONG)
    given = {"text": text.strip(), "result": standing(found, judged)}
    return _decide(work, actor, found, judged, StepKind.CONFIRMED, organisation, given)


def override(
    work: UnitOfWork,
    actor: Actor,
    decision_id: UUID,
    *,
    seen: int,
    result: Determination,
    reason: OverrideReason,
    text: str,
    element: ElementName,
    organisation: DecidingOrganisation | None = None,
) -> Outcome:
    """Decide something else than was proposed, with a reason, the element that it is about, and a text."""
    found = decisions.find(work, actor, decision_id, Permission.DECISION_WRITE)
    judged = judgement(work, found.loaded, found.decision.revision)
    refused = _refused(work, found, judged, seen, StepKind.TAKEN)
    if refused is not None:
        return refused
    fault = fault_of_text(text)
    if fault is not None:
        return Faulty(fault)
    if result is standing(found, judged):
        return Faulty(Fault.SAME_RESULT)
    given = {"text": text.strip(), "result": result, "override_reason": reason, "element": element}
    return _decide(work, actor, found, judged, StepKind.OVERRIDDEN, organisation, given)


def send_back(
    work: UnitOfWork, actor: Actor, decision_id: UUID, *, seen: int, pins: tuple[Pin, ...], text: str = ""
) -> Outcome:
    """Give the interview back to its caseworker, with questions pinned to answers; so may who looks again.

    What was decided before is on record and follows no clock any more: it is decided anew once they are answered.
    """
    found = decisions.find(work, actor, decision_id, Permission.INTERVIEW_RETURN)
    if found.decision.seen != seen:
        return Overtaken(found.decision)
    require_step(StepKind.TAKEN, found.decision.state)
    fault = _fault_of_pins(found, pins, text)
    if fault is not None:
        return Faulty(fault)
    asked = tuple(AskedPin(str(place), pin.key, pin.text.strip()) for place, pin in enumerate(pins, 1))
    record = _on_the_desk(work, actor, found)
    if record is not None:
        step = step_by(work, actor, StepKind.RETURNED, pins=asked, text=text.strip())
        free = {**FREE, "waiting": Waiting.PINS, "open_pins": len(asked)}
        record = add(work, actor, found.loaded, record, step, Event.DECISION_RETURNED, **free)
    if record is not None:
        retention.goes_on(work, actor, record.case_id)
        _move_interview(work, actor, found, InterviewState.RETURNED, Event.INTERVIEW_RETURNED)
    return outcome(work, found, record)


def escalate(work: UnitOfWork, actor: Actor, decision_id: UUID, *, seen: int, reason: str) -> Outcome | NobodyElse:
    """Pass it on to another supervisor of the team; who passed it on never decides it."""
    found = decisions.find(work, actor, decision_id, Permission.DECISION_WRITE)
    if found.decision.seen != seen:
        return Overtaken(found.decision)
    require_step(StepKind.TAKEN, found.decision.state)
    fault = fault_of_text(reason)
    if fault is not None:
        return Faulty(fault)
    if not _others(work, actor, found):
        return NobodyElse()
    record = _on_the_desk(work, actor, found)
    if record is not None:
        step = step_by(work, actor, StepKind.ESCALATED, text=reason.strip())
        record = add(work, actor, found.loaded, record, step, Event.DECISION_ESCALATED, taken_by=None)
    if record is not None:
        record = work.decisions.add_party(record, actor.account_id, Part.ESCALATED)
    return outcome(work, found, record)


def decide_eligibility(
    work: UnitOfWork,
    actor: Actor,
    decision_id: UUID,
    *,
    seen: int,
    project: str,
    criteria: Mapping[str, CriterionStatus],
    eligible: ProjectOutcome,
    text: str = "",
) -> Outcome:
    """Decide whether the person qualifies for a project, criterion by criterion, once the result is decided.

    `criteria`: every criterion of the project that applies. A text is needed where `eligible` does not follow from
    them.
    """
    found = decisions.find(work, actor, decision_id, Permission.DECISION_WRITE)
    judged = judgement(work, found.loaded, found.decision.revision)
    refused = _refused(work, found, judged, seen, StepKind.ELIGIBILITY_DECIDED)
    if refused is not None:
        return refused
    fault = _fault_of_project(found, judged, project, criteria, eligible, text)
    if fault is not None:
        return Faulty(fault)
    decided = ProjectDecision(project, criteria, eligible, text.strip())
    step = step_by(work, actor, StepKind.ELIGIBILITY_DECIDED, project=decided, text=text.strip())
    return outcome(work, found, add(work, actor, found.loaded, found.record, step, Event.ELIGIBILITY_DECIDED))


def proposed(judged: Judgement) -> Determination:
    """What was proposed: by the caseworker, or by the system where nobody did."""
    answer = None if judged.proposal is None else judged.proposal.answers.get(PROPOSED)
    if isinstance(answer, str) and answer in {*Determination}:
        return Determination(answer)
    return OF_RESULT[judged.assessment.result]


def standing(found: Found, judged: Judgement) -> Determination:
    """What confirming would confirm: what was decided before, else what was proposed."""
    return found.decision.result or proposed(judged)


def _refused(
    work: UnitOfWork, found: Found, judged: Judgement, seen: int, kind: StepKind
) -> Overtaken | NotBound | None:
    """Why nothing is decided. Raises NotNow where a step of this kind cannot be taken, whatever was given with it."""
    if found.decision.seen != seen:
        return Overtaken(found.decision)
    require_step(kind, found.decision.state)
    return None if is_bound(work, found, judged) else NotBound(found.decision)


def _decide(
    work: UnitOfWork,
    actor: Actor,
    found: Found,
    judged: Judgement,
    kind: StepKind,
    organisation: DecidingOrganisation | None,
    given: Mapping[str, Any],
) -> Decided | Overtaken:
    record = _on_the_desk(work, actor, found)
    if record is not None:
        step = step_by(work, actor, kind, organisation=organisation or _organisation(judged), **given)
        event = Event.DECISION_CONFIRMED if kind is StepKind.CONFIRMED else Event.DECISION_OVERRIDDEN
        changed = {**FREE, "decided_by": actor.account_id}
        record = add(work, actor, found.loaded, record, step, event, **changed)
    if record is not None:
        retention.decided(work, actor, record.case_id, given["result"])
    if record is not None and found.loaded.record.state is InterviewState.SUBMITTED:
        _move_interview(work, actor, found, InterviewState.ACCEPTED, Event.INTERVIEW_ACCEPTED)
    return outcome(work, found, record)


def _on_the_desk(work: UnitOfWork, actor: Actor, found: Found) -> DecisionRecord | None:
    """The decision on the actor's own desk: taken up first, unless it lies there already."""
    record = found.record
    if record.state is ProposalState.UNDER_REVIEW and record.taken_by == actor.account_id:
        return record
    return _taken(work, actor, found)


def _taken(work: UnitOfWork, actor: Actor, found: Found) -> DecisionRecord | None:
    step = step_by(work, actor, StepKind.TAKEN)
    return add(work, actor, found.loaded, found.record, step, Event.DECISION_TAKEN, taken_by=actor.account_id)


def _move_interview(work: UnitOfWork, actor: Actor, found: Found, state: InterviewState, event: Event) -> None:
    """Move the interview on; who decides writes nothing in it. Raises store.Overtaken, which undoes everything."""
    after = put(work, actor, found.loaded, found.loaded.draft, state=state, wrote=False)
    if after is None:
        raise OvertakenInStore
    work.record(event, actor=actor, case_id=after.record.case_id, interview_id=after.record.id)


def _organisation(judged: Judgement) -> DecidingOrganisation:
    answer = None if judged.proposal is None else judged.proposal.answers.get(ORGANISATION)
    return (
        ORGANISATION_OF.get(answer, DecidingOrganisation.NGO) if isinstance(answer, str) else DecidingOrganisation.NGO
    )


def _fault_of_pins(found: Found, pins: tuple[Pin, ...], text: str) -> Fault | None:
    if not pins or len(pins) > MOST_PINS:
        return Fault.PINS_MISSING
    known = evaluate(found.loaded.questionnaire, found.loaded.answers).states
    if any(pin.key not in known for pin in pins):
        return Fault.PIN_UNKNOWN
    if not all(pin.text.strip() for pin in pins):
        return Fault.PIN_WITHOUT_TEXT
    if any(len(pin.text) > LONGEST for pin in pins):
        return Fault.PIN_TOO_LONG
    return Fault.TEXT_TOO_LONG if len(text) > LONGEST else None


def _fault_of_project(
    found: Found,
    judged: Judgement,
    code: str,
    criteria: Mapping[str, CriterionStatus],
    eligible: ProjectOutcome,
    text: str,
) -> Fault | None:
    project = next((project for project in library.projects() if project.code == code), None)
    if project is None:
        return Fault.PROJECT_UNKNOWN
    view = evaluate(found.loaded.questionnaire, judged.answers)
    filled = project_eligibility(judged.assessment, view, project, criteria)
    if {criterion.code for criterion in filled.criteria} != criteria.keys():
        return Fault.CRITERIA_MISSING
    return fault_of_text(text, needed=filled.result is not eligible)


def _others(work: UnitOfWork, actor: Actor, found: Found) -> bool:
    """Whether somebody else in the team could decide it."""
    had_a_part = found.loaded.record.author_ids | found.record.party_ids | {actor.account_id}
    for team in work.teams.list(actor.organisation_id):
        if team.id == found.record.team_id:
            members = [account_id for account_id in team.member_ids if account_id not in had_a_part]
            accounts = (work.accounts.get(account_id) for account_id in members)
            return any(account is not None and account.active for account in accounts)
    return False
