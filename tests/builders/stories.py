"""What a person would answer, question by question: a story that a talk can follow."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from builders.deployments import Deployment

from interview.casework.actors import Actor
from interview.forms import library
from interview.questionnaire import codec
from interview.questionnaire.answers import Key, PageKey
from interview.questionnaire.values import Value
from interview.services import UnitOfWork, interviewing, signing_in
from interview.services.invented import Ends, InventedPerson, Turn, begin_talk, end_talk, first_turn, invented_people
from interview.services.invented import take_turn as answer_page

Story = Mapping[Key, Value]


def told(form: str = "screening", **answers: object) -> Story:
    """A story from JSON data, in the short forms of `codec.from_json`."""
    questions = library.load(form).questions
    return {key: codec.from_json(questions[key], data) for key, data in answers.items()}


def story_of(key: str, **other: object) -> Story:
    """The story of an invented person of the demonstration, with other answers where they are given."""
    person = _person(key)
    return {**person.answers, **told(person.form, **other)}


def talk_of(
    deployment: Deployment,
    key: str,
    *,
    until: PageKey | None = None,
    ends: Ends | None = None,
    detail: bool = False,
    **other: object,
) -> UUID:
    """A talk of the caseworker with an invented person, up to a page, or to its own end when none is named.

    No screen is shown: this is where a journey begins, not the journey. `ends`: otherwise than in the person's own
    story. `detail`: with the questions of that module.
    """
    person = replace(_person(key), answers=story_of(key, **other))
    person = replace(person, until=until or person.until, ends=ends or (Ends.OPEN if until else person.ends))
    token, open_work = _token(deployment), deployment.app.open_work
    with open_work() as work:
        talk = _begun(work, _actor(work, token), person, detail)
    with open_work() as work:
        turn: Turn | None = first_turn(work, _actor(work, token), talk)
    while turn is not None:
        with open_work() as work:
            turn = answer_page(work, _actor(work, token), talk, person, turn)
    with open_work() as work:
        end_talk(work, _actor(work, token), talk, person)
    return talk


def _begun(work: UnitOfWork, actor: Actor, person: InventedPerson, detail: bool) -> UUID:
    if not detail:
        return begin_talk(work, actor, person)
    return interviewing.begin(work, actor, person_language=person.person_language, modules=frozenset({"detail"}))


def _person(key: str) -> InventedPerson:
    return next(person for person in invented_people() if person.key == key)


def _token(deployment: Deployment) -> str:
    login = deployment.logins["caseworker"]
    with deployment.app.open_work() as work:
        answer = signing_in.sign_in(work, login.name, login.passphrase)
    assert isinstance(answer, signing_in.SignedIn)
    return answer.token


def _actor(work: UnitOfWork, token: str) -> Actor:
    actor = signing_in.resume(work, token)
    assert isinstance(actor, Actor)
    return actor
