"""Transfers of cases: found by the two teams that they are between, and by nobody else."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, case, delete, insert, or_, select, update

from interview.casework.transfers import (
    RUNNING,
    Notice,
    Proposal,
    Side,
    Transfer,
    TransferState,
    moved,
    notice_content,
    notice_of,
    proposal_content,
    proposal_of,
)
from interview.store import authority, binding, moving, principals, rekeying
from interview.store.cases import Cases
from interview.store.desk import Desk, at_work
from interview.store.documents import canonical
from interview.store.erasing import rows_of_case, tables_of_cases
from interview.store.principals import Principal
from interview.store.records import Case
from interview.store.refusals import Overtaken
from interview.store.tables.cases import CaseRow, GrantRow, InterviewRow
from interview.store.tables.keeping import IdentityOpeningRow
from interview.store.tables.transfers import TransferRow
from interview.store.transfer_rows import columns_of, transfer_of
from interview.vault.handing import open_notice, seal_notice
from interview.vault.kinds import SealKind

MOST = 50
"""How many a list has at most."""

_ALL = select(TransferRow.__table__)
_RUNNING = TransferRow.state.in_([state.value for state in RUNNING])
# What is not over stands first, the newest of it before the others.
_NEWEST = _ALL.order_by(case((_RUNNING, 0), else_=1), TransferRow.proposed_on.desc(), TransferRow.id).limit(MOST)


class Transfers:
    """The transfers that a team of the person at work has a side in."""

    def __init__(self, desk: Desk, cases: Cases) -> None:
        self._desk = desk
        self._cases = cases

    def propose(self, of: Case, receiver: Side, proposal: Proposal) -> Transfer:
        """Offer a case to another team, in the name of the person at work.

        Raises `LookupError` when there is no such team, `Overtaken` while one runs for this case, `Broken`.
        """
        desk, keys, me = self._desk, self._cases.keys(of.id), at_work(self._desk).actor
        sender, today = Side(of.organisation_id, of.team_id), desk.now.date()
        to = principals.team(desk, receiver.organisation_id, receiver.team_id).public
        mine = principals.team(desk, sender.organisation_id, sender.team_id).public
        transfer = Transfer(
            id=uuid4(),
            organisation_id=of.organisation_id,
            case_id=of.id,
            sender=sender,
            receiver=receiver,
            sender_key_id=mine.key_id,
            receiver_key_id=to.key_id,
            state=TransferState.PROPOSED,
            proposed_by=me.account_id,
            proposed_on=today,
            changed_on=today,
        )
        context = binding.transfer_proposal(keys.founding_id, of.id, transfer.id, me.account_id, sender, receiver)
        sealed = keys.seal(SealKind.CASE_RECORD, transfer.id, canonical(proposal_content(proposal)), context)
        words = binding.transfer_words("notice", transfer.id, receiver, to.key_id)
        notice = seal_notice(canonical(notice_content(proposal.notice)), to, context=words)
        values = {"proposal_sealed": sealed, "notice_sealed": notice, "answer_sealed": None}
        desk.transaction.write(insert(TransferRow), {**self._columns(transfer), **values})
        return transfer

    def get(self, transfer_id: UUID) -> Transfer | None:
        """A transfer that a team of the person at work has a side in; None for every other. Raises `Broken`."""
        found = self._read(_ALL.where(TransferRow.id == transfer_id, self._mine()))
        return found[0] if found else None

    def of_case(self, case_id: UUID) -> tuple[Transfer, ...]:
        """Those of one case, in the same way, the one that is not over first, then the newest."""
        return self._read(_NEWEST.where(TransferRow.case_id == case_id, self._mine()))

    def of_teams(self) -> tuple[Transfer, ...]:
        """The transfers of the teams of the person at work, what is not over first, then the newest; at most `MOST`."""
        return self._read(_NEWEST.where(self._mine()))

    def proposal(self, transfer: Transfer) -> Proposal:
        """Why the case is to go, or went: for whoever can open it. Raises `Broken`."""
        keys, row = self._cases.keys(transfer.case_id), self._row(transfer)
        context = binding.transfer_proposal(
            keys.founding_id, transfer.case_id, transfer.id, transfer.proposed_by, transfer.sender, transfer.receiver
        )
        with self._desk.suspecting("transfer", transfer.organisation_id, case_id=transfer.case_id):
            data = keys.unseal(SealKind.CASE_RECORD, transfer.id, row.proposal_sealed, context)
        return proposal_of(json.loads(data))

    def notice(self, transfer: Transfer) -> Notice | None:
        """What the receivers are told; None once it is over, and when their team has another key since."""
        data = self._told("notice", transfer, transfer.receiver, transfer.receiver_key_id)
        return None if data is None else notice_of(json.loads(data))

    def answer(self, transfer: Transfer) -> str:
        """What the receivers said to the senders; empty for nothing, and when these have another key since."""
        data = self._told("answer", transfer, transfer.sender, transfer.sender_key_id)
        return "" if data is None else data.decode()

    def move(
        self, transfer: Transfer, to: TransferState, *, caseworker_id: UUID | None = None, answer: str = ""
    ) -> Transfer:
        """The transfer in its next state. `answer`: what the receivers say, sealed to the senders.

        Raises `NotNow` where that state does not follow, `Overtaken` when somebody else moved it on meanwhile, or when
        it is accepted and the receivers' team has another key since.
        """
        desk, me = self._desk, at_work(self._desk)
        after = replace(transfer, state=moved(transfer.state, to), changed_on=desk.now.date())
        values: dict[str, Any] = {}
        mine = me.memberships.get(transfer.receiver.team_id)
        if to is TransferState.ACCEPTED and (mine is None or mine.key_id != transfer.receiver_key_id):
            raise Overtaken
        if to in {TransferState.ACCEPTED, TransferState.DECLINED, TransferState.STOPPED}:
            after = replace(after, answered_by=me.actor.account_id, caseworker_id=caseworker_id)
            values["answer_sealed"] = self._answer(transfer, answer)
        if not after.runs:
            values["notice_sealed"] = None
        was = (TransferRow.organisation_id == transfer.organisation_id, TransferRow.id == transfer.id)
        change = update(TransferRow).where(*was, TransferRow.state == transfer.state.value)
        desk.write_one(change.values({**self._columns(after), **values}))
        return after

    def let_in(self, transfer: Transfer) -> tuple[UUID, ...]:
        """The accounts that are let into its case by name now."""
        of_case = {"organisation_id": transfer.organisation_id, "case_id": transfer.case_id}
        found = select(GrantRow.principal_id).filter_by(**of_case, principal_kind="account").distinct()
        return tuple(row.principal_id for row in self._desk.transaction.rows(found))

    def hand_over(self, transfer: Transfer) -> Transfer:
        """Carry out what was accepted: another key for the case, for the receivers alone, and its rows are theirs.

        What is being saved in it is waited for. Raises `Overtaken` when the receivers' team has another key than the
        one whose words were compared, or the caseworker is not there any more; `Broken`.
        """
        desk, after = self._desk, self.move(transfer, TransferState.COMPLETED)
        organisation_id, team_id = transfer.receiver.organisation_id, transfer.receiver.team_id
        team = principals.team(desk, organisation_id, team_id)
        if team.public.key_id != transfer.receiver_key_id or transfer.caseworker_id is None:
            raise Overtaken
        try:
            caseworker = principals.account(desk, organisation_id, transfer.caseworker_id)
        except LookupError:
            raise Overtaken from None
        to = (caseworker, team, principals.recovery(desk, organisation_id)[0])
        if organisation_id != transfer.organisation_id:
            rekeying.wait_for_saves(desk, transfer.case_id)
            moving.tell_revisions(desk, transfer.case_id, organisation_id)
        rekeying.rekey(desk, self._cases.keys(transfer.case_id), to)
        self._cases.forget(transfer.case_id)
        self._take_along(transfer, caseworker)
        if organisation_id != transfer.organisation_id:
            return self._move(after)
        return after

    def _move(self, transfer: Transfer) -> Transfer:
        """Let the rows follow, this one among them."""
        moving.move(self._desk, transfer)
        return replace(transfer, organisation_id=transfer.receiver.organisation_id)

    def _take_along(self, transfer: Transfer, caseworker: Principal) -> None:
        """What says whose work it is follows: teams, the assignee, the office. No session sees any more who it is."""
        write, team_id = self._desk.transaction.write, transfer.receiver.team_id
        tables = tables_of_cases()
        # A referral that is over stays with the team that sent it: nobody but that team vouches for it.
        for table in (one for one in tables if "team_id" in one.c and "mac" not in one.c):
            here = rows_of_case(table, transfer.organisation_id, transfer.case_id, tables)
            write(update(table).where(here).values(team_id=team_id))
        of_case = {"organisation_id": transfer.organisation_id, "case_id": transfer.case_id}
        write(update(InterviewRow).filter_by(**of_case).values(assignee_id=caseworker.id))
        write(delete(IdentityOpeningRow).filter_by(**of_case))
        here = CaseRow.organisation_id == transfer.organisation_id
        write(update(CaseRow).where(here, CaseRow.id == transfer.case_id).values(office_id=caseworker.office_id))

    def _answer(self, transfer: Transfer, answer: str) -> Any:
        if not answer:
            return None
        sender = transfer.sender
        to = principals.team(self._desk, sender.organisation_id, sender.team_id).public
        if to.key_id != transfer.sender_key_id:
            # Their key was replaced since they offered it; they are told that it is over, and not why.
            return None
        context = binding.transfer_words("answer", transfer.id, sender, to.key_id)
        return seal_notice(answer.encode(), to, context=context)

    def _told(self, what: str, transfer: Transfer, to: Side, key_id: bytes) -> bytes | None:
        desk, me = self._desk, at_work(self._desk)
        row = self._row(transfer)
        sealed = row.notice_sealed if what == "notice" else row.answer_sealed
        mine = me.memberships.get(to.team_id)
        if sealed is None or mine is None or mine.key_id != key_id:
            return None
        context = binding.transfer_words(what, transfer.id, to, key_id)
        with desk.suspecting("transfer", transfer.organisation_id, case_id=transfer.case_id):
            return open_notice(sealed, desk.team_secret(to.team_id), context=context)

    def _mine(self) -> ColumnElement[bool]:
        me = at_work(self._desk)
        organisation_id, team_ids = me.actor.organisation_id, list(me.memberships)
        return or_(
            and_(TransferRow.sender_id == organisation_id, TransferRow.sender_team_id.in_(team_ids)),
            and_(TransferRow.receiver_id == organisation_id, TransferRow.receiver_team_id.in_(team_ids)),
        )

    def _row(self, transfer: Transfer) -> Any:
        here = (TransferRow.organisation_id == transfer.organisation_id, TransferRow.id == transfer.id)
        row = self._desk.transaction.row(_ALL.where(*here))
        if row is None:
            raise Overtaken
        return row

    def _read(self, statement: Any) -> tuple[Transfer, ...]:
        return tuple(self._believed(self._desk.transaction.rows(statement)))

    def _believed(self, rows: Iterable[Any]) -> Iterable[Transfer]:
        for row in rows:
            found = transfer_of(row)
            with self._desk.suspecting("transfer", row.organisation_id, case_id=row.case_id):
                authority.require(self._desk.master, authority.transfer(found), row.mac)
            yield found

    def _columns(self, transfer: Transfer) -> dict[str, Any]:
        return columns_of(transfer, authority.vouch(self._desk.master, authority.transfer(transfer)))
