"""Talks of invented people in a deployment, carried out by its caseworker."""

from uuid import UUID, uuid4

from builders.deployments import Deployment
from sqlalchemy import select

from interview.casework.actors import Actor
from interview.services import UnitOfWork, signing_in, urgent
from interview.services.invented import (
    Ends,
    InventedPerson,
    Turn,
    begin_talk,
    end_talk,
    first_turn,
    invented_people,
    take_turn,
)
from interview.store.engines import open_engine
from interview.store.tables.cases import InterviewRow
from interview.store.tables.decisions import DecisionRow


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


def handed_in_talk(deployment: Deployment) -> UUID:
    """A whole talk, handed in with its proposal."""
    return whole_talk(deployment, next(person for person in invented_people() if person.ends is Ends.SUBMITTED))


def whole_talk(deployment: Deployment, person: InventedPerson) -> UUID:
    """A talk with an invented person, to its end."""
    token, open_work = _token(deployment), deployment.app.open_work
    with open_work() as work:
        talk = begin_talk(work, _actor(work, token), person)
    with open_work() as work:
        turn: Turn | None = first_turn(work, _actor(work, token), talk)
    while turn is not None:
        with open_work() as work:
            turn = take_turn(work, _actor(work, token), talk, person, turn)
    with open_work() as work:
        end_talk(work, _actor(work, token), talk, person)
    return talk


def urgent_record(deployment: Deployment) -> UUID:
    """A record of urgent help with nothing on it yet."""
    token = _token(deployment)
    with deployment.app.open_work() as work:
        return urgent.begin(work, _actor(work, token))


def case_of(deployment: Deployment, interview_id: UUID) -> UUID:
    """The case of an interview; of one that does not exist a case that does not."""
    engine = open_engine(deployment.settings.database_url)
    with engine.connect() as connection:
        found = connection.execute(select(InterviewRow.case_id).where(InterviewRow.id == interview_id)).scalar()
    engine.dispose()
    return found or uuid4()


def decision_of(deployment: Deployment, interview_id: UUID) -> UUID:
    """The newest decision about an interview; where there is none, one that does not exist."""
    engine = open_engine(deployment.settings.database_url)
    newest = (
        select(DecisionRow.id).where(DecisionRow.interview_id == interview_id).order_by(DecisionRow.revision.desc())
    )
    with engine.connect() as connection:
        found = connection.execute(newest.limit(1)).scalar()
    engine.dispose()
    return found or uuid4()
