"""A demonstration: an organisation marked as one, an account in every role, and invented people at several stages."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from interview.casework.actors import Actor, Role
from interview.casework.duty import Contact
from interview.services import UnitOfWork, duty, invented_elsewhere, letting_in, signing_in
from interview.services.accounts import Created, NotCreated, create_account
from interview.services.invented import Astray, InventedPerson, Turn, begin_talk, end_talk, first_turn, take_turn
from interview.services.invented import invented_people as everyone
from interview.services.invented_records import invented_records, keep
from interview.services.invented_reviews import AtWork, Cast, invented_reviews, play
from interview.services.peopling import people as many_people
from interview.services.setting_up import SetUp, Wanted, set_up
from interview.services.teams import admit

OpenWork = Callable[[], AbstractContextManager[UnitOfWork]]

NAMES = {
    Role.ADMINISTRATOR: "Ada Admin",
    Role.SUPERVISOR: "Sofia Supervisor",
    Role.CASEWORKER: "Carlos Caseworker",
    Role.INTERPRETER: "Iris Interpreter",
    Role.ANALYST: "Anton Analyst",
    Role.SHELTER_STAFF: "Selma Shelter",
}
OTHER_SUPERVISOR = "Samir Supervisor"
"""Nobody decides alone: what one supervisor had a part in, the other one looks at."""
OTHER_CASEWORKERS = ("Clara Caseworker", "Chen Caseworker")
"""Who has cases of their own beside the first one."""

# Numbers that are kept free for invented people.
PHONES = {NAMES[Role.SUPERVISOR]: "+1 202 555 0142", OTHER_SUPERVISOR: "+1 202 555 0143"}
TEAM_PHONE = "+1 202 555 0140"
CASES = 60
"""How many people are in it unless somebody wants more. Those who were written down are in it in any case."""
IN_SHELTER = "helped"
"""The record into which the shelter staff are let."""

SHIFT = timedelta(hours=24)
TURNS = 7

WANTED = Wanted(
    organisation="Demonstration",
    administrator=NAMES[Role.ADMINISTRATOR],
    supervisor=NAMES[Role.SUPERVISOR],
    team="Supervisors",
    office="Main office",
    demonstration=True,
)


CAST = Cast(NAMES[Role.CASEWORKER], NAMES[Role.SUPERVISOR], OTHER_SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Login:
    """A demonstration account, as it is printed once."""

    role: Role
    name: str
    passphrase: str = field(repr=False)


def demonstrate(
    open_work: OpenWork, progress: Callable[[str, int, int], None] | None = None, *, cases: int = CASES
) -> tuple[Login, ...]:
    """Fill an empty installation with so many cases: those that were written down, and drawn ones beside them.

    `progress` is told the step, how many are done, and of how many. Raises AlreadySetUp.
    """
    tell = progress or (lambda *_: None)
    people, reviews, records = everyone(), invented_reviews(), invented_records()
    steps = len(people) + len(reviews) + len(records) + 2
    with open_work() as work:
        made = set_up(work, WANTED)
    tell("accounts", 1, steps)
    logins = tuple(_accounts(open_work, made))
    tell("accounts", 2, steps)
    sessions = {login.name: _signed_in(open_work, login.name, login.passphrase) for login in logins if _plays(login)}
    _plan_duty(_at_work(open_work, sessions), made)
    for count, person in enumerate(people, start=3):
        _talk(open_work, sessions[NAMES[Role.CASEWORKER]], person)
        tell("people", count, steps)
    for count, review in enumerate(reviews, start=3 + len(people)):
        play(_at_work(open_work, sessions), CAST, review)
        tell("reviews", count, steps)
    for count, one in enumerate(records, start=3 + len(people) + len(reviews)):
        case_id = keep(_at_work(open_work, sessions), CAST, one)
        if one.key == IN_SHELTER:
            _let_shelter_staff_in(_at_work(open_work, sessions), case_id)
        tell("records", count, steps)
    written = len(people) + len(reviews) + len(records)
    many_people(_at_work(open_work, sessions), CAST, max(0, cases - written), tell)
    theirs = invented_elsewhere.found(open_work)
    invented_elsewhere.ask_them(_at_work(open_work, sessions), CAST)
    for token in sessions.values():
        with open_work() as work:
            signing_in.sign_out(work, token)
    return (*logins, *(Login(one.role, one.name, one.passphrase) for one in theirs))


def _let_shelter_staff_in(at_work: AtWork, case_id: UUID) -> None:
    with at_work(NAMES[Role.SUPERVISOR]) as (work, actor):
        for account in letting_in.show(work, actor, case_id).others:
            letting_in.let_in(work, actor, case_id, account.id)


def _plan_duty(at_work: AtWork, made: SetUp) -> None:
    """A week in which the two supervisors take turns, from now on. The numbers are nobody's."""
    ids = {}
    for name, phone in PHONES.items():
        with at_work(name) as (work, actor):
            duty.set_my_contact(work, actor, Contact(phone))
            ids[name] = actor.account_id
    with at_work(OTHER_SUPERVISOR) as (work, actor):
        duty.set_team_contact(work, actor, made.team.id, Contact(TEAM_PHONE))
        begins = work.now.replace(minute=0, second=0, microsecond=0)
        for turn in range(TURNS):
            name = tuple(PHONES)[turn % len(PHONES)]
            at = begins + turn * SHIFT
            duty.plan(work, actor, made.team.id, ids[name], from_at=at, until_at=at + SHIFT)


