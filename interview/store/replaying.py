"""Taking away again what the revocation ledger says was taken back, from databases that do not know of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, or_, select, update

from interview.audit.events import Event
from interview.casework.interviews import WITHDRAWABLE, InterviewState
from interview.store import membership, renewing
from interview.store.accounts import Accounts
from interview.store.desk import Desk
from interview.store.erasing import erase
from interview.store.revocation_file import RevocationKind, Taken, in_force
from interview.store.tables.cases import CaseRow, GrantRow, InterviewRow
from interview.store.tables.keeping import ErasureRequestRow
from interview.store.tables.people import AccountRow, MembershipRow


@dataclass(frozen=True, slots=True)
class Replayed:
    """How much was taken away again, and whose wish to be erased has to be carried out by people."""

    count: int
    wished: tuple[UUID, ...]


def replay_new(desk: Desk) -> Replayed:
    """What the ledger says since this keystore saw it last. Raises `LedgerRefused` when it is shorter, or another.

    Nothing, but for a program that was cut off, or databases that somebody put back by hand.
    """
    new = desk.revocation_file.since(desk.keystore.revocation_mark())
    if not new:
        return Replayed(0, ())
    force = in_force(desk.revocation_file.read())
    replayed = replay(desk, [taken for taken in dict.fromkeys(entry.taken for entry in new) if taken in force])
    desk.keystore.mark_revocations(desk.revocation_file.head())
    return replayed


def replay_all(desk: Desk) -> Replayed:
    """Everything that is taken back now: after a restore. Raises `LedgerRefused`."""
    entries = desk.revocation_file.read()
    force = in_force(entries)
    replayed = replay(desk, [taken for taken in dict.fromkeys(entry.taken for entry in entries) if taken in force])
    desk.keystore.mark_revocations(desk.revocation_file.head())
    return replayed


def replay(desk: Desk, taken: Iterable[Taken]) -> Replayed:
    """Take these away, each in a transaction of its own. May be repeated."""
    count, wished = 0, list[UUID]()
    for one in taken:
        is_wish = one.kind is RevocationKind.CONSENT_WITHDRAWN and one.subject_id not in wished
        if is_wish and (organisation_id := _where(desk, one.subject_id)) is not None:
            wished.append(one.subject_id)
            desk.record(Event.ERASURE_WISHED, organisation_id=organisation_id, case_id=one.subject_id)
        count += _TAKE[one.kind](desk, one)
        desk.commit()
    return Replayed(count, tuple(wished))


def _erase(desk: Desk, taken: Taken) -> bool:
    case_id, found = taken.subject_id, _where(desk, taken.subject_id)
    if found is None and desk.keystore.founder_of(case_id) is None:
        return False
    organisation_id = found or taken.organisation_id
    erase(desk, organisation_id, case_id)
    desk.record(Event.CASE_DESTROYED, organisation_id=organisation_id, case_id=case_id)
    return True


def _disable(desk: Desk, taken: Taken) -> bool:
    here = (AccountRow.organisation_id == taken.organisation_id, AccountRow.id == taken.subject_id)
    if desk.transaction.row(select(AccountRow.id).where(*here, AccountRow.active.is_(True))) is None:
        return False
    Accounts(desk).change(taken.subject_id, active=False)
    desk.record(Event.ACCOUNT_DISABLED, organisation_id=taken.organisation_id, account_id=taken.subject_id)
    return True


def _leave(desk: Desk, taken: Taken) -> bool:
    team_id = taken.other_id
    here = (MembershipRow.organisation_id == taken.organisation_id, MembershipRow.account_id == taken.subject_id)
    member = desk.transaction.row(select(MembershipRow.team_id).where(*here, MembershipRow.team_id == team_id))
    if team_id is None or member is None:
        return False
    membership.leave(desk, taken.organisation_id, team_id, taken.subject_id)
    detail = {"team": str(team_id)}
    desk.record(
        Event.TEAM_MEMBER_REMOVED, organisation_id=taken.organisation_id, account_id=taken.subject_id, detail=detail
    )
    return True


def _close(desk: Desk, taken: Taken) -> bool:
    organisation_id, principal_id, case_id = taken.organisation_id, taken.subject_id, taken.other_id
    here = (GrantRow.organisation_id == organisation_id, GrantRow.principal_id == principal_id)
    if case_id is None or desk.transaction.write(delete(GrantRow).where(*here, GrantRow.case_id == case_id)) == 0:
        return False
    epoch = renewing.renew_grants(desk, organisation_id, case_id)
    detail: dict[str, str | int] = {"principal": str(principal_id), "epoch": epoch or 0}
    desk.record(Event.CASE_GRANT_REMOVED, organisation_id=organisation_id, case_id=case_id, detail=detail)
    return True


def _withdraw(desk: Desk, taken: Taken) -> bool:
    """Leave a case whose person wants it gone to its team alone, due from today, where the copies do not know of it.

    That the interview is withdrawn cannot be written into it again: its state is bound to what is sealed. So nobody
    goes on with it: whoever else held a key of the case holds none any more, until two people have erased it.
    """
    case_id, organisation_id = taken.subject_id, _where(desk, taken.subject_id)
    if organisation_id is None or _knows(desk, organisation_id, taken):
        return False
    case = (CaseRow.organisation_id == organisation_id, CaseRow.id == case_id)
    later = or_(CaseRow.retain_until.is_(None), CaseRow.retain_until > desk.now.date())
    desk.transaction.write(update(CaseRow).where(*case, later).values(retain_until=desk.now.date()))
    desk.record(Event.RETENTION_SET, organisation_id=organisation_id, case_id=case_id)
    for principal_id in _accounts_with_grants(desk, organisation_id, case_id):
        _close(desk, Taken(RevocationKind.GRANT_REMOVED, organisation_id, principal_id, case_id))
    return True


def _knows(desk: Desk, organisation_id: UUID, taken: Taken) -> bool:
    """Whether the copies hold the wish, and the interview that it ended does not go on in them."""
    case_id = taken.subject_id
    wish = (ErasureRequestRow.organisation_id == organisation_id, ErasureRequestRow.case_id == case_id)
    if desk.transaction.row(select(ErasureRequestRow.case_id).where(*wish)) is None:
        return False
    here = (InterviewRow.organisation_id == organisation_id, InterviewRow.id == taken.other_id)
    interview = desk.transaction.row(select(InterviewRow.state).where(*here))
    return interview is None or InterviewState(interview.state) not in WITHDRAWABLE


def _accounts_with_grants(desk: Desk, organisation_id: UUID, case_id: UUID) -> tuple[UUID, ...]:
    accounts = select(AccountRow.id).where(AccountRow.organisation_id == organisation_id)
    granted = select(GrantRow.principal_id).where(
        GrantRow.organisation_id == organisation_id, GrantRow.case_id == case_id, GrantRow.principal_id.in_(accounts)
    )
    return tuple(sorted({row.principal_id for row in desk.transaction.rows(granted)}))


def _where(desk: Desk, case_id: UUID) -> UUID | None:
    """The organisation that has a case in these copies: it may have gone to another one since, or before."""
    row = desk.transaction.row(select(CaseRow.organisation_id).where(CaseRow.id == case_id))
    return None if row is None else row.organisation_id


_TAKE: dict[RevocationKind, Callable[[Desk, Taken], bool]] = {
    RevocationKind.ERASURE: _erase,
    RevocationKind.ACCOUNT_DISABLED: _disable,
    RevocationKind.MEMBER_REMOVED: _leave,
    RevocationKind.GRANT_REMOVED: _close,
    RevocationKind.CONSENT_WITHDRAWN: _withdraw,
}
