"""Which answers were read, and by whom: one event per session, interview and class in a quarter of an hour."""

from collections.abc import Iterable
from dataclasses import replace

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.policy import Permission, permits, require
from interview.questionnaire.answers import Key
from interview.questionnaire.definition import Questionnaire
from interview.questionnaire.kinds import Sensitivity
from interview.questionnaire.view import View
from interview.services import UnitOfWork
from interview.services.opening import Loaded, thing_of
from interview.store.records import InterviewRecord

DECIDED = frozenset({"s_vot_decision", "s_elig_decision"})
"""The answers of a record that say what was decided."""


def read(work: UnitOfWork, actor: Actor, loaded: Loaded, view: View, keys: Iterable[Key]) -> None:
    """Note that the actor sees these answers, but for those that the view hides.

    Raises NotPermitted for a class that is closed to them.
    """
    shown = (key for key in keys if key in loaded.answers.values and key not in view.hidden)
    for sensitivity in sorted({view.question(key).sensitivity for key in shown}):
        if sensitivity is not Sensitivity.ORDINARY:
            _note(work, actor, loaded.record, sensitivity)


def closed_to(actor: Actor, record: InterviewRecord, questionnaire: Questionnaire) -> frozenset[str]:
    """The questions whose answers the actor never reads, whatever they need them for: by their class, or decided."""
    thing = thing_of(record)
    classes = {
        one for one in Sensitivity if not permits(actor, Permission.INTERVIEW_READ, replace(thing, sensitivity=one))
    }
    decided = frozenset() if permits(actor, Permission.DECISION_READ, thing) else DECIDED
    if not classes and not decided:
        return frozenset()
    return frozenset(
        question.id
        for question in questionnaire.questions.values()
        if question.sensitivity in classes or question.id in decided
    )


def _note(work: UnitOfWork, actor: Actor, record: InterviewRecord, sensitivity: Sensitivity) -> None:
    thing = replace(thing_of(record), sensitivity=sensitivity)
    require(actor, Permission.INTERVIEW_READ, thing)
    if work.reads.first(actor, record.id, sensitivity):
        work.record(
            Event.ANSWERS_READ,
            actor=actor,
            case_id=record.case_id,
            interview_id=record.id,
            detail={"class": sensitivity},
        )
