"""One interview decided about in every way that takes words, with the same words everywhere."""

from uuid import UUID

from builders.deployments import Deployment, Login

from interview.casework.actors import Actor
from interview.casework.decisions import Determination, OverrideReason, ReconsiderationReason
from interview.casework.interviews import InterviewState
from interview.casework.steps import Pin
from interview.eligibility.missing import ElementName
from interview.eligibility.projects import CriterionStatus, ProjectOutcome
from interview.services import UnitOfWork, deciding, pinning, reconsidering, reviewing, signing_in, submitting
from interview.services.decision_results import Decided
from interview.services.interviewing import open_interview
from interview.services.reviewing import Review


class _Person:
    """Somebody at work, in a session of their own."""

    def __init__(self, deployment: Deployment, login: Login) -> None:
        self._open_work = deployment.app.open_work
        with self._open_work() as work:
            answer = signing_in.sign_in(work, login.name, login.passphrase)
        assert isinstance(answer, signing_in.SignedIn)
        self._token = answer.token

    def actor(self, work: UnitOfWork) -> Actor:
        actor = signing_in.resume(work, self._token)
        assert isinstance(actor, Actor)
        return actor


def with_words(deployment: Deployment, author: Login, interview_id: UUID, words: str) -> None:
    """Send it back, answer, hand it in again, override, decide eligibility, tell, give a copy, ask again."""
    supervisor, caseworker = _Person(deployment, deployment.logins["supervisor"]), _Person(deployment, author)
    open_work = deployment.app.open_work
    with open_work() as work:
        actor, review = _review(work, supervisor, interview_id)
        pins = (Pin("s_vot_reason", words), Pin("s_story", words))
        sent = deciding.send_back(work, actor, review.decision.id, seen=review.decision.seen, pins=pins, text=words)
        assert isinstance(sent, Decided)
    for pin_id in ("1", "2"):
        with open_work() as work:
            pinning.answer_pin(work, caseworker.actor(work), interview_id, pin_id, words)
    with open_work() as work:
        revision = open_interview(work, caseworker.actor(work), interview_id).revision
    with open_work() as work:
        again = submitting.submit(work, caseworker.actor(work), interview_id, revision=revision)
        assert isinstance(again, submitting.Submitted)
    with open_work() as work:
        actor, review = _review(work, supervisor, interview_id)
        overridden = deciding.override(
            work,
            actor,
            review.decision.id,
            seen=review.decision.seen,
            result=Determination.NOT_VICTIM,
            reason=OverrideReason.OTHER,
            text=words,
            element=ElementName.MEANS,
        )
        assert isinstance(overridden, Decided)
    with open_work() as work:
        actor, review = _review(work, supervisor, interview_id)
        assert review.opened.state is InterviewState.ACCEPTED
        project = review.assessment.project_eligibility[0]
        eligible = deciding.decide_eligibility(
            work,
            actor,
            review.decision.id,
            seen=review.decision.seen,
            project=project.project,
            criteria={criterion.code: CriterionStatus.NOT_MET for criterion in project.criteria},
            eligible=ProjectOutcome.ELIGIBLE,
            text=words,
        )
        assert isinstance(eligible, Decided)
    with open_work() as work:
        actor, review = _review(work, caseworker, interview_id)
        decision_id, seen, today = review.decision.id, review.decision.seen, work.now.date()
        told = reconsidering.tell(work, actor, decision_id, seen=seen, what=words, when=today, by=words)
        copied = reconsidering.give_copy(work, actor, decision_id, seen=seen + 1, when=today, by=words)
        asked = reconsidering.ask_reconsideration(
            work, actor, decision_id, seen=seen + 2, reason=ReconsiderationReason.DISAGREES, text=words
        )
        assert all(isinstance(result, Decided) for result in (told, copied, asked))


def _review(work: UnitOfWork, person: _Person, interview_id: UUID) -> tuple[Actor, Review]:
    actor = person.actor(work)
    decision_id = reviewing.decision_of_interview(work, actor, interview_id)
    assert decision_id is not None
    return actor, reviewing.open_review(work, actor, decision_id)
