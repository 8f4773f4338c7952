"""Supervising teams."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_, insert, select

from interview.casework.actors import Role
from interview.store import authority, binding, membership, principals
from interview.store.desk import Desk, Membership, at_work
from interview.store.principals import Principal
from interview.store.records import ReadOut, Team
from interview.store.refusals import NotASupervisor
from interview.store.tables.ledgers import LedgerRow
from interview.store.tables.people import MembershipRow, TeamRow
from interview.vault.handing import seal_team_secret
from interview.vault.keypairs import KeyPair, SecretKey, fingerprint_words
from interview.vault.refusals import Broken

_TEAMS = select(TeamRow.id, TeamRow.name_sealed, LedgerRow.kind.label("ledger")).outerjoin(
    LedgerRow, and_(LedgerRow.organisation_id == TeamRow.organisation_id, LedgerRow.team_id == TeamRow.id)
)
_MEMBERS = select(MembershipRow.team_id, MembershipRow.account_id)


class Teams:
    """Supervising teams. A team is a keypair whose secret key is sealed to its members and to recovery."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def create(self, organisation_id: UUID, *, name: str, member_ids: Iterable[UUID]) -> Team:
        """A new team of these supervisors. Raises `NotASupervisor`."""
        desk, team_id, pair = self._desk, uuid4(), KeyPair.generate()
        members = [self._supervisor(organisation_id, member_id) for member_id in member_ids]
        recovery, _ = principals.recovery(desk, organisation_id)
        epoch = desk.keystore.first_epoch(organisation_id, team_id)
        public_key, key_id = pair.public.to_bytes(), pair.public.key_id
        context = binding.team_secret(organisation_id, team_id, key_id, organisation_id)
        desk.transaction.write(
            insert(TeamRow),
            {
                "organisation_id": organisation_id,
                "id": team_id,
                "name_sealed": desk.seal_name("team", organisation_id, team_id, name),
                "public_key": public_key,
                "recovery_sealed": seal_team_secret(pair.secret, recovery.public, context=context),
                "epoch": epoch,
                "mac": authority.vouch(desk.master, authority.team(organisation_id, team_id, public_key, epoch)),
            },
        )
        for member in members:
            self._admit(organisation_id, team_id, key_id, epoch, pair.secret, member)
        return Team(team_id, organisation_id, name, frozenset(member.id for member in members))

    def admit(self, team_id: UUID, account_id: UUID) -> None:
        """Give a supervisor the team's key. Needs a member at work. Raises `NotASupervisor`, `Broken`."""
        desk = self._desk
        if desk.me is None or team_id not in desk.me.memberships:
            raise Broken
        organisation_id, mine = desk.me.actor.organisation_id, desk.me.memberships[team_id]
        team = principals.team(desk, organisation_id, team_id)
        secret = desk.team_secret(team_id)
        if team.public.key_id != mine.key_id or secret.public() != team.public:
            raise Broken
        member = self._supervisor(organisation_id, account_id)
        self._admit(organisation_id, team_id, mine.key_id, mine.epoch, secret, member)

    def remove(self, team_id: UUID, account_id: UUID) -> None:
        """Take a member out of a team. The old membership, put back, opens nothing. Raises `Broken`, `Overtaken`."""
        membership.leave(self._desk, at_work(self._desk).actor.organisation_id, team_id, account_id)

    def read_out(self, organisation_id: UUID, team_id: UUID) -> ReadOut:
        """The words of a team's public key, believed. Raises `LookupError` when there is no such team; `Broken`."""
        public = principals.team(self._desk, organisation_id, team_id).public
        return ReadOut(team_id, public.key_id, fingerprint_words(public))

    def list(self, organisation_id: UUID) -> tuple[Team, ...]:
        """The teams of an organisation that supervise."""
        return tuple(team for team in self.every(organisation_id) if not team.ledger)

    def every(self, organisation_id: UUID) -> tuple[Team, ...]:
        """Every team of an organisation, those who look people up among them."""
        desk, members = self._desk, dict[UUID, set[UUID]]()
        for team_id, account_id in desk.transaction.rows(
            _MEMBERS.where(MembershipRow.organisation_id == organisation_id)
        ):
            members.setdefault(team_id, set()).add(account_id)
        rows = desk.transaction.rows(_TEAMS.where(TeamRow.organisation_id == organisation_id))
        return tuple(self._read(organisation_id, row, frozenset(members.get(row.id, ()))) for row in rows)

    def _read(self, organisation_id: UUID, row: Any, member_ids: frozenset[UUID]) -> Team:
        name = self._desk.open_name("team", organisation_id, row.id, row.name_sealed)
        return Team(row.id, organisation_id, name, member_ids, row.ledger is not None)

    def _admit(
        self, organisation_id: UUID, team_id: UUID, key_id: bytes, epoch: int, secret: SecretKey, member: Principal
    ) -> None:
        desk = self._desk
        context = binding.team_secret(organisation_id, team_id, key_id, member.id)
        sealed = seal_team_secret(secret, member.public, context=context)
        vouched = authority.membership(organisation_id, team_id, member.id, key_id, sealed, epoch)
        desk.transaction.write(
            insert(MembershipRow),
            {
                "organisation_id": organisation_id,
                "team_id": team_id,
                "account_id": member.id,
                "key_id": key_id,
                "secret_sealed": sealed,
                "epoch": epoch,
                "mac": authority.vouch(desk.master, vouched),
            },
        )
        # Whoever makes a team, or a second office, can use it in the same work.
        if desk.me is not None and member.id == desk.me.actor.account_id:
            ledger = team_id in desk.me.actor.ledger_ids
            desk.me.memberships[team_id] = Membership(key_id, sealed, epoch, ledger=ledger)

    def _supervisor(self, organisation_id: UUID, account_id: UUID) -> Principal:
        principal = principals.account(self._desk, organisation_id, account_id)
        if Role.SUPERVISOR not in principal.roles:
            raise NotASupervisor
        return principal
