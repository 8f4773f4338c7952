"""Erasing a case for good: one person asks with a reason, a second one agrees, then the first one does it.

The lock of the case is destroyed, so that nobody opens it any more, and its rows go. A certificate with a number of its
own is left; the trail keeps ids alone.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.approvals import Approval, ApprovalKind, ApprovalState
from interview.casework.interviews import WITHDRAWABLE, InterviewState
from interview.casework.keeping import ErasureReason
from interview.casework.policy import Permission, may_hold, require
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import UnitOfWork, approving, retention
from interview.services.opening import Loaded, load, put, thing_of, thing_of_case
from interview.services.providing import name_of
from interview.store.erasures import CertificateRecord, ErasureRequest
from interview.store.records import Case
from interview.store.refusals import Overtaken
from interview.store.revocations import RevocationKind

__all__ = [
    "Certificate",
    "ErasureReason",
    "Faulty",
    "Request",
    "Standing",
    "agree",
    "ask",
    "call_off",
    "certificate",
    "certificates",
    "erase",
    "finish",
    "number_of",
    "passed_on",
    "request_of",
    "unfinished",
    "wanted",
    "withdraw",
]

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Standing(StrEnum):
    """Where a request has come to. WISHED: passed on, and nobody has asked a second person yet."""

    NONE = "none"
    WISHED = "wished"
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    OVER = "over"


class Faulty(StrEnum):
    """Why a request was not taken."""

    REASON_MISSING = "reason_missing"
    TEXT_MISSING = "text_missing"


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """What is to become of a case. `mine`: this person asked. `reason`, `text`, `asked_by` are empty with NONE."""

    case: Case
    standing: Standing
    mine: bool = False
    asked_by: str = ""
    asked_on: date | None = None
    reason: ErasureReason | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A case that somebody wants erased, and since when."""

    case_id: UUID
    reference: str
    asked_on: date


@dataclass(frozen=True, slots=True, repr=False)
class Certificate:
    """That a case was erased. `number`: random, and not the case's reference. `destroyed_on`: None until it is done.

    `key_replaced_on`: backups are unreadable from this earlier day on, if the copies of the old master key are gone.
    """

    id: UUID
    number: str
    asked_by: str
    approved_by: str
    asked_on: date
    destroyed_on: date | None
    unreadable_from: date
    key_replaced_on: date | None


def ask(work: UnitOfWork, actor: Actor, case_id: UUID, reason: ErasureReason | None, text: str) -> Request | Faulty:
    """Ask for a second person to agree that a case is erased. A wish that was passed on is taken up by it.

    Raises NotPermitted for unknown and forbidden alike, and NotNow while somebody is asked already.
    """
    case = _case(work, actor, case_id)
    if reason is None:
        return Faulty.REASON_MISSING
    if not text.strip() and reason is not ErasureReason.PERSONS_WISH:
        return Faulty.TEXT_MISSING
    if _request(work, actor, case).standing in {Standing.ASKED, Standing.AGREED}:
        raise NotNow
    # Each request has an agreement of its own: one that was given for another reason does not count.
    approval = approving.ask(work, actor, ApprovalKind.ERASURE, case_id, uuid4())
    work.erasures.ask(case_id, case.team_id, reason, text.strip(), approval_id=approval.id)
    work.record(Event.ERASURE_ASKED, actor=actor, case_id=case_id)
    return _request(work, actor, case)


def request_of(work: UnitOfWork, actor: Actor, case_id: UUID) -> Request:
    """What is to become of a case. Raises NotPermitted for unknown and forbidden alike."""
    return _request(work, actor, _case(work, actor, case_id))


def wanted(work: UnitOfWork, actor: Actor) -> tuple[Wanted, ...]:
    """The cases of the actor's teams that somebody wants erased, the oldest wish first."""
    if not may_hold(actor, Permission.CASE_ERASE):
        raise NotPermitted
    found = ((work.cases.get(case_id), asked_on) for case_id, asked_on in work.erasures.asked_of(actor).items())
    return tuple(Wanted(case.id, case.reference, asked_on) for case, asked_on in found if case is not None)


def agree(work: UnitOfWork, actor: Actor, case_id: UUID) -> Request:
    """Agree to what another person asked for. Raises NotPermitted, also for one's own; NotNow when it is over."""
    case = _case(work, actor, case_id)
    approving.approve(work, actor, _approval_id(work, case_id))
    work.record(Event.ERASURE_APPROVED, actor=actor, case_id=case_id)
    return _request(work, actor, case)


def call_off(work: UnitOfWork, actor: Actor, case_id: UUID) -> None:
    """The case is not erased: the person who asked thought better of it, or another one declines.

    Raises NotPermitted, and NotNow where nobody asked.
    """
    case = _case(work, actor, case_id)
    asked = _request(work, actor, case)
    if asked.standing is Standing.NONE:
        raise NotNow
    if asked.standing is Standing.ASKED:
        answer = approving.take_back if asked.mine else approving.refuse
        answer(work, actor, _approval_id(work, case_id))
    work.erasures.call_off(case_id)
    work.record(Event.ERASURE_CALLED_OFF, actor=actor, case_id=case_id)


def erase(work: UnitOfWork, actor: Actor, case_id: UUID) -> Certificate:
    """Erase a case that this person asked for and another one agreed to. There is no way back.

    Raises NotPermitted unless both did, in time.
    """
    case = _case(work, actor, case_id)
    request = work.erasures.get(case_id)
    if request is None or request.approval_id is None:
        raise NotPermitted
    given = work.approvals.get(request.approval_id)
    other_id = None if given is None else given.other_id
    approval = approving.use(
        work, actor, request.approval_id, kind=ApprovalKind.ERASURE, subject_id=case_id, other_id=other_id
    )
    certificate_id = _certify(work, case, request, approval)
    work.cases.destroy(case_id, certificate_id)
    work.record(Event.CASE_DESTROYED, actor=actor, case_id=case_id)
    return certificate(work, actor, certificate_id)


