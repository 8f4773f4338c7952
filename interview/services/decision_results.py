"""What comes of a step that somebody takes in a decision."""

from dataclasses import dataclass
from enum import StrEnum

from interview.casework.steps import Decision
from interview.services import UnitOfWork
from interview.services.decisions import Found, with_record
from interview.store.decisions import DecisionRecord

LONGEST = 5_000
"""How many letters a reason, a question or what was said may have."""

LONGEST_NAME = 200
"""How many letters the name of whoever told the person may have."""


@dataclass(frozen=True, slots=True, repr=False)
class Decided:
    """Done: the decision as it stands now."""

    decision: Decision


@dataclass(frozen=True, slots=True, repr=False)
class Overtaken:
    """Not done: something else happened to the decision since the screen was shown. Open it anew to see it."""

    decision: Decision


@dataclass(frozen=True, slots=True, repr=False)
class NotBound:
    """Not done: the answers are not those that were proposed on, and have to be handed in anew."""

    decision: Decision


@dataclass(frozen=True, slots=True)
class NobodyElse:
    """Not passed on: nobody else in the team could decide it."""


class Fault(StrEnum):
    """What is missing from what was given, or wrong with it."""

    TEXT_MISSING = "text_missing"
    TEXT_TOO_LONG = "text_too_long"
    SAME_RESULT = "same_result"
    PINS_MISSING = "pins_missing"
    PIN_WITHOUT_TEXT = "pin_without_text"
    PIN_TOO_LONG = "pin_too_long"
    PIN_UNKNOWN = "pin_unknown"
    PROJECT_UNKNOWN = "project_unknown"
    CRITERIA_MISSING = "criteria_missing"
    IN_THE_FUTURE = "in_the_future"
    TELLER_MISSING = "teller_missing"
    TELLER_TOO_LONG = "teller_too_long"


@dataclass(frozen=True, slots=True)
class Faulty:
    """Not done: what was given is not whole."""

    fault: Fault


def fault_of_text(text: str, *, needed: bool = True) -> Fault | None:
    """What is wrong with words that somebody gave; None where nothing is."""
    if needed and not text.strip():
        return Fault.TEXT_MISSING
    return Fault.TEXT_TOO_LONG if len(text) > LONGEST else None


def outcome(work: UnitOfWork, found: Found, record: DecisionRecord | None) -> Decided | Overtaken:
    """The decision after a step; `record` is None when another step came first."""
    return Overtaken(found.decision) if record is None else Decided(with_record(found, work, record))
