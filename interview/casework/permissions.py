"""The closed list of what may be allowed, and which role holds what, over which things."""

from collections.abc import Mapping
from enum import Enum, StrEnum
from types import MappingProxyType

from interview.casework.actors import Role


class Permission(StrEnum):
    """One thing that a person may be allowed to do, as "object:act"."""

    CASE_OPEN = "case:open"
    CASE_READ = "case:read"
    CASE_REASSIGN = "case:reassign"
    CASE_LIST = "case:list"
    INTERVIEW_READ = "interview:read"
    INTERVIEW_WRITE = "interview:write"
    INTERVIEW_SUBMIT = "interview:submit"
    INTERVIEW_RETURN = "interview:return"
    INTERVIEW_ABANDON = "interview:abandon"
    INTERVIEW_PAIR = "interview:pair"
    SENSITIVE_READ = "sensitive:read"
    MEDICAL_READ = "medical:read"
    IDENTITY_READ = "identity:read"
    PEOPLE_SEARCH = "people:search"
    PEOPLE_MATCH = "people:match"
    READERS_READ = "readers:read"
    TRAIL_READ = "trail:read"
    RETENTION_CHANGE = "retention:change"
    CASE_ERASE = "case:erase"
    FLAG_READ = "flag:read"
    ASSESSMENT_READ = "assessment:read"
    PROPOSAL_WRITE = "proposal:write"
    DECISION_READ = "decision:read"
    DECISION_WRITE = "decision:write"
    DECISION_TELL = "decision:tell"
    CLOSURE_ASK = "closure:ask"
    CLOSURE_DECIDE = "closure:decide"
    CASE_REOPEN = "case:reopen"
    JOURNEY_DECIDE = "journey:decide"
    PAYMENT_APPROVE = "payment:approve"
    CASE_TRANSFER = "case:transfer"
    TRANSFER_ANSWER = "transfer:answer"
    REFERRAL_SEND = "referral:send"
    REFERRAL_REVOKE = "referral:revoke"
    REFERRAL_READ = "referral:read"
    REFERRAL_ANSWER = "referral:answer"
    REFERRAL_TAKE = "referral:take"
    ATTACHMENT_READ = "attachment:read"
    ATTACHMENT_WRITE = "attachment:write"
    SUMMARY_MAKE = "summary:make"
    STAY_WRITE = "stay:write"
    URGENT_WRITE = "urgent:write"
    WORDING_READ = "wording:read"
    TRANSLATION_DRAFT = "translation:draft"
    REPORT_READ = "report:read"
    RELEASE_BUILD = "release:build"
    DUTY_READ = "duty:read"
    DUTY_PLAN = "duty:plan"
    ALERT_ANSWER = "alert:answer"
    CLOCK_SET = "clock:set"
    TEAM_WATCH = "team:watch"
    LEAVE_PLAN = "leave:plan"
    ACCOUNT_LIST = "account:list"
    ACCOUNT_CREATE = "account:create"
    ACCOUNT_CHANGE = "account:change"
    APPROVAL_GIVE = "approval:give"
    KEY_CHANGE_SEE = "key:change:see"
    TEAM_LIST = "team:list"
    TEAM_CREATE = "team:create"
    TEAM_ADMIT = "team:admit"
    TEAM_REKEY = "team:rekey"
    OFFICE_CREATE = "office:create"
    BACKUP_MAKE = "backup:make"
    KEY_ROTATE = "key:rotate"


class Scope(Enum):
    """Over which things a permission holds.

    OWN: what the person wrote, or is assigned to, or was granted by name. TEAM: what a team of the person supervises.
    PAIRED: what was granted by name alone. RECORD: the record of a case that was granted by name. ORGANISATION:
    everything of the person's organisation.
    """

    OWN = "own"
    TEAM = "team"
    PAIRED = "paired"
    RECORD = "record"
    ORGANISATION = "organisation"


P = Permission

