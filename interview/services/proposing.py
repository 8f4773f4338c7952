"""The system's assessment and the caseworker's proposal: first shown, then sealed side by side."""

from dataclasses import dataclass
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.policy import Permission, require
from interview.casework.refusals import NotPermitted
from interview.eligibility.assessment import Assessment
from interview.questionnaire.view import View, evaluate
from interview.services import UnitOfWork, judging
from interview.services.assessing import ASSESSED, assess, evidence_of, shows_assessment
from interview.services.judging import Judgement, Proposal, propose
from interview.services.opening import Loaded, load, thing_of
from interview.services.showing import OpenInterview, opened

__all__ = ["Assessed", "Assessment", "Proposal", "assessed", "preview", "shows_assessment"]

RECORDING = "s_con_record"


@dataclass(frozen=True, slots=True, repr=False)
class Assessed:
    """An interview with what was sealed beside its answers. `proposal`: None where the talk ended before one."""

    opened: OpenInterview
    assessment: Assessment
    proposal: Proposal | None


def preview(actor: Actor, shown: OpenInterview) -> Assessment:
    """What the system says on the answers so far. Nothing is stored: a prompt, to be seen before one proposes.

    It takes the interview as it was opened, because it is shown in the middle of a save too.
    """
    require(actor, Permission.ASSESSMENT_READ, thing_of(shown.loaded.record))
    if shown.form != ASSESSED:
        raise NotPermitted
    return assess(shown.whole_view)


def assessed(work: UnitOfWork, actor: Actor, interview_id: UUID) -> Assessed | None:
    """What was sealed when the interview was handed in or stopped; None before."""
    loaded = load(work, actor, interview_id, Permission.ASSESSMENT_READ)
    content = work.proposals.get(loaded.interview)
    if content is None:
        return None
    judgement = judging.from_json(loaded.questionnaire, content)
    return Assessed(opened(work, actor, loaded, whole=True), judgement.assessment, judgement.proposal)


@dataclass(frozen=True, slots=True, repr=False)
class Judged:
    """A judgement as it was sealed, with the digest (64 hexadecimal digits) that a decision about it is bound to."""

    judgement: Judgement
    digest: str


def judge(work: UnitOfWork, actor: Actor, loaded: Loaded, view: View) -> Judged:
    """Assess the answers, and seal the assessment and the proposal that they make beside them."""
    assessment = assess(view)
    proposal = propose(view, assessment, actor, work.now)
    evidence = evidence_of(loaded.answers, view, assessment)
    judgement = Judgement(assessment, proposal, loaded.record.revision, loaded.answers, evidence)
    digest = work.proposals.put(loaded.interview, judging.to_json(judgement))
    record = loaded.record
    versions = {"rule_version": assessment.rule_version, "weights_version": assessment.weights_version}
    work.record(Event.ASSESSMENT_MADE, actor=actor, case_id=record.case_id, interview_id=record.id, detail=versions)
    if judgement.proposal is not None:
        detail = {"digest": digest}
        work.record(Event.PROPOSAL_RECORDED, actor=actor, case_id=record.case_id, interview_id=record.id, detail=detail)
    return Judged(judgement, digest)


def judge_stopped(work: UnitOfWork, actor: Actor, loaded: Loaded) -> None:
    """Assess what was told before the person stopped, if it may be written down: it is a usable record too."""
    view = evaluate(loaded.questionnaire, loaded.answers)
    if view.values.get(RECORDING) == "yes":
        judge(work, actor, loaded, view)
