"""Decisions of the demonstration, at every stage, about invented people whose talks were handed in."""

import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import resources
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.decisions import Determination, OverrideReason, ReconsiderationReason
from interview.casework.policy import Permission
from interview.casework.steps import Pin
from interview.eligibility.missing import ElementName
from interview.eligibility.projects import CriterionStatus, ProjectOutcome
from interview.eligibility.risks import ActWithin
from interview.forms import library
from interview.questionnaire import codec
from interview.questionnaire.answers import record
from interview.questionnaire.view import evaluate
from interview.services import (
    UnitOfWork,
    carding,
    deciding,
    interviewing,
    pinning,
    reconsidering,
    reviewing,
    submitting,
)
from interview.services.assessing import flags_of
from interview.services.decision_results import Decided
from interview.services.invented import Astray, InventedPerson, begin_talk, invented_people
from interview.services.opening import load, put

_FILE = "invented_reviews.toml"

AtWork = Callable[[str], AbstractContextManager[tuple[UnitOfWork, Actor]]]
"""A request of somebody, by name."""


class Stage(StrEnum):
    """How far a decision has come."""

    WAITING = "waiting"
    RETURNED = "returned"
    ANSWERED = "answered"
    TOLD = "told"
    OVERRIDDEN = "overridden"
    RECONSIDERATION = "reconsideration"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class InventedReview:
    """Nobody, and how far the decision about them has come."""

    key: str
    person: InventedPerson
    stage: Stage


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: the caseworker who talks, the supervisor who decides, and the other one."""

    caseworker: str
    supervisor: str
    other: str


def invented_reviews() -> tuple[InventedReview, ...]:
    """Everyone in the file, in its order."""
    people = {person.key: person for person in invented_people()}
    data = tomllib.loads(resources.files(__package__ or "").joinpath(_FILE).read_text("utf-8"))
    reviews = []
    for row in data["review"]:
        like = people[row["like"]]
        questions = library.load(like.form).questions
        other = {key: codec.from_json(questions[key], value) for key, value in row["answers"].items()}
        person = replace(like, key=row["key"], answers={**like.answers, **other})
        reviews.append(InventedReview(row["key"], person, Stage(row["stage"])))
    return tuple(reviews)


def play(at_work: AtWork, cast: Cast, review: InventedReview) -> UUID:
    """Let it come as far as its stage. Gives the interview's id."""
    with at_work(cast.caseworker) as (work, actor):
        interview_id = begin_talk(work, actor, review.person)
    with at_work(cast.caseworker) as (work, actor):
        tell_at_once(work, actor, interview_id, review.person)
    with at_work(cast.caseworker) as (work, actor):
        _hand_in(work, actor, interview_id)
    _STAGES[review.stage](at_work, cast, interview_id)
    return interview_id


def _waiting(at_work: AtWork, cast: Cast, interview_id: UUID) -> None:
    """Nothing more happens."""


def _returned(at_work: AtWork, cast: Cast, interview_id: UUID) -> None:
    pins = (
        Pin("s_control", "Which of these did she tell of herself, and which did we read out?"),
        Pin("s_vot_reason", "What shows that she could not leave?"),
    )
    with at_work(cast.supervisor) as (work, actor):
        decision_id, seen = _now(work, actor, interview_id)
        _done(deciding.send_back(work, actor, decision_id, seen=seen, pins=pins))


def _answered(at_work: AtWork, cast: Cast, interview_id: UUID) -> None:
    _returned(at_work, cast, interview_id)
    said = {
        "1": "The papers and the threat of the police were told first; the rest was read out.",
        "2": "The door was locked from outside, and the neighbours were told to call the family.",
    }
    for pin_id, text in said.items():
        with at_work(cast.caseworker) as (work, actor):
            pinning.answer_pin(work, actor, interview_id, pin_id, text)
    with at_work(cast.caseworker) as (work, actor):
        shown = interviewing.open_interview(work, actor, interview_id, page_key="s12_1")
        page = shown.view.page("s12_1")
        given = {key: shown.view.values[key] for key in page.keys} if page else {}
        given["s_vot_reason"] = "Deceived about the work; locked in, without papers or pay, and watched when outside."
        interviewing.save_page(
            work, actor, interview_id, "s12_1", given, revision=shown.revision, language=shown.interviewer_language
        )
    with at_work(cast.caseworker) as (work, actor):
        _hand_in(work, actor, interview_id)