BY_ROLE: Mapping[Role, Mapping[Permission, Scope]] = MappingProxyType(
    {
        Role.CASEWORKER: {
            P.CASE_OPEN: Scope.ORGANISATION,
            P.PEOPLE_MATCH: Scope.ORGANISATION,
            P.CASE_LIST: Scope.ORGANISATION,
            P.CASE_READ: Scope.OWN,
            P.INTERVIEW_READ: Scope.OWN,
            P.INTERVIEW_WRITE: Scope.OWN,
            P.INTERVIEW_SUBMIT: Scope.OWN,
            P.INTERVIEW_PAIR: Scope.OWN,
            P.SENSITIVE_READ: Scope.OWN,
            P.MEDICAL_READ: Scope.OWN,
            P.IDENTITY_READ: Scope.OWN,
            P.READERS_READ: Scope.OWN,
            P.FLAG_READ: Scope.OWN,
            P.ASSESSMENT_READ: Scope.OWN,
            P.PROPOSAL_WRITE: Scope.OWN,
            P.DECISION_READ: Scope.OWN,
            P.DECISION_TELL: Scope.OWN,
            P.CLOSURE_ASK: Scope.OWN,
            P.CASE_REOPEN: Scope.OWN,
            P.REFERRAL_SEND: Scope.OWN,
            P.REFERRAL_REVOKE: Scope.OWN,
            P.REFERRAL_READ: Scope.OWN,
            P.REFERRAL_TAKE: Scope.OWN,
            P.ATTACHMENT_READ: Scope.OWN,
            P.ATTACHMENT_WRITE: Scope.OWN,
            P.SUMMARY_MAKE: Scope.OWN,
            P.STAY_WRITE: Scope.OWN,
            P.URGENT_WRITE: Scope.ORGANISATION,
            P.DUTY_READ: Scope.ORGANISATION,
            P.CLOCK_SET: Scope.OWN,
        },
        Role.INTERPRETER: {
            P.WORDING_READ: Scope.PAIRED,
            P.TRANSLATION_DRAFT: Scope.ORGANISATION,
        },
        Role.SUPERVISOR: {
            P.CASE_LIST: Scope.ORGANISATION,
            P.PEOPLE_SEARCH: Scope.ORGANISATION,
            P.CASE_READ: Scope.TEAM,
            P.CASE_REASSIGN: Scope.TEAM,
            P.INTERVIEW_READ: Scope.TEAM,
            P.INTERVIEW_RETURN: Scope.TEAM,
            P.INTERVIEW_ABANDON: Scope.TEAM,
            P.SENSITIVE_READ: Scope.TEAM,
            P.MEDICAL_READ: Scope.TEAM,
            P.IDENTITY_READ: Scope.TEAM,
            P.READERS_READ: Scope.TEAM,
            P.TRAIL_READ: Scope.TEAM,
            P.RETENTION_CHANGE: Scope.TEAM,
            P.CASE_ERASE: Scope.TEAM,
            P.FLAG_READ: Scope.TEAM,
            P.ASSESSMENT_READ: Scope.TEAM,
            P.DECISION_READ: Scope.TEAM,
            P.DECISION_WRITE: Scope.TEAM,
            P.DECISION_TELL: Scope.TEAM,
            P.CLOSURE_DECIDE: Scope.TEAM,
            P.JOURNEY_DECIDE: Scope.TEAM,
            P.PAYMENT_APPROVE: Scope.TEAM,
            P.CASE_REOPEN: Scope.TEAM,
            P.CASE_TRANSFER: Scope.TEAM,
            P.TRANSFER_ANSWER: Scope.TEAM,
            P.REFERRAL_REVOKE: Scope.TEAM,
            P.REFERRAL_READ: Scope.TEAM,
            P.REFERRAL_ANSWER: Scope.TEAM,
            P.ATTACHMENT_READ: Scope.TEAM,
            P.ATTACHMENT_WRITE: Scope.TEAM,
            P.SUMMARY_MAKE: Scope.TEAM,
            P.DUTY_READ: Scope.ORGANISATION,
            P.DUTY_PLAN: Scope.TEAM,
            P.ALERT_ANSWER: Scope.TEAM,
            P.CLOCK_SET: Scope.TEAM,
            P.TEAM_WATCH: Scope.TEAM,
            P.LEAVE_PLAN: Scope.TEAM,
            P.APPROVAL_GIVE: Scope.ORGANISATION,
            P.KEY_CHANGE_SEE: Scope.ORGANISATION,
            P.TEAM_LIST: Scope.ORGANISATION,
            P.TEAM_CREATE: Scope.ORGANISATION,
            P.TEAM_ADMIT: Scope.ORGANISATION,
            P.TEAM_REKEY: Scope.TEAM,
        },
        Role.ANALYST: {
            P.REPORT_READ: Scope.ORGANISATION,
            P.RELEASE_BUILD: Scope.ORGANISATION,
        },
        Role.ADMINISTRATOR: {
            P.ACCOUNT_LIST: Scope.ORGANISATION,
            P.ACCOUNT_CREATE: Scope.ORGANISATION,
            P.ACCOUNT_CHANGE: Scope.ORGANISATION,
            P.APPROVAL_GIVE: Scope.ORGANISATION,
            P.TEAM_LIST: Scope.ORGANISATION,
            P.OFFICE_CREATE: Scope.ORGANISATION,
            P.BACKUP_MAKE: Scope.ORGANISATION,
            P.TRAIL_READ: Scope.ORGANISATION,
            P.KEY_ROTATE: Scope.ORGANISATION,
        },
        Role.SHELTER_STAFF: {
            P.CASE_LIST: Scope.ORGANISATION,
            P.CASE_READ: Scope.PAIRED,
            P.INTERVIEW_READ: Scope.RECORD,
            P.SENSITIVE_READ: Scope.PAIRED,
            P.IDENTITY_READ: Scope.PAIRED,
            P.FLAG_READ: Scope.RECORD,
            P.STAY_WRITE: Scope.RECORD,
        },
    }
)
"""What each role may do, over which things. What is not here is not allowed."""

