"""Who is on duty for a team, and how people and teams are reached."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, insert, or_, select, update

from interview.casework.duty import Contact, Shift
from interview.store import binding
from interview.store.desk import Desk
from interview.store.tables.people import AccountRow, MembershipRow, OfficeRow
from interview.store.tables.watch import ContactRow, ShiftRow
from interview.vault.envelope import unseal
from interview.vault.kinds import SealKind
from interview.vault.master import Purpose

_SHIFTS = (
    select(ShiftRow.id, ShiftRow.team_id, ShiftRow.account_id, ShiftRow.from_at, ShiftRow.until_at)
    .where(
        ShiftRow.organisation_id == bindparam("organisation_id"),
        ShiftRow.team_id == bindparam("team_id"),
        ShiftRow.until_at > bindparam("since"),
    )
    .order_by(ShiftRow.from_at, ShiftRow.id)
)
_MEMBERS = (
    select(MembershipRow.account_id)
    .join(
        AccountRow,
        (AccountRow.organisation_id == MembershipRow.organisation_id) & (AccountRow.id == MembershipRow.account_id),
    )
    .where(
        MembershipRow.organisation_id == bindparam("organisation_id"),
        MembershipRow.team_id == bindparam("team_id"),
        AccountRow.active.is_(True),
    )
    .order_by(MembershipRow.account_id)
)
_CONTACTS = select(ContactRow.id, ContactRow.contact_sealed).where(
    ContactRow.organisation_id == bindparam("organisation_id"), ContactRow.id.in_(bindparam("ids", expanding=True))
)
_OF_TEAMS = (
    select(ContactRow.id, ContactRow.contact_sealed)
    .where(
        ContactRow.organisation_id == bindparam("organisation_id"),
        or_(
            ContactRow.id.in_(bindparam("team_ids", expanding=True)),
            ContactRow.id.in_(
                select(OfficeRow.team_id).where(
                    OfficeRow.organisation_id == bindparam("organisation_id"), OfficeRow.id == bindparam("office_id")
                )
            ),
        ),
    )
    .order_by(ContactRow.id)
)


class Duty:
    """Shifts and contacts. Neither decides who gets a key: being on duty opens nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def shifts(self, organisation_id: UUID, team_id: UUID, *, since: datetime) -> tuple[Shift, ...]:
        """The shifts of a team that end after `since`, in their order; only those of people who still belong to it."""
        place = {"organisation_id": organisation_id, "team_id": team_id}
        members = frozenset(self.members(organisation_id, team_id))
        rows = self._desk.transaction.rows(_SHIFTS, {**place, "since": since})
        return tuple(_shift(row) for row in rows if row.account_id in members)

    def members(self, organisation_id: UUID, team_id: UUID) -> tuple[UUID, ...]:
        """The members of a team whose accounts are open."""
        place = {"organisation_id": organisation_id, "team_id": team_id}
        return tuple(row.account_id for row in self._desk.transaction.rows(_MEMBERS, place))

    def plan(
        self, organisation_id: UUID, team_id: UUID, account_id: UUID, *, from_at: datetime, until_at: datetime
    ) -> Shift:
        """A new shift."""
        shift = Shift(uuid4(), team_id, account_id, from_at, until_at)
        values = {"id": shift.id, "team_id": team_id, "account_id": account_id, "from_at": from_at}
        values |= {"organisation_id": organisation_id, "until_at": until_at}
        self._desk.transaction.write(insert(ShiftRow), values)
        return shift

    def find_shift(self, organisation_id: UUID, shift_id: UUID) -> Shift | None:
        """A shift, or None."""
        columns = select(ShiftRow.id, ShiftRow.team_id, ShiftRow.account_id, ShiftRow.from_at, ShiftRow.until_at)
        here = (ShiftRow.organisation_id == organisation_id, ShiftRow.id == shift_id)
        row = self._desk.transaction.row(columns.where(*here))
        return None if row is None else _shift(row)

    def remove_shift(self, organisation_id: UUID, shift_id: UUID) -> None:
        """Take a shift out of the rota."""
        here = (ShiftRow.organisation_id == organisation_id, ShiftRow.id == shift_id)
        self._desk.transaction.write(delete(ShiftRow).where(*here))

    def contacts(self, organisation_id: UUID, ids: Iterable[UUID]) -> Mapping[UUID, Contact]:
        """How these people and teams are reached; those who said nothing are left out. Raises `Broken`."""
        wanted = list(ids)
        if not wanted:
            return {}
        rows = self._desk.transaction.rows(_CONTACTS, {"organisation_id": organisation_id, "ids": wanted})
        return {row.id: self._read(organisation_id, row) for row in rows}

    def set_contact(self, organisation_id: UUID, id: UUID, contact: Contact) -> None:
        """Say how a person or a team is reached."""
        desk = self._desk
        plaintext = json.dumps({"phone": contact.phone, "email": contact.email}).encode()
        context = binding.name("contact", organisation_id, id)
        sealed = desk.master.seal(Purpose.NAME, plaintext, context=context, kind=SealKind.NAME)
        here = (ContactRow.organisation_id == organisation_id, ContactRow.id == id)
        if desk.transaction.write(update(ContactRow).where(*here).values(contact_sealed=sealed)) == 0:
            values = {"organisation_id": organisation_id, "id": id, "contact_sealed": sealed}
            desk.transaction.write(insert(ContactRow), values)

    def phone_of(self, organisation_id: UUID, office_id: UUID | None, team_ids: Iterable[UUID]) -> str:
        """The number of the team that watches over an office, or of one of these teams; empty when there is none.

        One statement. Nobody has to vouch for which team that is: a number opens nothing. Raises `Broken`.
        """
        place = {"organisation_id": organisation_id, "office_id": office_id, "team_ids": sorted(team_ids)}
        rows = self._desk.transaction.rows(_OF_TEAMS, place)
        phones = [contact.phone for row in rows if (contact := self._read(organisation_id, row)).phone]
        return phones[0] if phones else ""

    def _read(self, organisation_id: UUID, row: Any) -> Contact:
        desk = self._desk
        with desk.suspecting("contact", organisation_id):
            context = binding.name("contact", organisation_id, row.id)
            key = desk.master.subkey(Purpose.NAME)
            data = json.loads(unseal(key, row.contact_sealed, context=context, kind=SealKind.NAME))
        return Contact(data["phone"], data["email"])


def _shift(row: Any) -> Shift:
    return Shift(row.id, row.team_id, row.account_id, row.from_at, row.until_at)
