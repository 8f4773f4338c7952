"""What a supervisor reviews: the queue of what waits, and one decision with the evidence beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.decisions import TO_DECIDE, Part, Waiting, WhyNot
from interview.casework.differences import ChangedAnswer, Difference, changed_answers
from interview.casework.interviews import NEXT, InterviewState
from interview.casework.policy import Permission, may_hold, permits
from interview.casework.proposals import ProposalState
from interview.casework.refusals import NotPermitted
from interview.casework.steps import AskedPin, Decision, ProjectDecision, Step, Told
from interview.eligibility.assessment import Assessment
from interview.eligibility.criteria import Criterion, Standing
from interview.eligibility.flips import Flip, Otherwise
from interview.questionnaire.answers import Key
from interview.services import UnitOfWork, decisions, judging
from interview.services.assessing import assess
from interview.services.decisions import Found
from interview.services.judging import Judgement, Proposal
from interview.services.opening import Loaded, thing_of
from interview.services.showing import OpenInterview, opened
from interview.store.queueing import DecisionLine

__all__ = [
    "AskedPin",
    "ChangedAnswer",
    "Criterion",
    "Decision",
    "Difference",
    "Flip",
    "Otherwise",
    "ProjectDecision",
    "Queue",
    "Review",
    "ReviewLine",
    "Standing",
    "Step",
    "Told",
    "Waiting",
    "WhyNot",
    "asked_in",
    "decision_of_interview",
    "open_review",
    "queue",
]

ReviewLine = DecisionLine


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits: urgent ones first, then the oldest. `count` is of everything; see `store.queueing.COUNTED`."""

    lines: tuple[ReviewLine, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Review:
    """One decision with what it rests on. System result, proposal and decision stand side by side.

    `assessment`, `proposal`, `criteria`, `flips`: as they were sealed with the answers that were judged. `difference`:
    what changed since the decision before this one, or since this one when it was voided; None where nothing came
    before. `earlier`: the decisions before it about the same interview, newest first. `pins`: what was sent back last,
    with what was answered. `may_decide`: this actor may confirm or override now; `why_not` otherwise. `may_send_back`,
    `may_decide_eligibility`: likewise. `bound`: the answers are still those that were judged.
    """

    decision: Decision
    opened: OpenInterview
    assessment: Assessment
    proposal: Proposal | None
    criteria: tuple[Criterion, ...]
    flips: tuple[Flip, ...]
    difference: Difference | None
    earlier: tuple[Decision, ...]
    pins: tuple[AskedPin, ...]
    may_decide: bool
    why_not: WhyNot | None
    may_send_back: bool
    may_decide_eligibility: bool
    bound: bool


def queue(work: UnitOfWork, actor: Actor) -> Queue:
    """What waits for this person's teams. Nothing sealed is opened but references of cases."""
    if not may_hold(actor, Permission.DECISION_WRITE):
        return Queue()
    return Queue(work.decisions.queue(actor), work.decisions.count(actor))


def open_review(work: UnitOfWork, actor: Actor, decision_id: UUID) -> Review:
    """A decision with everything that it rests on; all answers are shown with it, and that is recorded by class.

    Those may open it who may read it: the caseworker whose case it is sees it too, and cannot decide. Raises
    NotPermitted.
    """
    found = decisions.find(work, actor, decision_id, Permission.DECISION_READ)
    judged = judgement(work, found.loaded, found.decision.revision)
    shown = opened(work, actor, found.loaded, whole=True)
    if work.reads.first(actor, found.loaded.record.id, "decision"):
        decisions.tell(work, actor, found.record, Event.DECISION_READ)
    why_not = blocked(actor, found)
    to_decide = found.decision.state in TO_DECIDE and why_not is None
    returnable = InterviewState.RETURNED in NEXT[found.loaded.record.state]
    return Review(
        decision=found.decision,
        opened=shown,
        assessment=judged.assessment,
        proposal=judged.proposal,
        criteria=judged.evidence.criteria,
        flips=judged.evidence.flips,
        difference=_difference(work, found, judged, shown),
        earlier=found.earlier,
        pins=found.earlier[0].pins if found.earlier and not found.decision.pins else found.decision.pins,
        may_decide=to_decide,
        why_not=why_not if why_not or to_decide else WhyNot.NOTHING_TO_DECIDE,
        may_send_back=to_decide and returnable,
        may_decide_eligibility=why_not is None and _decided(found.decision),
        bound=is_bound(work, found, judged),
    )


def decision_of_interview(work: UnitOfWork, actor: Actor, interview_id: UUID) -> UUID | None:
    """The newest decision about an interview, to be opened by `open_review`. Raises NotPermitted."""
    record = work.interviews.find(interview_id)
    if record is None or not permits(actor, Permission.DECISION_READ, thing_of(record)):
        raise NotPermitted
    newest = work.decisions.newest(interview_id)
    return None if newest is None else newest.id


def asked_in(shown: OpenInterview) -> Mapping[Key, str]:
    """The language (BCP 47) in which each page was last shown, by the keys of its answers; of the pages that were."""
    languages = dict[Key, str]()
    for page in shown.view.pages:
        language = shown.loaded.draft.shown.get(page.key)
        if language is not None:
            languages |= dict.fromkeys(page.keys, language)
    return languages


def judgement(work: UnitOfWork, loaded: Loaded, revision: int) -> Judgement:
    """What was sealed with a revision of an interview that was handed in."""
    content = work.proposals.at(loaded.interview, revision)
    if content is None:
        raise NotPermitted
    now = (loaded.interview.content["answers"], loaded.answers)
    return judging.from_json(loaded.questionnaire, content, now=now)


def is_bound(work: UnitOfWork, found: Found, judged: Judgement) -> bool:
    """Whether answers, form, rules and weights are those that the decision is about."""
    same_answers = judged.answers.values == found.loaded.answers.values
    return same_answers and work.decisions.bound(found.loaded.interview, found.record, found.sealed[found.record.id])


def blocked(actor: Actor, found: Found) -> WhyNot | None:
    """Why this person never decides this; None for who may, once there is something to decide."""
    if not any(team == found.loaded.record.team_id for team in actor.team_ids):
        return WhyNot.NOT_YOURS
    if not may_hold(actor, Permission.DECISION_WRITE):
        return WhyNot.NOT_YOURS
    if actor.account_id in found.loaded.record.author_ids:
        return WhyNot.AUTHORED
    part = found.decision.parties.get(actor.account_id)
    return None if part is None else _WHY[part]


_WHY = {part: WhyNot(part.value) for part in Part}


def _decided(decision: Decision) -> bool:
    return decision.state in {
        ProposalState.CONFIRMED,
        ProposalState.OVERRIDDEN,
        ProposalState.COMMUNICATED,
        ProposalState.STANDING,
    }


def _difference(work: UnitOfWork, found: Found, judged: Judgement, shown: OpenInterview) -> Difference | None:
    """What changed since the decision before; of a voided one, what changed since it was made."""
    loaded = found.loaded
    if found.decision.state is ProposalState.VOIDED_BY_EDIT:
        changed = changed_answers(loaded.questionnaire, judged.answers, loaded.answers)
        return Difference(changed, judged.assessment.result, assess(shown.whole_view).result)
    if not found.earlier:
        return None
    before = judgement(work, loaded, found.earlier[0].revision)
    changed = changed_answers(loaded.questionnaire, before.answers, judged.answers)
    return Difference(changed, before.assessment.result, judged.assessment.result)
