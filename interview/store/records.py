"""What the store gives out: plain values, never rows and never keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from interview.casework.actors import Actor, Role
from interview.casework.cases import CaseStage
from interview.casework.interviews import InterviewState


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation. `team_id`: the team that supervises where no office says otherwise."""

    id: UUID
    name: str
    demonstration: bool
    team_id: UUID | None


@dataclass(frozen=True, slots=True)
class Founded:
    """A new organisation, and its three recovery shares: to be shown once, on a terminal, and kept nowhere."""

    organisation: Organisation
    shares: tuple[str, str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Team:
    """A supervising team, or with `ledger` those who look people up and supervise nothing."""

    id: UUID
    organisation_id: UUID
    name: str
    member_ids: frozenset[UUID]
    ledger: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """An office and the team that supervises it."""

    id: UUID
    organisation_id: UUID
    name: str
    team_id: UUID


@dataclass(frozen=True, slots=True)
class Account:
    """A person's account. `key_id` (16 bytes) names its public key."""

    id: UUID
    organisation_id: UUID
    name: str
    roles: frozenset[Role]
    office_id: UUID | None
    active: bool
    team_ids: frozenset[UUID]
    key_id: bytes
    has_factor: bool = False


@dataclass(frozen=True, slots=True)
class ReadOut:
    """A public key as people compare it: the words that they read to each other. `key_id` (16 bytes) names it.

    `principal_id`: of the account or the team.
    """

    principal_id: UUID
    key_id: bytes
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedKey:
    """That another public key (`key_id`, 16 bytes) stands for an account or a team since a day, and who did it."""

    principal_id: UUID
    principal_kind: str
    key_id: bytes
    changed_by: UUID | None
    changed_on: date


@dataclass(frozen=True, slots=True)
class NameTaken:
    """Not made: another account is called so."""


class SessionLevel(StrEnum):
    """What a session was opened with. ENROLLING: it can set up a second factor, and nothing else."""

    PASSPHRASE = "passphrase"  # noqa: S105 -- the word for a level, not a secret
    FACTOR = "factor"
    ENROLLING = "enrolling"


@dataclass(frozen=True, slots=True)
class Session:
    """A session at work. It locks at `locks_at` unless something is done before, and ends at `ends_at` in any case."""

    actor: Actor
    level: SessionLevel
    ends_at: datetime
    locks_at: datetime


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session as its owner sees it in a list. `here`: the one that asks."""

    id: UUID
    begun_at: datetime
    seen_at: datetime
    locked: bool
    here: bool


@dataclass(frozen=True, slots=True)
class NewFactor:
    """A secret for a telephone: as letters to type in, and as the address that the square holds."""

    letters: str = field(repr=False)
    address: str = field(repr=False)


class AccountNoticeKind(StrEnum):
    """What somebody else did to an account."""

    RESET = "reset"
    FACTOR_TAKEN_AWAY = "factor_taken_away"


@dataclass(frozen=True, slots=True)
class AccountNotice:
    """What the owner of an account is to be told."""

    kind: AccountNoticeKind
    noted_on: date


@dataclass(frozen=True, slots=True)
class LockedSession:
    """A session whose key is gone. The passphrase makes a new one of it."""

    session_id: UUID
    organisation_id: UUID
    account_id: UUID


@dataclass(frozen=True, slots=True)
class Started:
    """A session, and the text for its cookie."""

    token: str = field(repr=False)
    session: Session


@dataclass(frozen=True, slots=True)
class Kept:
    """A page that was posted after the lock."""

    path: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    """A case, as far as it stands in clear, and its short random reference. `granted_to`: whoever reads it, by name."""

    id: UUID
    organisation_id: UUID
    founding_id: UUID
    reference: str
    stage: CaseStage
    team_id: UUID
    office_id: UUID | None
    creator_id: UUID
    urgent: bool
    opened_on: date
    changed_on: date
    granted_to: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class InterviewRecord:
    """What stands in clear about an interview. `granted_to`: whoever found it, if its case is theirs by name."""

    id: UUID
    organisation_id: UUID
    case_id: UUID
    form: str
    version: int
    digest: str
    state: InterviewState
    revision: int
    author_ids: frozenset[UUID]
    assignee_id: UUID
    team_id: UUID
    urgent: bool
    changed_on: date
    granted_to: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview, unsealed. `content` is the JSON data that was put; `saved_by` wrote this revision."""

    record: InterviewRecord
    case_reference: str
    content: Mapping[str, Any] = field(repr=False)
    saved_at: datetime
    saved_by: UUID


@dataclass(frozen=True, slots=True)
class Stale:
    """Not put: another revision was saved since this one was opened."""


@dataclass(frozen=True, slots=True)
class InterviewLine:
    """One line of a list of interviews; nothing of what was answered."""

    interview_id: UUID
    case_id: UUID
    case_reference: str
    form: str
    state: InterviewState
    changed_on: date
    urgent: bool
