"""Transfers as each side sees them: what could be given away, what is under way, what is waited for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from interview.casework.actors import Actor
from interview.casework.decisions import Waiting
from interview.casework.interviews import InterviewState
from interview.casework.permissions import scopes
from interview.casework.policy import Permission, Thing, may_hold, permits, require
from interview.casework.referrals import RUNNING
from interview.casework.refusals import NotPermitted
from interview.casework.transfers import Hold, Notice, Proposal, Side, Transfer, TransferState, is_against
from interview.questionnaire.view import evaluate
from interview.services import UnitOfWork
from interview.services.assistance import record_in
from interview.services.opening import RECORD, load, thing_of_case
from interview.services.providing import name_of
from interview.store.records import Account, Case, InterviewRecord, ReadOut

__all__ = ["Hold", "Line", "Offer", "Place", "Shown", "Transfer", "TransferState"]
__all__ += ["count_waiting", "holds_of", "of_case", "of_teams", "offer", "people_of", "places_for", "received"]
__all__ += ["show", "to_give", "transfer_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case can go to: a team, by its name, and that of its organisation where it is another one."""

    side: Side
    team: str
    organisation: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Offer:
    """What a supervisor sees who would give a case away: where it could go, what moves, what holds it.

    `running`: the transfer that is under way already.
    """

    case: Case
    places: tuple[Place, ...]
    interviews: int
    tasks: int
    files: int
    holds: tuple[Hold, ...]
    running: Transfer | None


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """A transfer in a list. `sends`: one's own team gives it away. `other`: the other team. `waits`: for oneself."""

    transfer: Transfer
    sends: bool
    other: str
    reference: str | None
    waits: bool


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """A transfer as one side sees it. `reference`, `proposal`, `holds`: for whoever can open the case now.

    `notice`: for the receivers, while it runs. `words`: of the receivers' key, for both, once it was accepted.
    `people`: whom the receivers can name. `key_replaced`: their key is another one since, so that it cannot go on.
    """

    line: Line
    proposed_by: str
    caseworker: str
    proposal: Proposal | None
    notice: Notice | None
    answer: str
    words: ReadOut | None
    people: tuple[Account, ...]
    holds: tuple[Hold, ...]
    may_answer: bool
    key_replaced: bool


def offer(work: UnitOfWork, actor: Actor, case_id: UUID) -> Offer:
    """What it would mean to give a case away. Raises NotPermitted."""
    case = to_give(work, actor, case_id)
    records = work.interviews.of_case(case_id)
    return Offer(
        case=case,
        places=places_for(work, case),
        interviews=len(records),
        tasks=len(work.clocks.of_case(case_id)),
        files=len(work.attachments.of_case(case_id)),
        holds=tuple(holds_of(work, actor, case_id, records)),
        running=next((one for one in work.transfers.of_case(case_id) if one.runs), None),
    )


def of_teams(work: UnitOfWork, actor: Actor) -> tuple[Line, ...]:
    """The transfers of one's own teams, what is not over first. Nothing is opened but references of own cases."""
    if not may_hold(actor, Permission.CASE_TRANSFER):
        raise NotPermitted
    return tuple(_line(work, actor, one) for one in work.transfers.of_teams())


def of_case(work: UnitOfWork, actor: Actor, case_id: UUID) -> tuple[Line, ...]:
    """The transfers of a case in which a team of one's own had a side; none for whoever supervises nothing."""
    if not may_hold(actor, Permission.CASE_TRANSFER):
        return ()
    return tuple(_line(work, actor, one) for one in work.transfers.of_case(case_id))


def count_waiting(work: UnitOfWork, actor: Actor) -> int:
    """How many wait for this person."""
    return sum(_line(work, actor, one).waits for one in work.transfers.of_teams() if one.runs)


def show(work: UnitOfWork, actor: Actor, transfer_id: UUID) -> Shown:
    """A transfer between a team of one's own and another. Raises NotPermitted."""
    transfer = transfer_of(work, transfer_id)
    line = _line(work, actor, transfer)
    records = work.interviews.of_case(transfer.case_id) if line.reference is not None else ()
    receiver = transfer.receiver
    words = work.teams.read_out(receiver.organisation_id, receiver.team_id)
    is_receiver = _is_of(actor, receiver)
    may_answer = permits(actor, Permission.TRANSFER_ANSWER, received(transfer))
    return Shown(
        line=line,
        proposed_by=name_of(work, transfer.proposed_by) or "",
        caseworker=name_of(work, transfer.caseworker_id) or "",
        proposal=None if line.reference is None else work.transfers.proposal(transfer),
        notice=work.transfers.notice(transfer) if is_receiver else None,
        answer=work.transfers.answer(transfer) if line.sends else "",
        words=words if transfer.state is TransferState.ACCEPTED else None,
        people=people_of(work, receiver) if may_answer and transfer.state is TransferState.PROPOSED else (),
        holds=tuple(holds_of(work, actor, transfer.case_id, records)) if line.sends and transfer.runs else (),
        may_answer=may_answer,
        key_replaced=transfer.runs and words.key_id != transfer.receiver_key_id,
    )


