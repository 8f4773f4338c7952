"""Clocks: what has to happen by when, and how much time is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from types import MappingProxyType

from interview.questionnaire.answers import Key
from interview.questionnaire.values import Value


class ClockKind(StrEnum):
    """What runs out. In an interview's rows this stands sealed: that a clock runs is known, never which one."""

    DECISION = "decision"
    CARE = "care"
    REMOVAL = "removal"
    PERMIT = "permit"
    REFLECTION = "reflection"
    CLAIM = "claim"
    CONSENT = "consent"
    PLAN = "plan"
    PAYMENT = "payment"
    APPROVAL = "approval"
    FOLLOW_UP = "follow_up"
    CONTACT = "contact"
    MISSING = "missing"
    JOURNEY = "journey"
    ARRIVAL = "arrival"
    REFERRAL = "referral"
    TELL = "tell"
    AGREEMENT = "agreement"
    RESTS = "rests"


BY_HAND = (ClockKind.PERMIT, ClockKind.REFLECTION, ClockKind.CLAIM, ClockKind.REMOVAL, ClockKind.CONSENT)
"""What a person may set a date for: the form does not ask for it."""

CARE_KEY = "s_now_72h"
REMOVAL_KEY = "s_removal_date"
CONSENT_KEY = "s_con_record"

STARTED_BY: Mapping[ClockKind, Key] = MappingProxyType(
    {ClockKind.CARE: CARE_KEY, ClockKind.REMOVAL: REMOVAL_KEY, ClockKind.CONSENT: CONSENT_KEY}
)
"""The answers that start a clock."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each clock runs. `flagged`: for a decision about someone at immediate risk.

    `care`: from when an assault was noted; of post-exposure care that works only within 72 hours, and was noted at the
    latest five days after, nothing can wait for another day. `reflection`: Council of Europe Convention on Action
    against Trafficking in Human Beings, Art. 13: at least 30 days. `time_zone`: of the office, where days begin.
    """

    decision: timedelta = timedelta(hours=72)
    flagged: timedelta = timedelta(hours=24)
    care: timedelta = timedelta(hours=24)
    reflection: timedelta = timedelta(days=30)
    consent: timedelta = timedelta(days=365)
    time_zone: tzinfo = UTC


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """How much time is left, in whole days and whole hours beside them; when `overdue`, how much has gone by since."""

    overdue: bool
    days: int
    hours: int

    @property
    def soon(self) -> bool:
        """Whether it ends within a day, or has ended."""
        return self.overdue or timedelta(days=self.days, hours=self.hours) <= timedelta(days=1)


def decision_due(asked_at: datetime, *, flagged: bool, limits: Limits) -> datetime:
    """When a decision that was asked for at this moment has to be made."""
    return asked_at + (limits.flagged if flagged else limits.decision)


def time_left(due_at: datetime, now: datetime) -> TimeLeft:
    """The time from now until then."""
    left = due_at - now
    overdue = left < timedelta()
    hours = int(abs(left).total_seconds() // 3600)
    return TimeLeft(overdue, hours // 24, hours % 24)


def on_the_hour(due_at: datetime) -> datetime:
    """The full hour before a moment, or that moment: what may stand in clear. It never comes too late."""
    return due_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def start_of(day: date, limits: Limits) -> datetime:
    """The moment in UTC when a day begins at the office."""
    return datetime.combine(day, time(), limits.time_zone).astimezone(UTC)


def started(values: Mapping[Key, Value], now: datetime, limits: Limits) -> Mapping[ClockKind, datetime]:
    """The clocks that these answers start now, and when each runs out."""
    found: dict[ClockKind, datetime] = {}
    if values.get(CARE_KEY) == "yes":
        found[ClockKind.CARE] = now + limits.care
    removal = values.get(REMOVAL_KEY)
    if isinstance(removal, date):
        found[ClockKind.REMOVAL] = start_of(removal, limits)
    if values.get(CONSENT_KEY) == "yes":
        found[ClockKind.CONSENT] = now + limits.consent
    return MappingProxyType(found)


def touched(before: Mapping[Key, Value], after: Mapping[Key, Value]) -> frozenset[ClockKind]:
    """The clocks whose answers are not what they were."""
    return frozenset(kind for kind, key in STARTED_BY.items() if before.get(key) != after.get(key))
