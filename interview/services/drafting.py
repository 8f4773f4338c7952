"""What lies in the sealed document of an interview: the answers, and how the talk is being held."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from interview.questionnaire import answers as answering
from interview.questionnaire.answers import Answers, PageKey
from interview.questionnaire.definition import Questionnaire


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """The content of an interview's document.

    `person_language`, `interviewer_language` and the languages in `shown` (in which each page was last shown) are
    BCP 47 tags. `sitting_since`: when this sitting began, aware, in UTC; a break is suggested by it.
    """

    answers: Answers
    person_language: str
    interviewer_language: str
    sitting_since: datetime
    shown: Mapping[PageKey, str] = field(default_factory=dict)


def to_json(draft: Draft) -> dict[str, Any]:
    """JSON data of the draft, for the store to seal."""
    return {
        "answers": answering.to_json(draft.answers),
        "person_language": draft.person_language,
        "interviewer_language": draft.interviewer_language,
        "sitting_since": draft.sitting_since.isoformat(),
        "shown": dict(draft.shown),
    }


def from_json(questionnaire: Questionnaire, data: Mapping[str, Any]) -> Draft:
    """The draft that `to_json` wrote. Raises KeyError, BadValue or UnknownKey, never with a value."""
    return Draft(
        answers=answering.from_json(questionnaire, data["answers"]),
        person_language=data["person_language"],
        interviewer_language=data["interviewer_language"],
        sitting_since=datetime.fromisoformat(data["sitting_since"]),
        shown=data["shown"],
    )
