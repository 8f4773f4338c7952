"""The invented people of the demonstration, and how a talk with one of them goes."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from types import MappingProxyType
from typing import Any
from uuid import UUID

from interview.casework.actors import Actor
from interview.casework.interviews import Ending
from interview.forms import library
from interview.questionnaire import codec
from interview.questionnaire.answers import Key, PageKey
from interview.questionnaire.values import Value
from interview.questionnaire.view import View
from interview.services import UnitOfWork, interviewing, submitting, urgent
from interview.services.results import AskOnceMore, Ended, Saved

_FILE = "invented_people.toml"


class Ends(StrEnum):
    """How far it comes with an invented person."""

    OPEN = "open"
    PAUSED = "paused"
    STOPPED = "stopped"
    SUBMITTED = "submitted"
    HANDED_ON = "handed_on"


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """Nobody. `answers` by question id; `until`: the page at which the talk stands, none for the whole way."""

    key: str
    form: str
    person_language: str
    answers: Mapping[Key, Value]
    until: PageKey | None
    ends: Ends


class Astray(Exception):
    """The answers of an invented person do not lead where they should. Names the page."""


def invented_people() -> tuple[InventedPerson, ...]:
    """Everyone in the file, in its order."""
    data = tomllib.loads(resources.files(__package__ or "").joinpath(_FILE).read_text("utf-8"))
    return tuple(_person(person, data["shared"]) for person in data["person"])


def begin_talk(work: UnitOfWork, actor: Actor, person: InventedPerson) -> UUID:
    """The interview with an invented person, without an answer yet."""
    if person.form == interviewing.SCREENING:
        return interviewing.begin(work, actor, person_language=person.person_language)
    return urgent.begin(work, actor, language=person.person_language)


@dataclass(frozen=True, slots=True)
class Turn:
    """The page to answer next, the first time or once more."""

    page_key: PageKey
    once_more: bool = False


def first_turn(work: UnitOfWork, actor: Actor, interview_id: UUID) -> Turn:
    """Where a talk begins."""
    return Turn(interviewing.open_interview(work, actor, interview_id).view.pages[0].key)


def take_turn(work: UnitOfWork, actor: Actor, interview_id: UUID, person: InventedPerson, turn: Turn) -> Turn | None:
    """Answer one page as this person does; what they do not say is passed over. Gives the next turn, or None."""
    shown = interviewing.open_interview(work, actor, interview_id, page_key=turn.page_key)
    result = interviewing.save_page(
        work,
        actor,
        interview_id,
        turn.page_key,
        _values(shown.view, turn.page_key, person),
        revision=shown.revision,
        asked_once_more=turn.once_more,
        language=person.person_language,
    )
    match result:
        case AskOnceMore() if not turn.once_more:
            return Turn(turn.page_key, once_more=True)
        case Saved(next_page=str(following)) if following != person.until:
            return Turn(following)
        case Saved() | Ended():
            return None
    raise Astray(turn.page_key)


def end_talk(work: UnitOfWork, actor: Actor, interview_id: UUID, person: InventedPerson) -> None:
    """Leave the interview as it should stand."""
    revision = interviewing.open_interview(work, actor, interview_id).revision
    if person.ends is Ends.PAUSED:
        interviewing.stop(work, actor, interview_id, Ending.TO_BE_CONTINUED)
    elif person.ends is Ends.SUBMITTED:
        _succeeded(submitting.submit(work, actor, interview_id, revision=revision), submitting.Submitted)
    elif person.ends is Ends.HANDED_ON:
        _succeeded(urgent.hand_on(work, actor, interview_id, revision=revision), urgent.HandedOn)


def _succeeded(result: object, kind: type) -> None:
    if not isinstance(result, kind):
        raise Astray("the end")


def _values(view: View, page_key: PageKey, person: InventedPerson) -> Mapping[Key, Value]:
    page = view.page(page_key)
    keys = () if page is None else page.keys
    return {key: person.answers[key] for key in keys if key in person.answers}


def _person(data: Mapping[str, Any], shared: Mapping[str, Mapping[str, Any]]) -> InventedPerson:
    given: dict[str, Any] = {}
    for name in data["shares"]:
        given |= shared[name]
    questions = library.load(data["form"]).questions
    answers = {key: codec.from_json(questions[key], value) for key, value in (given | data.get("answers", {})).items()}
    return InventedPerson(
        key=data["key"],
        form=data["form"],
        person_language=data["person_language"],
        answers=MappingProxyType(answers),
        until=data["until"] or None,
        ends=Ends(data["ends"]),
    )
