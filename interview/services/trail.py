"""Reading the record of what happened: by case, by person, and what was refused.

A supervisor reads about the cases of their teams and the people who work for them; an administrator about accounts,
never about a case.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor, Role
from interview.casework.policy import Permission, may_hold
from interview.casework.refusals import NotPermitted
from interview.services import UnitOfWork
from interview.services.opening import require_for_case
from interview.store.reading_trail import TrailEntry, TrailPage, Which
from interview.store.records import Account

__all__ = ["Kind", "Line", "Page", "Person", "TrailEntry", "Which", "about_account", "by_case", "by_person"]
__all__ += ["denials", "events_of", "export", "people", "reference_of"]

MOST_EXPORTED = 10_000
_STEP = 500


class Kind(StrEnum):
    """What an event is about, roughly: what people choose by."""

    READING = "reading"
    INTERVIEW = "interview"
    DECISION = "decision"
    CASE = "case"
    DUTY = "duty"
    SESSION = "session"
    ACCOUNT = "account"
    REFUSED = "refused"


_BY_PREFIX: Mapping[str, Kind] = MappingProxyType(
    {
        **dict.fromkeys(
            ("interview", "answers", "consent", "urgent", "assessment", "proposal", "flags"), Kind.INTERVIEW
        ),
        **dict.fromkeys(
            ("case", "card", "look_alike", "identity", "retention", "erasure", "attachment", "transfer", "referral"),
            Kind.CASE,
        ),
        **dict.fromkeys(("alert", "duty", "clock", "absence"), Kind.DUTY),
        **dict.fromkeys(("session", "factor"), Kind.SESSION),
        "decision": Kind.DECISION,
    }
)
_READING = frozenset(
    {
        Event.ANSWERS_READ,
        Event.ASSESSMENT_READ,
        Event.DECISION_READ,
        Event.CARD_SHOWN,
        Event.PEOPLE_SEARCHED,
        Event.OWN_PEOPLE_SEARCHED,
        Event.LEDGER_FOLDED,
        Event.IDENTITY_OPENED,
        Event.IDENTITY_HIDDEN,
        Event.ITINERARY_SHOWN,
        Event.ATTACHMENTS_LISTED,
        Event.ATTACHMENT_READ,
        Event.TRAIL_EXPORTED,
    }
)


def kind_of(event: Event) -> Kind:
    """What an event is about. Of what no kind is named for: accounts, teams and keys."""
    if event in _READING:
        return Kind.READING
    if event.value.rpartition(":")[2] in {"failed", "denied"} or event in {
        Event.CODE_REFUSED,
        Event.SEALED_BYTES_REFUSED,
    }:
        return Kind.REFUSED
    return _BY_PREFIX.get(event.value.partition(":")[0], Kind.ACCOUNT)


def events_of(kind: Kind) -> frozenset[Event]:
    """The events of a kind."""
    return frozenset(event for event in Event if kind_of(event) is kind)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose record one may read. `did`: what they did too, not only what happened to the account."""

    account_id: UUID
    name: str
    did: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One event. `reference`: of its case, where that is one of one's own teams'."""

    entry: TrailEntry
    reference: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some events, newest first. `title`: the case's reference or the person's name. `before`: where older ones are."""

    title: str
    lines: tuple[Line, ...]
    before: int | None


Read = Callable[[UnitOfWork, Actor, Which], Page]


def people(work: UnitOfWork, actor: Actor) -> tuple[Person, ...]:
    """Whose record one may read: an administrator everybody's account, a supervisor who works for their teams."""
    _require_reader(actor)
    if Role.ADMINISTRATOR in actor.roles:
        return tuple(Person(one.id, one.name, did=False) for one in work.accounts.list(actor.organisation_id))
    mine = _mine(work, actor)
    return tuple(Person(one.id, one.name, did=True) for one in work.accounts.list(actor.organisation_id) if mine(one))


def by_case(work: UnitOfWork, actor: Actor, case_id: UUID, which: Which) -> Page:
    """What happened to a case of one's own teams. Raises NotPermitted for unknown and forbidden alike."""
    _require_reader(actor)
    case = require_for_case(work, actor, case_id, Permission.READERS_READ)
    return _page(work, actor, case.reference, work.trail_reading.of_case(case_id, which))


def by_person(work: UnitOfWork, actor: Actor, account_id: UUID, which: Which) -> Page:
    """What somebody did who works for one's own teams. Raises NotPermitted."""
    person = _person(work, actor, account_id)
    if not person.did:
        raise NotPermitted
    return _page(work, actor, person.name, work.trail_reading.of_actor(account_id, which))


def about_account(work: UnitOfWork, actor: Actor, account_id: UUID, which: Which) -> Page:
    """What happened to somebody's account. Raises NotPermitted."""
    person = _person(work, actor, account_id)
    return _page(work, actor, person.name, work.trail_reading.of_account(account_id, which))


def denials(work: UnitOfWork, actor: Actor, which: Which) -> Page:
    """What was refused in the organisation."""
    _require_reader(actor)
    return _page(work, actor, "", work.trail_reading.denials(which))


def export(work: UnitOfWork, actor: Actor, read: Read, which: Which) -> tuple[Line, ...]:
    """All the lines of what `read` reads, newest first, 10,000 at most; that they were taken away is recorded."""
    lines = tuple(_all(work, actor, read, which))
    work.record(Event.TRAIL_EXPORTED, actor=actor, detail={"count": len(lines)})
    return lines


def _all(work: UnitOfWork, actor: Actor, read: Read, which: Which) -> Iterator[Line]:
    before, left = which.before, MOST_EXPORTED
    while left:
        page = read(work, actor, replace(which, before=before, most=min(_STEP, left)))
        yield from page.lines
        left, before = left - len(page.lines), page.before
        if before is None:
            return


def _require_reader(actor: Actor) -> None:
    if not may_hold(actor, Permission.TRAIL_READ):
        raise NotPermitted


def _person(work: UnitOfWork, actor: Actor, account_id: UUID) -> Person:
    found = next((one for one in people(work, actor) if one.account_id == account_id), None)
    if found is None:
        raise NotPermitted
    return found


def _mine(work: UnitOfWork, actor: Actor) -> Callable[[Account], bool]:
    """Who works for the teams of a supervisor: in an office that they watch over, or beside them in a team."""
    offices = {one.id for one in work.offices.list(actor.organisation_id) if one.team_id in actor.team_ids}
    return lambda account: account.office_id in offices or bool(account.team_ids & actor.team_ids)


def _page(work: UnitOfWork, actor: Actor, title: str, page: TrailPage) -> Page:
    wanted = {entry.case_id for entry in page.entries if entry.case_id is not None}
    references = {one: reference for one in wanted if (reference := reference_of(work, actor, one)) is not None}
    lines = (Line(one, None if one.case_id is None else references.get(one.case_id)) for one in page.entries)
    return Page(title, tuple(lines), page.before)


def reference_of(work: UnitOfWork, actor: Actor, case_id: UUID) -> str | None:
    """The reference of a case of one's own teams; None of any other."""
    if not actor.team_ids:
        return None
    case = work.cases.get(case_id)
    return case.reference if case is not None and case.team_id in actor.team_ids else None
