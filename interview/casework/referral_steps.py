"""What the record of a case keeps of its referrals: what was sent, handed over and taken back, with the agreement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from interview.casework.agreements import Agreement, live, of
from interview.casework.referrals import ReferralState, state_before
from interview.casework.rows import Values


class StepKind(StrEnum):
    """What the sender did. WITHDRAWN: what it rested on was taken back, and nobody had to do anything.

    PRINTED: put on paper for somebody who is not on this server.
    """

    SENT = "sent"
    HANDED_OVER = "handed_over"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True, repr=False)
class Basis:
    """An agreement as it was when something was handed over: of which entry, and what it said then."""

    entry_id: str
    recipient: str
    purpose: str
    classes: tuple[str, ...]
    given_on: date | None
    until: date | None


@dataclass(frozen=True, slots=True, repr=False)
class ReferralStep:
    """One thing that was done about a referral.

    `key`: the key of the referral (32 bytes) in hexadecimal, of the step that sent it: whoever opens the record opens
    what was said. `organisation`, `office`: who was asked, as they were called. `classes`: what was handed over, and
    `bases`: the agreements that it rested on.
    """

    kind: StepKind
    entry_id: str
    referral_id: UUID
    by: UUID
    by_name: str
    at: datetime
    key: str = ""
    organisation: str = ""
    office: str = ""
    classes: tuple[str, ...] = ()
    bases: tuple[Basis, ...] = ()


Steps = tuple[ReferralStep, ...]


def sent_last(steps: Iterable[ReferralStep], entry_id: str) -> ReferralStep | None:
    """How an entry was sent last."""
    return next((one for one in reversed(tuple(steps)) if (one.kind, one.entry_id) == (StepKind.SENT, entry_id)), None)


def sent_as(steps: Iterable[ReferralStep], referral_id: UUID) -> ReferralStep | None:
    """How a referral was sent."""
    return next((one for one in steps if (one.kind, one.referral_id) == (StepKind.SENT, referral_id)), None)


def handed(steps: Iterable[ReferralStep], referral_id: UUID) -> frozenset[str]:
    """What was handed over in a referral."""
    of_it = (one for one in steps if one.kind is StepKind.HANDED_OVER and one.referral_id == referral_id)
    return frozenset(code for one in of_it for code in one.classes)


def basis_for(values: Values, on: date, names: Iterable[str], code: str) -> Agreement | None:
    """The agreement that lets one class be told to somebody who is called by one of these names."""
    agreed = of(values)
    found = (live(agreed, on, recipient=name, classes=(code,)) for name in names)
    return next((one for one in found if one is not None), None)


def still_holds(values: Values, steps: Steps, sent: ReferralStep, on: date) -> bool:
    """Whether all that a referral rests on stands: the yes to it, and an agreement for each class that went along."""
    names = (sent.organisation, sent.office)
    told = handed(steps, sent.referral_id)
    agreed = state_before(values, sent.entry_id) is ReferralState.CONSENT_CHECKED
    return agreed and all(basis_for(values, on, names, code) is not None for code in told)


def as_it_is(agreement: Agreement) -> Basis:
    """An agreement, to be kept as it is now."""
    return Basis(
        entry_id=agreement.entry_id,
        recipient=agreement.recipient,
        purpose=agreement.purpose,
        classes=tuple(sorted(agreement.classes)),
        given_on=agreement.given_on,
        until=agreement.until,
    )


def content_of(step: ReferralStep) -> dict[str, Any]:
    """JSON data of a step."""
    return {
        "kind": step.kind.value,
        "entry": step.entry_id,
        "referral": str(step.referral_id),
        "by": str(step.by),
        "by_name": step.by_name,
        "at": step.at.isoformat(),
        "key": step.key,
        "organisation": step.organisation,
        "office": step.office,
        "classes": list(step.classes),
        "bases": [_content_of(one) for one in step.bases],
    }


def step_of(data: Mapping[str, Any]) -> ReferralStep:
    """The step that `content_of` wrote. Raises KeyError or ValueError, never with a text."""
    return ReferralStep(
        kind=StepKind(data["kind"]),
        entry_id=data["entry"],
        referral_id=UUID(data["referral"]),
        by=UUID(data["by"]),
        by_name=data["by_name"],
        at=datetime.fromisoformat(data["at"]),
        key=data["key"],
        organisation=data["organisation"],
        office=data["office"],
        classes=tuple(data["classes"]),
        bases=tuple(_basis_of(one) for one in data["bases"]),
    )


def _content_of(basis: Basis) -> dict[str, Any]:
    days = {"given_on": basis.given_on, "until": basis.until}
    return {
        "entry": basis.entry_id,
        "recipient": basis.recipient,
        "purpose": basis.purpose,
        "classes": list(basis.classes),
        **{name: None if day is None else day.isoformat() for name, day in days.items()},
    }


def _basis_of(data: Mapping[str, Any]) -> Basis:
    given_on, until = (None if data[name] is None else date.fromisoformat(data[name]) for name in ("given_on", "until"))
    return Basis(data["entry"], data["recipient"], data["purpose"], tuple(data["classes"]), given_on, until)