_CASES = frozenset(
    {
        P.CASE_OPEN,
        P.CASE_LIST,
        P.CASE_READ,
        P.CASE_REASSIGN,
        P.INTERVIEW_READ,
        P.INTERVIEW_WRITE,
        P.INTERVIEW_SUBMIT,
        P.INTERVIEW_RETURN,
        P.INTERVIEW_ABANDON,
        P.INTERVIEW_PAIR,
        P.SENSITIVE_READ,
        P.MEDICAL_READ,
        P.IDENTITY_READ,
        P.PEOPLE_SEARCH,
        P.PEOPLE_MATCH,
        P.READERS_READ,
        P.RETENTION_CHANGE,
        P.CASE_ERASE,
        P.FLAG_READ,
        P.ASSESSMENT_READ,
        P.PROPOSAL_WRITE,
        P.DECISION_READ,
        P.DECISION_WRITE,
        P.DECISION_TELL,
        P.CLOSURE_ASK,
        P.CLOSURE_DECIDE,
        P.CASE_REOPEN,
        P.JOURNEY_DECIDE,
        P.PAYMENT_APPROVE,
        P.CASE_TRANSFER,
        P.TRANSFER_ANSWER,
        P.REFERRAL_SEND,
        P.REFERRAL_REVOKE,
        P.REFERRAL_READ,
        P.REFERRAL_ANSWER,
        P.REFERRAL_TAKE,
        P.ATTACHMENT_READ,
        P.ATTACHMENT_WRITE,
        P.SUMMARY_MAKE,
        P.STAY_WRITE,
        P.URGENT_WRITE,
        P.ALERT_ANSWER,
        P.CLOCK_SET,
        P.TEAM_WATCH,
        P.LEAVE_PLAN,
    }
)

NEVER: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.CASEWORKER: frozenset(
            {P.DECISION_WRITE, P.CLOSURE_DECIDE, P.JOURNEY_DECIDE, P.PAYMENT_APPROVE, P.RELEASE_BUILD}
        ),
        Role.INTERPRETER: _CASES,
        Role.SUPERVISOR: frozenset(
            {P.INTERVIEW_WRITE, P.INTERVIEW_SUBMIT, P.STAY_WRITE, P.CLOSURE_ASK, P.REFERRAL_SEND}
        ),
        Role.ANALYST: _CASES,
        Role.ADMINISTRATOR: _CASES,
        # No second role opens to them what is closed to whoever works where the person lives.
        Role.SHELTER_STAFF: _CASES - BY_ROLE[Role.SHELTER_STAFF].keys(),
    }
)
"""What a role rules out, whatever other roles the same person holds."""


def scopes(roles: frozenset[Role], permission: Permission) -> frozenset[Scope]:
    """Over which things these roles together hold the permission; none if one of them rules it out."""
    if any(permission in NEVER[role] for role in roles):
        return frozenset()
    return frozenset(BY_ROLE[role][permission] for role in roles if permission in BY_ROLE[role])


def clashing(roles: frozenset[Role]) -> bool:
    """Whether one of these roles rules out what another is there for, so that nobody should hold both."""
    return any(NEVER[one] & BY_ROLE[other].keys() for one in roles for other in roles)
