"""Recovery: two of the three shares open an organisation's teams again when every passphrase is lost."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from interview.casework.actors import Role
from interview.store import authority, binding, principals
from interview.store.accounts import Accounts
from interview.store.canaries import CANARY
from interview.store.desk import Desk
from interview.store.records import Account, NameTaken
from interview.store.tables.canaries import CanaryRow
from interview.store.tables.people import MembershipRow, RecoveryCopyRow, TeamRow
from interview.vault import recovery
from interview.vault.handing import open_sealed_to, open_team_secret, seal_team_secret
from interview.vault.keypairs import KeyPair, SecretKey
from interview.vault.kinds import SealKind
from interview.vault.refusals import Broken

_TEAMS = select(TeamRow.id, TeamRow.public_key, TeamRow.recovery_sealed)


@dataclass(frozen=True, slots=True)
class Recovered:
    """Who opens the teams now, how many, and the new shares: to be shown once. The old ones open nothing here."""

    account: Account
    team_ids: tuple[UUID, ...]
    shares: tuple[str, str, str] = field(repr=False)
    key_id: bytes = b""


class Recovering:
    """What can be done with two shares. Nobody need be at work."""

    def __init__(self, desk: Desk, accounts: Accounts) -> None:
        self._desk = desk
        self._accounts = accounts

    @staticmethod
    def number_of_share(share: str) -> int:
        """Which of the three it is. Raises `ShareRefused` when it was mistyped."""
        return recovery.number_of_share(share)

    def rehearse(self, organisation_id: UUID, one: str, other: str) -> int:
        """Open the canary, and see that every team would open; gives how many. Nothing is changed.

        Raises `ShareRefused`, `Broken`.
        """
        secret = self._open(organisation_id, one, other)
        here = CanaryRow.organisation_id == organisation_id
        row = self._desk.transaction.row(select(CanaryRow.canary_sealed).where(here))
        context = binding.canary(organisation_id)
        if row is None or open_sealed_to(secret, row.canary_sealed, context=context, kind=SealKind.CANARY) != CANARY:
            raise Broken
        return len([self._team_secret(organisation_id, team, secret) for team in self._teams(organisation_id)])

    def use(self, organisation_id: UUID, one: str, other: str, *, name: str, passphrase: str) -> Recovered | NameTaken:
        """A new supervisor who belongs to every team, and three new shares. Raises as `rehearse` does."""
        secret = self._open(organisation_id, one, other)
        account = self._accounts.create(
            organisation_id, name=name, passphrase=passphrase, roles=frozenset({Role.SUPERVISOR})
        )
        if isinstance(account, NameTaken):
            return account
        teams = self._teams(organisation_id)
        for team in teams:
            self._admit(organisation_id, team, self._team_secret(organisation_id, team, secret), account.id)
        made = recovery.make_shares(context=binding.recovery(organisation_id), pair=KeyPair(secret.public(), secret))
        for pair, copy in enumerate(made.copies):
            here = (RecoveryCopyRow.organisation_id == organisation_id, RecoveryCopyRow.pair == pair)
            self._desk.write_one(update(RecoveryCopyRow).where(*here).values(secret_sealed=copy))
        return Recovered(account, tuple(team.id for team in teams), made.shares, made.public.key_id)

    def _open(self, organisation_id: UUID, one: str, other: str) -> SecretKey:
        copies = self._desk.transaction.rows(
            select(RecoveryCopyRow.secret_sealed)
            .where(RecoveryCopyRow.organisation_id == organisation_id)
            .order_by(RecoveryCopyRow.pair)
        )
        if len(copies) != recovery.SHARES:
            raise Broken
        sealed = [row.secret_sealed for row in copies]
        secret = recovery.open_with_shares(one, other, sealed, context=binding.recovery(organisation_id))
        if secret.public() != principals.recovery(self._desk, organisation_id)[0].public:
            raise Broken
        return secret

    def _teams(self, organisation_id: UUID) -> Sequence[Any]:
        return self._desk.transaction.rows(_TEAMS.where(TeamRow.organisation_id == organisation_id))

    def _team_secret(self, organisation_id: UUID, team: Any, secret: SecretKey) -> SecretKey:
        public = principals.team(self._desk, organisation_id, team.id).public
        context = binding.team_secret(organisation_id, team.id, public.key_id, organisation_id)
        opened = open_team_secret(team.recovery_sealed, secret, context=context)
        if opened.public() != public:
            raise Broken
        return opened

    def _admit(self, organisation_id: UUID, team: Any, secret: SecretKey, account_id: UUID) -> None:
        desk = self._desk
        epoch = principals.team_row(desk, organisation_id, team.id).epoch
        member, key_id = principals.account(desk, organisation_id, account_id), secret.public().key_id
        context = binding.team_secret(organisation_id, team.id, key_id, account_id)
        sealed = seal_team_secret(secret, member.public, context=context)
        vouched = authority.membership(organisation_id, team.id, account_id, key_id, sealed, epoch)
        values = {"organisation_id": organisation_id, "team_id": team.id, "account_id": account_id}
        values |= {"key_id": key_id, "secret_sealed": sealed, "epoch": epoch}
        desk.transaction.write(insert(MembershipRow), {**values, "mac": authority.vouch(desk.master, vouched)})
