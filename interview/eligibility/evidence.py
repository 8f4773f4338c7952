"""What a reviewer weighs: how each criterion stands, and which answers the result hangs on."""

from dataclasses import dataclass
from typing import Any

from interview.eligibility.assessment import Assessment
from interview.eligibility.criteria import Criterion, criteria
from interview.eligibility.flips import Flip, find_flips
from interview.eligibility.gathering import gather
from interview.eligibility.mapping import Mapping
from interview.eligibility.recording import from_data, to_data
from interview.questionnaire.sheet import Answers
from interview.questionnaire.view import View


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sealed beside the assessment that it belongs to."""

    criteria: tuple[Criterion, ...]
    flips: tuple[Flip, ...]

    def to_json(self) -> dict[str, Any]:
        """JSON data."""
        data: dict[str, Any] = to_data(self)
        return data

    @staticmethod
    def from_json(data: object) -> "Evidence":
        """Raises recording.BadRecord."""
        return from_data(Evidence, data)


def find_evidence(answers: Answers, view: View, mapping: Mapping, assessment: Assessment) -> Evidence:
    """The evidence of an assessment, from the same answers."""
    found = criteria(assessment, gather(view, mapping))
    return Evidence(found, find_flips(answers, view, mapping, assessment))
