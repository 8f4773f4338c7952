"""Organisations, their recovery, and the team that supervises where no office says otherwise."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update

from interview.store import authority, binding, principals
from interview.store.canaries import lay_canary
from interview.store.desk import Desk
from interview.store.records import Founded, Organisation
from interview.store.tables.people import OrganisationRow, RecoveryCopyRow
from interview.vault import recovery

_ALL = select(
    OrganisationRow.id,
    OrganisationRow.name_sealed,
    OrganisationRow.demonstration,
    OrganisationRow.team_id,
    OrganisationRow.public_key,
    OrganisationRow.epoch,
    OrganisationRow.mac,
)


class Organisations:
    """The organisations of this server."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def create(self, *, name: str, demonstration: bool = False) -> Founded:
        """A new organisation with its recovery key. The shares exist only in what is returned."""
        desk, organisation_id = self._desk, uuid4()
        made = recovery.make_shares(context=binding.recovery(organisation_id))
        epoch = desk.keystore.first_epoch(organisation_id, organisation_id)
        public_key = made.public.to_bytes()
        desk.transaction.write(
            insert(OrganisationRow),
            {
                "id": organisation_id,
                "name_sealed": desk.seal_name("organisation", organisation_id, organisation_id, name),
                "demonstration": demonstration,
                "team_id": None,
                "public_key": public_key,
                "epoch": epoch,
                "mac": authority.vouch(
                    desk.master, authority.organisation(organisation_id, demonstration, None, public_key, epoch)
                ),
            },
        )
        copies = [
            {"organisation_id": organisation_id, "pair": pair, "secret_sealed": copy}
            for pair, copy in enumerate(made.copies)
        ]
        desk.transaction.write(insert(RecoveryCopyRow), copies)
        lay_canary(desk, organisation_id, made.public)
        return Founded(Organisation(organisation_id, name, demonstration, None), made.shares)

    def all(self) -> tuple[Organisation, ...]:
        """Every organisation. Raises `Broken` when nobody vouches for one."""
        return tuple(self._read(row) for row in self._desk.transaction.rows(_ALL))

    def get(self, organisation_id: UUID) -> Organisation | None:
        """One organisation. Raises `Broken` when nobody vouches for it."""
        row = self._desk.transaction.row(_ALL.where(OrganisationRow.id == organisation_id))
        return None if row is None else self._read(row)

    def set_team(self, organisation_id: UUID, team_id: UUID) -> None:
        """From now on this team supervises the cases that are opened by people without an office."""
        desk = self._desk
        principals.team(desk, organisation_id, team_id)
        row = desk.transaction.row(_ALL.where(OrganisationRow.id == organisation_id))
        if row is None:
            raise LookupError("no such organisation")
        self._read(row)
        epoch = desk.begin_epoch(organisation_id, organisation_id, row.epoch)
        vouched = authority.organisation(organisation_id, row.demonstration, team_id, row.public_key, epoch)
        change = update(OrganisationRow).where(
            OrganisationRow.id == organisation_id, OrganisationRow.epoch == row.epoch
        )
        desk.write_one(change.values(team_id=team_id, epoch=epoch, mac=authority.vouch(desk.master, vouched)))

    @staticmethod
    def is_same_share(shown: str, retyped: str) -> bool:
        """Whether a recovery share was typed again as it was shown. Raises `ShareRefused` when it does not read."""
        return recovery.is_same_share(shown, retyped)

    def _read(self, row: Any) -> Organisation:
        desk = self._desk
        with desk.suspecting("organisation", row.id):
            vouched = authority.organisation(row.id, row.demonstration, row.team_id, row.public_key, row.epoch)
            authority.require(desk.master, vouched, row.mac)
            name = desk.open_name("organisation", row.id, row.id, row.name_sealed)
        return Organisation(row.id, name, row.demonstration, row.team_id)
