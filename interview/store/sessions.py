"""Sessions are rows: any process rebuilds the keyring of the person at work from the row and the cookie."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_, bindparam, delete, insert, select, update

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.store import authority, binding, membership
from interview.store.accounts import Accounts, OpenedAccount
from interview.store.attempts import FORGOTTEN_AFTER
from interview.store.desk import Desk, Me, at_work
from interview.store.records import LockedSession, OwnSession, Session, SessionLevel, Started
from interview.store.tables.ledgers import LedgerRow
from interview.store.tables.people import AccountRow, AttemptRow, KeptBodyRow, MembershipRow, SessionRow
from interview.vault.keyring import Keyring
from interview.vault.locks import lock_session, unlock_session
from interview.vault.refusals import Broken
from interview.vault.tokens import Token, new_token, parse_token

TOUCH_EVERY = timedelta(seconds=30)
"""How often at most a session notes that somebody is there. It may lock so much early, and never late."""

_SESSION = (
    select(
        SessionRow.id,
        SessionRow.organisation_id,
        SessionRow.account_id,
        SessionRow.account_epoch,
        SessionRow.level,
        SessionRow.secret_sealed.label("session_sealed"),
        SessionRow.begun_at,
        SessionRow.authenticated_at,
        SessionRow.seen_at,
        SessionRow.ends_at,
        AccountRow.name_sealed,
        AccountRow.roles,
        AccountRow.office_id,
        AccountRow.active,
        AccountRow.public_key,
        AccountRow.key_id.label("account_key_id"),
        AccountRow.epoch.label("current_epoch"),
        AccountRow.mac.label("account_mac"),
        AccountRow.lock_id,
        AccountRow.factor_id,
        MembershipRow.team_id,
        MembershipRow.key_id,
        MembershipRow.secret_sealed,
        MembershipRow.epoch,
        MembershipRow.mac,
        LedgerRow.kind.label("ledger"),
    )
    .join_from(
        SessionRow,
        AccountRow,
        and_(AccountRow.organisation_id == SessionRow.organisation_id, AccountRow.id == SessionRow.account_id),
    )
    .outerjoin(
        MembershipRow,
        and_(
            MembershipRow.organisation_id == SessionRow.organisation_id,
            MembershipRow.account_id == SessionRow.account_id,
        ),
    )
    .outerjoin(LedgerRow, membership.OF_A_LEDGER)
    .where(SessionRow.lookup == bindparam("lookup"))
)
_TOUCH = update(SessionRow).where(SessionRow.lookup == bindparam("of")).values(seen_at=bindparam("seen_at"))
_LOCK = update(SessionRow).where(SessionRow.lookup == bindparam("of")).values(secret_sealed=None)
_END = delete(SessionRow).where(SessionRow.lookup == bindparam("of"))


@dataclass(frozen=True, slots=True)
class Begun:
    """What stays of a session when it gets another id and secret."""

    level: SessionLevel
    begun_at: datetime
    authenticated_at: datetime
    ends_at: datetime


class Sessions:
    """The sessions of every account here."""

    def __init__(self, desk: Desk, accounts: Accounts) -> None:
        self._desk = desk
        self._accounts = accounts

    def start(self, opened: OpenedAccount) -> Started:
        """A new session of an account whose passphrase was right. Old ones of anybody are swept away."""
        self.sweep()
        now = self._desk.now
        return self._start(opened.me, Begun(opened.level, now, now, now + self._desk.settings.session))

    def resume(self, token: str, *, extend: bool = True) -> Session | LockedSession | None:
        """Whose session this is, with their keyring on the desk. One statement.

        Locks it when nobody was there for too long. None: nobody's, ended, or not this cookie's. `extend=False` is for
        requests that no person made.
        """
        parsed = parse_token(token)
        rows = [] if parsed is None else self._desk.transaction.rows(_SESSION, {"lookup": parsed.row_id})
        if parsed is None or not rows or not self._is_good(rows[0]):
            return None
        row, now = rows[0], self._desk.now
        if row.session_sealed is None:
            return _locked(row)
        if now >= row.seen_at + self._desk.settings.idle:
            return self._lock(parsed, row, "idle")
        session = self._session(parsed, rows)
        if session is not None and extend and now >= row.seen_at + TOUCH_EVERY:
            self._touch(parsed)
        return session

    def lock(self, token: str) -> LockedSession | None:
        """Delete the key that lies in the session. None when there is no such session, or it is locked already."""
        parsed, row = self._find(token)
        if parsed is None or row is None or row.session_sealed is None:
            return None
        self._desk.transaction.write(_LOCK, {"of": parsed.row_id})
        return _locked(row)

    def unlock(self, token: str, passphrase: str) -> Started | None:
        """The session again, under a new id and a new secret, with the end that it had. None: wrong. Raises `Busy`."""
        parsed, row = self._find(token)
        if parsed is None or row is None:
            return None
        opened = self._accounts.open_locked(row.organisation_id, row.account_id, passphrase)
        if opened is None or self._desk.transaction.write(_END, {"of": parsed.row_id}) != 1:
            return None
        # The passphrase alone unlocks; that is all that was asked for only where there is no second factor.
        given_at = row.authenticated_at if opened.level is SessionLevel.FACTOR else self._desk.now
        return self._start(opened.me, Begun(opened.level, row.begun_at, given_at, row.ends_at))

    def confirm(self, token: str, passphrase: str, code: str) -> Started | None:
        """An open session whose owner shows again who they are: under a new id and secret, with the end that it had.

        None: wrong. Raises `Busy`.
        """
        parsed, row = self._find(token)
        if parsed is None or row is None or row.session_sealed is None:
            return None
        opened = self._accounts.open_again(row.organisation_id, row.account_id, passphrase, code)
        if opened is None or self._desk.transaction.write(_END, {"of": parsed.row_id}) != 1:
            return None
        return self._start(opened.me, Begun(opened.level, row.begun_at, self._desk.now, row.ends_at))

    def begun(self, token: str) -> Begun:
        """What is to stay of an open session when its account is changed. Raises `LookupError` when it is none."""
        parsed, row = self._find(token)
        if parsed is None or row is None or row.session_sealed is None:
            raise LookupError("no session")
        return Begun(SessionLevel(row.level), row.begun_at, row.authenticated_at, row.ends_at)

    def go_on(self, begun: Begun) -> Started:
        """The session of the person at work, after their account was changed: under a new id and a new secret.

        Every other one of theirs ends.
        """
        me = at_work(self._desk)
        self.end_all(me.actor.organisation_id, me.actor.account_id)
        return self._start(me, replace(begun, level=self._accounts.level_of(me.actor.account_id)))

    def own(self, actor: Actor) -> tuple[OwnSession, ...]:
        """The sessions of the person at work, the newest first."""
        columns = (SessionRow.id, SessionRow.begun_at, SessionRow.seen_at, SessionRow.secret_sealed)
        mine = (SessionRow.organisation_id == actor.organisation_id, SessionRow.account_id == actor.account_id)
        now, idle = self._desk.now, self._desk.settings.idle
        rows = self._desk.transaction.rows(select(*columns).where(*mine, SessionRow.ends_at > now))
        found = (
            OwnSession(
                row.id,
                row.begun_at,
                row.seen_at,
                locked=row.secret_sealed is None or now >= row.seen_at + idle,
                here=row.id == actor.session_id,
            )
            for row in rows
        )
        return tuple(sorted(found, key=lambda one: (one.begun_at, one.id), reverse=True))

    def end_own(self, actor: Actor, session_id: UUID) -> bool:
        """Delete one session of the person at work; False when it is not theirs, or gone."""
        mine = (SessionRow.organisation_id == actor.organisation_id, SessionRow.account_id == actor.account_id)
        return self._desk.transaction.write(delete(SessionRow).where(*mine, SessionRow.id == session_id)) == 1

    def end(self, token: str) -> LockedSession | None:
        """Delete the session. None when there is none."""
        parsed, row = self._find(token)
        if parsed is None or row is None:
            return None
        self._desk.transaction.write(_END, {"of": parsed.row_id})
        return _locked(row)

    def end_all(self, organisation_id: UUID, account_id: UUID) -> None:
        """Delete every session of an account."""
        mine = (SessionRow.organisation_id == organisation_id, SessionRow.account_id == account_id)
        self._desk.transaction.write(delete(SessionRow).where(*mine))

    def sweep(self) -> None:
        """Delete what is over: sessions, keys of sessions that nobody used, bodies kept too long, old attempts."""
        transaction, now, settings = self._desk.transaction, self._desk.now, self._desk.settings
        transaction.write(delete(SessionRow).where(SessionRow.ends_at <= now))
        unused = and_(SessionRow.seen_at <= now - settings.idle, SessionRow.secret_sealed.is_not(None))
        transaction.write(update(SessionRow).where(unused).values(secret_sealed=None))
        transaction.write(delete(KeptBodyRow).where(KeptBodyRow.kept_at <= now - settings.session))
        transaction.write(delete(AttemptRow).where(AttemptRow.last_at <= now - FORGOTTEN_AFTER))

    def _start(self, me: Me, begun: Begun) -> Started:
        desk, token, session_id = self._desk, new_token(), uuid4()
        organisation_id, account_id = me.actor.organisation_id, me.actor.account_id
        context = binding.session(
            organisation_id, account_id, session_id, me.epoch, begun.level, begun.authenticated_at, begun.ends_at
        )
        sealed = lock_session(me.keyring.account_secret, token, master=desk.master, context=context)
        desk.transaction.write(
            insert(SessionRow),
            {
                "lookup": token.row_id,
                "id": session_id,
                "organisation_id": organisation_id,
                "account_id": account_id,
                "account_epoch": me.epoch,
                "level": begun.level.value,
                "secret_sealed": sealed,
                "begun_at": begun.begun_at,
                "authenticated_at": begun.authenticated_at,
                "seen_at": desk.now,
                "ends_at": begun.ends_at,
            },
        )
        actor = replace(me.actor, session_id=session_id, authenticated_at=begun.authenticated_at)
        desk.me = replace(me, actor=actor)
        return Started(token.text, self._described(actor, begun.level, desk.now, begun.ends_at))

    def _session(self, token: Token, rows: Any) -> Session | None:
        row, desk = rows[0], self._desk
        context = binding.session(
            row.organisation_id,
            row.account_id,
            row.id,
            row.account_epoch,
            row.level,
            row.authenticated_at,
            row.ends_at,
        )
        try:
            secret = unlock_session(row.session_sealed, token, master=desk.master, context=context)
        except Broken:
            # The lookup id of a cookie with another secret: nobody's session.
            return None
        with desk.suspecting("account", row.organisation_id):
            vouched = authority.account(
                row.organisation_id,
                row.account_id,
                row.roles,
                row.office_id,
                row.active,
                row.public_key,
                row.account_key_id,
                row.current_epoch,
                row.lock_id,
                row.factor_id,
            )
            authority.require(desk.master, vouched, row.account_mac)
            teams = (one for one in rows if one.team_id is not None)
            memberships = {one.team_id: membership.vouched(desk, row.organisation_id, one) for one in teams}
            name = desk.open_name("account", row.organisation_id, row.account_id, row.name_sealed)
        team_ids, ledger_ids = membership.by_purpose(memberships)
        actor = Actor(
            account_id=row.account_id,
            organisation_id=row.organisation_id,
            roles=authority.roles_from_text(row.roles),
            team_ids=team_ids,
            ledger_ids=ledger_ids,
            office_id=row.office_id,
            session_id=row.id,
            name=name,
            authenticated_at=row.authenticated_at,
        )
        desk.me = Me(actor, row.account_key_id, row.current_epoch, memberships, Keyring(row.account_id, secret))
        return self._described(actor, SessionLevel(row.level), row.seen_at, row.ends_at)

    def _lock(self, token: Token, row: Any, reason: str) -> LockedSession:
        self._desk.transaction.write(_LOCK, {"of": token.row_id})
        locked = _locked(row)
        self._desk.record(
            Event.SESSION_LOCKED,
            organisation_id=locked.organisation_id,
            account_id=locked.account_id,
            detail={"reason": reason},
        )
        return locked

    def _touch(self, token: Token) -> None:
        transaction = self._desk.transaction
        # At once, so that the write lock is not held while the request goes on.
        write = transaction.write if transaction.writing else transaction.write_now
        write(_TOUCH, {"of": token.row_id, "seen_at": self._desk.now})

    def _find(self, token: str) -> tuple[Token | None, Any]:
        parsed = parse_token(token)
        row = None if parsed is None else self._desk.transaction.row(_SESSION, {"lookup": parsed.row_id})
        return parsed, row if row is not None and self._is_good(row) else None

    def _is_good(self, row: Any) -> bool:
        # A change of an account ends its sessions: one of an older epoch was put back.
        return bool(self._desk.now < row.ends_at and row.active and row.account_epoch == row.current_epoch)

    def _described(self, actor: Actor, level: SessionLevel, seen_at: datetime, ends_at: datetime) -> Session:
        return Session(actor, level, ends_at, min(ends_at, max(seen_at, self._desk.now) + self._desk.settings.idle))


def _locked(row: Any) -> LockedSession:
    return LockedSession(row.id, row.organisation_id, row.account_id)