def withdraw(work: UnitOfWork, actor: Actor, interview_id: UUID) -> None:
    """The person does not want to be on record any more: the interview ends, and the wish goes to the supervisors.

    A talk that was handed in stays as it is until two people have erased it. Raises NotPermitted.
    """
    # Whoever tells the person what comes out of it hears this from them too.
    loaded = load(work, actor, interview_id, Permission.DECISION_TELL)
    record = loaded.record
    if record.state in WITHDRAWABLE:
        loaded = _withdrawn(work, actor, load(work, actor, interview_id, Permission.INTERVIEW_WRITE))
    case = work.cases.get(record.case_id)
    if case is None:
        raise NotPermitted
    if work.erasures.get(case.id) is None:
        work.erasures.ask(case.id, case.team_id, ErasureReason.PERSONS_WISH, "", approval_id=None)
        work.record(Event.ERASURE_WISHED, actor=actor, case_id=case.id)
    # Each interview that ended so: a copy may know of the wish and not of this one.
    work.revocations.add(RevocationKind.CONSENT_WITHDRAWN, actor.organisation_id, case.id, record.id)
    retention.settle(work, actor, case.id)


def passed_on(work: UnitOfWork, actor: Actor, interview_id: UUID) -> bool:
    """Whether somebody wants the case of this interview erased already. Raises NotPermitted."""
    record = work.interviews.find(interview_id)
    if record is None:
        raise NotPermitted
    require(actor, Permission.DECISION_TELL, thing_of(record))
    return work.erasures.get(record.case_id) is not None


def certificate(work: UnitOfWork, actor: Actor, certificate_id: UUID) -> Certificate:
    """The certificate of an erased case of the actor's teams. Raises NotPermitted for unknown and forbidden alike."""
    found = work.erasures.certificate(certificate_id)
    if found is None or not may_hold(actor, Permission.CASE_ERASE) or found.team_id not in actor.team_ids:
        raise NotPermitted
    return _worded(work, found)


def certificates(work: UnitOfWork, actor: Actor) -> tuple[Certificate, ...]:
    """The certificates of the actor's teams, newest first."""
    if not may_hold(actor, Permission.CASE_ERASE):
        raise NotPermitted
    return tuple(_worded(work, found) for found in work.erasures.certificates(actor))


def unfinished(work: UnitOfWork) -> int:
    """How many erasures were begun and cut off. For the terminal."""
    return work.erasures.unfinished()


def finish(work: UnitOfWork) -> int:
    """Finish them; gives how many. For the terminal."""
    return work.erasures.finish()


def number_of(certificate_id: UUID) -> str:
    """The number of a certificate: twelve letters in groups of four, out of its random id."""
    rest, letters = certificate_id.int, ""
    for _ in range(12):
        rest, place = divmod(rest, len(_LETTERS))
        letters += _LETTERS[place]
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def _certify(work: UnitOfWork, case: Case, request: ErasureRequest, approval: Approval) -> UUID:
    if approval.answered_by is None:
        raise NotPermitted
    return work.erasures.certify(
        case.team_id, asked_by=approval.asked_by, asked_on=request.asked_on, approved_by=approval.answered_by
    )


def _withdrawn(work: UnitOfWork, actor: Actor, loaded: Loaded) -> Loaded:
    after = put(work, actor, loaded, loaded.draft, state=InterviewState.WITHDRAWN)
    if after is None:
        raise Overtaken
    work.record(Event.INTERVIEW_WITHDRAWN, actor=actor, case_id=after.record.case_id, interview_id=after.record.id)
    return after


def _request(work: UnitOfWork, actor: Actor, case: Case) -> Request:
    request = work.erasures.get(case.id)
    if request is None:
        return Request(case, Standing.NONE)
    return Request(
        case=case,
        standing=_standing(work, request),
        mine=request.asked_by == actor.account_id,
        asked_by=name_of(work, request.asked_by) or "",
        asked_on=request.asked_on,
        reason=request.reason,
        text=request.text,
    )


def _standing(work: UnitOfWork, request: ErasureRequest) -> Standing:
    if request.approval_id is None:
        return Standing.WISHED
    approval = work.approvals.get(request.approval_id)
    if approval is None or approval.state is ApprovalState.USED or not approval.lasts(work.now):
        return Standing.OVER
    answered = {ApprovalState.GIVEN: Standing.AGREED, ApprovalState.REFUSED: Standing.DECLINED}
    return answered.get(approval.state, Standing.ASKED)


def _approval_id(work: UnitOfWork, case_id: UUID) -> UUID:
    request = work.erasures.get(case_id)
    if request is None or request.approval_id is None:
        raise NotNow
    return request.approval_id


def _worded(work: UnitOfWork, found: CertificateRecord) -> Certificate:
    return Certificate(
        id=found.id,
        number=number_of(found.id),
        asked_by=name_of(work, found.asked_by) or "",
        approved_by=name_of(work, found.approved_by) or "",
        asked_on=found.asked_on,
        destroyed_on=found.destroyed_on,
        unreadable_from=found.unreadable_from,
        key_replaced_on=found.key_replaced_on,
    )


def _case(work: UnitOfWork, actor: Actor, case_id: UUID) -> Case:
    case = work.cases.get(case_id)
    if case is None:
        raise NotPermitted
    require(actor, Permission.CASE_ERASE, thing_of_case(case))
    return case
