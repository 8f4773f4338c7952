"""Setting up, replacing and taking away the second factor of an account, and its spare codes."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, select, update

from interview.casework.actors import Actor
from interview.store import authority, binding, codes, principals
from interview.store.accounts import Accounts
from interview.store.desk import Desk, at_work
from interview.store.records import NewFactor
from interview.store.tables.factors import FactorRow, SpareCodeRow
from interview.vault import codes as vault_codes
from interview.vault.handing import seal_to
from interview.vault.kinds import SealKind

SPARE_CODES = 10

_ALL = select(FactorRow.organisation_id, FactorRow.account_id, FactorRow.id, FactorRow.secret_sealed, FactorRow.mac)


class Factors:
    """The second factors of accounts. Their secrets open in their owners' own sessions alone."""

    def __init__(self, desk: Desk, accounts: Accounts) -> None:
        self._desk = desk
        self._accounts = accounts

    def begin(self, actor: Actor) -> NewFactor:
        """A new secret for the person at work. It counts for nothing until `finish`; an earlier one is forgotten."""
        desk, factor_id, secret = self._desk, uuid4(), vault_codes.new_secret()
        organisation_id, account_id = actor.organisation_id, actor.account_id
        self.forget_begun(organisation_id, account_id)
        public = principals.account(desk, organisation_id, account_id).public
        context = binding.factor(organisation_id, account_id, factor_id)
        sealed = seal_to(public, secret, context=context, kind=SealKind.FACTOR)
        vouched = authority.factor(organisation_id, account_id, factor_id, sealed)
        desk.transaction.write(
            insert(FactorRow),
            {
                "organisation_id": organisation_id,
                "id": factor_id,
                "account_id": account_id,
                "secret_sealed": sealed,
                "last_step": 0,
                "mac": authority.vouch(desk.master, vouched),
            },
        )
        return _shown(secret)

    def begun(self, actor: Actor) -> NewFactor | None:
        """The secret that is being set up by the person at work; None when there is none. Raises `Broken`."""
        row = self._begun(actor)
        if row is None:
            return None
        return _shown(codes.open_secret(self._desk, row, at_work(self._desk).keyring.account_secret))

    def finish(self, actor: Actor, code: str) -> tuple[str, ...] | None:
        """Let the secret that is being set up count, if `code` is one of it; gives its spare codes, to be shown once.

        Every session of the account ends. The code that was shown is used up.
        """
        desk, row = self._desk, self._begun(actor)
        step = None if row is None else codes.is_code_of(desk, row, at_work(desk).keyring.account_secret, code)
        if row is None or step is None:
            return None
        here = (FactorRow.organisation_id == row.organisation_id, FactorRow.id == row.id)
        desk.transaction.write(update(FactorRow).where(*here).values(last_step=step))
        self._accounts.set_factor(actor.account_id, row.id)
        return self._new_spare_codes(row.organisation_id, row.id)

    def remove(self, account_id: UUID) -> None:
        """Take the second factor away, with its spare codes; every session of the account ends."""
        self._accounts.set_factor(account_id, None)

    def renew_spare_codes(self, actor: Actor) -> tuple[str, ...] | None:
        """New spare codes, to be shown once; the old ones count no more. None where there is no second factor."""
        factor_id = self._accounts.factor_of(actor.account_id)
        return None if factor_id is None else self._new_spare_codes(actor.organisation_id, factor_id)

    def spare_codes_left(self, actor: Actor) -> int:
        """How many spare codes the person at work has."""
        factor_id = self._accounts.factor_of(actor.account_id)
        here = (SpareCodeRow.organisation_id == actor.organisation_id, SpareCodeRow.factor_id == factor_id)
        return int(self._desk.transaction.row(select(func.count()).select_from(SpareCodeRow).where(*here))[0])

    def forget_begun(self, organisation_id: UUID, account_id: UUID) -> None:
        """Forget a secret that was being set up: another session, or another person, may have seen it."""
        codes.forget(self._desk, organisation_id, account_id, but=self._accounts.factor_of(account_id))

    def _begun(self, actor: Actor) -> Any:
        mine = (FactorRow.organisation_id == actor.organisation_id, FactorRow.account_id == actor.account_id)
        counts = self._accounts.factor_of(actor.account_id)
        rows = self._desk.transaction.rows(_ALL.where(*mine))
        return next((row for row in rows if row.id != counts), None)

    def _new_spare_codes(self, organisation_id: UUID, factor_id: UUID) -> tuple[str, ...]:
        desk = self._desk
        here = (SpareCodeRow.organisation_id == organisation_id, SpareCodeRow.factor_id == factor_id)
        desk.transaction.write(delete(SpareCodeRow).where(*here))
        made = tuple(vault_codes.new_spare_code() for _ in range(SPARE_CODES))
        lookups = (codes.spare_lookup(desk, organisation_id, factor_id, vault_codes.digits_of(code)) for code in made)
        rows = [{"organisation_id": organisation_id, "factor_id": factor_id, "lookup": lookup} for lookup in lookups]
        desk.transaction.write(insert(SpareCodeRow), rows)
        return made


def _shown(secret: bytes) -> NewFactor:
    return NewFactor(vault_codes.letters_of(secret), vault_codes.address_of(secret, codes.LABEL))
