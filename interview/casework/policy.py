"""The one policy: may this person do this to this thing now? Permission × scope × sensitivity × state."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from uuid import UUID

from interview.casework.actors import Actor
from interview.casework.interviews import NEXT, WRITABLE, InterviewState
from interview.casework.permissions import Permission, Scope, scopes
from interview.casework.refusals import NotNow, NotPermitted
from interview.questionnaire.kinds import Sensitivity

__all__ = ["Permission", "Thing", "may_hold", "permits", "require"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What is acted on, as far as the policy needs to know it.

    `author_ids`: everyone who wrote, interpreted or asked for it. `assignee_id`: whose work it is. `team_id`: the team
    that supervises it. `granted_to`: accounts let in by name. `account_id`: whom it is about, for accounts.
    `party_ids`: who had a part in a decision in another way than writing, and cannot be the one who decides.
    `state`: of an interview. `record`: it is the record of a case; `closed`: of a closed one. `sensitivity`: the class
    of the answers that are read.
    """

    organisation_id: UUID
    author_ids: frozenset[UUID] = frozenset()
    party_ids: frozenset[UUID] = frozenset()
    assignee_id: UUID | None = None
    team_id: UUID | None = None
    granted_to: frozenset[UUID] = frozenset()
    account_id: UUID | None = None
    state: InterviewState | None = None
    record: bool = False
    closed: bool = False
    sensitivity: Sensitivity = Sensitivity.ORDINARY


_READING: Mapping[Sensitivity, Permission] = MappingProxyType(
    {
        Sensitivity.SENSITIVE: Permission.SENSITIVE_READ,
        Sensitivity.MEDICAL: Permission.MEDICAL_READ,
        Sensitivity.IDENTITY: Permission.IDENTITY_READ,
    }
)

_STATES: Mapping[Permission, frozenset[InterviewState]] = MappingProxyType(
    {
        Permission.INTERVIEW_WRITE: WRITABLE | {InterviewState.ACCEPTED},
        Permission.STAY_WRITE: WRITABLE | {InterviewState.ACCEPTED},
        Permission.INTERVIEW_SUBMIT: frozenset(s for s in NEXT if InterviewState.SUBMITTED in NEXT[s]),
        Permission.INTERVIEW_RETURN: frozenset(s for s in NEXT if InterviewState.RETURNED in NEXT[s]),
        Permission.INTERVIEW_ABANDON: frozenset(s for s in NEXT if InterviewState.ABANDONED in NEXT[s]),
        Permission.PROPOSAL_WRITE: WRITABLE,
        Permission.CLOSURE_ASK: frozenset(s for s in NEXT if InterviewState.SUBMITTED in NEXT[s]),
        Permission.CLOSURE_DECIDE: frozenset({InterviewState.SUBMITTED}),
        Permission.JOURNEY_DECIDE: WRITABLE,
        Permission.PAYMENT_APPROVE: WRITABLE,
        Permission.REFERRAL_SEND: WRITABLE,
        Permission.CASE_REOPEN: frozenset({InterviewState.ACCEPTED}),
        # An accepted one is decided again when the person asks that somebody else looks.
        Permission.DECISION_WRITE: frozenset({InterviewState.SUBMITTED, InterviewState.ACCEPTED}),
    }
)

_NOT_BY_AN_AUTHOR = frozenset(
    {
        Permission.DECISION_WRITE,
        Permission.INTERVIEW_RETURN,
        Permission.CLOSURE_DECIDE,
        Permission.JOURNEY_DECIDE,
        Permission.TRANSFER_ANSWER,
    }
)
_NOT_WHEN_CLOSED = frozenset({Permission.INTERVIEW_WRITE, Permission.STAY_WRITE})
_NOT_ABOUT_ONESELF = frozenset({Permission.ACCOUNT_CHANGE, Permission.TEAM_ADMIT, Permission.KEY_CHANGE_SEE})


def may_hold(actor: Actor, permission: Permission) -> bool:
    """Whether there can be a thing at all for which the actor has this permission."""
    return bool(scopes(actor.roles, permission))


def permits(actor: Actor, permission: Permission, thing: Thing) -> bool:
    """Whether the actor may do this to this thing now. What nothing allows is not allowed."""
    return (
        thing.organisation_id == actor.organisation_id
        and any(_within(scope, actor, thing) for scope in scopes(actor.roles, permission))
        and _sensitivity_allowed(actor, thing)
        and (permission not in _STATES or thing.state in _STATES[permission])
        # A closed case never reopens by itself: it is reopened first, with a reason.
        and not (permission in _NOT_WHEN_CLOSED and thing.closed)
        and not (permission in _NOT_BY_AN_AUTHOR and actor.account_id in thing.author_ids | thing.party_ids)
        and not (permission in _NOT_ABOUT_ONESELF and actor.account_id == thing.account_id)
    )


def require(actor: Actor, permission: Permission, thing: Thing) -> None:
    """Raise `NotPermitted` unless the policy permits it; `NotNow` where only a closed case stands in the way."""
    if not permits(actor, permission, thing):
        raise NotNow if permits(actor, permission, replace(thing, closed=False)) else NotPermitted


def _within(scope: Scope, actor: Actor, thing: Thing) -> bool:
    match scope:
        case Scope.ORGANISATION:
            return True
        case Scope.TEAM:
            return thing.team_id is not None and thing.team_id in actor.every_team
        case Scope.PAIRED:
            return actor.account_id in thing.granted_to
        case Scope.RECORD:
            return thing.record and actor.account_id in thing.granted_to
        case Scope.OWN:
            return actor.account_id in thing.author_ids | thing.granted_to | {thing.assignee_id}


def _sensitivity_allowed(actor: Actor, thing: Thing) -> bool:
    needed = _READING.get(thing.sensitivity)
    return needed is None or any(_within(scope, actor, thing) for scope in scopes(actor.roles, needed))
