"""A whole case, opened: its interviews with everything that is sealed beside them, and what happened to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from interview.audit.chain import AuditRow
from interview.audit.detail import DetailValue
from interview.audit.events import Event
from interview.store import binding
from interview.store.casekeys import CaseKeys
from interview.store.cases import Cases
from interview.store.desk import Desk, at_work
from interview.store.documents import canonical
from interview.store.interviews import Interviews
from interview.store.records import InterviewRecord
from interview.store.tables.cases import CaseRow, JudgementRow
from interview.store.tables.decisions import DecisionPartyRow, DecisionRow, DecisionStepRow
from interview.store.tables.rows import Row
from interview.store.tables.trail import AuditEventRow
from interview.store.tables.watch import ClockRow
from interview.store.trail import open_detail
from interview.vault.kinds import SealKind
from interview.vault.refusals import Broken

_SAVES = frozenset({Event.INTERVIEW_PAGE_SAVED, Event.RECORD_SAVED})
_READS = frozenset({Event.ANSWERS_READ, Event.DECISION_READ, Event.CARD_WRITTEN, Event.CARD_SHOWN})


@dataclass(frozen=True, slots=True, repr=False)
class Paper:
    """Something sealed with the columns that stand in clear beside it, and its text as JSON."""

    columns: Mapping[str, Any]
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class WholeDecision:
    """A decision with its steps, and who had a part in it."""

    columns: Mapping[str, Any]
    steps: tuple[Paper, ...]
    parties: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, repr=False)
class WholeInterview:
    """An interview with what is sealed beside it. `text`: of its document; `saved_by`: who wrote that."""

    record: InterviewRecord
    text: str
    saved_by: UUID
    judgements: tuple[Paper, ...]
    decisions: tuple[WholeDecision, ...]
    clocks: tuple[Paper, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Happened:
    """An event of a case. `link`: of the revision that it saved, as 64 hexadecimal digits, or None."""

    event: Event
    actor_id: UUID | None
    interview_id: UUID | None
    account_id: UUID | None
    revision: int | None
    link: str | None
    detail: Mapping[str, DetailValue]


@dataclass(frozen=True, slots=True, repr=False)
class WholeCase:
    """A case with everything in it, opened."""

    columns: Mapping[str, Any]
    interviews: tuple[WholeInterview, ...]
    events: tuple[Happened, ...]


def read(desk: Desk, cases: Cases, interviews: Interviews, case_id: UUID) -> WholeCase:
    """A case that was granted to the person at work or a team of theirs. Raises `Broken`."""
    found = _rows(desk, CaseRow, CaseRow.id == case_id)
    keys = cases.keys(case_id)
    records = interviews.of_case(case_id)
    opened = tuple(_interview(desk, keys, interviews, one) for one in records)
    return WholeCase(found[0], opened, tuple(_that_count(opened, _events(desk, case_id))))


def _that_count(opened: Sequence[WholeInterview], events: Sequence[Happened]) -> Iterator[Happened]:
    """Without who read it and without its cards, which are its own; and without the saves in between.

    Nothing rests on these, and nobody can open them.
    """
    needed = {(one.record.id, 1) for one in opened} | {(one.record.id, one.record.revision) for one in opened}
    needed |= {(one.record.id, paper.columns["revision"]) for one in opened for paper in one.judgements}
    for event in events:
        saves = event.event in _SAVES and (event.interview_id, event.revision) not in needed
        if not saves and event.event not in _READS:
            yield event


def _interview(desk: Desk, keys: CaseKeys, interviews: Interviews, record: InterviewRecord) -> WholeInterview:
    found = interviews.get(record.id)
    if found is None:
        raise Broken
    text = canonical({"at": found.saved_at.isoformat(), "content": found.content}).decode()
    clocks = _rows(desk, ClockRow, ClockRow.interview_id == record.id)
    decisions = _rows(desk, DecisionRow, DecisionRow.interview_id == record.id)
    return WholeInterview(
        record=found.record,
        text=text,
        saved_by=found.saved_by,
        judgements=tuple(
            _judgement(keys, one) for one in _rows(desk, JudgementRow, JudgementRow.interview_id == record.id)
        ),
        decisions=tuple(_decision(desk, keys, one) for one in decisions),
        clocks=tuple(_clock(keys, one) for one in clocks),
    )


def _judgement(keys: CaseKeys, row: Mapping[str, Any]) -> Paper:
    context = binding.judgement(keys.founding_id, keys.case_id, row["interview_id"], row["revision"], row["author_id"])
    return Paper(row, keys.unseal(SealKind.PROPOSAL, row["interview_id"], row["content_sealed"], context).decode())


def _clock(keys: CaseKeys, row: Mapping[str, Any]) -> Paper:
    context = binding.clock(keys.founding_id, keys.case_id, row["interview_id"], row["id"], row["due_at"])
    return Paper(row, keys.unseal(SealKind.CASE_RECORD, row["id"], row["content_sealed"], context).decode())


def _decision(desk: Desk, keys: CaseKeys, row: Mapping[str, Any]) -> WholeDecision:
    steps = _rows(desk, DecisionStepRow, DecisionStepRow.decision_id == row["id"])
    parties = _rows(desk, DecisionPartyRow, DecisionPartyRow.decision_id == row["id"])
    in_order = sorted(steps, key=lambda step: int(step["number"]))
    return WholeDecision(row, tuple(_step(keys, step) for step in in_order), parties)


def _step(keys: CaseKeys, row: Mapping[str, Any]) -> Paper:
    number, actor_id, kind, on = (row[name] for name in ("number", "actor_id", "kind", "happened_on"))
    context = binding.decision_step(keys.founding_id, keys.case_id, row["decision_id"], number, actor_id, kind, on)
    return Paper(row, keys.unseal(SealKind.DECISION_STEP, row["decision_id"], row["content_sealed"], context).decode())


def _events(desk: Desk, case_id: UUID) -> tuple[Happened, ...]:
    rows = _rows(desk, AuditEventRow, AuditEventRow.case_id == case_id)
    return tuple(_happened(desk, row) for row in sorted(rows, key=lambda row: int(row["sequence"])))


def _happened(desk: Desk, row: Mapping[str, Any]) -> Happened:
    event = Event(row["event"])
    columns = {name: value for name, value in row.items() if name not in {"link", "event"}}
    detail = dict(open_detail(desk.master, AuditRow(event=event, **columns)).declared)
    link = None if row["revision"] is None else detail.pop("link")
    return Happened(
        event, row["actor_id"], row["interview_id"], row["account_id"], row["revision"], _text(link), detail
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _rows(desk: Desk, table: type[Row], of: Any) -> tuple[dict[str, Any], ...]:
    columns = table.__table__.columns
    here = columns["organisation_id"] == at_work(desk).actor.organisation_id
    return tuple(dict(row._mapping) for row in desk.transaction.rows(select(*columns).where(here, of)))


def shifted(value: Any, shift: Any) -> Any:
    """A day or a moment moved by `shift`, which takes and gives a day; everything else as it is."""
    if isinstance(value, datetime):
        return datetime.combine(shift(value.date()), value.timetz())
    return shift(value) if isinstance(value, date) else value