def to_give(work: UnitOfWork, actor: Actor, case_id: UUID) -> Case:
    case = work.cases.get(case_id)
    if case is None:
        raise NotPermitted
    require(actor, Permission.CASE_TRANSFER, thing_of_case(case))
    return case


def transfer_of(work: UnitOfWork, transfer_id: UUID) -> Transfer:
    transfer = work.transfers.get(transfer_id)
    if transfer is None:
        raise NotPermitted
    return transfer


def received(transfer: Transfer) -> Thing:
    """A transfer as the policy needs to know it when it is answered: not by whoever proposed it."""
    receiver, authors = transfer.receiver, frozenset({transfer.proposed_by})
    return Thing(organisation_id=receiver.organisation_id, team_id=receiver.team_id, author_ids=authors)


def places_for(work: UnitOfWork, case: Case) -> tuple[Place, ...]:
    """The other teams of the organisation by name, then the other organisations: there it goes to the team of all."""
    teams = (one for one in work.teams.list(case.organisation_id) if one.id != case.team_id)
    places = (Place(Side(case.organisation_id, one.id), one.name) for one in teams)
    others = (
        Place(Side(one.id, one.team_id), "", one.name)
        for one in work.organisations.all()
        if one.id != case.organisation_id and one.team_id is not None
    )
    return tuple(sorted((*places, *others), key=lambda one: (one.organisation, one.team.casefold(), one.side.team_id)))


def people_of(work: UnitOfWork, receiver: Side) -> tuple[Account, ...]:
    """Who may be named: caseworkers of the offices that the receiving team watches over."""
    offices = {one.id for one in work.offices.list(receiver.organisation_id) if one.team_id == receiver.team_id}
    organisation = work.organisations.get(receiver.organisation_id)
    # Who has no office works for the team that supervises where no office says otherwise.
    places = offices | ({None} if organisation is not None and organisation.team_id == receiver.team_id else set())
    return tuple(
        one
        for one in work.accounts.list(receiver.organisation_id)
        if one.active and one.office_id in places and scopes(one.roles, Permission.INTERVIEW_WRITE)
    )


def holds_of(work: UnitOfWork, actor: Actor, case_id: UUID, records: Iterable[InterviewRecord]) -> Iterator[Hold]:
    found = tuple(records)
    decisions = (decision for one in found for decision in work.decisions.of_interview(one.id))
    if any(one.waiting is not Waiting.NOTHING for one in decisions):
        yield Hold.REVIEW
    if any(one.form == RECORD and one.state is InterviewState.SUBMITTED for one in found):
        yield Hold.CLOSURE
    if any(one.case_id == case_id for one in work.alerts.waiting(actor)):
        yield Hold.ALERT
    if work.erasures.get(case_id) is not None:
        yield Hold.ERASURE
    record = record_in(found)
    if record is not None:
        loaded = load(work, actor, record.id, Permission.INTERVIEW_READ)
        if is_against(evaluate(loaded.questionnaire, loaded.answers).values, work.now.date()):
            yield Hold.AGREEMENT
        if any(one.state in RUNNING for one in work.referrals.of_record(record.id)):
            yield Hold.REFERRAL


def _is_of(actor: Actor, side: Side) -> bool:
    return side.organisation_id == actor.organisation_id and side.team_id in actor.team_ids


def _line(work: UnitOfWork, actor: Actor, transfer: Transfer) -> Line:
    sends = _is_of(actor, transfer.sender)
    waits = transfer.state is TransferState.ACCEPTED if sends else transfer.state is TransferState.PROPOSED
    case = work.cases.get(transfer.case_id)
    other = _named(work, actor, transfer.receiver if sends else transfer.sender)
    return Line(transfer, sends, other, None if case is None else case.reference, waits)


def _named(work: UnitOfWork, actor: Actor, side: Side) -> str:
    """What a side is called: one's own organisation's team by its name, another organisation by its own."""
    if side.organisation_id != actor.organisation_id:
        organisation = work.organisations.get(side.organisation_id)
        return "" if organisation is None else organisation.name
    return next((one.name for one in work.teams.list(side.organisation_id) if one.id == side.team_id), "")
