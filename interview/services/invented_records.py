"""Records of the demonstration: invented people who are helped, at every stage from the first plan to a closed case."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from importlib import resources
from typing import Any
from uuid import UUID, uuid4

from interview.forms import library
from interview.questionnaire import codec
from interview.questionnaire.answers import Key, PageKey, key_of
from interview.questionnaire.definition import Section
from interview.questionnaire.values import Value
from interview.services import assistance, closing, interviewing
from interview.services.invented import Astray, InventedPerson, invented_people
from interview.services.invented_reviews import AtWork, Cast, InventedReview, Stage, play
from interview.services.opening import RECORD
from interview.services.results import AskOnceMore, Saved

_FILE = "invented_records.toml"
_TODAY = "today"
_MOST_TRIES = 3


class Closing(StrEnum):
    """How far the closing has come."""

    NOT_YET = ""
    ASKED = "asked"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Part:
    """A section, or one entry of it, with its answers as JSON data; a day may be said as "today-30"."""

    section_id: str
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InventedRecord:
    """Nobody, and the help that they get."""

    key: str
    person: InventedPerson
    parts: tuple[Part, ...]
    closing: Closing


def invented_records() -> tuple[InventedRecord, ...]:
    """Everyone in the file, in its order."""
    people = {person.key: person for person in invented_people()}
    data = tomllib.loads(resources.files(__package__ or "").joinpath(_FILE).read_text("utf-8"))
    return tuple(_record(row, people, data["shared"]) for row in data["record"])


def keep(at_work: AtWork, cast: Cast, invented: InventedRecord) -> UUID:
    """Let somebody be decided about, and helped as far as their record says. Gives their case."""
    interview_id = play(at_work, cast, InventedReview(invented.key, invented.person, Stage.TOLD))
    with at_work(cast.caseworker) as (work, actor):
        found = work.interviews.find(interview_id)
        if found is None:
            raise Astray(invented.key)
        record_id = assistance.begin(work, actor, found.case_id)
    for part in invented.parts:
        _fill(at_work, cast, record_id, part)
    if invented.closing is not Closing.NOT_YET:
        with at_work(cast.caseworker) as (work, actor):
            revision = interviewing.open_interview(work, actor, record_id).revision
            _done(closing.ask(work, actor, record_id, revision=revision))
    if invented.closing is Closing.CLOSED:
        with at_work(cast.supervisor) as (work, actor):
            revision = interviewing.open_interview(work, actor, record_id).revision
            _done(closing.decide(work, actor, record_id, revision=revision, approve=True))
    return found.case_id


def _fill(at_work: AtWork, cast: Cast, record_id: UUID, part: Part) -> None:
    """Save the pages of a part one after the other, as somebody does who has these answers."""
    section = _section(part.section_id)
    entry_id = None if section.group is None else uuid4().hex
    turn: PageKey | None = section.pages[0].id if entry_id is None else f"{section.pages[0].id}-{entry_id}"
    tries = 0
    while turn is not None:
        with at_work(cast.caseworker) as (work, actor):
            shown = interviewing.open_interview(work, actor, record_id, for_page=turn)
            page = shown.view.page(turn)
            given = dict(_given(part, section, entry_id, () if page is None else page.keys, work.now.date()))
            result = interviewing.save_page(
                work,
                actor,
                record_id,
                turn,
                given,
                revision=shown.revision,
                language=shown.interviewer_language,
                asked_once_more=True,
            )
        tries = tries + 1 if isinstance(result, AskOnceMore) else 0
        if not isinstance(result, Saved | AskOnceMore) or tries > _MOST_TRIES:
            raise Astray(turn)
        turn = result.next_page if isinstance(result, Saved) else turn


def _given(
    part: Part, section: Section, entry_id: str | None, keys: Iterable[Key], today: date
) -> Iterator[tuple[Key, Value]]:
    questions = library.load(RECORD).questions
    for item, data in part.answers.items():
        key = key_of(item, section.group, entry_id)
        if key in keys:
            yield key, codec.from_json(questions[item], _dated(data, today))


def _dated(data: object, today: date) -> object:
    """A day that is counted from today, as a date."""
    if isinstance(data, str) and data.startswith(_TODAY):
        return (today + timedelta(days=int(data.removeprefix(_TODAY) or "0"))).isoformat()
    return data


def _section(section_id: str) -> Section:
    return next(one for one in library.load(RECORD).sections if one.id == section_id)


def _record(row: Mapping[str, Any], people: Mapping[str, InventedPerson], shared: Mapping[str, Any]) -> InventedRecord:
    like = people[row["like"]]
    questions = library.load(like.form).questions
    other = {key: codec.from_json(questions[key], value) for key, value in row["answers"].items()}
    parts = [part for name in row["shares"] for part in shared[name]]
    return InventedRecord(
        key=row["key"],
        person=replace(like, key=row["key"], answers={**like.answers, **other}),
        parts=tuple(Part(one["section"], one["answers"]) for one in (*parts, *row.get("part", ()))),
        closing=Closing(row.get("closing", "")),
    )


def _done(result: object) -> None:
    if not isinstance(result, closing.Done):
        raise Astray("the closing")
