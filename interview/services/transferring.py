"""A case goes to another team for good: offered with the person's agreement, taken, and handed over.

It is handed over in the session of those who have it: nothing sealed is opened where nobody is at work. They compare
the words of the other team's key first. From then on they find nothing of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.policy import Permission, Thing, require
from interview.casework.refusals import NotNow
from interview.casework.transfers import LONGEST, Hold, Notice, Proposal, Transfer, TransferState
from interview.services import UnitOfWork
from interview.services.opening import load
from interview.services.transfers import holds_of, people_of, places_for, received, to_give, transfer_of
from interview.store.records import InterviewRecord
from interview.store.revocations import RevocationKind

__all__ = ["Fault", "Held", "Hold", "accept", "complete", "decline", "propose", "stop", "withdraw"]


class Fault(StrEnum):
    """Why an offer, or an answer to one, was not taken as it was written."""

    PLACE = "place"
    NEED = "need"
    WHY = "why"
    AGREED = "agreed"
    CASEWORKER = "caseworker"
    REASON = "reason"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Held:
    """It cannot go yet."""

    holds: tuple[Hold, ...]


def propose(
    work: UnitOfWork, actor: Actor, case_id: UUID, team_id: UUID | None, *, need: str, why: str, agreed_on: date | None
) -> Transfer | Held | Fault:
    """Offer a case to another team. `agreed_on`: the day on which the person said yes to it.

    Raises NotPermitted, and NotNow while it is offered to somebody already.
    """
    case = to_give(work, actor, case_id)
    place = next((one for one in places_for(work, case) if one.side.team_id == team_id), None)
    if place is None:
        return Fault.PLACE
    if fault := _fault(need, Fault.NEED) or _fault(why, Fault.WHY):
        return fault
    if agreed_on is None or agreed_on > work.now.date():
        return Fault.AGREED
    records = work.interviews.of_case(case_id)
    if holds := tuple(holds_of(work, actor, case_id, records)):
        return Held(holds)
    notice = Notice(need.strip(), case.urgent, _language(work, actor, records), case.opened_on)
    transfer = work.transfers.propose(case, place.side, Proposal(why.strip(), agreed_on, notice))
    _record(work, actor, Event.TRANSFER_PROPOSED, transfer)
    return transfer


def accept(work: UnitOfWork, actor: Actor, transfer_id: UUID, caseworker_id: UUID | None) -> Transfer | Fault:
    """Take a case, and name who is to work on it. Nobody says yes to their own offer. Raises NotPermitted, NotNow."""
    transfer = _to_answer(work, actor, transfer_id)
    if caseworker_id not in {one.id for one in people_of(work, transfer.receiver)}:
        return Fault.CASEWORKER
    accepted = work.transfers.move(transfer, TransferState.ACCEPTED, caseworker_id=caseworker_id)
    _record(work, actor, Event.TRANSFER_ACCEPTED, accepted)
    return accepted


def decline(work: UnitOfWork, actor: Actor, transfer_id: UUID, reason: str) -> Transfer | Fault:
    """Do not take a case, with a reason for those who offered it. Raises NotPermitted, NotNow."""
    return _say_no(work, actor, transfer_id, reason, TransferState.DECLINED, Event.TRANSFER_DECLINED)


def stop(work: UnitOfWork, actor: Actor, transfer_id: UUID, reason: str) -> Transfer | Fault:
    """Take a yes back, with a reason. Raises NotPermitted, NotNow."""
    return _say_no(work, actor, transfer_id, reason, TransferState.STOPPED, Event.TRANSFER_STOPPED)


def withdraw(work: UnitOfWork, actor: Actor, transfer_id: UUID) -> None:
    """Do not give the case away after all. Raises NotPermitted, NotNow."""
    transfer = _to_send(work, actor, transfer_id)
    _record(work, actor, Event.TRANSFER_WITHDRAWN, work.transfers.move(transfer, TransferState.WITHDRAWN))


def complete(work: UnitOfWork, actor: Actor, transfer_id: UUID, key_id: bytes) -> Transfer | Held:
    """Hand a case over, once the words of the receivers' key were compared with them. There is no way back.

    `key_id`: of the key whose words were compared. Raises NotPermitted; NotNow when it was not accepted, or the key or
    the caseworker is another one since.
    """
    transfer = _to_send(work, actor, transfer_id)
    if transfer.state is not TransferState.ACCEPTED or key_id != transfer.receiver_key_id:
        raise NotNow
    if holds := tuple(holds_of(work, actor, transfer.case_id, work.interviews.of_case(transfer.case_id))):
        return Held(holds)
    out = work.transfers.let_in(transfer)
    after = work.transfers.hand_over(transfer)
    _revoke(work, actor, transfer, out)
    _record(work, actor, Event.TRANSFER_COMPLETED, after, key_id=key_id.hex())
    if after.organisation_id != actor.organisation_id:
        # Theirs says so too, and names nobody who is no account of theirs.
        detail, place = {"transfer": str(after.id)}, after.organisation_id
        work.record(Event.TRANSFER_RECEIVED, organisation_id=place, case_id=after.case_id, detail=detail)
    return after


def _revoke(work: UnitOfWork, actor: Actor, transfer: Transfer, out: Iterable[UUID]) -> None:
    """No copy of the databases lets in again who is out, and none keeps out who is in.

    The sending team is not among them: in a copy from before, nobody else would be left who could open the case.
    """
    for account_id in set(out) - {transfer.caseworker_id}:
        work.revocations.add(RevocationKind.GRANT_REMOVED, actor.organisation_id, account_id, transfer.case_id)
    if transfer.caseworker_id is not None:
        place = (transfer.receiver.organisation_id, transfer.caseworker_id, transfer.case_id)
        work.revocations.give_back(RevocationKind.GRANT_REMOVED, *place)


def _say_no(
    work: UnitOfWork, actor: Actor, transfer_id: UUID, reason: str, to: TransferState, event: Event
) -> Transfer | Fault:
    transfer = _to_answer(work, actor, transfer_id)
    if fault := _fault(reason, Fault.REASON):
        return fault
    after = work.transfers.move(transfer, to, answer=reason.strip())
    _record(work, actor, event, after)
    return after


def _to_send(work: UnitOfWork, actor: Actor, transfer_id: UUID) -> Transfer:
    transfer = transfer_of(work, transfer_id)
    sender = transfer.sender
    require(actor, Permission.CASE_TRANSFER, Thing(organisation_id=sender.organisation_id, team_id=sender.team_id))
    return transfer


def _to_answer(work: UnitOfWork, actor: Actor, transfer_id: UUID) -> Transfer:
    transfer = transfer_of(work, transfer_id)
    require(actor, Permission.TRANSFER_ANSWER, received(transfer))
    return transfer


def _language(work: UnitOfWork, actor: Actor, records: tuple[InterviewRecord, ...]) -> str:
    """The language that the person speaks, of their newest interview."""
    if not records:
        return ""
    return load(work, actor, records[-1].id, Permission.INTERVIEW_READ).draft.person_language


def _fault(text: str, fault: Fault) -> Fault | None:
    if not text.strip():
        return fault
    return Fault.TOO_LONG if len(text) > LONGEST else None


def _record(work: UnitOfWork, actor: Actor, event: Event, transfer: Transfer, **detail: str) -> None:
    work.record(event, actor=actor, case_id=transfer.case_id, detail={"transfer": str(transfer.id), **detail})
