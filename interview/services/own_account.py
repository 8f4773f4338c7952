"""One's own account: passphrase, sessions, and what others did to it."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.refusals import NotPermitted
from interview.services import UnitOfWork
from interview.store.records import AccountNotice, AccountNoticeKind, OwnSession
from interview.store.refusals import Busy, PassphraseRefused

__all__ = [
    "AccountNoticeKind",
    "Overview",
    "PassphraseChanged",
    "PassphraseFault",
    "change_passphrase",
    "end_session",
    "notices",
    "offered_passphrases",
    "overview",
    "read_notices",
    "sign_out_everywhere",
]

SHORTEST = 15
"""Letters of a passphrase that somebody made up."""

FEWEST_DIFFERENT = 6


class PassphraseFault(StrEnum):
    """Why a passphrase was not taken."""

    NOT_THE_SAME = "not_the_same"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_SIMPLE = "too_simple"
    HOLDS_NAME = "holds_name"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class PassphraseChanged:
    """The passphrase is another one; `token` goes into the cookie."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the owner of an account sees of it. `must_have_factor`: it cannot be taken away for good."""

    name: str
    has_factor: bool
    must_have_factor: bool
    spare_codes_left: int
    sessions: tuple[OwnSession, ...]
    notices: tuple[AccountNotice, ...]


def overview(work: UnitOfWork, actor: Actor) -> Overview:
    """One's own account."""
    account = work.accounts.get(actor.account_id)
    if account is None:
        raise NotPermitted
    return Overview(
        name=account.name,
        has_factor=account.has_factor,
        must_have_factor=work.settings.second_factor,
        spare_codes_left=work.factors.spare_codes_left(actor) if account.has_factor else 0,
        sessions=work.sessions.own(actor),
        notices=work.account_notices.unread(actor),
    )


def offered_passphrases(work: UnitOfWork) -> tuple[str, str]:
    """Two to choose from, or to be passed over: six plain words, and seven."""
    return work.accounts.new_passphrase(6), work.accounts.new_passphrase(7)


def change_passphrase(
    work: UnitOfWork, actor: Actor, token: str, passphrase: str, repeated: str
) -> PassphraseChanged | PassphraseFault:
    """Another passphrase; what the account opens stays. Other sessions end; this one goes on as another."""
    fault = _fault(actor, passphrase, repeated)
    if fault is not None:
        return fault
    begun = work.sessions.begun(token)
    try:
        work.accounts.change_passphrase(actor.account_id, passphrase)
    except PassphraseRefused:
        return PassphraseFault.TOO_LONG
    except Busy:
        return PassphraseFault.BUSY
    started = work.sessions.go_on(begun)
    work.record(Event.PASSPHRASE_CHANGED, actor=started.session.actor, account_id=actor.account_id)
    return PassphraseChanged(started.token)


def end_session(work: UnitOfWork, actor: Actor, session_id: UUID) -> None:
    """End one of one's own sessions. Raises NotPermitted when it is not one's own, or gone."""
    if not work.sessions.end_own(actor, session_id):
        raise NotPermitted
    work.record(Event.SESSION_ENDED, actor=actor, account_id=actor.account_id, detail={"reason": "asked"})


def sign_out_everywhere(work: UnitOfWork, actor: Actor) -> None:
    """End every one of one's own sessions, this one too."""
    work.sessions.end_all(actor.organisation_id, actor.account_id)
    work.record(Event.SESSION_ENDED, actor=actor, account_id=actor.account_id, detail={"reason": "everywhere"})


def notices(work: UnitOfWork, actor: Actor) -> tuple[AccountNotice, ...]:
    """What others did to this account, that its owner has not read."""
    return work.account_notices.unread(actor)


def read_notices(work: UnitOfWork, actor: Actor) -> None:
    """The owner has read what others did to this account."""
    work.account_notices.read(actor)


def _fault(actor: Actor, passphrase: str, repeated: str) -> PassphraseFault | None:
    if passphrase != repeated:
        return PassphraseFault.NOT_THE_SAME
    if len(passphrase.strip()) < SHORTEST:
        return PassphraseFault.TOO_SHORT
    if len(set(passphrase.casefold())) < FEWEST_DIFFERENT:
        return PassphraseFault.TOO_SIMPLE
    if actor.name and actor.name.casefold() in passphrase.casefold():
        return PassphraseFault.HOLDS_NAME
    return None
