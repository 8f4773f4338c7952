"""The second factor of one's own account, and what an administrator does for somebody who has lost theirs."""

from dataclasses import dataclass, field
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.policy import Permission, Thing, require
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import UnitOfWork
from interview.store.records import AccountNoticeKind, NewFactor


@dataclass(frozen=True, slots=True)
class SetUpFactor:
    """A second factor that counts. `token` goes into the cookie; the spare codes are shown once and kept nowhere."""

    token: str = field(repr=False)
    spare_codes: tuple[str, ...] = field(repr=False)


def begin(work: UnitOfWork, person: Actor) -> NewFactor:
    """A new secret to set up. Until its first code is typed in, nothing changes."""
    return work.factors.begin(person)


def shown(work: UnitOfWork, person: Actor) -> NewFactor:
    """The secret that is being set up; a new one when there is none."""
    return work.factors.begun(person) or work.factors.begin(person)


def finish(work: UnitOfWork, person: Actor, token: str, code: str) -> SetUpFactor | None:
    """Let the new secret count, once its first code is right. Other sessions end; this one goes on as another.

    None: the code is not right.
    """
    begun = work.sessions.begun(token)
    made = work.factors.finish(person, code)
    if made is None:
        return None
    started = work.sessions.go_on(begun)
    work.record(Event.FACTOR_SET_UP, actor=started.session.actor, account_id=person.account_id)
    work.record(Event.SPARE_CODES_MADE, actor=started.session.actor, account_id=person.account_id)
    return SetUpFactor(started.token, made)


def remove(work: UnitOfWork, actor: Actor, token: str) -> str:
    """Do without a second factor; gives this session's new token. Raises NotNow where every account must have one."""
    if work.settings.second_factor:
        raise NotNow
    begun = work.sessions.begun(token)
    work.factors.remove(actor.account_id)
    started = work.sessions.go_on(begun)
    work.record(Event.FACTOR_REMOVED, actor=started.session.actor, account_id=actor.account_id)
    return started.token


def renew_spare_codes(work: UnitOfWork, actor: Actor) -> tuple[str, ...]:
    """Ten new spare codes, to be shown once; the old ones count no more. Raises NotNow without a second factor."""
    made = work.factors.renew_spare_codes(actor)
    if made is None:
        raise NotNow
    work.record(Event.SPARE_CODES_MADE, actor=actor, account_id=actor.account_id)
    return made


def take_away(work: UnitOfWork, actor: Actor, account_id: UUID) -> None:
    """Take away a second factor whose owner has lost it. They are told, their sessions end, and they set up another.

    The passphrase stays, and so does what the account opens.
    """
    account = work.accounts.get(account_id)
    if account is None:
        raise NotPermitted
    require(actor, Permission.ACCOUNT_CHANGE, Thing(organisation_id=account.organisation_id, account_id=account_id))
    if not account.has_factor:
        raise NotNow
    work.factors.remove(account_id)
    work.account_notices.add(account.organisation_id, account_id, AccountNoticeKind.FACTOR_TAKEN_AWAY)
    work.record(Event.FACTOR_TAKEN_AWAY, actor=actor, account_id=account_id)
