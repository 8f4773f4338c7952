"""When the person does not want anything written down: draft, case and key are destroyed in the same request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.decisions import Part
from interview.casework.duty import About
from interview.casework.interviews import InterviewState
from interview.forms import library
from interview.services import UnitOfWork, alerts, drafting
from interview.services.opening import Loaded
from interview.services.voiding import ask
from interview.store.records import Case, Interview, InterviewRecord

URGENT = "urgent"
RECORDING = "s_con_record"


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """A record that goes on, what was sealed beside it, and whether a call about it waits for an answer.

    `parties`: who had a part in what was to be decided about it.
    """

    interview: Interview
    judgement: Mapping[str, Any] | None
    called: bool
    parties: frozenset[tuple[UUID, Part]]


def keep_nothing(work: UnitOfWork, actor: Actor, loaded: Loaded) -> None:
    """Destroy the case with the draft in it.

    A record of urgent help, which others on duty rely on, and an earlier talk that the person agreed to have written
    down go on in a new case, with the files that were not added in this talk: the old case's key can only go as a
    whole.
    """
    case_id = loaded.record.case_id
    others = [record for record in work.interviews.of_case(case_id) if record.id != loaded.record.id]
    kept = [found for record in others if (found := _kept(work, record)) is not None]
    new = _new_case(work, actor, loaded) if kept else None
    work.cases.destroy(case_id)
    work.record(Event.CONSENT_REFUSED, actor=actor, case_id=case_id)
    work.record(Event.CASE_DESTROYED, actor=actor, case_id=case_id)
    if new is not None:
        _carry_over(work, actor, kept, new)


def _kept(work: UnitOfWork, record: InterviewRecord) -> Kept | None:
    interview = work.interviews.open(record)
    agreed = interview.content["answers"]["values"].get(RECORDING) == "yes"
    if record.form != URGENT and not agreed:
        return None
    called = work.alerts.is_open(record.organisation_id, record.id, About.RISK)
    decided = (party for decision in work.decisions.of_interview(record.id) for party in decision.parties)
    wrote = ((account_id, Part.AUTHORED) for account_id in record.author_ids)
    return Kept(interview, work.proposals.get(interview), called, frozenset((*decided, *wrote)))


def _new_case(work: UnitOfWork, actor: Actor, loaded: Loaded) -> Case:
    """The case in which the rest goes on. Its files are in it before the old case goes, so that none is lost."""
    case = work.cases.create(actor)
    work.record(Event.CASE_OPENED, actor=actor, case_id=case.id)
    files = [one for one in work.attachments.of_case(loaded.record.case_id) if one.interview_id != loaded.record.id]
    for one in files:
        work.attachments.move(one, case.id)
    if files:
        work.record(Event.ATTACHMENTS_MOVED, actor=actor, case_id=case.id, detail={"count": len(files)})
    return case


def _carry_over(work: UnitOfWork, actor: Actor, kept: list[Kept], case: Case) -> None:
    for old in kept:
        record = old.interview.record
        form = library.load(record.form, record.version)
        # What was decided about it went with the old key: it waits for a decision again.
        state = InterviewState.SUBMITTED if record.state is InterviewState.ACCEPTED else record.state
        new = work.interviews.create(actor, case, form, old.interview.content, state=state, urgent=record.urgent)
        event = Event.URGENT_BEGUN if record.form == URGENT else Event.INTERVIEW_BEGUN
        work.record(event, actor=actor, case_id=case.id, interview_id=new.record.id)
        if old.judgement is not None:
            digest = work.proposals.put(new, old.judgement)
            if state is InterviewState.SUBMITTED:
                loaded = Loaded(new, form, drafting.from_json(form, new.content))
                ask(work, actor, loaded, digest, parties=old.parties)
        if old.called:
            alerts.raise_immediate_risk(work, actor, new.record)
    work.cases.flag(case.id, urgent=any(old.interview.record.urgent for old in kept))
