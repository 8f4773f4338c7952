"""A referral to another organisation or office: its life by both sides, and what is shown before anybody agrees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from interview.casework.refusals import NotNow
from interview.questionnaire.answers import Key, key_of
from interview.questionnaire.values import AnyOf, Value

GROUP = "outgoing_referral"
AGREED, DAY, WITHDRAWN = "a_out_consent", "a_out_date", "a_cons_withdrawn"
DAYS_TO_ANSWER = 14
"""How long somebody has for an answer; then it expires, and the sender looks for somebody else."""


class ReferralState(StrEnum):
    """Where a referral stands.

    DRAFT, CONSENT_CHECKED: it is an entry of the record alone, and nobody else knows of it.
    """

    DRAFT = "draft"
    CONSENT_CHECKED = "consent_checked"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    STOPPED = "stopped"
    REVOKED = "revoked"


S = ReferralState

NEXT: Mapping[ReferralState, frozenset[ReferralState]] = MappingProxyType(
    {
        S.DRAFT: frozenset({S.CONSENT_CHECKED}),
        S.CONSENT_CHECKED: frozenset({S.SENT}),
        S.SENT: frozenset({S.ACCEPTED, S.DECLINED, S.EXPIRED, S.REVOKED}),
        # A yes that nothing comes of runs out too: nothing lies about for ever.
        S.ACCEPTED: frozenset({S.IN_PROGRESS, S.STOPPED, S.EXPIRED, S.REVOKED}),
        S.IN_PROGRESS: frozenset({S.DONE, S.STOPPED, S.REVOKED}),
        **dict.fromkeys((S.DECLINED, S.EXPIRED, S.DONE, S.STOPPED, S.REVOKED), frozenset()),
    }
)
"""State → the states that may follow."""

RUNNING = frozenset({S.SENT, S.ACCEPTED, S.IN_PROGRESS})
"""Where it can still be taken back."""


class WaitsFor(StrEnum):
    """Whose turn it is."""

    SENDER = "sender"
    RECEIVER = "receiver"
    NOBODY = "nobody"


class DeclineReason(StrEnum):
    """Why somebody says no."""

    NO_PLACE = "no_place"
    NOT_OUR_WORK = "not_our_work"
    NOT_SAFE = "not_safe"
    LANGUAGE = "language"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral that was sent, as far as it stands in clear.

    `organisation_id`, `case_id`, `record_id`, `team_id`, `sent_by`: of the sender. `to_account_id`: who takes the
    person on, of the organisation that was asked. `handed`: what is shared lies with the receiver. `opened`: they have
    seen it. `due_on`: until when there is an answer, what is shared is handed over, and the person is taken on.
    """

    id: UUID
    organisation_id: UUID
    case_id: UUID
    record_id: UUID
    team_id: UUID
    sent_by: UUID
    to_organisation_id: UUID
    to_team_id: UUID
    to_account_id: UUID | None
    state: ReferralState
    waits_for: WaitsFor
    handed: bool
    opened: bool
    sent_on: date
    due_on: date
    changed_on: date

    @property
    def runs(self) -> bool:
        """Whether something can still come of it."""
        return self.state in RUNNING


def accepted(referral: Referral, by_whom: UUID, due_on: date) -> Referral:
    """Said yes: this person takes it on, and the sender hands over what is shared by that day."""
    return replace(_moved(referral, S.ACCEPTED, WaitsFor.SENDER), to_account_id=by_whom, due_on=due_on)


def given_on(referral: Referral, to: UUID) -> Referral:
    """Somebody else of those who were asked takes the person on, who has no case with them yet."""
    if referral.state is not S.ACCEPTED:
        raise NotNow
    return replace(referral, to_account_id=to)


def declined(referral: Referral) -> Referral:
    """Said no."""
    return _moved(referral, S.DECLINED, WaitsFor.SENDER)


def expired(referral: Referral, today: date) -> Referral:
    """Nothing came of it in time. Raises NotNow before that."""
    if today <= referral.due_on:
        raise NotNow
    return _moved(referral, S.EXPIRED, WaitsFor.SENDER)


