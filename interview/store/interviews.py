"""Interviews: one sealed document each, with a revision that is linked to the one before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import UUID, uuid4

from sqlalchemy import bindparam, insert, update

from interview.casework.actors import Actor
from interview.casework.interviews import InterviewState
from interview.store import documents, finding, listing
from interview.store.binding import Place
from interview.store.casekeys import CaseKeys, open_keys
from interview.store.cases import Cases
from interview.store.desk import Desk
from interview.store.documents import Document
from interview.store.records import Case, Interview, InterviewLine, InterviewRecord, Stale
from interview.store.refusals import Overtaken
from interview.store.tables.cases import CaseRow, InterviewAuthorRow, InterviewRow
from interview.store.trail import SavedRevision
from interview.vault.refusals import Broken

_AS_IT_WAS = update(InterviewRow).where(
    InterviewRow.organisation_id == bindparam("of_organisation"),
    InterviewRow.id == bindparam("of_interview"),
    InterviewRow.revision == bindparam("was"),
)
# Naming a column rewrites every index that holds it, even if it stays the same: most saves change none of the lists.
_PUT_CONTENT = _AS_IT_WAS.values(revision=bindparam("revision"), content_sealed=bindparam("content_sealed"))
_PUT = _PUT_CONTENT.values(state=bindparam("state"), urgent=bindparam("urgent"), changed_on=bindparam("changed_on"))


class Form(Protocol):
    """The published version of a form that an interview pins."""

    @property
    def form(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def digest(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """What is needed to save an interview that was opened: keys, and where its revisions have come to."""

    keys: CaseKeys
    reference: str
    revision: int
    link: bytes


class Interviews:
    """The interviews of an organisation. Only those whose case was granted to the person at work are found."""

    def __init__(self, desk: Desk, cases: Cases) -> None:
        self._desk = desk
        self._cases = cases
        self._found: dict[UUID, Any] = {}
        self._opened: dict[UUID, Opened] = {}

    def create(
        self,
        actor: Actor,
        case: Case,
        form: Form,
        content: Mapping[str, Any],
        *,
        state: InterviewState = InterviewState.IN_PROGRESS,
        urgent: bool = False,
    ) -> Interview:
        """A new interview of a case, at revision 1. Record the event that begins it in the same work.

        `content` is JSON data. Raises `Broken` without a grant on the case.
        """
        desk, keys = self._desk, self._cases.keys(case.id)
        record = InterviewRecord(
            id=uuid4(),
            organisation_id=case.organisation_id,
            case_id=case.id,
            form=form.form,
            version=form.version,
            digest=form.digest,
            state=state,
            revision=1,
            author_ids=frozenset({actor.account_id}),
            assignee_id=actor.account_id,
            team_id=case.team_id,
            urgent=urgent,
            changed_on=desk.now.date(),
        )
        document = documents.seal(keys, place_of(keys, record, actor.account_id, b""), content, desk.now)
        desk.transaction.write(insert(InterviewRow), _columns(record, document))
        self._add_author(record, actor.account_id)
        return self._saved(record, document, Opened(keys, case.reference, 1, document.link), actor, content, b"")

    def find(self, interview_id: UUID) -> InterviewRecord | None:
        """What stands in clear about an interview. One statement; nothing is unsealed.

        None for one that does not exist, and for one whose case was not granted to the person at work.
        """
        row = finding.find(self._desk, interview_id)
        if row is None:
            return None
        self._found[interview_id] = row
        return finding.record_of(row)

    def open(self, record: InterviewRecord) -> Interview:
        """The interview with what was answered. One statement, to the keystore. Raises `Broken`."""
        desk = self._desk
        row = self._found.pop(record.id, None) or finding.find(desk, record.id)
        if row is None:
            raise Broken
        with desk.suspecting("interview", row.organisation_id, case_id=row.case_id, interview_id=record.id):
            record = finding.record_of(row)
            keys = open_keys(desk, row.organisation_id, row)
            saved = finding.saved_by(desk.master, row)
            place = place_of(keys, record, saved.author_id, saved.previous)
            document = documents.unseal(keys, place, row.content_sealed, saved.link)
            reference = desk.open_name("case", row.founding_id, row.case_id, row.reference_sealed)
        self._opened[record.id] = Opened(keys, reference, record.revision, document.link)
        return Interview(record, reference, document.content, document.at, saved.author_id)

    def get(self, interview_id: UUID) -> Interview | None:
        """`find` and `open`."""
        record = self.find(interview_id)
        return None if record is None else self.open(record)

    def put(
        self,
        interview: Interview,
        content: Mapping[str, Any],
        *,
        actor: Actor,
        state: InterviewState | None = None,
        urgent: bool | None = None,
        wrote: bool = True,
    ) -> Interview | Stale:
        """Save the next revision of an interview that was opened in this work, and record its event in the same work.

        `Stale` when another revision was saved meanwhile: nothing was changed. The state is bound into the seal, so
        that a change of state is a revision too; who only moves an interview on (`wrote=False`) is no author of it.
        """
        desk, was, opened = self._desk, interview.record, self._opened[interview.record.id]
        if opened.revision != was.revision:
            return Stale()
        record = replace(
            was,
            revision=was.revision + 1,
            state=was.state if state is None else state,
            urgent=was.urgent if urgent is None else urgent,
            author_ids=was.author_ids | {actor.account_id} if wrote else was.author_ids,
            changed_on=desk.now.date(),
        )
        place = place_of(opened.keys, record, actor.account_id, opened.link)
        try:
            document = documents.seal(opened.keys, place, content, desk.now)
        except Overtaken:
            return Stale()
        if not self._written(was, record, document):
            return Stale()
        if record.author_ids != was.author_ids:
            self._add_author(record, actor.account_id)
        if record.changed_on != was.changed_on:
            self._touch_case(record)
        after = replace(opened, revision=record.revision, link=document.link)
        return self._saved(record, document, after, actor, content, opened.link)

    def mine(
        self, actor: Actor, states: frozenset[InterviewState], *, records: bool = False
    ) -> tuple[InterviewLine, ...]:
        """The newest talks assigned to the actor in these states, at most `listing.MOST`; or `records` of cases."""
        return listing.assigned(self._desk, actor, states, records=records)

    def of_team(
        self, actor: Actor, states: frozenset[InterviewState], *, records: bool = False
    ) -> tuple[InterviewLine, ...]:
        """The same, of those that the actor's teams supervise."""
        return listing.supervised(self._desk, actor, states, records=records)

    def let_in(self, actor: Actor, states: frozenset[InterviewState]) -> tuple[InterviewLine, ...]:
        """The newest records of cases that the actor was let into by name."""
        return listing.let_in(self._desk, actor, states)

    def of_case(self, case_id: UUID) -> tuple[InterviewRecord, ...]:
        """The interviews of a case that was granted to the person at work, oldest first by day."""
        return finding.of_case(self._desk, case_id)

    def opened(self, interview: Interview) -> Opened:
        """What opens the documents beside an interview that was opened in this work."""
        return self._opened[interview.record.id]

    def _saved(
        self,
        record: InterviewRecord,
        document: Document,
        opened: Opened,
        actor: Actor,
        content: Mapping[str, Any],
        previous: bytes,
    ) -> Interview:
        self._opened[record.id] = opened
        saved = SavedRevision(record.id, actor.account_id, record.revision, document.link, previous)
        self._desk.must_record(saved)
        return Interview(record, opened.reference, content, self._desk.now, actor.account_id)

    def _written(self, was: InterviewRecord, record: InterviewRecord, document: Document) -> bool:
        """Whether the row was still as it was, and now is as it should be."""
        place = {"of_organisation": record.organisation_id, "of_interview": record.id, "was": was.revision}
        content = {"revision": record.revision, "content_sealed": document.sealed}
        if _listed(record) == _listed(was):
            return self._desk.transaction.write(_PUT_CONTENT, place | content) == 1
        return self._desk.transaction.write(_PUT, place | content | _listed(record)) == 1

    def _add_author(self, record: InterviewRecord, account_id: UUID) -> None:
        place = {"organisation_id": record.organisation_id, "interview_id": record.id}
        self._desk.transaction.write(insert(InterviewAuthorRow), {**place, "account_id": account_id})

    def _touch_case(self, record: InterviewRecord) -> None:
        here = (CaseRow.organisation_id == record.organisation_id, CaseRow.id == record.case_id)
        self._desk.transaction.write(update(CaseRow).where(*here).values(changed_on=record.changed_on))


def place_of(keys: CaseKeys, record: InterviewRecord, author_id: UUID, previous: bytes) -> Place:
    """Where a revision of an interview stands, for its seal."""
    return Place(
        founding_id=keys.founding_id,
        case_id=record.case_id,
        interview_id=record.id,
        form=record.form,
        version=record.version,
        digest=record.digest,
        state=record.state.value,
        revision=record.revision,
        author_id=author_id,
        previous=previous,
    )


def _listed(record: InterviewRecord) -> dict[str, Any]:
    """What changes in the lists of interviews."""
    return {"state": record.state.value, "urgent": record.urgent, "changed_on": record.changed_on}


def _columns(record: InterviewRecord, document: Document) -> dict[str, Any]:
    return {
        "organisation_id": record.organisation_id,
        "id": record.id,
        "case_id": record.case_id,
        "form": record.form,
        "version": record.version,
        "digest": record.digest,
        "assignee_id": record.assignee_id,
        "team_id": record.team_id,
        "revision": record.revision,
        "content_sealed": document.sealed,
        **_listed(record),
    }
