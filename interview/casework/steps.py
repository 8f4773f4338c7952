"""The steps of a decision as they are sealed, and the decision that they add up to. A step is never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from interview.casework.decisions import (
    STATUS_OF,
    DecidingOrganisation,
    Determination,
    OverrideReason,
    Part,
    ReconsiderationReason,
    StepKind,
    TraffickingStatus,
    Waiting,
)
from interview.casework.proposals import ProposalState
from interview.eligibility.missing import ElementName
from interview.eligibility.projects import CriterionStatus, ProjectOutcome
from interview.questionnaire.answers import Key


@dataclass(frozen=True, slots=True, repr=False)
class Pin:
    """A question pinned to an answer: what the one who decides asks about it."""

    key: Key
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class AskedPin:
    """A pin as it was sent back, and what was answered. `id` is unique within its decision."""

    id: str
    key: Key
    text: str
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, repr=False)
class ProjectDecision:
    """Whether the person qualifies for one project, as a person decided it, criterion by criterion."""

    project: str
    criteria: Mapping[str, CriterionStatus]
    outcome: ProjectOutcome
    text: str
    by_name: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """That the person was told. `what`: in which words; `by`: who told them."""

    what: str
    on: date
    by: str
    copy_given_on: date | None = None


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Step:
    """One thing that happened to a decision. What a kind has no use for is empty."""

    number: int
    kind: StepKind
    by_id: UUID
    by_name: str
    at: datetime
    text: str = ""
    result: Determination | None = None
    organisation: DecidingOrganisation | None = None
    override_reason: OverrideReason | None = None
    element: ElementName | None = None
    reconsideration_reason: ReconsiderationReason | None = None
    pins: tuple[AskedPin, ...] = ()
    pin_id: str = ""
    project: ProjectDecision | None = None
    told_on: date | None = None
    told_by: str = ""


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Decision:
    """A decision as it stands: what stands in clear about it, and its steps, oldest first.

    `revision`: of the answers that it is bound to. `digest`: 64 hexadecimal digits. `parties`: who cannot decide it,
    beside those who wrote in the interview.
    """

    id: UUID
    organisation_id: UUID
    case_id: UUID
    interview_id: UUID
    revision: int
    state: ProposalState
    waiting: Waiting
    urgent: bool
    asked_at: datetime
    due_at: datetime
    proposer_id: UUID
    taken_by: UUID | None
    decided_by: UUID | None
    previous_id: UUID | None
    digest: str
    parties: Mapping[UUID, Part]
    steps: tuple[Step, ...]

    @property
    def seen(self) -> int:
        """How many steps a screen of this decision shows: `seen` of everything that is done from it."""
        return len(self.steps)

    def last(self, *kinds: StepKind) -> Step | None:
        """The newest step of these kinds."""
        return next((step for step in reversed(self.steps) if step.kind in kinds), None)

    @property
    def decided(self) -> Step | None:
        """The step that confirmed or overrode, newest; None while nobody decided. It stands, whatever came after."""
        return self.last(StepKind.CONFIRMED, StepKind.OVERRIDDEN)

    @property
    def result(self) -> Determination | None:
        """What was decided."""
        return None if self.decided is None else self.decided.result

    @property
    def status(self) -> TraffickingStatus:
        """HTCDS trafficking status: possible until somebody decided."""
        return TraffickingStatus.POSSIBLE if self.result is None else STATUS_OF[self.result]

    @property
    def deciding_organisation(self) -> DecidingOrganisation | None:
        """HTCDS type of the organisation that decided."""
        return None if self.decided is None else self.decided.organisation

    @property
    def taken_by_name(self) -> str | None:
        """Who has it on their desk."""
        taken = self.last(StepKind.TAKEN)
        return taken.by_name if taken is not None and self.taken_by is not None else None

    @property
    def eligibility(self) -> tuple[ProjectDecision, ...]:
        """The newest decision about each project."""
        found = {step.project.project: step.project for step in self.steps if step.project is not None}
        return tuple(found.values())

    @property
    def told(self) -> Told | None:
        """When and by whom the person was told last, and whether they have a copy."""
        told, copy = self.last(StepKind.TOLD), self.last(StepKind.COPY_GIVEN)
        if told is None or told.told_on is None:
            return None
        return Told(told.text, told.told_on, told.told_by, None if copy is None else copy.told_on)

    @property
    def pins(self) -> tuple[AskedPin, ...]:
        """What was sent back, with what was answered; nothing where it was never sent back."""
        returned = self.last(StepKind.RETURNED)
        if returned is None:
            return ()
        answers = {step.pin_id: step for step in self.steps if step.kind is StepKind.PIN_ANSWERED}
        return tuple(_answered(pin, answers.get(pin.id)) for pin in returned.pins)

    @property
    def reconsideration(self) -> Step | None:
        """The newest request that somebody else looks again."""
        return self.last(StepKind.RECONSIDERATION_ASKED)


def _answered(pin: AskedPin, step: Step | None) -> AskedPin:
    if step is None:
        return pin
    return AskedPin(pin.id, pin.key, pin.text, step.text, step.by_name, step.at)


def content_of(step: Step) -> dict[str, Any]:
    """JSON data of what is sealed of a step; number, kind and who did it stand beside it, bound to the seal."""
    return {
        "at": step.at.isoformat(),
        "by_name": step.by_name,
        "text": step.text,
        "result": step.result,
        "organisation": step.organisation,
        "override_reason": step.override_reason,
        "element": step.element,
        "reconsideration_reason": step.reconsideration_reason,
        "pins": [[pin.id, pin.key, pin.text] for pin in step.pins],
        "pin_id": step.pin_id,
        "project": None if step.project is None else _project_to_json(step.project),
        "told_on": None if step.told_on is None else step.told_on.isoformat(),
        "told_by": step.told_by,
    }


def step_of(number: int, kind: StepKind, by_id: UUID, content: Mapping[str, Any]) -> Step:
    """The step that `content_of` wrote. Raises KeyError or ValueError, never with a text."""
    at = datetime.fromisoformat(content["at"])
    return Step(
        number=number,
        kind=kind,
        by_id=by_id,
        by_name=content["by_name"],
        at=at,
        text=content["text"],
        result=None if content["result"] is None else Determination(content["result"]),
        organisation=None if content["organisation"] is None else DecidingOrganisation(content["organisation"]),
        override_reason=None if content["override_reason"] is None else OverrideReason(content["override_reason"]),
        element=None if content["element"] is None else ElementName(content["element"]),
        reconsideration_reason=(
            None
            if content["reconsideration_reason"] is None
            else ReconsiderationReason(content["reconsideration_reason"])
        ),
        pins=tuple(AskedPin(pin_id, key, text) for pin_id, key, text in content["pins"]),
        pin_id=content["pin_id"],
        project=None if content["project"] is None else _project_of(content["project"], content["by_name"], at),
        told_on=None if content["told_on"] is None else date.fromisoformat(content["told_on"]),
        told_by=content["told_by"],
    )


def _project_to_json(project: ProjectDecision) -> dict[str, Any]:
    return {
        "project": project.project,
        "criteria": dict(project.criteria),
        "outcome": project.outcome,
        "text": project.text,
    }


def _project_of(data: Mapping[str, Any], by_name: str, at: datetime) -> ProjectDecision:
    criteria = {code: CriterionStatus(status) for code, status in data["criteria"].items()}
    outcome = ProjectOutcome(data["outcome"])
    return ProjectDecision(data["project"], MappingProxyType(criteria), outcome, data["text"], by_name, at)
