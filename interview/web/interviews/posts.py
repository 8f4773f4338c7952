"""What a page's form posts beside the answers."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from werkzeug.datastructures import MultiDict

from interview.questionnaire.answers import Key
from interview.questionnaire.values import Value, to_json

MINE, THEIRS = "mine", "theirs"
TAKE = "take."
"""How the name of the choice between two versions of an answer begins; no key of an answer has a dot."""

OWN_FIELDS = frozenset(
    {
        "csrf_token",
        "_page",
        "revision",
        "newer",
        "asked_once_more",
        "confirm_set_aside",
        "from_check",
        "shown",
        "then",
        "contested",
    }
)


class Then(StrEnum):
    """Where to go once the page is saved. EDIT: back to the page as it was typed, without saving."""

    NEXT = "next"
    PAUSE = "pause"
    STOP = "stop"
    SECTIONS = "sections"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Post:
    """`revision`: of the answers that the page was made from. `newer`: of those that a conflict was shown with.

    `shown`: a print of each answer that the page was made with, to tell what this screen changed.
    `from_check`: the page was opened from the answers that are checked, and leads back there.
    """

    revision: int
    newer: int = 0
    asked_once_more: bool = False
    confirm_set_aside: bool = False
    from_check: bool = False
    shown: Mapping[Key, str] = field(default_factory=dict)
    then: Then = Then.NEXT
    contested: tuple[Key, ...] = ()
    taken: Mapping[Key, str] = field(default_factory=dict)

    @classmethod
    def read(cls, posted: MultiDict[str, str]) -> "Post":
        """What came; a revision that is no number counts as the first, so that nothing newer is overwritten."""
        then = posted.get("then", Then.NEXT)
        return cls(
            revision=_number(posted.get("revision", "")),
            newer=_number(posted.get("newer", "")),
            asked_once_more=bool(posted.get("asked_once_more")),
            confirm_set_aside=bool(posted.get("confirm_set_aside")),
            from_check=bool(posted.get("from_check")),
            shown=dict(part.partition("=")[::2] for part in posted.get("shown", "").split()),
            then=Then(then) if then in set(Then) else Then.NEXT,
            contested=tuple(posted.getlist("contested")),
            taken={name.removeprefix(TAKE): value for name, value in posted.items() if name.startswith(TAKE)},
        )

    @property
    def shown_text(self) -> str:
        """`shown` as the form carries it."""
        return " ".join(f"{key}={mark}" for key, mark in self.shown.items())

    def touched(self, values: Mapping[Key, Value | None]) -> dict[Key, Value | None]:
        """The answers that this screen changed. Beside a newer save the others are not mine to put back."""
        return {key: value for key, value in values.items() if self.shown.get(key) != print_of(value)}

    @property
    def settled(self) -> bool:
        """True when every contested answer has one of its versions chosen."""
        return bool(self.contested) and all(self.taken.get(key) in (MINE, THEIRS) for key in self.contested)

    def chosen(self, values: Mapping[Key, Value | None]) -> dict[Key, Value | None]:
        """The answers to save: without those for which the other version was taken."""
        return {key: value for key, value in values.items() if self.taken.get(key) != THEIRS}

    @property
    def base(self) -> int:
        """The revision to save onto: the newer one, once both versions were seen and one was taken."""
        return self.newer if self.settled else self.revision


def print_of(value: Value | None) -> str:
    """A short print of an answer. The page holds the answer in clear, so that the print tells nothing more."""
    if value is None:
        return "-"
    return sha256(json.dumps(to_json(value), sort_keys=True).encode()).hexdigest()[:12]


def prints_of(values: Mapping[Key, Value], keys: Iterable[Key]) -> dict[Key, str]:
    """The prints of what a page shows."""
    return {key: print_of(values.get(key)) for key in keys}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
