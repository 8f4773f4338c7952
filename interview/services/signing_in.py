"""Signing in and out, locking and unlocking, and what was typed when a session locked."""

from dataclasses import dataclass, field
from datetime import timedelta

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.services import UnitOfWork
from interview.store.records import LockedSession, Session, SessionLevel, Started
from interview.store.refusals import Busy

BUSY_SECONDS = 5
"""How long to wait when too many sign in at once."""

FRESH_FOR = timedelta(minutes=5)
"""How long a sign-in counts as fresh, for what must not be done from a screen that was left open."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An open session. `token` goes into the cookie and nowhere else."""

    token: str = field(repr=False)
    actor: Actor


@dataclass(frozen=True, slots=True)
class SignedInToEnrol:
    """A session that can set up a second factor, and nothing else. `token` goes into the cookie and nowhere else."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Enrolling:
    """The person of a session that can set up a second factor, and nothing else."""

    person: Actor


@dataclass(frozen=True, slots=True)
class Refused:
    """Not let in; which part was wrong is not said. `wait_seconds`: how long to wait before another try counts.

    `busy`: too many are signing in; nothing was tried, and nothing counted.
    """

    wait_seconds: int = 0
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Locked:
    """A session that waits for its passphrase."""


def sign_in(
    work: UnitOfWork, name: str, passphrase: str, code: str = "", *, address: str = ""
) -> SignedIn | SignedInToEnrol | Refused:
    """Open a session. An unknown name, a wrong passphrase and a wrong code take the same work and get the same answer.

    `address`: of whoever asks, in the network. Where everybody needs a second factor, the session of somebody who has
    none can only set one up.
    """
    if work.accounts.is_door_full():
        return Refused(BUSY_SECONDS, busy=True)
    wait = work.throttle.admit(name, address)
    if wait:
        return Refused(wait)
    try:
        opened = work.accounts.open(name, passphrase, code)
    except Busy:
        return Refused(BUSY_SECONDS, busy=True)
    if opened is None:
        # Nobody knows whose name was meant, and it is not written down: every organisation here counts the attempt.
        for organisation in work.organisations.all():
            work.record(Event.SIGN_IN_FAILED, organisation_id=organisation.id)
        return Refused()
    work.throttle.clear(name, address)
    work.factors.forget_begun(opened.account.organisation_id, opened.account.id)
    return _signed_in(work, work.sessions.start(opened), Event.SIGNED_IN)


def resume(work: UnitOfWork, token: str) -> Actor | Enrolling | Locked | None:
    """Whose session this is: the person at work, one who must set up a second factor first, locked, or nobody's."""
    session = work.sessions.resume(token)
    if isinstance(session, Session):
        return Enrolling(session.actor) if session.level is SessionLevel.ENROLLING else session.actor
    return None if session is None else Locked()


def lock(work: UnitOfWork, token: str) -> None:
    """Lock at once: the key that lay in the session is gone, and the passphrase brings it back."""
    locked = work.sessions.lock(token)
    if locked is not None:
        _tell(work, locked, Event.SESSION_LOCKED, {"reason": "asked"})


def unlock(work: UnitOfWork, token: str, passphrase: str) -> SignedIn | SignedInToEnrol | Refused:
    """Open a locked session again, under a new token. The passphrase is enough until the session ends."""
    wait = work.throttle.admit_unlock(token)
    if wait:
        return Refused(wait)
    try:
        started = work.sessions.unlock(token, passphrase)
    except Busy:
        return Refused(BUSY_SECONDS, busy=True)
    if started is None:
        locked = work.sessions.resume(token)
        if isinstance(locked, LockedSession):
            _tell(work, locked, Event.UNLOCK_FAILED)
        return Refused()
    work.throttle.clear_unlock(token)
    return _signed_in(work, started, Event.SESSION_UNLOCKED)


def is_fresh(work: UnitOfWork, actor: Actor) -> bool:
    """Whether this session's owner showed within five minutes who they are, with everything that the sign-in asks."""
    return actor.authenticated_at is not None and work.now < actor.authenticated_at + FRESH_FOR


def confirm(work: UnitOfWork, token: str, passphrase: str, code: str = "") -> SignedIn | SignedInToEnrol | Refused:
    """Have the owner of an open session show again who they are; the session goes on under a new token."""
    wait = work.throttle.admit_unlock(token)
    if wait:
        return Refused(wait)
    open_session = work.sessions.resume(token)
    if not isinstance(open_session, Session):
        return Refused()
    try:
        started = work.sessions.confirm(token, passphrase, code)
    except Busy:
        return Refused(BUSY_SECONDS, busy=True)
    if started is None:
        work.record(Event.CONFIRM_FAILED, actor=open_session.actor)
        return Refused()
    work.throttle.clear_unlock(token)
    return _signed_in(work, started, Event.SESSION_CONFIRMED)


def sign_out(work: UnitOfWork, token: str) -> None:
    """End the session."""
    ended = work.sessions.end(token)
    if ended is not None:
        _tell(work, ended, Event.SIGNED_OUT)


def keep_posted(work: UnitOfWork, token: str, path: str, body: bytes) -> None:
    """Keep what was typed on a page, sealed to the owner of the session, until it is unlocked."""
    owner = work.sessions.resume(token, extend=False)
    if owner is None or not work.kept.keep(token, path, body):
        return
    if isinstance(owner, LockedSession):
        _tell(work, owner, Event.PAGE_KEPT)
    else:
        work.record(Event.PAGE_KEPT, actor=owner.actor)


def take_kept(work: UnitOfWork, actor: Actor) -> tuple[str, bytes] | None:
    """What was kept, and the path of its page; a second time there is nothing."""
    kept = work.kept.take(actor)
    if kept is None:
        return None
    work.record(Event.PAGE_GIVEN_BACK, actor=actor)
    return kept.path, kept.body


def _signed_in(work: UnitOfWork, started: Started, event: Event) -> SignedIn | SignedInToEnrol:
    work.record(event, actor=started.session.actor)
    if started.session.level is SessionLevel.ENROLLING:
        return SignedInToEnrol(started.token)
    return SignedIn(started.token, started.session.actor)


def _tell(work: UnitOfWork, locked: LockedSession, event: Event, detail: dict[str, str] | None = None) -> None:
    work.record(event, organisation_id=locked.organisation_id, account_id=locked.account_id, detail=detail or {})
