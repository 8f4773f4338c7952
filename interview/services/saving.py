"""Saving one page of an interview."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from uuid import UUID

from interview.audit.events import Event
from interview.casework import movements, payments
from interview.casework.actors import Actor
from interview.casework.cases import stage_of_record
from interview.casework.gates import Outcome, outcome
from interview.casework.interviews import InterviewState, moved
from interview.casework.movements import Block
from interview.casework.policy import Permission, require
from interview.questionnaire.answers import Key, PageKey, key_of
from interview.questionnaire.values import Value
from interview.services import UnitOfWork, alerts, carding, clocks, entries, referring, retention
from interview.services.entry_pages import entry_of, is_new, with_entry, writing
from interview.services.keeping_nothing import keep_nothing
from interview.services.opening import ATTEMPTS, RECORD, Loaded, load, put, thing_of
from interview.services.posting import (
    Now,
    Posted,
    Recorded,
    contested,
    now_of,
    recorded_in,
    refuse_other_keys,
    unconfirmed,
    where_next,
)
from interview.services.reading import read
from interview.services.results import Conflict, Ended, Held, NotApproved, NothingKept, Saved, SaveResult
from interview.services.showing import OpenInterview
from interview.services.voiding import void
from interview.store.refusals import Overtaken

_ENDED: Mapping[Outcome, Event] = MappingProxyType(
    {Outcome.NOT_STARTED: Event.INTERVIEW_NOT_STARTED, Outcome.STOPPED_BY_PERSON: Event.INTERVIEW_STOPPED}
)

URGENT = "urgent"

_SAVED: Mapping[str, Event] = MappingProxyType({URGENT: Event.URGENT_SAVED, RECORD: Event.RECORD_SAVED})

_AMENDED = frozenset({InterviewState.ACCEPTED, InterviewState.AMENDING})

TAKEN_UP = frozenset({InterviewState.PAUSED, InterviewState.RETURNED})
"""Where an answer takes the interview up again."""


def save_page(
    work: UnitOfWork,
    actor: Actor,
    interview_id: UUID,
    page_key: PageKey,
    values: Mapping[Key, Value | None],
    *,
    revision: int,
    language: str,
    asked_once_more: bool = False,
    set_aside_confirmed: bool = False,
    opened: OpenInterview | None = None,
    finishes: bool = True,
) -> SaveResult:
    """Save what was answered on one page, and say where to go on. None clears an answer.

    `opened`: the interview as this unit of work opened it, so that it is not unsealed twice. `finishes`: False where
    something on the page could not be read, or where it is left in the middle: its entry stays open then.

    What someone else saved meanwhile stays: this page's answers are applied to the newer document, unless one of them
    was changed there too. Raises NotPermitted, also for keys that are not on the page, and BadValue.
    """
    posted = Posted(page_key, values, revision, asked_once_more, set_aside_confirmed, language, finishes)
    for attempt in range(ATTEMPTS):
        now = _now(work, actor, interview_id, page_key, opened if attempt == 0 else None)
        refuse_other_keys(now.loaded, posted)
        posted = _with_approver(now, posted)
        if entries.is_done(now.loaded, posted):
            return Saved(now.loaded.record.revision, None)
        result = _contested(work, actor, now, posted) or _save(work, actor, now, posted)
        if result is not None:
            return result
    raise Overtaken


def _now(work: UnitOfWork, actor: Actor, interview_id: UUID, page_key: PageKey, opened: OpenInterview | None) -> Now:
    """The interview as it stands, for someone who may write in it."""
    if opened is None or opened.id != interview_id:
        loaded = load(work, actor, interview_id, Permission.INTERVIEW_READ)
        require(actor, writing(loaded.questionnaire, page_key), thing_of(loaded.record))
        return now_of(with_entry(loaded, page_key, actor, work.now))
    require(actor, writing(opened.questionnaire, page_key), thing_of(opened.loaded.record))
    return Now(opened.loaded, opened.whole_view, opened.flags)


def _contested(work: UnitOfWork, actor: Actor, now: Now, posted: Posted) -> Conflict | None:
    """Two versions of an answer, to be shown side by side; that the other one is read is recorded."""
    found = contested(now.loaded, posted)
    if found is not None:
        read(work, actor, now.loaded, now.view, found.keys)
    return found


def _save(work: UnitOfWork, actor: Actor, now: Now, posted: Posted) -> SaveResult | None:
    """The result, or None when another save came first."""
    loaded, recorded = now.loaded, recorded_in(now, posted)
    not_saved = unconfirmed(posted, recorded)
    if not_saved is not None:
        if not not_saved.nothing_kept:
            # The answers that would be set aside are shown, whatever page they stand on.
            read(work, actor, loaded, now.view, not_saved.keys)
        return not_saved
    if loaded.record.form == RECORD and (held := _held(loaded, posted, recorded)):
        return Held(held)
    if loaded.record.form == RECORD and _lacks_approval(loaded, posted, recorded):
        return NotApproved(known=not is_new(loaded, posted.page_key))
    ending = outcome(recorded.view)
    if ending is Outcome.NOTHING_KEPT:
        keep_nothing(work, actor, loaded)
        return NothingKept()
    if is_new(loaded, posted.page_key) and not any(value is not None for value in posted.values.values()):
        # An entry comes to be with its first answer.
        return where_next(posted, recorded, loaded.record.revision)
    if loaded.record.state in _AMENDED:
        # What a talk ends with was settled long ago: an amended record is handed in again.
        ending = None
    after = _put(work, actor, loaded, posted, recorded, ending)
    if after is None:
        return None
    _tell_count(work, actor, after, Event.FLAGS_RAISED, len(recorded.raised))
    if recorded.raised and recorded.urgent:
        work.cases.flag(after.record.case_id, urgent=True)
    if recorded.calls:
        alerts.raise_immediate_risk(work, actor, after.record)
    after = _follow(work, actor, after, recorded)
    carding.follow(work, actor, after.record, recorded.before.values, recorded.view.values)
    if ending is not None:
        retention.settle(work, actor, after.record.case_id)
        return Ended(after.record.state)
    return where_next(posted, recorded, after.record.revision)


def _put(
    work: UnitOfWork, actor: Actor, loaded: Loaded, posted: Posted, recorded: Recorded, ending: Outcome | None
) -> Loaded | None:
    """The interview as it was sealed, with its events; None when another save came first."""
    draft = loaded.draft
    taken_up = loaded.record.state in TAKEN_UP
    draft = replace(
        draft,
        answers=recorded.answers,
        shown={**draft.shown, posted.page_key: posted.language},
        sitting_since=work.now if taken_up else draft.sitting_since,
    )
    if loaded.record.form == RECORD and _is_last(posted, recorded):
        draft = entries.done_with(draft, entry_of(posted.page_key))
    if loaded.record.state is InterviewState.ACCEPTED and recorded.answers.values == loaded.answers.values:
        # Only looked at: what was decided stands.
        return loaded
    state = _state(loaded.record.state, ending)
    if draft == loaded.draft and state is None:
        return loaded
    after = put(work, actor, loaded, draft, state=state, urgent=recorded.urgent or loaded.record.form == URGENT)
    if after is not None:
        _tell(work, actor, after, _event(loaded, ending))
        if loaded.record.state is InterviewState.ACCEPTED:
            void(work, actor, after)
        if recorded.agreed:
            _tell(work, actor, after, Event.CONSENT_RECORDED)
        _tell_count(work, actor, after, Event.ANSWERS_SET_ASIDE, len(recorded.set_aside))
        _tell_count(work, actor, after, Event.ANSWERS_RESTORED, len(recorded.restored))
    return after


def _follow(work: UnitOfWork, actor: Actor, after: Loaded, recorded: Recorded) -> Loaded:
    """Clocks, stage and referrals follow what was answered."""
    before, now = recorded.before.values, recorded.view.values
    if after.record.form != RECORD:
        clocks.follow(work, actor, after.record, before, now)
        return after
    clocks.follow_record(work, actor, after.record, before, now)
    if stage_of_record(now) is not stage_of_record(before):
        work.cases.move(after.record.case_id, stage_of_record(now))
    return referring.follow(work, actor, after, now)


def _held(loaded: Loaded, posted: Posted, recorded: Recorded) -> tuple[Block, ...]:
    """What stands against a page that says that somebody has left, and did not say so before."""
    entry_id = entry_of(posted.page_key)
    key = key_of(movements.RESULT, movements.GROUP, entry_id)
    if posted.values.get(key) not in movements.GONE or recorded.before.values.get(key) in movements.GONE:
        return ()
    return tuple(movements.blocks(recorded.view.values, entry_id, loaded.draft.journeys))


def _lacks_approval(loaded: Loaded, posted: Posted, recorded: Recorded) -> bool:
    """Whether a page says that a payment was made, did not say so before, and nobody else has approved it."""
    entry_id = entry_of(posted.page_key)
    key = key_of(payments.PAID, payments.GROUP, entry_id)
    if posted.values.get(key) is None or recorded.before.values.get(key) is not None:
        return False
    return payments.approval(recorded.view.values, entry_id, loaded.draft.payments) is None


def _with_approver(now: Now, posted: Posted) -> Posted:
    """Who approved a payment is filled in from the approval, whatever was typed."""
    entry_id = entry_of(posted.page_key)
    key = key_of(payments.APPROVED_BY, payments.GROUP, entry_id)
    step = payments.approval(now.view.values, entry_id, now.loaded.draft.payments)
    return (
        posted
        if step is None or key not in posted.values
        else replace(posted, values={**posted.values, key: step.by_name})
    )


def _is_last(posted: Posted, recorded: Recorded) -> bool:
    """Whether an entry is done with this page: nothing is asked once more, and no page of it is left."""
    leads = where_next(posted, recorded, 0) if posted.finishes else None
    left = isinstance(leads, Saved) and leads.next_page is None
    return left and entries.finished(recorded.view, posted.page_key)


def _event(loaded: Loaded, ending: Outcome | None) -> Event:
    if ending is not None:
        return _ENDED[ending]
    if loaded.record.state is InterviewState.ACCEPTED:
        return Event.INTERVIEW_AMENDED
    return _SAVED.get(loaded.record.form, Event.INTERVIEW_PAGE_SAVED)


def _state(state: InterviewState, ending: Outcome | None) -> InterviewState | None:
    if state is InterviewState.ACCEPTED:
        return moved(state, InterviewState.AMENDING)
    if state in TAKEN_UP:
        state = moved(state, InterviewState.IN_PROGRESS)
        return state if ending is None else moved(state, InterviewState(ending))
    return None if ending is None else moved(state, InterviewState(ending))


def _tell(work: UnitOfWork, actor: Actor, loaded: Loaded, event: Event) -> None:
    record = loaded.record
    work.record(event, actor=actor, case_id=record.case_id, interview_id=record.id)


def _tell_count(work: UnitOfWork, actor: Actor, loaded: Loaded, event: Event, count: int) -> None:
    record = loaded.record
    if count:
        work.record(event, actor=actor, case_id=record.case_id, interview_id=record.id, detail={"count": count})
