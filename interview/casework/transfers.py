"""A transfer: a case goes to another team for good. One side offers it, the other takes it, and then it is carried out.

Nothing is changed until it is carried out. The other side sees no more of it before than what help is needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from interview.casework import agreements
from interview.casework.agreements import Purpose, Standing
from interview.casework.refusals import NotNow
from interview.casework.rows import Values

LONGEST = 2_000
"""The longest text, in characters."""


class TransferState(StrEnum):
    """Where it has come to.

    WITHDRAWN: those who offered it took that back. DECLINED: the others said no. STOPPED: they took their yes back.
    """

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


T = TransferState

NEXT: Mapping[TransferState, frozenset[TransferState]] = MappingProxyType(
    {
        T.PROPOSED: frozenset({T.ACCEPTED, T.DECLINED, T.WITHDRAWN}),
        T.ACCEPTED: frozenset({T.COMPLETED, T.STOPPED, T.WITHDRAWN}),
        **dict.fromkeys((T.COMPLETED, T.DECLINED, T.WITHDRAWN, T.STOPPED), frozenset[TransferState]()),
    }
)
"""State → the states that may follow."""

RUNNING = frozenset(state for state in TransferState if NEXT[state])
"""The states in which it is not over. A case has at most one such transfer."""


class Hold(StrEnum):
    """What has to be done before a case can go: nothing that is half decided is left to others.

    REVIEW: a decision is waited for. CLOSURE: somebody asked to close the case. ALERT: nobody has answered a call.
    ERASURE: somebody wants the case erased. AGREEMENT: the person took their yes back, or it ended. REFERRAL: others
    were asked to help, and it has not come to an end.
    """

    REVIEW = "review"
    CLOSURE = "closure"
    ALERT = "alert"
    ERASURE = "erasure"
    AGREEMENT = "agreement"
    REFERRAL = "referral"


@dataclass(frozen=True, slots=True)
class Side:
    """A team that gives a case away or takes it."""

    organisation_id: UUID
    team_id: UUID


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer, as far as it stands in clear.

    `organisation_id`: where the case is now. `sender_key_id`, `receiver_key_id`: of the teams' public keys, those that
    words are sealed to and that people compare. `caseworker_id`: whom the receivers named.
    """

    id: UUID
    organisation_id: UUID
    case_id: UUID
    sender: Side
    receiver: Side
    sender_key_id: bytes
    receiver_key_id: bytes
    state: TransferState
    proposed_by: UUID
    proposed_on: date
    changed_on: date
    answered_by: UUID | None = None
    caseworker_id: UUID | None = None

    @property
    def runs(self) -> bool:
        """Whether it is not over."""
        return self.state in RUNNING


@dataclass(frozen=True, slots=True, repr=False)
class Notice:
    """What the receivers see of a case before they take it: never who it is. `language`: a BCP 47 tag, or empty."""

    need: str
    urgent: bool
    language: str
    open_since: date


@dataclass(frozen=True, slots=True, repr=False)
class Proposal:
    """Why a case is to go, on which day the person agreed to it, and what the receivers are told."""

    why: str
    agreed_on: date
    notice: Notice


def moved(state: TransferState, to: TransferState) -> TransferState:
    """The state that follows. Raises `NotNow` where it cannot."""
    if to not in NEXT[state]:
        raise NotNow
    return to


def is_against(values: Values, on: date) -> bool:
    """Whether a record says that the person does not agree to it on a day.

    They took back everything, or agreed to it once, and none of that holds. Where nothing is noted, they are asked.
    """
    noted = [one for one in agreements.of(values) if one.purpose == Purpose.TRANSFER]
    everything = values.get(agreements.EVERYTHING)
    taken_back = isinstance(everything, date) and everything <= on
    return (bool(noted) or taken_back) and all(one.standing(on) is not Standing.LIVE for one in noted)


def notice_content(notice: Notice) -> dict[str, Any]:
    """JSON data of a notice."""
    return {
        "need": notice.need,
        "urgent": notice.urgent,
        "language": notice.language,
        "open_since": notice.open_since.isoformat(),
    }


def notice_of(data: Mapping[str, Any]) -> Notice:
    """The notice that `notice_content` wrote. Raises KeyError or ValueError, never with a text."""
    return Notice(data["need"], data["urgent"], data["language"], date.fromisoformat(data["open_since"]))


def proposal_content(proposal: Proposal) -> dict[str, Any]:
    """JSON data of a proposal."""
    agreed_on = proposal.agreed_on.isoformat()
    return {"why": proposal.why, "agreed_on": agreed_on, "notice": notice_content(proposal.notice)}


def proposal_of(data: Mapping[str, Any]) -> Proposal:
    """The proposal that `proposal_content` wrote. Raises KeyError or ValueError, never with a text."""
    return Proposal(data["why"], date.fromisoformat(data["agreed_on"]), notice_of(data["notice"]))
