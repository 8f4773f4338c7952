"""What is sealed with an interview: the system's assessment and the caseworker's proposal, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from interview.casework.actors import Actor
from interview.casework.proposals import ProposalState, differs
from interview.eligibility.assessment import Assessment
from interview.eligibility.evidence import Evidence
from interview.questionnaire import answers as answering
from interview.questionnaire import codec
from interview.questionnaire.answers import Answers, Key
from interview.questionnaire.definition import Questionnaire
from interview.questionnaire.values import Value
from interview.questionnaire.view import View

PROPOSED = "s_vot_decision"
"""The answer with which a caseworker proposes a result."""

_IN_SECTIONS_OF = (PROPOSED, "s_elig_decision")
"""In the sections of these the caseworker proposes a result and eligibility, with reasons."""


@dataclass(frozen=True, slots=True, repr=False)
class Proposal:
    """What the caseworker proposes, with reasons: the answers of the sections where it was written.

    `differs`: it is something else than the system's result.
    """

    state: ProposalState
    answers: Mapping[Key, Value]
    author_id: UUID
    author_name: str
    proposed_at: datetime
    differs: bool


@dataclass(frozen=True, slots=True, repr=False)
class Judgement:
    """The content of the document that is sealed beside the answers; neither half is ever overwritten by the other.

    `proposal` is None where a talk ended before one was made. `revision`: of the answers that both rest on, and
    `answers`: those answers as they were then, to be compared with what they became. `evidence`: how each criterion
    stood, and which answers the result hung on.
    """

    assessment: Assessment
    proposal: Proposal | None
    revision: int
    answers: Answers
    evidence: Evidence


def propose(view: View, assessment: Assessment, actor: Actor, at: datetime) -> Proposal | None:
    """The proposal that the answers make, or None when none was made."""
    decision = view.values.get(PROPOSED)
    if not isinstance(decision, str):
        return None
    sections = {view.question(key).section_id for key in _IN_SECTIONS_OF}
    given = {key: value for key, value in view.values.items() if view.question(key).section_id in sections}
    return Proposal(
        state=ProposalState.PROPOSED,
        answers=MappingProxyType(given),
        author_id=actor.account_id,
        author_name=actor.name,
        proposed_at=at,
        differs=differs(assessment.result, decision),
    )


def to_json(judgement: Judgement) -> dict[str, Any]:
    """JSON data of the judgement, for the store to seal."""
    return {
        "assessment": judgement.assessment.to_json(),
        "proposal": None if judgement.proposal is None else _proposal_to_json(judgement.proposal),
        "revision": judgement.revision,
        "answers": answering.to_json(judgement.answers),
        "evidence": judgement.evidence.to_json(),
    }


def from_json(
    questionnaire: Questionnaire, data: Mapping[str, Any], *, now: tuple[Mapping[str, Any], Answers] | None = None
) -> Judgement:
    """The judgement that `to_json` wrote. Raises KeyError, BadRecord or BadValue, never with a value.

    `now`: the answers as they are, as JSON data and read; they are not read again where nothing changed.
    """
    proposal = data["proposal"]
    same = now is not None and now[0] == data["answers"]
    return Judgement(
        assessment=Assessment.from_json(data["assessment"]),
        proposal=None if proposal is None else _proposal_from_json(questionnaire, proposal),
        revision=data["revision"],
        answers=now[1] if now is not None and same else answering.from_json(questionnaire, data["answers"]),
        evidence=Evidence.from_json(data["evidence"]),
    )


def _proposal_to_json(proposal: Proposal) -> dict[str, Any]:
    return {
        "state": proposal.state,
        "answers": {key: codec.to_json(value) for key, value in proposal.answers.items()},
        "author_id": str(proposal.author_id),
        "author_name": proposal.author_name,
        "proposed_at": proposal.proposed_at.isoformat(),
        "differs": proposal.differs,
    }


def _proposal_from_json(questionnaire: Questionnaire, data: Mapping[str, Any]) -> Proposal:
    questions = questionnaire.questions
    return Proposal(
        state=ProposalState(data["state"]),
        answers=MappingProxyType(
            {key: codec.from_json(questions[key], value) for key, value in data["answers"].items()}
        ),
        author_id=UUID(data["author_id"]),
        author_name=data["author_name"],
        proposed_at=datetime.fromisoformat(data["proposed_at"]),
        differs=data["differs"],
    )
