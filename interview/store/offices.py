"""Offices, and the team that supervises the cases opened in each."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update

from interview.store import authority, principals
from interview.store.desk import Desk, at_work
from interview.store.records import Office
from interview.store.tables.approvals import WantedOfficeRow
from interview.store.tables.people import OfficeRow

_ALL = select(OfficeRow.id, OfficeRow.name_sealed, OfficeRow.team_id, OfficeRow.epoch, OfficeRow.mac)
_WANTED = select(WantedOfficeRow.id, WantedOfficeRow.name_sealed, WantedOfficeRow.team_id)


class Offices:
    """The offices of every organisation here."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def create(self, organisation_id: UUID, *, name: str, team_id: UUID, office_id: UUID | None = None) -> Office:
        """A new office."""
        desk, office_id = self._desk, office_id or uuid4()
        principals.team(desk, organisation_id, team_id)
        epoch = desk.keystore.first_epoch(organisation_id, office_id)
        desk.transaction.write(
            insert(OfficeRow),
            {
                "organisation_id": organisation_id,
                "id": office_id,
                "team_id": team_id,
                "name_sealed": desk.seal_name("office", organisation_id, office_id, name),
                "epoch": epoch,
                "mac": authority.vouch(desk.master, authority.office(organisation_id, office_id, team_id, epoch)),
            },
        )
        return Office(office_id, organisation_id, name, team_id)

    def list(self, organisation_id: UUID) -> tuple[Office, ...]:
        """Every office of an organisation. Raises `Broken` when nobody vouches for one."""
        rows = self._desk.transaction.rows(_ALL.where(OfficeRow.organisation_id == organisation_id))
        return tuple(self._read(organisation_id, row) for row in rows)

    def set_team(self, office_id: UUID, team_id: UUID) -> None:
        """From now on this team supervises the cases opened there. Raises `LookupError`, `Broken`, `Overtaken`."""
        desk, organisation_id = self._desk, at_work(self._desk).actor.organisation_id
        principals.team(desk, organisation_id, team_id)
        principals.team_of_office(desk, organisation_id, office_id)
        here = (OfficeRow.organisation_id == organisation_id, OfficeRow.id == office_id)
        row = desk.transaction.row(_ALL.where(*here))
        epoch = desk.begin_epoch(organisation_id, office_id, row.epoch)
        mac = authority.vouch(desk.master, authority.office(organisation_id, office_id, team_id, epoch))
        change = update(OfficeRow).where(*here, OfficeRow.epoch == row.epoch)
        desk.write_one(change.values(team_id=team_id, epoch=epoch, mac=mac))

    def want(self, *, name: str, team_id: UUID) -> Office:
        """An office that does not exist yet: it waits until a supervisor agrees to its team. Raises `LookupError`."""
        desk, organisation_id, office_id = self._desk, at_work(self._desk).actor.organisation_id, uuid4()
        principals.team(desk, organisation_id, team_id)
        sealed = desk.seal_name("wanted office", organisation_id, office_id, name)
        values = {"organisation_id": organisation_id, "id": office_id, "team_id": team_id, "name_sealed": sealed}
        desk.transaction.write(insert(WantedOfficeRow), values)
        return Office(office_id, organisation_id, name, team_id)

    def wanted(self) -> tuple[Office, ...]:
        """The offices of the organisation at work that wait. Raises `Broken`."""
        desk, organisation_id = self._desk, at_work(self._desk).actor.organisation_id
        rows = desk.transaction.rows(_WANTED.where(WantedOfficeRow.organisation_id == organisation_id))
        return tuple(
            Office(
                row.id,
                organisation_id,
                desk.open_name("wanted office", organisation_id, row.id, row.name_sealed),
                row.team_id,
            )
            for row in rows
        )

    def drop_wanted(self, office_id: UUID) -> None:
        """An office waits no more: it was made, or will not be."""
        organisation_id = at_work(self._desk).actor.organisation_id
        here = (WantedOfficeRow.organisation_id == organisation_id, WantedOfficeRow.id == office_id)
        self._desk.transaction.write(delete(WantedOfficeRow).where(*here))

    def _read(self, organisation_id: UUID, row: Any) -> Office:
        desk = self._desk
        with desk.suspecting("office", organisation_id):
            authority.require(desk.master, authority.office(organisation_id, row.id, row.team_id, row.epoch), row.mac)
            name = desk.open_name("office", organisation_id, row.id, row.name_sealed)
        return Office(row.id, organisation_id, name, row.team_id)
