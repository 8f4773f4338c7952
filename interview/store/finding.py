"""Finding an interview: one join over the interview, its case, a grant, its authors, and the event that saved it."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import String, and_, bindparam, cast, func, select
from sqlalchemy.orm import aliased

from interview.audit.chain import AuditRow
from interview.audit.events import Event
from interview.casework.interviews import InterviewState
from interview.store.desk import Desk
from interview.store.granted import GRANT, by_name, granted, key_is_held, to_me
from interview.store.records import InterviewRecord
from interview.store.tables.cases import CaseRow, GrantRow, InterviewAuthorRow, InterviewRow
from interview.store.tables.trail import AuditEventRow
from interview.store.trail import open_detail
from interview.vault.master import Master
from interview.vault.refusals import Broken

_authors = (
    select(func.aggregate_strings(cast(InterviewAuthorRow.account_id, String), " "))
    .where(
        InterviewAuthorRow.organisation_id == InterviewRow.organisation_id,
        InterviewAuthorRow.interview_id == InterviewRow.id,
    )
    .correlate(InterviewRow)
    .scalar_subquery()
    .label("author_ids")
)
_RECORD = (
    InterviewRow.id,
    InterviewRow.organisation_id,
    InterviewRow.case_id,
    InterviewRow.form,
    InterviewRow.version,
    InterviewRow.digest,
    InterviewRow.state,
    InterviewRow.revision,
    InterviewRow.assignee_id,
    InterviewRow.team_id,
    InterviewRow.urgent,
    InterviewRow.changed_on,
    _authors,
)
_later = aliased(AuditEventRow)
# The newest event that saved this interview, whatever revision the row itself claims.
_newest = (
    select(func.max(_later.revision))
    .where(_later.organisation_id == InterviewRow.organisation_id, _later.interview_id == InterviewRow.id)
    .correlate(InterviewRow)
    .scalar_subquery()
)
_SAVED = (
    AuditEventRow.sequence,
    AuditEventRow.id.label("event_id"),
    AuditEventRow.event,
    AuditEventRow.actor_id,
    AuditEventRow.case_id.label("event_case_id"),
    AuditEventRow.account_id,
    AuditEventRow.revision.label("saved_revision"),
    AuditEventRow.happened_on,
    AuditEventRow.detail_sealed,
)
_of_case = and_(CaseRow.organisation_id == InterviewRow.organisation_id, CaseRow.id == InterviewRow.case_id)
_FIND = granted(
    select(
        *_RECORD,
        InterviewRow.content_sealed,
        CaseRow.founding_id,
        CaseRow.reference_sealed,
        CaseRow.link_key_sealed,
        *_SAVED,
        *GRANT,
    )
    .select_from(InterviewRow)
    .join(CaseRow, _of_case)
    .outerjoin(
        AuditEventRow,
        and_(
            AuditEventRow.organisation_id == InterviewRow.organisation_id,
            AuditEventRow.interview_id == InterviewRow.id,
            AuditEventRow.revision == _newest,
        ),
    ),
    InterviewRow.organisation_id,
    InterviewRow.case_id,
).where(InterviewRow.id == bindparam("interview_id"))
_granted_to_me = (
    select(GrantRow.case_id)
    .where(
        GrantRow.organisation_id == InterviewRow.organisation_id,
        GrantRow.case_id == InterviewRow.case_id,
        GrantRow.principal_id.in_(bindparam("principal_ids", expanding=True)),
        key_is_held(bindparam("key_ids", expanding=True)),
    )
    .exists()
)
_to_me_by_name = (
    select(GrantRow.principal_id)
    .where(
        GrantRow.organisation_id == InterviewRow.organisation_id,
        GrantRow.case_id == InterviewRow.case_id,
        GrantRow.principal_kind == "account",
        GrantRow.principal_id.in_(bindparam("principal_ids", expanding=True)),
        GrantRow.key_id.in_(bindparam("key_ids", expanding=True)),
    )
    .correlate(InterviewRow)
    .limit(1)
    .scalar_subquery()
    .label("by_name")
)
_OF_CASE = (
    select(*_RECORD, _to_me_by_name)
    .where(
        InterviewRow.organisation_id == bindparam("organisation_id"),
        InterviewRow.case_id == bindparam("case_id"),
        _granted_to_me,
    )
    .order_by(InterviewRow.changed_on)
)


@dataclass(frozen=True, slots=True)
class SavedBy:
    """What the audit trail says about the newest revision of an interview."""

    author_id: UUID
    link: bytes
    previous: bytes


def find(desk: Desk, interview_id: UUID) -> Any:
    """The row of an interview with everything that opens it, or None."""
    return desk.transaction.row(_FIND, {**to_me(desk), "interview_id": interview_id})


def of_case(desk: Desk, case_id: UUID) -> tuple[InterviewRecord, ...]:
    """The interviews of a case, of those granted to the person at work."""
    rows = desk.transaction.rows(_OF_CASE, {**to_me(desk), "case_id": case_id})
    return tuple(replace(record_of(row), granted_to=frozenset({row.by_name} - {None})) for row in rows)


def record_of(row: Any) -> InterviewRecord:
    """What stands in clear about an interview."""
    return InterviewRecord(
        id=row.id,
        organisation_id=row.organisation_id,
        case_id=row.case_id,
        form=row.form,
        version=row.version,
        digest=row.digest,
        state=InterviewState(row.state),
        revision=row.revision,
        author_ids=frozenset(UUID(author_id) for author_id in (row.author_ids or "").split()),
        assignee_id=row.assignee_id,
        team_id=row.team_id,
        urgent=row.urgent,
        changed_on=row.changed_on,
        granted_to=by_name(row),
    )


def saved_by(master: Master, row: Any) -> SavedBy:
    """Who saved the newest revision and how it is linked, from the event in the trail.

    Raises `Broken` when the interview's row is not at that revision: an older one was put back.
    """
    if row.saved_revision != row.revision or row.actor_id is None:
        raise Broken
    event = AuditRow(
        organisation_id=row.organisation_id,
        sequence=row.sequence,
        id=row.event_id,
        event=Event(row.event),
        actor_id=row.actor_id,
        case_id=row.event_case_id,
        interview_id=row.id,
        account_id=row.account_id,
        revision=row.saved_revision,
        happened_on=row.happened_on,
        detail_sealed=row.detail_sealed,
    )
    detail = open_detail(master, event)
    return SavedBy(row.actor_id, detail.link, detail.previous)
