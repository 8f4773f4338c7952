"""Who is at work."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person may be. One account may hold several; what one role may not do wins over what another may."""

    CASEWORKER = "caseworker"
    INTERPRETER = "interpreter"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    SHELTER_STAFF = "shelter_staff"


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person: identity, roles and scope, and no key.

    `team_ids` are the supervising teams that the person belongs to, `ledger_ids` the teams of those who look people up;
    whoever is at work in one supervises nothing by it. `office_id` is where the person works; its team
    supervises the cases opened there. `session_id` names the session at work, None at the terminal. `name` is what
    the account is called, for screens only. `authenticated_at`: when passphrase, and code if there is a second factor,
    were given last.
    """

    account_id: UUID
    organisation_id: UUID
    roles: frozenset[Role]
    team_ids: frozenset[UUID] = frozenset()
    ledger_ids: frozenset[UUID] = frozenset()
    office_id: UUID | None = None
    session_id: UUID | None = None
    name: str = field(default="", repr=False)
    authenticated_at: datetime | None = field(default=None, repr=False, compare=False)

    @property
    def every_team(self) -> frozenset[UUID]:
        """All teams that the person belongs to, whatever they are for."""
        return self.team_ids | self.ledger_ids
