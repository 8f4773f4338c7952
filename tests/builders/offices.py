"""An organisation at work on a real store: accounts, open sessions, and talks with invented people."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from uuid import UUID

from builders.store import Clock
from sqlalchemy import create_engine, func, select

from interview.audit.events import Event
from interview.casework.actors import Actor, Role
from interview.forms import library
from interview.questionnaire import codec
from interview.questionnaire.answers import Key, PageKey
from interview.services import UnitOfWork, accounts, interviewing, invented, setting_up, signing_in
from interview.services.invented import InventedPerson
from interview.services.results import SaveResult
from interview.store.opening import Store
from interview.store.tables.trail import AuditEventRow

PEOPLE = {
    "Amina": Role.CASEWORKER,
    "Bruno": Role.CASEWORKER,
    "Ines": Role.INTERPRETER,
    "Anna": Role.ANALYST,
    "Selma": Role.SHELTER_STAFF,
}


WANTED = setting_up.Wanted(
    organisation="Open House", administrator="Adam", supervisor="Siri", team="Blue", office="Harbour"
)


@dataclass
class AnOffice:
    """`tokens` and `passphrases` by name. "Adam" administers, "Siri" supervises, the rest are in PEOPLE."""

    store: Store
    database_url: str
    clock: Clock
    made: setting_up.SetUp
    passphrases: dict[str, str] = field(default_factory=dict, repr=False)
    tokens: dict[str, str] = field(default_factory=dict, repr=False)

    @contextmanager
    def at_work(self, name: str) -> Iterator[tuple[UnitOfWork, Actor]]:
        """A unit of work in this person's session."""
        if name not in self.tokens:
            self.tokens[name] = self.signed_in(name)
        if not self._is_open(name):
            # A change of the account ended it.
            self.tokens[name] = self.signed_in(name)
        with self.store.work() as work:
            actor = signing_in.resume(work, self.tokens[name])
            assert isinstance(actor, Actor)
            yield work, actor

    def _is_open(self, name: str) -> bool:
        with self.store.work() as work:
            return signing_in.resume(work, self.tokens[name]) is not None

    def signed_in(self, name: str) -> str:
        """The token of a new session."""
        with self.store.work() as work:
            result = signing_in.sign_in(work, name, self.passphrases[name])
        assert isinstance(result, signing_in.SignedIn)
        return result.token

    def begin(self, name: str = "Amina", *, case_id: UUID | None = None) -> UUID:
        """A screening without an answer."""
        with self.at_work(name) as (work, actor):
            return interviewing.begin(work, actor, person_language="en", case_id=case_id)

    def opened(self, interview_id: UUID, name: str = "Amina") -> interviewing.OpenInterview:
        """The interview as this person sees it."""
        with self.at_work(name) as (work, actor):
            return interviewing.open_interview(work, actor, interview_id)

    def save(
        self,
        interview_id: UUID,
        page_key: PageKey,
        given: Mapping[Key, object],
        *,
        name: str = "Amina",
        revision: int | None = None,
        asked_once_more: bool = False,
        set_aside_confirmed: bool = False,
    ) -> SaveResult:
        """Save a page; answers as JSON data, None for a field that was left blank."""
        shown = self.opened(interview_id, name)
        questions = shown.questionnaire.questions
        values = {key: None if data is None else codec.from_json(questions[key], data) for key, data in given.items()}
        with self.at_work(name) as (work, actor):
            return interviewing.save_page(
                work,
                actor,
                interview_id,
                page_key,
                values,
                revision=shown.revision if revision is None else revision,
                asked_once_more=asked_once_more,
                set_aside_confirmed=set_aside_confirmed,
                language="en",
            )

    def events(self, event: Event) -> int:
        """How often this stands in the audit trail."""
        engine = create_engine(self.database_url)
        with engine.connect() as connection:
            found = select(func.count()).select_from(AuditEventRow).where(AuditEventRow.event == event.value)
            count = connection.execute(found).scalar_one()
        engine.dispose()
        return count

    def talk(
        self,
        key: str,
        *,
        until: PageKey | None = None,
        name: str = "Amina",
        given: Mapping[Key, object] | None = None,
        case_id: UUID | None = None,
    ) -> UUID:
        """A talk with an invented person, up to a page or to its last one; `given` answers replace theirs."""
        person = a_person(key, until=until, given=given or {})
        with self.at_work(name) as (work, actor):
            if case_id is None:
                interview_id = invented.begin_talk(work, actor, person)
            else:
                interview_id = interviewing.begin(work, actor, person_language="en", case_id=case_id)
        with self.at_work(name) as (work, actor):
            turn: invented.Turn | None = invented.first_turn(work, actor, interview_id)
        while turn is not None:
            with self.at_work(name) as (work, actor):
                turn = invented.take_turn(work, actor, interview_id, person, turn)
        return interview_id


def a_person(key: str, *, until: PageKey | None = None, given: Mapping[Key, object]) -> InventedPerson:
    """An invented person, with other answers."""
    person = next(person for person in invented.invented_people() if person.key == key)
    questions = library.load(person.form).questions
    other = {key: codec.from_json(questions[key], data) for key, data in given.items()}
    return replace(person, until=until or person.until, answers={**person.answers, **other})


def an_office(store: Store, database_url: str, clock: Clock) -> AnOffice:
    """A newly set up organisation with everyone's account."""
    with store.work() as work:
        made = setting_up.set_up(work, WANTED)
    office = AnOffice(store, database_url, clock, made)
    office.passphrases |= {"Adam": made.administrator.passphrase, "Siri": made.supervisor.passphrase}
    for name, role in PEOPLE.items():
        with office.at_work("Adam") as (work, actor):
            created = accounts.create_account(work, actor, name=name, roles=frozenset({role}), office_id=made.office.id)
        assert isinstance(created, accounts.Created)
        office.passphrases[name] = created.passphrase
    return office
