"""When a payment may be noted as paid: somebody else than who noted it has approved it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from interview.casework.tasks import rows
from interview.questionnaire import codec
from interview.questionnaire.answers import Key, key_of
from interview.questionnaire.values import Value

GROUP, PAID, APPROVED_BY = "payment", "a_pay_paid", "a_pay_approved_by"
_ABOUT = ("a_pay_what", "a_pay_project", "a_pay_instalment", "a_pay_amount")


@dataclass(frozen=True, slots=True, repr=False)
class PaymentStep:
    """That an approval was asked for (`approved` is None), given, or refused.

    `about`: what it is for, who pays and how much, as it was then; when one of them changes, it holds no more.
    """

    entry_id: str
    by: UUID
    by_name: str
    at: datetime
    about: tuple[str, ...]
    approved: bool | None = None
    text: str = ""


def about(values: Mapping[Key, Value], entry_id: str) -> tuple[str, ...]:
    """What an approval is about, to see later whether it still is."""
    row = dict(rows(values, GROUP)).get(entry_id, {})
    return tuple(str(codec.to_json(row[item])) if item in row else "" for item in _ABOUT)


def approval(values: Mapping[Key, Value], entry_id: str, steps: tuple[PaymentStep, ...]) -> PaymentStep | None:
    """The approval that holds: the newest step, if it is one, and nothing that it was about has changed."""
    last = next((step for step in reversed(steps) if step.entry_id == entry_id), None)
    return last if last is not None and last.approved and last.about == about(values, entry_id) else None


def awaits(entry_id: str, steps: tuple[PaymentStep, ...]) -> bool:
    """Whether the newest step asks for an approval."""
    last = next((step for step in reversed(steps) if step.entry_id == entry_id), None)
    return last is not None and last.approved is None


def paid(values: Mapping[Key, Value], entry_id: str) -> bool:
    """Whether it is noted as paid."""
    return key_of(PAID, GROUP, entry_id) in values


def content_of(step: PaymentStep) -> dict[str, Any]:
    """JSON data of a step."""
    return {
        "entry": step.entry_id,
        "by": str(step.by),
        "by_name": step.by_name,
        "at": step.at.isoformat(),
        "about": list(step.about),
        "approved": step.approved,
        "text": step.text,
    }


def step_of(data: Mapping[str, Any]) -> PaymentStep:
    """The step that `content_of` wrote. Raises KeyError or ValueError, never with a text."""
    return PaymentStep(
        entry_id=data["entry"],
        by=UUID(data["by"]),
        by_name=data["by_name"],
        at=datetime.fromisoformat(data["at"]),
        about=tuple(data["about"]),
        approved=data["approved"],
        text=data["text"],
    )
