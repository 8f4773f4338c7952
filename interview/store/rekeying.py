"""Another key for a case: all that was sealed under the one before is sealed anew, in one transaction.

Revisions and the links between them stay what they are: the link key goes along, under the new case key. Whoever kept
a copy of the old key reads with it what they could read before, in old copies of the database, and nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update

from interview.store import binding, finding, principals
from interview.store.casekeys import CaseKeys, grant_columns
from interview.store.columns import AnySelect
from interview.store.desk import Desk, at_work
from interview.store.granting import epoch_of, grants_of, lock_of
from interview.store.interviews import place_of
from interview.store.principals import Principal
from interview.store.tables.attachments import AttachmentRow
from interview.store.tables.cases import CaseRow, GrantRow, InterviewRow, JudgementRow
from interview.store.tables.decisions import DecisionRow, DecisionStepRow
from interview.store.tables.keeping import ErasureRequestRow, PostponementRow
from interview.store.tables.rows import Row
from interview.store.tables.transfers import TransferRow
from interview.store.tables.watch import ClockRow
from interview.store.transfer_rows import transfer_of
from interview.vault.context import Context
from interview.vault.keys import new_key
from interview.vault.kinds import SealKind

_LOCK = (
    select(GrantRow.principal_id)
    .where(GrantRow.organisation_id == bindparam("organisation_id"), GrantRow.case_id == bindparam("case_id"))
    .with_for_update()
)


@dataclass(frozen=True, slots=True)
class Lying:
    """One sealed document of a case: where it lies, and what it is bound to. `key`: the primary key of its row."""

    row: type[Row]
    key: Mapping[str, Any]
    column: str
    kind: SealKind
    id: UUID
    context: Context
    sealed: bytes = field(repr=False)


def rekey(desk: Desk, keys: CaseKeys, to: Iterable[Principal] | None = None) -> CaseKeys:
    """Give a case another key; gives what opens it now. Its grants begin another epoch.

    `to`: who is in from now on, and nobody else. Without it, who was let in stays in, but for accounts that were
    closed, or reset since: what they held opened nothing any more.
    Raises `Overtaken` when its grants were changed since the keys were opened, `Broken` when any document of it is not
    what it should be: then nothing was changed.
    """
    organisation_id = at_work(desk).actor.organisation_id
    wait_for_saves(desk, keys.case_id)
    keys.hold()
    lock, grants = lock_of(desk, organisation_id, keys), grants_of(desk, organisation_id, keys.case_id)
    was = epoch_of(lock, grants)
    new = CaseKeys(keys.founding_id, keys.case_id, new_key(), keys.link_key)
    for document in list(documents_of(desk, keys)):
        _reseal(desk, keys, new, document)
    epoch = desk.begin_grant_epoch(keys.founding_id, keys.case_id, was)
    into = list(_still_in(desk, organisation_id, grants) if to is None else to)
    _give(desk, new, into, lock.key, epoch)
    return new


def wait_for_saves(desk: Desk, case_id: UUID) -> None:
    """Whoever is saving in a case now is waited for; whoever saves next waits, and finds what was done meanwhile."""
    desk.transaction.begin()
    desk.transaction.rows(_LOCK, {"organisation_id": at_work(desk).actor.organisation_id, "case_id": case_id})


def documents_of(desk: Desk, keys: CaseKeys) -> Iterator[Lying]:
    """Everything that is sealed under the key of a case."""
    place, record = (keys.founding_id, keys.case_id), SealKind.CASE_RECORD
    for row in _rows(desk, CaseRow, CaseRow.id == keys.case_id):
        yield _lying(CaseRow, row, "link_key_sealed", SealKind.LINK_KEY, row.id, binding.link_key(*place))
    yield from _interviews(desk, keys)
    for row in _rows(desk, JudgementRow, JudgementRow.case_id == keys.case_id):
        context = binding.judgement(*place, row.interview_id, row.revision, row.author_id)
        yield _lying(JudgementRow, row, "content_sealed", SealKind.PROPOSAL, row.interview_id, context)
    for row in _rows(desk, DecisionStepRow, DecisionStepRow.decision_id.in_(_decisions(desk, keys))):
        context = binding.decision_step(*place, row.decision_id, row.number, row.actor_id, row.kind, row.happened_on)
        yield _lying(DecisionStepRow, row, "content_sealed", SealKind.DECISION_STEP, row.decision_id, context)
    for row in _rows(desk, ClockRow, ClockRow.case_id == keys.case_id):
        context = binding.clock(*place, row.interview_id, row.id, row.due_at)
        yield _lying(ClockRow, row, "content_sealed", record, row.id, context)
    for row in _rows(desk, AttachmentRow, AttachmentRow.case_id == keys.case_id):
        # The chunks stay as they are: the key that opens them goes along in the manifest.
        context = binding.attachment(*place, row.id, row.interview_id, row.added_by, row.revision)
        yield _lying(AttachmentRow, row, "manifest_sealed", SealKind.FILE, row.id, context)
    for row in _rows(desk, TransferRow, TransferRow.case_id == keys.case_id):
        one = transfer_of(row)
        context = binding.transfer_proposal(*place, one.id, one.proposed_by, one.sender, one.receiver)
        yield _lying(TransferRow, row, "proposal_sealed", record, row.id, context)
    for row in _rows(desk, PostponementRow, PostponementRow.case_id == keys.case_id):
        context = binding.postponement(*place, row.id, row.account_id, row.until_on)
        yield _lying(PostponementRow, row, "reason_sealed", record, row.id, context)
    for row in _rows(desk, ErasureRequestRow, ErasureRequestRow.case_id == keys.case_id):
        context = binding.erasure_request(*place, row.asked_by, row.approval_id)
        yield _lying(ErasureRequestRow, row, "reason_sealed", record, row.case_id, context)


def _interviews(desk: Desk, keys: CaseKeys) -> Iterator[Lying]:
    """The interviews: who saved one last, and what it is linked to, stand in the trail."""
    for one in finding.of_case(desk, keys.case_id):
        row = finding.find(desk, one.id)
        saved = finding.saved_by(desk.master, row)
        context = place_of(keys, finding.record_of(row), saved.author_id, saved.previous).interview()
        yield _lying(InterviewRow, row, "content_sealed", SealKind.INTERVIEW, row.id, context)


def _decisions(desk: Desk, keys: CaseKeys) -> AnySelect:
    organisation_id = at_work(desk).actor.organisation_id
    return select(DecisionRow.id).where(
        DecisionRow.organisation_id == organisation_id, DecisionRow.case_id == keys.case_id
    )


def _rows(desk: Desk, table: type[Row], of_case: ColumnElement[bool]) -> Any:
    here = table.__table__.c.organisation_id == at_work(desk).actor.organisation_id
    return desk.transaction.rows(select(table.__table__).where(here, of_case))


def _lying(table: type[Row], row: Any, column: str, kind: SealKind, id: UUID, context: Context) -> Lying:
    key = {one.name: getattr(row, one.name) for one in table.__table__.primary_key}
    return Lying(table, key, column, kind, id, context, getattr(row, column))


def _reseal(desk: Desk, old: CaseKeys, new: CaseKeys, document: Lying) -> None:
    kind, context = document.kind, document.context
    with desk.suspecting(kind.name.lower(), at_work(desk).actor.organisation_id, case_id=old.case_id):
        plaintext = old.unseal(kind, document.id, document.sealed, context)
    columns = document.row.__table__.columns
    here = (columns[name] == value for name, value in document.key.items())
    sealed = new.seal(kind, document.id, plaintext, context)
    desk.write_one(update(document.row).where(*here).values({document.column: sealed}))


def _give(desk: Desk, keys: CaseKeys, to: list[Principal], server_lock: bytes, epoch: int) -> None:
    organisation_id = at_work(desk).actor.organisation_id
    of_case = (GrantRow.organisation_id == organisation_id, GrantRow.case_id == keys.case_id)
    desk.transaction.write(delete(GrantRow).where(*of_case))
    rows = [grant_columns(keys, principal, server_lock, epoch) for principal in to]
    desk.transaction.write(insert(GrantRow), [{"organisation_id": organisation_id, **row} for row in rows])


def _still_in(desk: Desk, organisation_id: UUID, grants: Any) -> Iterator[Principal]:
    """Those of the grants' principals who can open them. A team or recovery may have been given another key."""
    for row in grants:
        match row.principal_kind:
            case "team":
                yield principals.team(desk, organisation_id, row.principal_id)
            case "recovery":
                yield principals.recovery(desk, organisation_id)[0]
            case _:
                try:
                    account = principals.account(desk, organisation_id, row.principal_id)
                except LookupError:
                    continue
                if account.public.key_id == row.key_id:
                    yield account
