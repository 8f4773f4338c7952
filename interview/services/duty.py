"""The rota of a team: who is on duty, who comes next, and how they are reached."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.duty import LONGEST_SHIFT, Contact, Shift, in_line, on_duty
from interview.casework.policy import Permission, Thing, may_hold, permits, require
from interview.casework.refusals import NotPermitted
from interview.services import UnitOfWork

LONGEST_CONTACT = 200


class ShiftFault(StrEnum):
    """Why a shift cannot be as it was planned."""

    NOT_A_MEMBER = "not_a_member"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    OVER = "over"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class NotPlanned:
    """No shift was planned, and why."""

    fault: ShiftFault


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a team, as a rota shows them."""

    id: UUID
    name: str
    contact: Contact = field(repr=False)


@dataclass(frozen=True, slots=True)
class Planned:
    """A shift with the person. `now`: it has begun."""

    shift: Shift
    person: Person
    now: bool


@dataclass(frozen=True, slots=True)
class Rota:
    """The duty of one team. `on_duty`: now, the first to be called first. `following`: who is called after them.

    `may_plan`: this person plans it; `people`: whom they may choose from.
    """

    team_id: UUID
    team_name: str
    contact: Contact = field(repr=False)
    on_duty: tuple[Person, ...]
    following: tuple[Person, ...]
    shifts: tuple[Planned, ...]
    people: tuple[Person, ...]
    may_plan: bool


def rotas(work: UnitOfWork, actor: Actor) -> tuple[Rota, ...]:
    """The duty of the teams that matter to this person: their own, or the one that watches over their office."""
    require(actor, Permission.DUTY_READ, Thing(organisation_id=actor.organisation_id))
    wanted = _teams_of(work, actor)
    teams = [team for team in work.teams.list(actor.organisation_id) if team.id in wanted]
    names = {account.id: account.name for account in work.accounts.list(actor.organisation_id)} if teams else {}
    return tuple(_rota(work, actor, team.id, team.name, names) for team in teams)


def my_contact(work: UnitOfWork, actor: Actor) -> Contact:
    """How this person said that they are reached."""
    require(actor, Permission.DUTY_READ, Thing(organisation_id=actor.organisation_id))
    return work.duty.contacts(actor.organisation_id, (actor.account_id,)).get(actor.account_id, Contact())


def set_my_contact(work: UnitOfWork, actor: Actor, contact: Contact) -> None:
    """Say how one is reached on duty."""
    require(actor, Permission.DUTY_READ, Thing(organisation_id=actor.organisation_id))
    work.duty.set_contact(actor.organisation_id, actor.account_id, _bare(contact))
    work.record(Event.CONTACT_CHANGED, actor=actor, account_id=actor.account_id)


def set_team_contact(work: UnitOfWork, actor: Actor, team_id: UUID, contact: Contact) -> None:
    """Say how a team is reached, whoever is on duty. Raises NotPermitted."""
    _require_plan(actor, team_id)
    work.duty.set_contact(actor.organisation_id, team_id, _bare(contact))
    work.record(Event.CONTACT_CHANGED, actor=actor)


def plan(
    work: UnitOfWork, actor: Actor, team_id: UUID, account_id: UUID, *, from_at: datetime, until_at: datetime
) -> Shift | NotPlanned:
    """Put somebody of one's team on duty. Raises NotPermitted."""
    _require_plan(actor, team_id)
    fault = _fault(work, actor, team_id, account_id, from_at, until_at)
    if fault is not None:
        return NotPlanned(fault)
    shift = work.duty.plan(actor.organisation_id, team_id, account_id, from_at=from_at, until_at=until_at)
    work.record(Event.SHIFT_PLANNED, actor=actor, account_id=account_id, detail={"team": str(team_id)})
    return shift


def remove(work: UnitOfWork, actor: Actor, shift_id: UUID) -> None:
    """Take a shift of one's team out of the rota. Raises NotPermitted."""
    shift = work.duty.find_shift(actor.organisation_id, shift_id)
    if shift is None:
        raise NotPermitted
    _require_plan(actor, shift.team_id)
    work.duty.remove_shift(actor.organisation_id, shift_id)
    work.record(Event.SHIFT_REMOVED, actor=actor, account_id=shift.account_id, detail={"team": str(shift.team_id)})


def phone_for(work: UnitOfWork, actor: Actor) -> str:
    """The number of the team on duty for this person; empty where it has none of its own. One statement."""
    if not may_hold(actor, Permission.DUTY_READ):
        return ""
    return work.duty.phone_of(actor.organisation_id, actor.office_id, actor.team_ids)


def _teams_of(work: UnitOfWork, actor: Actor) -> frozenset[UUID]:
    if actor.team_ids:
        return actor.team_ids
    if actor.office_id is not None:
        offices = work.offices.list(actor.organisation_id)
        return frozenset(office.team_id for office in offices if office.id == actor.office_id)
    organisation = work.organisations.get(actor.organisation_id)
    return frozenset() if organisation is None or organisation.team_id is None else frozenset({organisation.team_id})


def _rota(work: UnitOfWork, actor: Actor, team_id: UUID, name: str, names: dict[UUID, str]) -> Rota:
    organisation_id, now = actor.organisation_id, work.now
    members = [one for one in work.duty.members(organisation_id, team_id) if one in names]
    contacts = work.duty.contacts(organisation_id, (team_id, *members))
    people = {one: Person(one, names[one], contacts.get(one, Contact())) for one in members}
    shifts = tuple(
        shift for shift in work.duty.shifts(organisation_id, team_id, since=now) if shift.account_id in people
    )
    here = on_duty(shifts, now)
    return Rota(
        team_id=team_id,
        team_name=name,
        contact=contacts.get(team_id, Contact()),
        on_duty=tuple(people[one] for one in here),
        following=tuple(people[one] for one in in_line(shifts, now) if one not in here),
        shifts=tuple(Planned(shift, people[shift.account_id], shift.covers(now)) for shift in shifts),
        people=tuple(sorted(people.values(), key=lambda person: (person.name.casefold(), person.id))),
        may_plan=permits(actor, Permission.DUTY_PLAN, Thing(organisation_id=organisation_id, team_id=team_id)),
    )


def _fault(
    work: UnitOfWork, actor: Actor, team_id: UUID, account_id: UUID, from_at: datetime, until_at: datetime
) -> ShiftFault | None:
    if account_id not in work.duty.members(actor.organisation_id, team_id):
        return ShiftFault.NOT_A_MEMBER
    if until_at <= from_at:
        return ShiftFault.ENDS_BEFORE_IT_BEGINS
    if until_at <= work.now:
        return ShiftFault.OVER
    return ShiftFault.TOO_LONG if until_at - from_at > LONGEST_SHIFT else None


def _require_plan(actor: Actor, team_id: UUID) -> None:
    require(actor, Permission.DUTY_PLAN, Thing(organisation_id=actor.organisation_id, team_id=team_id))


def _bare(contact: Contact) -> Contact:
    return Contact(_one_line(contact.phone), _one_line(contact.email))


def _one_line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_CONTACT]