def _plays(login: Login) -> bool:
    return login.role in (Role.CASEWORKER, Role.SUPERVISOR)


def _at_work(open_work: OpenWork, sessions: Mapping[str, str]) -> AtWork:
    @contextmanager
    def at_work(name: str) -> Iterator[tuple[UnitOfWork, Actor]]:
        with open_work() as work:
            yield work, _actor(work, sessions[name])

    return at_work


def _accounts(open_work: OpenWork, made: SetUp) -> Iterator[Login]:
    yield Login(Role.ADMINISTRATOR, made.administrator.account.name, made.administrator.passphrase)
    yield Login(Role.SUPERVISOR, made.supervisor.account.name, made.supervisor.passphrase)
    token = _signed_in(open_work, made.administrator.account.name, made.administrator.passphrase)
    for role in (Role.CASEWORKER, Role.INTERPRETER, Role.ANALYST, Role.SHELTER_STAFF):
        with open_work() as work:
            created = create_account(
                work, _actor(work, token), name=NAMES[role], roles=frozenset({role}), office_id=made.office.id
            )
        yield Login(role, NAMES[role], _made(created).passphrase)
    for name in OTHER_CASEWORKERS:
        with open_work() as work:
            roles = frozenset({Role.CASEWORKER})
            created = create_account(work, _actor(work, token), name=name, roles=roles, office_id=made.office.id)
        yield Login(Role.CASEWORKER, name, _made(created).passphrase)
    yield _another_supervisor(open_work, made, token)
    with open_work() as work:
        signing_in.sign_out(work, token)


def _another_supervisor(open_work: OpenWork, made: SetUp, token: str) -> Login:
    """An account that the administrator makes, and the first supervisor lets into the team."""
    with open_work() as work:
        actor = _actor(work, token)
        created = _made(create_account(work, actor, name=OTHER_SUPERVISOR, roles=frozenset(), office_id=made.office.id))
    first = _signed_in(open_work, made.supervisor.account.name, made.supervisor.passphrase)
    with open_work() as work:
        admit(work, _actor(work, first), made.team.id, created.account.id)
    with open_work() as work:
        signing_in.sign_out(work, first)
    return Login(Role.SUPERVISOR, OTHER_SUPERVISOR, created.passphrase)


def _talk(open_work: OpenWork, token: str, person: InventedPerson) -> None:
    with open_work() as work:
        interview_id = begin_talk(work, _actor(work, token), person)
    with open_work() as work:
        turn: Turn | None = first_turn(work, _actor(work, token), interview_id)
    while turn is not None:
        with open_work() as work:
            turn = take_turn(work, _actor(work, token), interview_id, person, turn)
    with open_work() as work:
        end_talk(work, _actor(work, token), interview_id, person)


def _signed_in(open_work: OpenWork, name: str, passphrase: str) -> str:
    with open_work() as work:
        result = signing_in.sign_in(work, name, passphrase)
    if isinstance(result, signing_in.Refused):
        raise Astray("signing in")
    return result.token


def _actor(work: UnitOfWork, token: str) -> Actor:
    actor = signing_in.resume(work, token)
    if not isinstance(actor, Actor):
        raise Astray("resuming")
    return actor


def _made(created: Created | NotCreated) -> Created:
    if isinstance(created, NotCreated):
        raise Astray("an account")
    return created
