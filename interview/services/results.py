"""What saving a page can come to. All of these are expected; none is an error."""

from collections.abc import Mapping
from dataclasses import dataclass

from interview.casework.gates import Gate
from interview.casework.interviews import InterviewState
from interview.casework.movements import Block
from interview.eligibility.risks import RiskFlag
from interview.questionnaire.answers import Key, PageKey
from interview.questionnaire.problems import Problem
from interview.questionnaire.values import Value


@dataclass(frozen=True, slots=True)
class Saved:
    """Saved. `next_page` may be the same page, when an answer on it brought out another question; None at the end."""

    revision: int
    next_page: PageKey | None
    flags_raised: tuple[RiskFlag, ...] = ()
    gate: Gate | None = None


@dataclass(frozen=True, slots=True)
class AskOnceMore:
    """Saved as `revision`, and the page is shown again: something is blank or does not agree."""

    problems: tuple[Problem, ...]
    revision: int
    flags_raised: tuple[RiskFlag, ...] = ()


@dataclass(frozen=True, slots=True)
class WouldSetAside:
    """Not saved: these answers would be set aside. `nothing_kept`: the person refuses recording, and all would go."""

    keys: tuple[Key, ...]
    nothing_kept: bool


@dataclass(frozen=True, slots=True, repr=False)
class Conflict:
    """Not saved: these answers were changed meanwhile, up to `revision`. None stands for a cleared answer."""

    keys: tuple[Key, ...]
    theirs: Mapping[Key, Value | None]
    mine: Mapping[Key, Value | None]
    revision: int


@dataclass(frozen=True, slots=True)
class Held:
    """Not saved: a journey cannot be marked as begun while this stands against it."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class NotApproved:
    """Not saved: nobody has approved the payment that it says was paid. `known`: its entry is there already."""

    known: bool


@dataclass(frozen=True, slots=True)
class NothingKept:
    """The person refuses recording: draft, case and key are destroyed."""


@dataclass(frozen=True, slots=True)
class Ended:
    """Saved, and the talk is over, in this state."""

    state: InterviewState


SaveResult = Saved | AskOnceMore | WouldSetAside | Conflict | NothingKept | Ended | Held | NotApproved
