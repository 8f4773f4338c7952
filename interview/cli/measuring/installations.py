"""A throw-away installation: a caseworker, a supervisor, and talks with an invented adult, kept through services."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from interview import at_the_terminal
from interview.casework.actors import Actor, Role
from interview.config import PREFIX, Settings
from interview.questionnaire.values import Missing
from interview.services import UnitOfWork, accounts, interviewing, setting_up, signing_in
from interview.services.demonstrating import OpenWork
from interview.services.interviewing import OpenInterview
from interview.services.invented import Turn, begin_talk, first_turn, invented_people, take_turn

ANSWERS = 100
"""How many answers an interview has when it is measured."""

PERSON = "indicated"
"""The invented adult who has that much to tell."""

CASEWORKER, SUPERVISOR = "caseworker", "supervisor"
IDLE_MINUTES = "60"


class Unmeasurable(Exception):
    """What was to be measured did not come about; says what."""


@dataclass(frozen=True, slots=True)
class Login:
    """An account of the installation."""

    name: str
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Installation:
    """`environment`: what a server of it is started with."""

    environment: Mapping[str, str]
    logins: Mapping[str, Login]

    @contextmanager
    def at_work(self, role: str = CASEWORKER) -> Iterator[tuple["OpenWork", str]]:
        """Units of work, and the token of a session of this role."""
        with at_the_terminal(self.settings) as open_work:
            token = _signed_in(open_work, self.logins[role])
            yield open_work, token
            with open_work() as work:
                signing_in.sign_out(work, token)

    @property
    def settings(self) -> Settings:
        """As the server reads them."""
        return Settings.from_environment({name: value for name, value in self.environment.items() if _ours(name)})


def install(folder: Path, *, database_url: str = "", keystore_url: str = "") -> Installation:
    """Set one up in an empty folder; in two SQLite files there, unless two other empty databases are named."""
    environment = {name: value for name, value in os.environ.items() if not _ours(name)} | {
        "INTERVIEW_INSTANCE": str(folder / "instance"),
        "INTERVIEW_MASTER_KEY_FILE": str(folder / "key" / "master.key"),
        "INTERVIEW_IDLE": IDLE_MINUTES,
        # Signing in is not what is measured here; a machine has no telephone.
        "INTERVIEW_SECOND_FACTOR": "no",
        "INTERVIEW_DATABASE_URL": database_url,
        "INTERVIEW_KEYSTORE_URL": keystore_url,
    }
    logins: dict[str, Login] = {}
    installation = Installation(environment, logins)
    with at_the_terminal(installation.settings, new=True) as open_work:
        with open_work() as work:
            made = setting_up.set_up(work, setting_up.Wanted("Bench", "administrator", SUPERVISOR, "Team", "Office"))
        token = _signed_in(open_work, Login("administrator", made.administrator.passphrase))
        with open_work() as work:
            caseworker = accounts.create_account(
                work,
                actor_of(work, token),
                name=CASEWORKER,
                roles=frozenset({Role.CASEWORKER}),
                office_id=made.office.id,
            )
    if isinstance(caseworker, accounts.NotCreated):
        raise Unmeasurable("an account")
    logins[SUPERVISOR] = Login(SUPERVISOR, made.supervisor.passphrase)
    logins[CASEWORKER] = Login(CASEWORKER, caseworker.passphrase)
    return installation


def talk(open_work: OpenWork, token: str, answers: int = ANSWERS) -> UUID:
    """An interview with the invented adult that goes on until `answers` are given. Raises Unmeasurable."""
    person = next(person for person in invented_people() if person.key == PERSON)
    with open_work() as work:
        interview_id = begin_talk(work, actor_of(work, token), person)
    with open_work() as work:
        turn: Turn | None = first_turn(work, actor_of(work, token), interview_id)
    while given(opened(open_work, token, interview_id)) < answers:
        if turn is None:
            raise Unmeasurable(f"{answers} answers of the invented adult")
        with open_work() as work:
            turn = take_turn(work, actor_of(work, token), interview_id, person, turn)
    return interview_id


def opened(open_work: OpenWork, token: str, interview_id: UUID) -> OpenInterview:
    """The interview as it stands."""
    with open_work() as work:
        return interviewing.open_interview(work, actor_of(work, token), interview_id)


def given(shown: OpenInterview) -> int:
    """How many answers were given; what was passed over is none."""
    return sum(value is not Missing.NOT_ASKED for value in shown.answers.values.values())


def actor_of(work: UnitOfWork, token: str) -> Actor:
    """Who is at work in this session. Raises Unmeasurable."""
    actor = signing_in.resume(work, token)
    if not isinstance(actor, Actor):
        raise Unmeasurable("a session")
    return actor


def _signed_in(open_work: OpenWork, login: Login) -> str:
    with open_work() as work:
        result = signing_in.sign_in(work, login.name, login.passphrase)
    if isinstance(result, signing_in.Refused):
        raise Unmeasurable("a session")
    return result.token


def _ours(name: str) -> bool:
    return name.startswith(PREFIX)
