"""What needs two people: one asks, another one gives, and what was given is used once and in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from interview.casework.actors import Role

LASTS = timedelta(days=7)
"""How long an approval may be given and used after it was asked for."""


class ApprovalKind(StrEnum):
    """What is asked for. The value stands in rows and in the trail."""

    ERASURE = "erasure"
    """Subject: the case; other: a number of the request, so that each has an agreement of its own."""
    REGRANT = "regrant"
    """Subject: the account; other: the id of the public key that the keys of its cases go to."""
    OFFICE_TEAM = "office_team"
    """Subject: the office; other: the team that is to supervise it."""
    BULK_EXPORT = "bulk_export"
    """Subject: the organisation, whose whole record is taken away as far as whoever asked may read it."""


class ApprovalState(StrEnum):
    """Where it has come to."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    USED = "used"


A, K, R = ApprovalState, ApprovalKind, Role

NEXT: Mapping[ApprovalState, frozenset[ApprovalState]] = MappingProxyType(
    {
        A.ASKED: frozenset({A.GIVEN, A.REFUSED}),
        A.GIVEN: frozenset({A.USED}),
        A.REFUSED: frozenset(),
        A.USED: frozenset(),
    }
)
"""State → the states that may follow."""

ASKED_BY: Mapping[ApprovalKind, frozenset[Role]] = MappingProxyType(
    {
        K.ERASURE: frozenset({R.SUPERVISOR}),
        K.REGRANT: frozenset({R.SUPERVISOR}),
        K.OFFICE_TEAM: frozenset({R.ADMINISTRATOR, R.SUPERVISOR}),
        K.BULK_EXPORT: frozenset({R.ADMINISTRATOR, R.SUPERVISOR}),
    }
)
"""Who may ask, by role."""

GIVEN_BY: Mapping[ApprovalKind, frozenset[Role]] = MappingProxyType(
    {
        K.ERASURE: frozenset({R.SUPERVISOR}),
        K.REGRANT: frozenset({R.SUPERVISOR}),
        K.OFFICE_TEAM: frozenset({R.SUPERVISOR}),
        K.BULK_EXPORT: frozenset({R.SUPERVISOR}),
    }
)
"""Who may give, by role: always another person than the one who asked."""


@dataclass(frozen=True, slots=True)
class Approval:
    """Something that one person asked for and another one gives. `other_id`: see `ApprovalKind`."""

    id: UUID
    organisation_id: UUID
    kind: ApprovalKind
    subject_id: UUID
    other_id: UUID | None
    asked_by: UUID
    answered_by: UUID | None
    state: ApprovalState
    ends_at: datetime

    def lasts(self, now: datetime) -> bool:
        """Whether it can still be given or used."""
        return now < self.ends_at

    def is_about(self, kind: ApprovalKind, subject_id: UUID, other_id: UUID | None) -> bool:
        """Whether it was asked for this very thing."""
        return (self.kind, self.subject_id, self.other_id) == (kind, subject_id, other_id)
