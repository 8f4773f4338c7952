"""Accounts: who may sign in, in which roles, and with which keypair."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, insert, select, update

from interview.casework.actors import Actor, Role
from interview.store import authority, binding, codes, membership, names, principals
from interview.store.columns import AnySelect
from interview.store.desk import Desk, Me, at_work
from interview.store.records import Account, NameTaken, ReadOut, SessionLevel
from interview.store.tables.people import AccountRow, MembershipRow, SessionRow
from interview.vault import passphrases
from interview.vault.keypairs import KeyPair, SecretKey, fingerprint_words
from interview.vault.keyring import Keyring
from interview.vault.locks import lock_account, unlock_account, unlock_nothing
from interview.vault.refusals import Broken, PassphraseRefused

_ALL = select(
    AccountRow.organisation_id,
    AccountRow.id,
    AccountRow.name_sealed,
    AccountRow.roles,
    AccountRow.office_id,
    AccountRow.active,
    AccountRow.public_key,
    AccountRow.key_id,
    AccountRow.secret_sealed,
    AccountRow.epoch,
    AccountRow.mac,
    AccountRow.lock_id,
    AccountRow.factor_id,
)
_BY_NAME = _ALL.where(AccountRow.name_lookup == bindparam("name_lookup"))


@dataclass(frozen=True, slots=True)
class OpenedAccount:
    """An account whose passphrase was right; `Sessions.start` makes a session of it."""

    account: Account
    me: Me
    level: SessionLevel


class Accounts:
    """The accounts of every organisation here."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._names = dict[UUID, str | None]()

    @staticmethod
    def new_passphrase(words: int = 6) -> str:
        """So many plain words, to be shown once."""
        return passphrases.generate(words)

    @staticmethod
    def is_door_full() -> bool:
        """Whether so many wait to sign in that `open` would be `Busy` at once; nothing is kept or counted."""
        return passphrases.is_door_full()

    def create(
        self,
        organisation_id: UUID,
        *,
        name: str,
        passphrase: str,
        roles: frozenset[Role],
        office_id: UUID | None = None,
    ) -> Account | NameTaken:
        """A new account with a keypair of its own. Raises `PassphraseRefused`."""
        desk, account_id = self._desk, uuid4()
        lookup = names.lookup(desk.master, name)
        if desk.transaction.row(_BY_NAME, {"name_lookup": lookup}) is not None:
            return NameTaken()
        values = self._keys(organisation_id, account_id, passphrase)
        values |= {"organisation_id": organisation_id, "id": account_id, "office_id": office_id, "active": True}
        values |= {
            "roles": authority.roles_to_text(roles),
            "epoch": desk.keystore.first_epoch(organisation_id, account_id),
        }
        values |= {"name_lookup": lookup, "name_sealed": desk.seal_name("account", organisation_id, account_id, name)}
        desk.transaction.write(insert(AccountRow), self._vouched(values))
        return Account(account_id, organisation_id, name, roles, office_id, True, frozenset(), values["key_id"])

    def get(self, account_id: UUID) -> Account | None:
        """An account of the organisation of the person at work (of any, when nobody is). Raises `Broken`."""
        row = self._row(account_id)
        return None if row is None else self._read(row, self._teams_of(row))

    def name(self, account_id: UUID) -> str | None:
        """What an account is called: looked up once in one work, because pages name the same people many times."""
        if account_id not in self._names:
            row = self._row(account_id)
            self._names[account_id] = None if row is None else self._read(row, frozenset()).name
        return self._names[account_id]

    def list(self, organisation_id: UUID) -> tuple[Account, ...]:
        """Every account of an organisation, by name. Raises `Broken` when nobody vouches for one."""
        transaction, teams = self._desk.transaction, dict[UUID, set[UUID]]()
        members = select(MembershipRow.account_id, MembershipRow.team_id)
        for account_id, team_id in transaction.rows(members.where(MembershipRow.organisation_id == organisation_id)):
            teams.setdefault(account_id, set()).add(team_id)
        rows = transaction.rows(_ALL.where(AccountRow.organisation_id == organisation_id))
        accounts = (self._read(row, frozenset(teams.get(row.id, ()))) for row in rows)
        return tuple(sorted(accounts, key=lambda account: (account.name.casefold(), account.id)))

    def change(
        self,
        account_id: UUID,
        *,
        roles: frozenset[Role] | None = None,
        office_id: UUID | None = None,
        active: bool | None = None,
    ) -> Account:
        """Change what is given; the account's sessions end. Raises `LookupError`, `Broken`, `Overtaken`.

        Who is no supervisor any more leaves every team.
        """
        row = self._required(account_id)
        changed: dict[str, Any] = {}
        if roles is not None:
            changed["roles"] = authority.roles_to_text(roles)
        if office_id is not None:
            changed["office_id"] = office_id
        if active is not None:
            changed["active"] = active
        if roles is not None and Role.SUPERVISOR not in roles:
            membership.leave_all(self._desk, row.organisation_id, row.id)
        return self._put(row, changed)

    def reset(self, account_id: UUID, passphrase: str, *, roles: frozenset[Role] | None = None) -> Account:
        """A new passphrase and a new, empty keypair: nothing that was sealed to the old one opens. Leaves every team.

        `roles`: other roles from now on. Raises as `change` does, and `PassphraseRefused`.
        """
        row = self._required(account_id)
        # Before anything is changed: it takes long, and others want to write.
        changed = self._keys(row.organisation_id, row.id, passphrase)
        if roles is not None:
            changed["roles"] = authority.roles_to_text(roles)
        membership.leave_all(self._desk, row.organisation_id, row.id)
        return self._put(row, changed)

    def read_out(self, account_id: UUID) -> ReadOut:
        """The words of an account's public key, believed. Raises `LookupError` unless it is active; `Broken`."""
        principal = principals.account(self._desk, at_work(self._desk).actor.organisation_id, account_id)
        return ReadOut(account_id, principal.public.key_id, fingerprint_words(principal.public))

    def change_passphrase(self, account_id: UUID, passphrase: str) -> Account:
        """Another passphrase for the person at work; what the account opens stays. Their sessions end.

        Raises as `change` does, and `PassphraseRefused`, `Busy`.
        """
        row, secret = self._required(account_id), at_work(self._desk).keyring.secret_of(account_id)
        return self._put(row, self._locked(row.organisation_id, row.id, row.key_id, secret, passphrase, unlocking=True))

    def set_factor(self, account_id: UUID, factor_id: UUID | None) -> Account:
        """Which second factor counts from now on; the account's sessions end. Raises as `change` does."""
        return self._put(self._required(account_id), {"factor_id": factor_id})

    def factor_of(self, account_id: UUID) -> UUID | None:
        """Which second factor counts. Raises `LookupError`, `Broken`."""
        found: UUID | None = self._required(account_id).factor_id
        return found

    def open(self, name: str, passphrase: str, code: str = "") -> OpenedAccount | None:
        """The account, if the passphrase opens it and the code is right where there is a second factor.

        The same work when there is no such account. Raises `Busy`, `Broken`.
        """
        row = self._desk.transaction.row(_BY_NAME, {"name_lookup": names.lookup(self._desk.master, name)})
        return self._open(row, passphrase, code, unlocking=False)

    def open_again(self, organisation_id: UUID, account_id: UUID, passphrase: str, code: str) -> OpenedAccount | None:
        """As `open`, for somebody who has a session: a place is kept for them."""
        return self._open(self._of_session(organisation_id, account_id), passphrase, code, unlocking=True)

    def open_locked(self, organisation_id: UUID, account_id: UUID, passphrase: str) -> OpenedAccount | None:
        """As `open_again`, for somebody whose session is locked: the passphrase alone brings them back."""
        return self._open(self._of_session(organisation_id, account_id), passphrase, None, unlocking=True)

    def _of_session(self, organisation_id: UUID, account_id: UUID) -> Any:
        here = (AccountRow.organisation_id == organisation_id, AccountRow.id == account_id)
        return self._desk.transaction.row(_ALL.where(*here))

    def _open(self, row: Any, passphrase: str, code: str | None, *, unlocking: bool) -> OpenedAccount | None:
        secret = self._secret(row, passphrase, unlocking=unlocking)
        if secret is None:
            return None
        desk = self._desk
        with desk.suspecting("account", row.organisation_id):
            vouched = authority.account_row(row)
            principals.require(desk, row.organisation_id, row.id, vouched, row.mac, row.epoch)
            if secret.public().to_bytes() != row.public_key:
                raise Broken
            memberships = membership.of_account(desk, row.organisation_id, row.id)
            account = self._read(row, frozenset(memberships))
        if code is not None and row.factor_id is not None:
            right = codes.accepts(desk, row.organisation_id, row.id, row.factor_id, secret, code)
            if not right:
                return None
        team_ids, ledger_ids = membership.by_purpose(memberships)
        actor = Actor(
            account_id=account.id,
            organisation_id=account.organisation_id,
            roles=account.roles,
            team_ids=team_ids,
            ledger_ids=ledger_ids,
            office_id=account.office_id,
            name=account.name,
        )
        desk.me = Me(actor, row.key_id, row.epoch, memberships, Keyring(account.id, secret))
        return OpenedAccount(account, desk.me, self._level(row.factor_id))

    def level_of(self, account_id: UUID) -> SessionLevel:
        """What a session of this account can do from now on. Raises `LookupError`, `Broken`."""
        return self._level(self.factor_of(account_id))

    def _level(self, factor_id: UUID | None) -> SessionLevel:
        if factor_id is not None:
            return SessionLevel.FACTOR
        return SessionLevel.ENROLLING if self._desk.settings.second_factor else SessionLevel.PASSPHRASE

    def _secret(self, row: Any, passphrase: str, *, unlocking: bool) -> SecretKey | None:
        master = self._desk.master
        try:
            if row is None or not row.active:
                nobody = binding.account_lock(UUID(int=0), UUID(int=0), bytes(16), None)
                unlock_nothing(passphrase, master=master, context=nobody, unlocking=unlocking)
            context = binding.account_lock(row.organisation_id, row.id, row.key_id, row.lock_id)
            return unlock_account(row.secret_sealed, passphrase, master=master, context=context, unlocking=unlocking)
        except (Broken, PassphraseRefused):
            return None

    def _keys(self, organisation_id: UUID, id: UUID, passphrase: str) -> dict[str, Any]:
        pair = KeyPair.generate()
        locked = self._locked(organisation_id, id, pair.public.key_id, pair.secret, passphrase)
        return {"public_key": pair.public.to_bytes(), "key_id": pair.public.key_id, "factor_id": None, **locked}

    def _locked(
        self,
        organisation_id: UUID,
        id: UUID,
        key_id: bytes,
        secret: SecretKey,
        passphrase: str,
        *,
        unlocking: bool = False,
    ) -> dict[str, Any]:
        # Each lock has an id that is vouched for: the lock of an earlier passphrase, put back, opens nothing.
        lock_id = uuid4()
        context = binding.account_lock(organisation_id, id, key_id, lock_id)
        sealed = lock_account(secret, passphrase, master=self._desk.master, context=context, unlocking=unlocking)
        return {"lock_id": lock_id, "secret_sealed": sealed}

    def _put(self, row: Any, changed: dict[str, Any]) -> Account:
        desk = self._desk
        values = {**row._mapping, **changed}
        values["epoch"] = desk.begin_epoch(row.organisation_id, row.id, row.epoch)
        kept = (
            "roles",
            "office_id",
            "active",
            "public_key",
            "key_id",
            "epoch",
            "mac",
            "lock_id",
            "factor_id",
            *changed,
        )
        here = (AccountRow.organisation_id == row.organisation_id, AccountRow.id == row.id)
        vouched = self._vouched(values)
        change = update(AccountRow).where(*here, AccountRow.epoch == row.epoch)
        desk.write_one(change.values({name: vouched[name] for name in kept}))
        mine = (SessionRow.organisation_id == row.organisation_id, SessionRow.account_id == row.id)
        desk.transaction.write(delete(SessionRow).where(*mine))
        if "factor_id" in changed:
            codes.forget(desk, row.organisation_id, row.id, but=changed["factor_id"])
        if desk.me is not None and desk.me.actor.account_id == row.id:
            desk.me = replace(desk.me, epoch=values["epoch"])
        account = self.get(row.id)
        if account is None:
            raise LookupError("no such account")
        return account

    def _vouched(self, values: dict[str, Any]) -> dict[str, Any]:
        parts = authority.account(
            values["organisation_id"],
            values["id"],
            values["roles"],
            values["office_id"],
            values["active"],
            values["public_key"],
            values["key_id"],
            values["epoch"],
            values["lock_id"],
            values["factor_id"],
        )
        return {**values, "mac": authority.vouch(self._desk.master, parts)}

    def _required(self, account_id: UUID) -> Any:
        row = self._row(account_id)
        if row is None:
            raise LookupError("no such account")
        self._read(row, frozenset())
        return row

    def _row(self, account_id: UUID) -> Any:
        return self._desk.transaction.row(self._mine(_ALL).where(AccountRow.id == account_id))

    def _mine(self, statement: AnySelect) -> AnySelect:
        me = self._desk.me
        return statement if me is None else statement.where(AccountRow.organisation_id == me.actor.organisation_id)

    def _teams_of(self, row: Any) -> frozenset[UUID]:
        return frozenset(membership.of_account(self._desk, row.organisation_id, row.id))

    def _read(self, row: Any, team_ids: frozenset[UUID]) -> Account:
        desk = self._desk
        with desk.suspecting("account", row.organisation_id):
            authority.require(desk.master, authority.account_row(row), row.mac)
            name = desk.open_name("account", row.organisation_id, row.id, row.name_sealed)
        return Account(
            id=row.id,
            organisation_id=row.organisation_id,
            name=name,
            roles=authority.roles_from_text(row.roles),
            office_id=row.office_id,
            active=row.active,
            team_ids=team_ids,
            key_id=row.key_id,
            has_factor=row.factor_id is not None,
        )
