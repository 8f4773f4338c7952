"""Entries of repeating sections: each authored and dated by itself, amended with a reason, and never overwritten.

Once the last page of an entry was saved it is done: it changes only after somebody said why, and what it said before
is kept beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from interview.audit.events import Event
from interview.casework import payments
from interview.casework.actors import Actor
from interview.casework.clocks import ClockKind
from interview.casework.policy import Permission
from interview.casework.refusals import NotNow, NotPermitted
from interview.questionnaire.answers import Answers, Entry, Key, PageKey, remove_entry
from interview.questionnaire.definition import Section
from interview.questionnaire.values import Value
from interview.questionnaire.view import View, evaluate
from interview.services import UnitOfWork, clocks, referring
from interview.services.drafting import Draft, Earlier
from interview.services.entry_pages import entry_of, writing_in
from interview.services.opening import ATTEMPTS, Loaded, load, put
from interview.services.posting import Posted
from interview.services.providing import name_of
from interview.services.reading import read
from interview.services.showing import OpenInterview
from interview.store.refusals import Overtaken

__all__ = [
    "Earlier",
    "Entry",
    "Fault",
    "Found",
    "amend",
    "find",
    "finished",
    "is_done",
    "name_of",
    "of_section",
    "show",
    "strike",
    "struck",
]

LONGEST = 2_000
"""The longest reason, in characters."""


class Fault(StrEnum):
    """What is wrong with a reason."""

    MISSING = "missing"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """An entry with what it said before. `number`: its place among those of its section, from 1, oldest first."""

    group: str
    entry: Entry
    number: int
    done: bool
    earlier: tuple[Earlier, ...]


def is_done(loaded: Loaded, posted: Posted) -> bool:
    """Whether the page is of an entry that changes only with a reason, and says what it says already: a second tap.

    Raises NotNow where it would change something.
    """
    if entry_of(posted.page_key) not in loaded.draft.done:
        return False
    if any(loaded.answers.values.get(key) != value for key, value in posted.values.items()):
        raise NotNow
    return True


def finished(view: View, page_key: PageKey) -> bool:
    """Whether this is the last page of its entry, and nothing is missing in it that it needs."""
    entry_id = entry_of(page_key)
    own = [page.key for page in view.pages if page.entry is not None and page.entry.id == entry_id]
    blank = any(f"-{entry_id}-" in key for key in view.blocking)
    return bool(entry_id) and bool(own) and own[-1] == page_key and not blank


def done_with(draft: Draft, entry_id: str) -> Draft:
    """The draft with this entry done. What was amended and came out the same leaves no trace."""
    now = values_of(draft.answers, entry_id)
    last = next((one for one in reversed(draft.earlier) if one.entry.id == entry_id), None)
    earlier = draft.earlier
    if last is not None and not last.struck and dict(last.values) == dict(now):
        earlier = tuple(one for one in earlier if one is not last)
    return replace(draft, done=draft.done | {entry_id}, earlier=earlier)


def find(shown: OpenInterview, section: Section, entry_id: str) -> Found:
    """An entry of a section. Raises NotPermitted for one that is not there."""
    for found in of_section(shown, section):
        if found.entry.id == entry_id:
            return found
    raise NotPermitted


def of_section(shown: OpenInterview, section: Section) -> tuple[Found, ...]:
    """The entries of a section, the newest first."""
    group, draft = section.group or "", shown.loaded.draft
    rows = shown.answers.entries.get(group, ())
    found = [
        Found(group, entry, number, entry.id in draft.done, _earlier_of(draft, entry.id))
        for number, entry in enumerate(rows, start=1)
    ]
    return tuple(reversed(found))


def struck(shown: OpenInterview, section: Section) -> tuple[Earlier, ...]:
    """What was struck out of a section, the newest first."""
    draft = shown.loaded.draft
    return tuple(one for one in reversed(draft.earlier) if one.struck and one.group == section.group)


def show(work: UnitOfWork, actor: Actor, shown: OpenInterview, keys: Iterable[Key]) -> None:
    """Note that these answers are read, of whatever version."""
    read(work, actor, shown.loaded, shown.view, keys)


def amend(work: UnitOfWork, actor: Actor, interview_id: UUID, group: str, entry_id: str, reason: str) -> Loaded | Fault:
    """Open an entry that is done to be changed. What it says now is kept with the reason. Raises NotPermitted, NotNow.

    A second tap changes nothing.
    """
    return _change(work, actor, interview_id, group, entry_id, reason, struck=False)


def strike(
    work: UnitOfWork, actor: Actor, interview_id: UUID, group: str, entry_id: str, reason: str
) -> Loaded | Fault:
    """Strike an entry out: it counts nowhere any more, and can still be read with the reason. Raises NotPermitted."""
    return _change(work, actor, interview_id, group, entry_id, reason, struck=True)


def values_of(answers: Answers, entry_id: str) -> Mapping[Key, Value]:
    """What was answered in an entry."""
    return {key: value for key, value in answers.values.items() if f"-{entry_id}-" in key}


def _change(
    work: UnitOfWork, actor: Actor, interview_id: UUID, group: str, entry_id: str, reason: str, *, struck: bool
) -> Loaded | Fault:
    if fault := _fault(reason):
        return fault
    for _ in range(ATTEMPTS):
        loaded = load(work, actor, interview_id, Permission.INTERVIEW_WRITE if struck else writing_in(group))
        entry = next((one for one in loaded.answers.entries.get(group, ()) if one.id == entry_id), None)
        if entry is None:
            raise NotPermitted
        if not struck and entry_id not in loaded.draft.done:
            return loaded
        values = values_of(loaded.answers, entry_id)
        before = Earlier(group, entry, actor.account_id, work.now, reason.strip(), values, struck)
        after = put(work, actor, loaded, _without(loaded, before))
        if after is not None:
            if struck and group == payments.GROUP:
                clocks.stop_for_entry(work, actor, after.record, ClockKind.APPROVAL, entry_id)
            event = Event.ENTRY_STRUCK if struck else Event.ENTRY_AMENDED
            work.record(event, actor=actor, case_id=after.record.case_id, interview_id=interview_id)
            return _follow(work, actor, loaded, after)
    raise Overtaken


def _follow(work: UnitOfWork, actor: Actor, loaded: Loaded, after: Loaded) -> Loaded:
    """What an entry asked for goes when it is struck out, and so does what rests on it."""
    before, now = (evaluate(one.questionnaire, one.answers).values for one in (loaded, after))
    if before == now:
        return after
    clocks.follow_record(work, actor, after.record, before, now)
    return referring.follow(work, actor, after, now)


def _without(loaded: Loaded, before: Earlier) -> Draft:
    draft, entry_id = loaded.draft, before.entry.id
    answers = draft.answers
    if before.struck:
        answers = remove_entry(answers, before.group, entry_id, revision=loaded.record.revision + 1)
    return replace(draft, answers=answers, done=draft.done - {entry_id}, earlier=(*draft.earlier, before))


def _earlier_of(draft: Draft, entry_id: str) -> tuple[Earlier, ...]:
    return tuple(one for one in reversed(draft.earlier) if one.entry.id == entry_id)


def _fault(reason: str) -> Fault | None:
    if not reason.strip():
        return Fault.MISSING
    return Fault.TOO_LONG if len(reason) > LONGEST else None
