"""Who is on duty, who comes next, and to whom an alert goes that nobody has answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

LONGEST_SHIFT = timedelta(days=14)


class About(StrEnum):
    """Why someone is called. The words that are sent are the same for each."""

    RISK = "risk"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to call someone. `personal`: it needs the person's own address; else it is called once for all."""

    name: str
    personal: bool


@dataclass(frozen=True, slots=True)
class Shift:
    """One person on duty for a team, from a moment on and before another."""

    id: UUID
    team_id: UUID
    account_id: UUID
    from_at: datetime
    until_at: datetime

    def covers(self, at: datetime) -> bool:
        """Whether the person is on duty at this moment."""
        return self.from_at <= at < self.until_at


@dataclass(frozen=True, slots=True)
class Told:
    """Who was called so far: the first, the next, then everyone."""

    first_id: UUID | None = None
    next_id: UUID | None = None
    everyone: bool = False

    def includes(self, account_id: UUID) -> bool:
        """Whether this member of the team was called."""
        return self.everyone or account_id in (self.first_id, self.next_id)


def in_line(shifts: Iterable[Shift], at: datetime) -> tuple[UUID, ...]:
    """Who is on duty at this moment, the longest first; then those whose shifts begin next. Nobody stands twice."""
    rest = [shift for shift in shifts if shift.until_at > at]
    rest.sort(key=lambda shift: (shift.from_at, shift.until_at, shift.id))
    return tuple(dict.fromkeys(shift.account_id for shift in rest))


def on_duty(shifts: Iterable[Shift], at: datetime) -> tuple[UUID, ...]:
    """Who is on duty at this moment; nobody stands twice."""
    return in_line((shift for shift in shifts if shift.covers(at)), at)


def call_first(shifts: Sequence[Shift], at: datetime) -> Told:
    """Whom an alert is for that is raised now: the first on duty; everyone when nobody is."""
    now = on_duty(shifts, at)
    return Told(first_id=now[0]) if now else Told(everyone=True)


def call_next(told: Told, shifts: Sequence[Shift], at: datetime) -> Told:
    """Whom it is for when those who were called did not answer: the next in line, then everyone."""
    if told.everyone:
        return told
    others = [account_id for account_id in in_line(shifts, at) if account_id != told.first_id]
    if told.next_id is None and others:
        return Told(told.first_id, others[0])
    return Told(told.first_id, told.next_id, everyone=True)


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a person or a team."""

    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Needed:
    """What someone is needed for: ids alone."""

    organisation_id: UUID
    team_id: UUID
    case_id: UUID
    interview_id: UUID


@dataclass(frozen=True, slots=True)
class Alert:
    """That someone is needed for an interview. It says nothing of why, beyond what the interview's row shows."""

    id: UUID
    organisation_id: UUID
    team_id: UUID
    case_id: UUID
    interview_id: UUID
    about: About
    raised_at: datetime
    told: Told
    told_at: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One call that is to be made now. `tries`: with this one."""

    id: UUID
    organisation_id: UUID
    channel: str
    contact: Contact
    tries: int


CALL_AGAIN_AT_MOST = timedelta(hours=1)
TRIES = 24
"""After so many failures a call is given up: the alert stays on the screens, and others were called meanwhile."""


def call_again_after(tries: int) -> timedelta:
    """How long to wait after so many tries that failed: 1, 2, 4 … 60 minutes."""
    return min(CALL_AGAIN_AT_MOST, timedelta(minutes=2 ** min(tries, 10)))
