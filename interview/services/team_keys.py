"""Another key for a team, on suspicion: its members get it at once, its cases one after the other.

Each case gets another key of its own then, and all that was written in it is sealed anew.
"""

from dataclasses import dataclass
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.policy import Permission, Thing, require
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import UnitOfWork, looking_up
from interview.store.records import Team

BATCH = 40
"""How many cases get another key in one request, so that a page can show how far it is."""


@dataclass(frozen=True, slots=True)
class TeamKey:
    """A team of one's own, and how many of its cases still have the key that they had before."""

    team: Team
    left: int


def show(work: UnitOfWork, actor: Actor, team_id: UUID) -> TeamKey:
    """How far it is. Raises NotPermitted for a team that is not one's own."""
    _require_member(actor, team_id)
    team = next((one for one in work.teams.every(actor.organisation_id) if one.id == team_id), None)
    if team is None:
        raise NotPermitted
    return TeamKey(team, _left(work, actor, team_id))


def change(work: UnitOfWork, actor: Actor, team_id: UUID) -> None:
    """Give the team another key. What was sealed to the old one opens until it is sealed anew (`go_on`).

    Raises NotNow while cases are left from the last time.
    """
    if show(work, actor, team_id).left:
        raise NotNow
    key_id = work.team_keys.change(team_id)
    work.changed_keys.note(actor.organisation_id, "team", team_id, key_id)
    detail = {"team": str(team_id), "key_id": key_id.hex()}
    work.record(Event.TEAM_KEY_CHANGED, actor=actor, detail=detail)
    work.record(Event.KEY_CHANGED, actor=actor, detail={"principal": str(team_id), "key_id": key_id.hex()})


def go_on(work: UnitOfWork, actor: Actor, team_id: UUID) -> int:
    """Give the next cases another key; gives how many are left. May be done by any member, and again."""
    _require_member(actor, team_id)
    if team_id in actor.ledger_ids and work.ledgers.leftovers(team_id):
        looking_up.renew(work, actor)
    count = work.team_keys.seal_anew(team_id, BATCH)
    if count:
        work.record(Event.TEAM_CASES_SEALED, actor=actor, detail={"team": str(team_id), "count": count})
    return _left(work, actor, team_id)


def _left(work: UnitOfWork, actor: Actor, team_id: UUID) -> int:
    """How many cases, and how much of what the team looks people up in, still have the key before."""
    ledger = work.ledgers.leftovers(team_id) if team_id in actor.ledger_ids else 0
    return work.team_keys.left(team_id) + ledger


def _require_member(actor: Actor, team_id: UUID) -> None:
    require(actor, Permission.TEAM_REKEY, Thing(organisation_id=actor.organisation_id, team_id=team_id))
