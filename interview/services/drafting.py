"""What lies in the sealed document of an interview: the answers, and how the talk is being held."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from interview.casework import closing, entry_steps, referral_steps
from interview.casework.closing import ClosingStep
from interview.casework.entry_steps import EntryStep
from interview.casework.referral_steps import ReferralStep
from interview.questionnaire import answers as answering
from interview.questionnaire.answers import Answers, Entry, Key, PageKey
from interview.questionnaire.definition import Questionnaire
from interview.questionnaire.values import Value


@dataclass(frozen=True, slots=True, repr=False)
class Earlier:
    """An entry of a repeating section as it was before somebody amended it or struck it out, and why they did.

    `entry`: as it was written. `values`: what it said, by key. `by`: the account; `at`: when, aware, in UTC.
    """

    group: str
    entry: Entry
    by: UUID
    at: datetime
    reason: str
    values: Mapping[Key, Value]
    struck: bool = False


class Kinship(StrEnum):
    """How another case hangs together with this one."""

    DEPENDANT = "dependant"
    DEPENDS_ON = "depends_on"
    SAME_SITUATION = "same_situation"
    SAME_PERSON = "same_person"


@dataclass(frozen=True, slots=True)
class Linked:
    """Another case that hangs together with this one, as seen from here."""

    case_id: UUID
    kind: Kinship


@dataclass(frozen=True, slots=True)
class Received:
    """That the person came by a referral: of which organisation, and on which day they were taken on."""

    referral_id: UUID
    organisation: str
    on: date


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """The content of an interview's document.

    `person_language`, `interviewer_language` and the languages in `shown` (in which each page was last shown) are
    BCP 47 tags. `sitting_since`: when this sitting began, aware, in UTC; a break is suggested by it. `carried_on`: the
    day of the screening whose answers were carried over into it. `done`: the entries that stand as they were noted,
    and change only with a reason; `earlier`: what they said before, oldest first. `closings`: what was done about
    closing it, `journeys`, `payments`: what was decided about journeys and payments, all oldest first. `linked`:
    cases of people who hang together with this person. `referrals`: what was done about asking others, oldest first.
    `received`: that others asked us; what they shared was carried over.
    """

    answers: Answers
    person_language: str
    interviewer_language: str
    sitting_since: datetime
    shown: Mapping[PageKey, str] = field(default_factory=dict)
    carried_on: date | None = None
    done: frozenset[str] = frozenset()
    earlier: tuple[Earlier, ...] = ()
    closings: tuple[ClosingStep, ...] = ()
    journeys: tuple[EntryStep, ...] = ()
    payments: tuple[EntryStep, ...] = ()
    linked: tuple[Linked, ...] = ()
    referrals: tuple[ReferralStep, ...] = ()
    received: Received | None = None


def to_json(draft: Draft) -> dict[str, Any]:
    """JSON data of the draft, for the store to seal."""
    return {
        "answers": answering.to_json(draft.answers),
        "person_language": draft.person_language,
        "interviewer_language": draft.interviewer_language,
        "sitting_since": draft.sitting_since.isoformat(),
        "shown": dict(draft.shown),
        **_of_record(draft),
    }


def from_json(questionnaire: Questionnaire, data: Mapping[str, Any]) -> Draft:
    """The draft that `to_json` wrote. Raises KeyError, BadValue or UnknownKey, never with a value."""
    return Draft(
        answers=answering.from_json(questionnaire, data["answers"]),
        person_language=data["person_language"],
        interviewer_language=data["interviewer_language"],
        sitting_since=datetime.fromisoformat(data["sitting_since"]),
        shown=data["shown"],
        carried_on=date.fromisoformat(data["carried_on"]) if "carried_on" in data else None,
        done=frozenset(data.get("done", ())),
        earlier=tuple(_earlier(questionnaire, one) for one in data.get("earlier", ())),
        closings=tuple(closing.step_of(one) for one in data.get("closings", ())),
        journeys=tuple(entry_steps.step_of(one) for one in data.get("journeys", ())),
        payments=tuple(entry_steps.step_of(one) for one in data.get("payments", ())),
        referrals=tuple(referral_steps.step_of(one) for one in data.get("referrals", ())),
        received=_received(data["received"]) if "received" in data else None,
        linked=tuple(Linked(UUID(one["case"]), Kinship(one["kind"])) for one in data.get("linked", ())),
    )


def _of_record(draft: Draft) -> dict[str, Any]:
    """What only a record of assistance has."""
    found: dict[str, Any] = {}
    if draft.carried_on is not None:
        found["carried_on"] = draft.carried_on.isoformat()
    if draft.done:
        found["done"] = sorted(draft.done)
    if draft.earlier:
        found["earlier"] = [_earlier_to_json(one) for one in draft.earlier]
    if draft.closings:
        found["closings"] = [closing.content_of(one) for one in draft.closings]
    if draft.linked:
        found["linked"] = [{"case": str(one.case_id), "kind": one.kind.value} for one in draft.linked]
    if draft.referrals:
        found["referrals"] = [referral_steps.content_of(one) for one in draft.referrals]
    if draft.received is not None:
        came = draft.received
        found["received"] = {"id": str(came.referral_id), "from": came.organisation, "on": came.on.isoformat()}
    if draft.journeys:
        found["journeys"] = [entry_steps.content_of(one) for one in draft.journeys]
    if draft.payments:
        found["payments"] = [entry_steps.content_of(one) for one in draft.payments]
    return found


def _received(data: Mapping[str, Any]) -> Received:
    return Received(UUID(data["id"]), data["from"], date.fromisoformat(data["on"]))


def _earlier_to_json(one: Earlier) -> dict[str, Any]:
    alone = Answers(one.at.date(), values=one.values, entries={one.group: (one.entry,)})
    return {
        "group": one.group,
        "by": str(one.by),
        "at": one.at.isoformat(),
        "reason": one.reason,
        "struck": one.struck,
        "said": answering.to_json(alone),
    }


def _earlier(questionnaire: Questionnaire, data: Mapping[str, Any]) -> Earlier:
    said = answering.from_json(questionnaire, data["said"])
    return Earlier(
        group=data["group"],
        entry=said.entries[data["group"]][0],
        by=UUID(data["by"]),
        at=datetime.fromisoformat(data["at"]),
        reason=data["reason"],
        values=said.values,
        struck=data["struck"],
    )