def handed_over(referral: Referral, due_on: date) -> Referral:
    """What is shared lies with the receiver until that day. It may be handed over anew until somebody opens it."""
    if referral.state is not S.ACCEPTED or referral.opened:
        raise NotNow
    return replace(referral, handed=True, waits_for=WaitsFor.RECEIVER, due_on=due_on)


def opened(referral: Referral) -> Referral:
    """The receiver looks at what is shared."""
    if referral.state is not S.ACCEPTED or not referral.handed:
        raise NotNow
    return replace(referral, opened=True)


def taken_on(referral: Referral) -> Referral:
    """The person has a case with the receiver; what was handed over stands there."""
    if not referral.opened:
        raise NotNow
    return _moved(referral, S.IN_PROGRESS, WaitsFor.NOBODY)


def over(referral: Referral, *, done: bool) -> Referral:
    """The receiver says what came of it."""
    return _moved(referral, S.DONE if done else S.STOPPED, WaitsFor.SENDER)


def revoked(referral: Referral) -> Referral:
    """Taken back. Whoever has seen what was shared has to do something about it; nobody else has."""
    return _moved(referral, S.REVOKED, WaitsFor.RECEIVER if referral.opened else WaitsFor.NOBODY)


def settled(referral: Referral, side: WaitsFor) -> Referral:
    """Whose turn it was has seen how it ended. Raises NotNow while it goes on."""
    if referral.runs or referral.waits_for is not side:
        raise NotNow
    return replace(referral, waits_for=WaitsFor.NOBODY)


def state_before(values: Mapping[Key, Value], entry_id: str) -> ReferralState:
    """Of an entry that was not sent: whether the person agreed to this referral, and has taken nothing back."""
    agreed = values.get(key_of(AGREED, GROUP, entry_id)) == "yes"
    on, withdrawn_on = values.get(key_of(DAY, GROUP, entry_id)), values.get(WITHDRAWN)
    # What was agreed to after everything was taken back stands.
    later = isinstance(on, date) and isinstance(withdrawn_on, date) and on > withdrawn_on
    return S.CONSENT_CHECKED if agreed and (WITHDRAWN not in values or later) else S.DRAFT


AGE_BANDS = ((12, "0_11"), (18, "12_17"), (25, "18_24"), (40, "25_39"), (60, "40_59"))
OLDEST_BAND, NO_BAND = "60_up", "unknown"


def age_band(age: Value | None) -> str:
    """A band wide enough to say nothing of one person."""
    if not isinstance(age, int):
        return NO_BAND
    return next((band for below, band in AGE_BANDS if age < below), OLDEST_BAND)


NEED_AREAS, AGE = "a_need_areas", "a_age_now"


@dataclass(frozen=True, slots=True)
class Preview:
    """All that is seen before the answer. Codes alone, so that no name, reference or word of anybody can be in it.

    `needs`: codes of need areas. `place`: the office where the person is helped. `language`: a BCP 47 tag.
    """

    needs: tuple[str, ...]
    place: str
    language: str
    age_band: str


def needs_known(values: Mapping[Key, Value]) -> tuple[str, ...]:
    """What the person said that they want help with, as codes."""
    said = values.get(NEED_AREAS)
    return said.ticked if isinstance(said, AnyOf) else ()


def preview(values: Mapping[Key, Value], needs: Iterable[str], *, place: str, language: str) -> Preview:
    """What the other side is shown. Of the needs, those that the person named."""
    wanted = frozenset(needs)
    named = tuple(code for code in needs_known(values) if code in wanted)
    return Preview(named, place, language, age_band(values.get(AGE)))


def _moved(referral: Referral, to: ReferralState, waits_for: WaitsFor) -> Referral:
    """The referral in this state; raises NotNow unless it may follow."""
    if to not in NEXT[referral.state]:
        raise NotNow
    return replace(referral, state=to, waits_for=waits_for)
