"""Many cases at once, for a demonstration: each after a whole one that was lived through, under keys of its own."""

import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.store import binding, inbox, names, principals, wholes
from interview.store.casekeys import CaseKeys, grant_columns, new_keys
from interview.store.cases import REFERENCE_LETTERS, Cases
from interview.store.desk import Desk, at_work
from interview.store.interviews import Interviews, place_of
from interview.store.judgements import digest_of
from interview.store.keystore import FIRST_EPOCH
from interview.store.ledgers import PEOPLE, Ledgers
from interview.store.principals import Principal
from interview.store.records import InterviewRecord
from interview.store.tables.cases import CaseRow, GrantRow, InterviewAuthorRow, InterviewRow, JudgementRow
from interview.store.tables.decisions import DecisionPartyRow, DecisionRow, DecisionStepRow
from interview.store.tables.ledgers import LedgerRecordRow
from interview.store.tables.rows import Row
from interview.store.tables.watch import ClockRow
from interview.store.trail import Pending, SavedRevision, pending_detail
from interview.store.wholes import Happened, Paper, WholeCase, WholeDecision, WholeInterview, shifted
from interview.vault.keys import link as linked
from interview.vault.kinds import SealKind

ORDER = (
    CaseRow,
    GrantRow,
    InterviewRow,
    InterviewAuthorRow,
    JudgementRow,
    DecisionRow,
    DecisionPartyRow,
    DecisionStepRow,
    ClockRow,
    LedgerRecordRow,
)
"""The tables, what is pointed at before what points at it."""


@dataclass(frozen=True, slots=True, repr=False)
class Another:
    """A case to be made after a whole one. `creator_id`: whose it is, in the place of who made the whole one.

    `card` gives what those who look people up know of them. `reworded` gives a text of it anew, with what is given put
    in the place of ids and links of the whole one; `shift` moves a day.
    """

    after: WholeCase
    creator_id: UUID
    card: Callable[[UUID], bytes]
    reworded: Callable[[str, Mapping[str, str]], str]
    shift: Callable[[date], date]


class Multiplying:
    """Cases after whole ones. Only in a demonstration."""

    def __init__(self, desk: Desk, cases: Cases, interviews: Interviews, ledgers: Ledgers) -> None:
        self._desk = desk
        self._ledgers = ledgers
        self._cases = cases
        self._interviews = interviews

    def read(self, case_id: UUID) -> WholeCase:
        """A whole case that was granted to the person at work or a team of theirs. Raises `Broken`."""
        return wholes.read(self._desk, self._cases, self._interviews, case_id)

    def add(self, actor: Actor, others: Sequence[Another]) -> None:
        """Make these cases, each under keys of its own, with every event of theirs. Raises `LookupError`.

        The locks are durable in the keystore before the cases are in the database.
        """
        desk, organisation_id = self._desk, actor.organisation_id
        recovery, _ = principals.recovery(desk, organisation_id)
        ids = [uuid4() for _ in others]
        locks = desk.keystore.add_locks(organisation_id, ids)
        people: dict[UUID, Principal] = {}
        searchers = self._ledgers.principal(PEOPLE)
        rows: dict[type[Row], list[Mapping[str, Any]]] = defaultdict(list)
        for case_id, lock, another in zip(ids, locks, others, strict=True):
            team_id = another.after.columns["team_id"]
            if another.creator_id not in people:
                people[another.creator_id] = principals.account(desk, organisation_id, another.creator_id)
            if team_id not in people:
                people[team_id] = principals.team(desk, organisation_id, team_id)
            to = (people[another.creator_id], people[team_id], recovery)
            making = _Making(desk, rows, another, *new_keys(organisation_id, case_id))
            making.case()
            if searchers is not None:
                making.card(searchers, lock)
            rows[GrantRow] += [
                {"organisation_id": organisation_id, **grant_columns(making.keys, principal, lock, FIRST_EPOCH)}
                for principal in to
            ]
        for table in ORDER:
            if rows[table]:
                desk.transaction.write(insert(table), rows[table])


