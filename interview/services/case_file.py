"""One page about a case: where the person stands, and what is next. Nothing is opened that is not shown."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from interview.casework import sharing
from interview.casework.actors import Actor
from interview.casework.agreements import GROUP, RECIPIENT, Agreement
from interview.casework.interviews import InterviewState
from interview.casework.outcomes import Visit, visits
from interview.casework.policy import Permission, may_hold, permits
from interview.casework.refusals import NotPermitted
from interview.questionnaire.answers import Entry, Key, key_of
from interview.questionnaire.values import Missing
from interview.questionnaire.view import View
from interview.services import UnitOfWork, assistance, clocks, contacting, transfers
from interview.services.agreements import live_in
from interview.services.assistance import Beginning
from interview.services.clocks import Running
from interview.services.drafting import Kinship
from interview.services.opening import RECORD, load, require_for_case, thing_of
from interview.services.providing import name_of
from interview.services.reading import read
from interview.services.showing import OpenInterview, opened
from interview.services.transfers import Line
from interview.store.records import Case, InterviewLine, InterviewRecord

__all__ = ["CaseFile", "Moment", "What", "cases", "show"]

AT_ONCE = 20
"""How much of the timeline stands on a page."""

CONSENT = (
    "a_cons_assist",
    "a_cons_file",
    "a_cons_share",
    "a_cons_share_not",
    "a_cons_research",
    "a_cons_date",
    "a_cons_withdrawn",
)
_OPEN = frozenset({InterviewState.IN_PROGRESS, InterviewState.PAUSED, InterviewState.RETURNED, InterviewState.AMENDING})

_LINES = {
    "session": ("a_session_topic", "a_session_date"),
    "service_given": ("a_srv_type", "a_srv_date"),
    "shelter_stay": ("a_shel_type", "a_shel_in"),
    "movement": ("a_mov_result", "a_mov_date"),
    GROUP: (RECIPIENT, "a_agr_date"),
    sharing.GROUP: (sharing.RECIPIENT, "a_out_date"),
    "followup": ("a_fu_reach", "a_fu_date"),
    "payment": ("a_pay_what", "a_pay_paid"),
    "reintegration_item": ("a_rei_service", "a_rei_start"),
    "claim": ("a_claim_type", ""),
    "tracing": ("a_tr_result", ""),
}
"""Of the groups that stand in the timeline: the answer that is shown, and the one that dates it."""


class What(StrEnum):
    """What a moment of the timeline is about."""

    INTERVIEW = "interview"
    DECISION = "decision"
    ENTRY = "entry"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True, repr=False)
class Moment:
    """One thing in the timeline. `line`: the answer that stands for an entry; `section_id`, `entry_id`: where it is.

    `about`: the transfer, or the interview that it is about or in which the entry stands.
    """

    on: date
    what: What
    about: InterviewRecord | Line
    decision_id: UUID | None = None
    section_id: str = ""
    entry_id: str = ""
    line: Key | None = None


@dataclass(frozen=True, slots=True, repr=False)
class CaseFile:
    """A case as it stands. `opened`: its record, else its newest interview; None where there is none to read.

    `contact`, `consent`: the answers about these that are known. `agreements`: those that hold today. `about`: whom a
    task is about, by its clock, as the key of an answer. `linked`: cases that hang together with it, of those
    that this person may open too. `later`: whether the timeline goes on.
    """

    case: Case
    owner: str
    opened: OpenInterview | None
    beginning: Beginning
    contact: tuple[Key, ...]
    consent: tuple[Key, ...]
    agreements: tuple[Agreement, ...]
    tasks: tuple[Running, ...]
    about: Mapping[UUID, Key]
    linked: tuple[tuple[Case, Kinship], ...]
    timeline: tuple[Moment, ...]
    visits: tuple[Visit, ...]
    after: int
    later: bool


def show(work: UnitOfWork, actor: Actor, case_id: UUID, *, after: int = 0) -> CaseFile:
    """The page of a case, with its timeline from `after` on. What is shown of it is recorded as read.

    Raises NotPermitted for unknown and forbidden alike.
    """
    case = require_for_case(work, actor, case_id, Permission.CASE_READ)
    records = tuple(
        one for one in work.interviews.of_case(case_id) if permits(actor, Permission.INTERVIEW_READ, thing_of(one))
    )
    shown = _open(work, actor, records)
    moments = [*_moments(work, actor, records, shown), *_transfers(work, actor, case_id)]
    # Of one day, what was noted last stands first.
    moments.reverse()
    moments.sort(key=lambda one: one.on, reverse=True)
    timeline = tuple(moments[after : after + AT_ONCE])
    consent = () if shown is None else tuple(_known(shown.view, CONSENT))
    agreements = () if shown is None else live_in(shown.view, work.now.date())
    tasks = () if shown is None else clocks.of_interview(work, actor, shown.loaded.record)
    about = {} if shown is None else dict(_about(shown.view, tasks))
    seen = () if shown is None else visits(shown.view.values)
    if shown is not None:
        lines = [moment.line for moment in timeline if moment.line is not None]
        named = [key_of(RECIPIENT, GROUP, one.entry_id) for one in agreements]
        visited = [key for visit in seen for key in visit.keys]
        read(work, actor, shown.loaded, shown.view, [*consent, *lines, *named, *about.values(), *visited])
    return CaseFile(
        case=case,
        owner=name_of(work, _owner(records, case)) or "",
        opened=shown,
        beginning=assistance.beginning_among(work, actor, records),
        contact=() if shown is None else contacting.rules(work, actor, shown),
        consent=consent,
        agreements=agreements,
        tasks=tasks,
        about=about,
        linked=() if shown is None else tuple(_linked(work, actor, shown)),
        timeline=timeline,
        visits=seen,
        after=after,
        later=len(moments) > after + AT_ONCE,
    )


def cases(work: UnitOfWork, actor: Actor) -> tuple[InterviewLine, ...]:
    """The records that this person keeps, or their teams supervise, or that they were let into, the newest first.

    Opens nothing sealed.
    """
    if not may_hold(actor, Permission.DECISION_READ):
        return work.interviews.let_in(actor, _OPEN)
    own = work.interviews.mine(actor, _OPEN, records=True)
    team = work.interviews.of_team(actor, _OPEN, records=True) if actor.team_ids else ()
    found = {line.interview_id: line for line in (*own, *team)}
    return tuple(sorted(found.values(), key=lambda line: line.changed_on, reverse=True))


def _open(work: UnitOfWork, actor: Actor, records: tuple[InterviewRecord, ...]) -> OpenInterview | None:
    """The record, else the newest interview: the one that says most of where the person stands now."""
    newest = assistance.record_in(records) or (records[-1] if records else None)
    if newest is None:
        return None
    return opened(work, actor, load(work, actor, newest.id, Permission.INTERVIEW_READ))


def _linked(work: UnitOfWork, actor: Actor, shown: OpenInterview) -> Iterator[tuple[Case, Kinship]]:
    """Nobody learns of a case that they cannot open."""
    for one in shown.loaded.draft.linked:
        with suppress(NotPermitted):
            yield require_for_case(work, actor, one.case_id, Permission.CASE_READ), one.kind


def _known(view: View, keys: Iterable[Key]) -> Iterator[Key]:
    return (key for key in keys if view.values.get(key) not in (None, Missing.NOT_ASKED))


def _about(view: View, tasks: Iterable[Running]) -> Iterator[tuple[UUID, Key]]:
    """Who is to be told or asked, where a task is about somebody else."""
    for task in tasks:
        for item, group in ((RECIPIENT, GROUP), (sharing.RECIPIENT, sharing.GROUP)):
            key = key_of(item, group, task.entry_id)
            if task.entry_id and key in view.values:
                yield task.id, key


def _owner(records: tuple[InterviewRecord, ...], case: Case) -> UUID | None:
    return records[-1].assignee_id if records else case.creator_id


def _moments(
    work: UnitOfWork, actor: Actor, records: Iterable[InterviewRecord], shown: OpenInterview | None
) -> Iterator[Moment]:
    for record in records:
        yield Moment(record.changed_on, What.INTERVIEW, record)
        if permits(actor, Permission.DECISION_READ, thing_of(record)):
            for decision in work.decisions.of_interview(record.id):
                yield Moment(decision.asked_at.date(), What.DECISION, record, decision_id=decision.id)
    if shown is not None and shown.form == RECORD:
        yield from _entries(shown)


def _transfers(work: UnitOfWork, actor: Actor, case_id: UUID) -> Iterator[Moment]:
    """Where it came from, and where it was to go."""
    for one in transfers.of_case(work, actor, case_id):
        yield Moment(one.transfer.changed_on, What.TRANSFER, one)


def _entries(shown: OpenInterview) -> Iterator[Moment]:
    sections = {one.group: one.id for one in reversed(shown.questionnaire.sections) if one.group and one.pages}
    for group, (line, dated) in _LINES.items():
        for entry in shown.answers.entries.get(group, ()):
            key = key_of(line, group, entry.id)
            yield Moment(
                on=_day(shown.view, entry, key_of(dated, group, entry.id)),
                what=What.ENTRY,
                about=shown.loaded.record,
                section_id=sections[group],
                entry_id=entry.id,
                line=key if key in shown.view.values else None,
            )


def _day(view: View, entry: Entry, key: Key) -> date:
    said = view.values.get(key)
    return said if isinstance(said, date) else entry.at.date()