def _told(at_work: AtWork, cast: Cast, interview_id: UUID) -> None:
    with at_work(cast.supervisor) as (work, actor):
        decision_id, seen = _now(work, actor, interview_id)
        _done(deciding.confirm(work, actor, decision_id, seen=seen, text="The account is clear, and holds together."))
    with at_work(cast.supervisor) as (work, actor):
        review = reviewing.open_review(work, actor, decision_id)
        project = review.assessment.project_eligibility[0]
        criteria = {criterion.code: CriterionStatus.MET for criterion in project.criteria}
        eligible = ProjectOutcome.ELIGIBLE
        _done(
            deciding.decide_eligibility(
                work,
                actor,
                decision_id,
                seen=review.decision.seen,
                project=project.project,
                criteria=criteria,
                eligible=eligible,
            )
        )
    with at_work(cast.caseworker) as (work, actor):
        _, seen = _now(work, actor, interview_id)
        _done(
            reconsidering.tell(
                work,
                actor,
                decision_id,
                seen=seen,
                what="What happened to you was trafficking. You can have a place here, and we plan the rest together.",
                when=work.now.date(),
                by=actor.name,
            )
        )
        _done(reconsidering.give_copy(work, actor, decision_id, seen=seen + 1, when=work.now.date(), by=actor.name))


def _overridden(at_work: AtWork, cast: Cast, interview_id: UUID) -> None:
    with at_work(cast.supervisor) as (work, actor):
        decision_id, seen = _now(work, actor, interview_id)
        _done(
            deciding.override(
                work,
                actor,
                decision_id,
                seen=seen,
                result=Determination.POSSIBLE,
                reason=OverrideReason.ANSWERS_WEIGHED_OTHERWISE,
                text="How she came to the house is told in two ways. Help goes on; we ask again when she has rested.",
                element=ElementName.ACT,
            )
        )


def _reconsideration(at_work: AtWork, cast: Cast, interview_id: UUID) -> None:
    _overridden(at_work, cast, interview_id)
    with at_work(cast.caseworker) as (work, actor):
        decision_id, seen = _now(work, actor, interview_id)
        what = "We cannot say for certain yet that it was trafficking. You keep your place meanwhile."
        _done(reconsidering.tell(work, actor, decision_id, seen=seen, what=what, when=work.now.date(), by=actor.name))
        _done(
            reconsidering.ask_reconsideration(
                work,
                actor,
                decision_id,
                seen=seen + 1,
                reason=ReconsiderationReason.DISAGREES,
                text="She says that the aunt and the agent are the same woman.",
            )
        )


def _escalated(at_work: AtWork, cast: Cast, interview_id: UUID) -> None:
    with at_work(cast.supervisor) as (work, actor):
        decision_id, seen = _now(work, actor, interview_id)
        reason = "I know the family from another case, and should not be the one who decides."
        _done(deciding.escalate(work, actor, decision_id, seen=seen, reason=reason))


_STAGES: dict[Stage, Callable[[AtWork, Cast, UUID], None]] = {
    Stage.WAITING: _waiting,
    Stage.RETURNED: _returned,
    Stage.ANSWERED: _answered,
    Stage.TOLD: _told,
    Stage.OVERRIDDEN: _overridden,
    Stage.RECONSIDERATION: _reconsideration,
    Stage.ESCALATED: _escalated,
}


def tell_at_once(work: UnitOfWork, actor: Actor, interview_id: UUID, person: InventedPerson) -> None:
    """Save everything that this person says as one revision."""
    loaded = load(work, actor, interview_id, Permission.INTERVIEW_WRITE)
    questionnaire, answers = loaded.questionnaire, loaded.answers
    answers = record(questionnaire, answers, dict(person.answers), revision=loaded.record.revision + 1)
    view = evaluate(questionnaire, answers)
    pages = {page.key: person.person_language for page in view.pages}
    urgent = any(flag.act_within is not ActWithin.BEFORE_CLOSURE for flag in flags_of(view))
    after = put(work, actor, loaded, replace(loaded.draft, answers=answers, shown=pages), urgent=urgent)
    if after is None:
        raise Astray(person.key)
    case_id = after.record.case_id
    work.record(Event.INTERVIEW_PAGE_SAVED, actor=actor, case_id=case_id, interview_id=interview_id)
    work.cases.flag(case_id, urgent=urgent)
    carding.follow(work, actor, after.record, {}, view.values)


def _hand_in(work: UnitOfWork, actor: Actor, interview_id: UUID) -> None:
    revision = interviewing.open_interview(work, actor, interview_id).revision
    if not isinstance(submitting.submit(work, actor, interview_id, revision=revision), submitting.Submitted):
        raise Astray("the end")


def _now(work: UnitOfWork, actor: Actor, interview_id: UUID) -> tuple[UUID, int]:
    decision_id = reviewing.decision_of_interview(work, actor, interview_id)
    if decision_id is None:
        raise Astray("the decision")
    return decision_id, reviewing.open_review(work, actor, decision_id).decision.seen


def _done(result: object) -> None:
    if not isinstance(result, Decided):
        raise Astray("the decision")
