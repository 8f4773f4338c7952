"""Closing a case: what holds it open, and the steps that a closure goes through. A step is never changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from interview.casework.cases import CaseStage
from interview.questionnaire.answers import Key
from interview.questionnaire.values import AnyOf, Value


class ClosingKind(StrEnum):
    """What was done about a closure."""

    ASKED = "asked"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    REOPENED = "reopened"


class Hold(StrEnum):
    """What has to be done before a case can be closed.

    ANSWERS: something that a closure needs is blank. ENTRIES: an entry stands half filled. SAFETY_STEP: a danger was
    noted, and nothing that was done about it. WELLBEING_PLAN: the same about harming oneself. MISSING: the person left
    without a word, which never closes a case.
    """

    ANSWERS = "answers"
    ENTRIES = "entries"
    SAFETY_STEP = "safety_step"
    WELLBEING_PLAN = "wellbeing_plan"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, repr=False)
class ClosingStep:
    """One thing that was done about a closure: by whom, when, and in which words."""

    kind: ClosingKind
    by: UUID
    by_name: str
    at: datetime
    text: str = ""


# Questionnaires, rule 7: a danger keeps the record open until a safety step is entered.
_DANGER, _STEPS = "a_risk_overall", ("a_safety_plan", "a_risk_measures")
_SELF_HARM, _PLAN = "a_psy_self_harm", "a_psy_plan"
_HIGH, _MEDIUM = frozenset({"high", "immediate"}), frozenset({"medium", "high", "immediate"})
_REASON = "a_close_reason"

_STAGES: Mapping[str, CaseStage] = MappingProxyType(
    {"lost_contact": CaseStage.LOST_CONTACT, "death": CaseStage.DECEASED, "own_wish": CaseStage.DECLINED_BY_PERSON}
)


def dangers_left(values: Mapping[Key, Value]) -> Iterator[Hold]:
    """The dangers that were noted, and nothing that was done about them."""
    if values.get(_DANGER) in _HIGH and not any(_says(values.get(step)) for step in _STEPS):
        yield Hold.SAFETY_STEP
    if values.get(_SELF_HARM) in _MEDIUM and not _says(values.get(_PLAN)):
        yield Hold.WELLBEING_PLAN


def stage_after(values: Mapping[Key, Value]) -> CaseStage:
    """The stage of a case that is closed for the reason given."""
    reason = values.get(_REASON)
    return _STAGES.get(reason, CaseStage.CLOSED) if isinstance(reason, str) else CaseStage.CLOSED


def content_of(step: ClosingStep) -> dict[str, Any]:
    """JSON data of a step."""
    return {
        "kind": step.kind.value,
        "by": str(step.by),
        "by_name": step.by_name,
        "at": step.at.isoformat(),
        "text": step.text,
    }


def step_of(data: Mapping[str, Any]) -> ClosingStep:
    """The step that `content_of` wrote. Raises KeyError or ValueError, never with a text."""
    return ClosingStep(
        kind=ClosingKind(data["kind"]),
        by=UUID(data["by"]),
        by_name=data["by_name"],
        at=datetime.fromisoformat(data["at"]),
        text=data["text"],
    )


def _says(value: Value | None) -> bool:
    return value is not None and not (isinstance(value, AnyOf) and not value.ticked)
