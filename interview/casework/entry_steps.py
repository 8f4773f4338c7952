"""What somebody else says about an entry of a record: asked for, allowed or not, and how long that holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, repr=False)
class EntryStep:
    """That a decision about an entry was asked for (`allowed` is None), or made.

    `about`: what it was about, as it was then; when one of that changes, it holds no more.
    """

    entry_id: str
    by: UUID
    by_name: str
    at: datetime
    about: tuple[str, ...]
    allowed: bool | None = None
    text: str = ""


def last_of(steps: Iterable[EntryStep], entry_id: str) -> EntryStep | None:
    """The newest step about an entry."""
    found = [step for step in steps if step.entry_id == entry_id]
    return found[-1] if found else None


def holding(steps: Iterable[EntryStep], entry_id: str, about: tuple[str, ...]) -> EntryStep | None:
    """The yes that holds: the newest step, if it is one, and nothing that it was about has changed."""
    last = last_of(steps, entry_id)
    return last if last is not None and last.allowed and last.about == about else None


def content_of(step: EntryStep) -> dict[str, Any]:
    """JSON data of a step."""
    return {
        "entry": step.entry_id,
        "by": str(step.by),
        "by_name": step.by_name,
        "at": step.at.isoformat(),
        "about": list(step.about),
        "allowed": step.allowed,
        "text": step.text,
    }


def step_of(data: Mapping[str, Any]) -> EntryStep:
    """The step that `content_of` wrote. Raises KeyError or ValueError, never with a text."""
    return EntryStep(
        entry_id=data["entry"],
        by=UUID(data["by"]),
        by_name=data["by_name"],
        at=datetime.fromisoformat(data["at"]),
        about=tuple(data["about"]),
        allowed=data["allowed"],
        text=data["text"],
    )
