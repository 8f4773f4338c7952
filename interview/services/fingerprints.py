"""Words that people read to each other, so that a key goes to the person and not to somebody in between."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.policy import Permission, Thing, require
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import UnitOfWork
from interview.store.records import Account, ReadOut


@dataclass(frozen=True, slots=True)
class Change:
    """That another public key stands for somebody since a day. `by`: who did it, None at the terminal."""

    principal_id: UUID
    key_id: bytes
    name: str
    of_team: bool
    by: str | None
    changed_on: date


def own_words(work: UnitOfWork, actor: Actor) -> ReadOut:
    """The words of one's own public key, to read out when somebody asks for them in person."""
    return work.accounts.read_out(actor.account_id)


def words_of(work: UnitOfWork, actor: Actor, account_id: UUID) -> ReadOut:
    """The words of a colleague's public key, to compare with what they read out. Raises NotPermitted."""
    require(actor, Permission.TEAM_LIST, Thing(organisation_id=actor.organisation_id))
    try:
        return work.accounts.read_out(account_id)
    except LookupError:
        raise NotPermitted from None


def require_same(work: UnitOfWork, actor: Actor, account_id: UUID, key_id: bytes) -> ReadOut:
    """The words that were compared are still those of the account's key. Raises NotNow when the key was replaced."""
    read_out = words_of(work, actor, account_id)
    if read_out.key_id != key_id:
        raise NotNow
    return read_out


def note_changed(work: UnitOfWork, actor: Actor, account: Account) -> None:
    """An account has another public key: it stands on the supervisors' pages until one of them has seen it."""
    work.changed_keys.note(account.organisation_id, "account", account.id, account.key_id)
    detail = {"principal": str(account.id), "key_id": account.key_id.hex()}
    work.record(Event.KEY_CHANGED, actor=actor, account_id=account.id, detail=detail)


def changes(work: UnitOfWork, actor: Actor) -> tuple[Change, ...]:
    """The replaced public keys that no supervisor has seen yet."""
    require(actor, Permission.KEY_CHANGE_SEE, Thing(organisation_id=actor.organisation_id))
    unseen = work.changed_keys.unseen()
    if not unseen:
        return ()
    names = {account.id: account.name for account in work.accounts.list(actor.organisation_id)}
    names |= {team.id: team.name for team in work.teams.every(actor.organisation_id)}
    return tuple(
        Change(
            one.principal_id,
            one.key_id,
            names.get(one.principal_id, ""),
            one.principal_kind == "team",
            None if one.changed_by is None else names.get(one.changed_by),
            one.changed_on,
        )
        for one in unseen
    )


def see_change(work: UnitOfWork, actor: Actor, principal_id: UUID, key_id: bytes) -> None:
    """Say that one has seen that a key was replaced. Raises NotPermitted about one's own, and about no such key."""
    require(actor, Permission.KEY_CHANGE_SEE, Thing(organisation_id=actor.organisation_id, account_id=principal_id))
    if not work.changed_keys.is_known(principal_id, key_id):
        raise NotPermitted
    if work.changed_keys.see(principal_id, key_id):
        detail = {"principal": str(principal_id), "key_id": key_id.hex()}
        work.record(Event.KEY_CHANGE_SEEN, actor=actor, detail=detail)
