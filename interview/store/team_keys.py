"""Another keypair for a team, when its secret key may have been seen: for the members first, then case by case.

While it goes on, the secret key that was is kept, sealed to the one that is: whoever is in the team opens both kinds of
cases. When the last case is sealed to the new key, the old one is gone.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, select, update

from interview.store import authority, binding, membership, principals, referral_keys, rekeying
from interview.store.cases import Cases
from interview.store.desk import Desk, at_work
from interview.store.principals import Principal
from interview.store.tables.approvals import FormerTeamKeyRow
from interview.store.tables.cases import GrantRow
from interview.store.tables.people import MembershipRow, TeamRow
from interview.vault.handing import open_team_secret, seal_team_secret
from interview.vault.keypairs import KeyPair, SecretKey
from interview.vault.refusals import Broken

_OLD = (
    GrantRow.organisation_id == bindparam("organisation_id"),
    GrantRow.principal_id == bindparam("team_id"),
    GrantRow.key_id != bindparam("key_id"),
)
_COUNT_OLD = select(func.count()).select_from(GrantRow).where(*_OLD)
_NEXT_OLD = select(GrantRow.case_id).where(*_OLD).order_by(GrantRow.case_id).limit(bindparam("most"))


def former_secrets(desk: Desk, team_id: UUID, secret: SecretKey) -> dict[bytes, SecretKey]:
    """The secret keys that a team had before, by key id, until all is sealed to its present one. Raises `Broken`."""
    organisation_id = at_work(desk).actor.organisation_id
    here = (FormerTeamKeyRow.organisation_id == organisation_id, FormerTeamKeyRow.team_id == team_id)
    found = dict[bytes, SecretKey]()
    for row in desk.transaction.rows(select(FormerTeamKeyRow.key_id, FormerTeamKeyRow.secret_sealed).where(*here)):
        context = binding.team_secret(organisation_id, team_id, row.key_id, team_id)
        opened = open_team_secret(row.secret_sealed, secret, context=context)
        # Anybody can seal to a public key: it is the team's former one only when it makes the key that is named.
        if opened.public().key_id != row.key_id:
            raise Broken
        found[row.key_id] = opened
    return found


class TeamKeys:
    """The keypairs of the teams of the person at work."""

    def __init__(self, desk: Desk, cases: Cases) -> None:
        self._desk = desk
        self._cases = cases

    def change(self, team_id: UUID) -> bytes:
        """Give a team another keypair; gives its key id. Members whose account is closed leave. Raises `Broken`.

        Nothing that is sealed to the old key may be left from an earlier change.
        """
        desk, me = self._desk, at_work(self._desk)
        team, secret = self._mine(team_id), desk.team_secret(team_id)
        if secret.public() != team.public or self.left(team_id):
            raise Broken
        organisation_id, pair = me.actor.organisation_id, KeyPair.generate()
        row = principals.team_row(desk, organisation_id, team_id)
        epoch = desk.begin_epoch(organisation_id, team_id, row.epoch)
        self._write_team(organisation_id, team_id, pair, row.epoch, epoch)
        for member in membership.rows_of_team(desk, organisation_id, team_id):
            self._hand(organisation_id, team_id, member, pair, epoch)
        context = binding.team_secret(organisation_id, team_id, team.public.key_id, team_id)
        former = {"organisation_id": organisation_id, "team_id": team_id, "key_id": team.public.key_id}
        sealed = seal_team_secret(secret, pair.public, context=context)
        desk.transaction.write(insert(FormerTeamKeyRow), {**former, "secret_sealed": sealed})
        referral_keys.renew(desk, team_id, secret, replace(team, public=pair.public))
        return pair.public.key_id

    def left(self, team_id: UUID) -> int:
        """How many cases are still sealed to an older key of the team."""
        return int(self._desk.transaction.row(_COUNT_OLD, self._here(team_id))[0])

    def seal_anew(self, team_id: UUID, most: int) -> int:
        """Give the next cases, at most so many, another key, sealed to the team's present one; gives how many.

        Whoever had the team's old key may have had the keys of its cases: they open nothing that is sealed from now
        on. Raises `Broken`, and `Overtaken` when somebody else does the same.
        """
        self._mine(team_id)
        desk = self._desk
        rows = desk.transaction.rows(_NEXT_OLD, {**self._here(team_id), "most": most})
        for (case_id,) in rows:
            rekeying.rekey(desk, self._cases.keys(case_id))
        if len(rows) < most:
            here = (FormerTeamKeyRow.organisation_id == at_work(desk).actor.organisation_id,)
            desk.transaction.write(delete(FormerTeamKeyRow).where(*here, FormerTeamKeyRow.team_id == team_id))
        return len(rows)

    def _write_team(self, organisation_id: UUID, team_id: UUID, pair: KeyPair, was: int, epoch: int) -> None:
        desk, public_key = self._desk, pair.public.to_bytes()
        recovery, _ = principals.recovery(desk, organisation_id)
        context = binding.team_secret(organisation_id, team_id, pair.public.key_id, organisation_id)
        here = (TeamRow.organisation_id == organisation_id, TeamRow.id == team_id, TeamRow.epoch == was)
        change = update(TeamRow).where(*here)
        desk.write_one(
            change.values(
                public_key=public_key,
                recovery_sealed=seal_team_secret(pair.secret, recovery.public, context=context),
                epoch=epoch,
                mac=authority.vouch(desk.master, authority.team(organisation_id, team_id, public_key, epoch)),
            )
        )

    def _hand(self, organisation_id: UUID, team_id: UUID, row: Any, pair: KeyPair, epoch: int) -> None:
        desk, me, account_id = self._desk, at_work(self._desk), row.account_id
        place = (
            MembershipRow.organisation_id == organisation_id,
            MembershipRow.team_id == team_id,
            MembershipRow.account_id == account_id,
        )
        # Verified before it is vouched for anew.
        membership.vouched(desk, organisation_id, row)
        try:
            member = principals.account(desk, organisation_id, account_id)
        except LookupError:
            desk.write_one(delete(MembershipRow).where(*place))
            return
        key_id = pair.public.key_id
        context = binding.team_secret(organisation_id, team_id, key_id, account_id)
        sealed = seal_team_secret(pair.secret, member.public, context=context)
        parts = authority.membership(organisation_id, team_id, account_id, key_id, sealed, epoch)
        mac = authority.vouch(desk.master, parts)
        desk.write_one(
            update(MembershipRow).where(*place).values(key_id=key_id, secret_sealed=sealed, epoch=epoch, mac=mac)
        )
        if account_id == me.actor.account_id:
            me.memberships[team_id] = replace(me.memberships[team_id], key_id=key_id, secret_sealed=sealed, epoch=epoch)
            me.keyring.add(team_id, pair.secret)

    def _mine(self, team_id: UUID) -> Principal:
        me = at_work(self._desk)
        team = principals.team(self._desk, me.actor.organisation_id, team_id)
        if team_id not in me.memberships or me.memberships[team_id].key_id != team.public.key_id:
            raise Broken
        return team

    def _here(self, team_id: UUID) -> dict[str, Any]:
        me = at_work(self._desk)
        key_id = me.memberships[team_id].key_id if team_id in me.memberships else b""
        return {"organisation_id": me.actor.organisation_id, "team_id": team_id, "key_id": key_id}