class _Making:
    """One case, on its way."""

    def __init__(
        self,
        desk: Desk,
        rows: dict[type[Row], list[Mapping[str, Any]]],
        another: Another,
        keys: CaseKeys,
        link_key_sealed: bytes,
    ) -> None:
        self.keys = keys
        self._desk = desk
        self._rows = rows
        self._another = another
        self._link_key_sealed = link_key_sealed
        was = another.after
        self._people = {was.columns["creator_id"]: another.creator_id}
        self._ids = {was.columns["id"]: keys.case_id}
        for interview in was.interviews:
            self._ids[interview.record.id] = uuid4()
            self._ids |= {decision.columns["id"]: uuid4() for decision in interview.decisions}
            self._ids |= {clock.columns["id"]: uuid4() for clock in interview.clocks}
        self._words = {str(old): str(new) for old, new in (self._ids | self._people).items()}
        self._links = dict[tuple[UUID, int], SavedRevision]()

    def case(self) -> None:
        """Everything of it."""
        desk, columns = self._desk, self._another.after.columns
        letters = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(9))
        reference = "-".join((letters[:3], letters[3:6], letters[6:]))
        founding_id, case_id = self.keys.founding_id, self.keys.case_id
        own = {
            "founding_id": founding_id,
            "reference_lookup": names.reference_lookup(desk.master, reference),
            "reference_sealed": desk.seal_name("case", founding_id, case_id, reference),
            "link_key_sealed": self._link_key_sealed,
        }
        self._rows[CaseRow].append(self._anew(columns) | own)
        for interview in self._another.after.interviews:
            self._interview(interview)
        self._tell()

    def card(self, to: Principal, lock: bytes) -> None:
        """Who it is, for those who look people up."""
        record, digest = inbox.record_of(self._desk, self.keys, PEOPLE, to, self._another.card(self.keys.case_id), lock)
        self._rows[LedgerRecordRow].append(record)
        self._desk.record(
            Event.CARD_WRITTEN,
            actor=at_work(self._desk).actor,
            case_id=self.keys.case_id,
            detail={"digest": digest},
        )

    def _interview(self, was: WholeInterview) -> None:
        record = self._record(was.record)
        text = self._text(was.text)
        saved_by = self._person(was.saved_by)
        self._link(was.record.id, record, saved_by, text)
        saved = self._links[was.record.id, record.revision]
        place = place_of(self.keys, record, saved_by, saved.previous)
        self._rows[InterviewRow].append(
            {
                "organisation_id": record.organisation_id,
                "id": record.id,
                "case_id": record.case_id,
                "form": record.form,
                "version": record.version,
                "digest": record.digest,
                "state": record.state.value,
                "revision": record.revision,
                "assignee_id": record.assignee_id,
                "team_id": record.team_id,
                "urgent": record.urgent,
                "changed_on": record.changed_on,
                "content_sealed": self.keys.seal(SealKind.INTERVIEW, record.id, text.encode(), place.interview()),
            }
        )
        here = {"organisation_id": record.organisation_id, "interview_id": record.id}
        self._rows[InterviewAuthorRow] += [here | {"account_id": one} for one in sorted(record.author_ids)]
        digests = {one.columns["revision"]: self._judgement(record, was.record.id, one) for one in was.judgements}
        for decision in was.decisions:
            digest = digests[decision.columns["revision"]]
            self._words[decision.columns["digest"].hex()] = digest.hex()
            self._decision(decision, digest)
        for clock in was.clocks:
            self._clock(clock)

    def _link(self, was_id: UUID, record: InterviewRecord, saved_by: UUID, text: str) -> None:
        """Every revision that was saved, each linked to the one before; the last one is the text itself."""
        previous = b""
        for event in self._another.after.events:
            if event.interview_id == was_id and event.revision is not None and event.link is not None:
                author_id = self._person(event.actor_id) or saved_by
                link = linked(self.keys.link_key, text.encode(), previous)
                self._links[was_id, event.revision] = SavedRevision(
                    record.id, author_id, event.revision, link, previous
                )
                self._words[event.link] = link.hex()
                previous = link

    def _judgement(self, record: InterviewRecord, was_id: UUID, was: Paper) -> bytes:
        columns = self._anew(was.columns)
        context = binding.judgement(
            self.keys.founding_id, record.case_id, record.id, columns["revision"], columns["author_id"]
        )
        plaintext = self._text(was.text).encode()
        sealed = self.keys.seal(SealKind.PROPOSAL, record.id, plaintext, context)
        self._rows[JudgementRow].append(columns | {"content_sealed": sealed})
        return digest_of(self.keys, record, self._links[was_id, columns["revision"]].link, plaintext)

    def _decision(self, was: WholeDecision, digest: bytes) -> None:
        columns = self._anew(was.columns) | {"digest": digest}
        self._rows[DecisionRow].append(columns)
        self._rows[DecisionPartyRow] += [self._anew(party) for party in was.parties]
        for step in was.steps:
            one = self._anew(step.columns)
            place = (self.keys.founding_id, self.keys.case_id, columns["id"])
            context = binding.decision_step(*place, one["number"], one["actor_id"], one["kind"], one["happened_on"])
            plaintext = self._text(step.text).encode()
            sealed = self.keys.seal(SealKind.DECISION_STEP, columns["id"], plaintext, context)
            self._rows[DecisionStepRow].append(one | {"content_sealed": sealed})

    def _clock(self, was: Paper) -> None:
        one = self._anew(was.columns)
        context = binding.clock(self.keys.founding_id, self.keys.case_id, one["interview_id"], one["id"], one["due_at"])
        sealed = self.keys.seal(SealKind.CASE_RECORD, one["id"], self._text(was.text).encode(), context)
        self._rows[ClockRow].append(one | {"content_sealed": sealed})

    def _tell(self) -> None:
        """What happened, today: the trail says when it was written down, and is never made older."""
        session_id = at_work(self._desk).actor.session_id
        for was in self._another.after.events:
            saved = self._saved(was)
            detail = {name: self._coded(value) for name, value in was.detail.items()}
            self._desk.trail.add(
                Pending(
                    event=was.event,
                    organisation_id=self.keys.founding_id,
                    actor_id=self._person(was.actor_id),
                    session_id=session_id,
                    case_id=self.keys.case_id,
                    interview_id=None if was.interview_id is None else self._ids[was.interview_id],
                    account_id=self._person(was.account_id),
                    saved=saved,
                    at=self._desk.now,
                    detail=pending_detail(was.event, detail, saved),
                )
            )

    def _saved(self, was: Happened) -> SavedRevision | None:
        if was.interview_id is None or was.revision is None:
            return None
        return self._links[was.interview_id, was.revision]

    def _coded(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [self._coded(one) for one in value]
        return self._words.get(value, value) if isinstance(value, str) else value

    def _record(self, was: InterviewRecord) -> InterviewRecord:
        return replace(
            was,
            id=self._ids[was.id],
            case_id=self.keys.case_id,
            author_ids=frozenset(self._people.get(one, one) for one in was.author_ids),
            assignee_id=self._people.get(was.assignee_id, was.assignee_id),
            changed_on=self._another.shift(was.changed_on),
        )

    def _person(self, account_id: Any) -> Any:
        return self._people.get(account_id, account_id)

    def _anew(self, columns: Mapping[str, Any]) -> dict[str, Any]:
        """A row with ids of its own, moved in time."""
        others = self._ids | self._people
        return {
            name: others.get(value, value) if isinstance(value, UUID) else shifted(value, self._another.shift)
            for name, value in columns.items()
        }

    def _text(self, text: str) -> str:
        return self._another.reworded(text, self._words)
