"""Databases that are migrated already, a store on them, and an organisation at work in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from builders.meddling import Meddler
from builders.postgres import Cluster

from interview.audit.events import Event
from interview.casework.actors import Actor, Role
from interview.store.desk import StoreSettings
from interview.store.engines import open_engine
from interview.store.migrating import upgrade
from interview.store.opening import Store
from interview.store.records import Account, Interview, NameTaken, Session, Stale, Started
from interview.store.shapes import Database
from interview.store.tables.trail import AuditEventRow
from interview.store.work import UnitOfWork
from interview.vault.master import MasterKey

PASSPHRASE = "correct horse battery staple again twice"
START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TEMPLATES = {database: f"template_{database}" for database in Database}


@dataclass(frozen=True, slots=True)
class Databases:
    """The URLs of a migrated case database and a migrated keystore, both empty, and where their ledger is to lie."""

    cases: str
    keystore: str
    revocations: Path


def migrate_template(folder: Path, cluster: Cluster | None) -> None:
    """Make what each test's databases are copied from: files in `folder`, or template databases in the cluster."""
    for database, name in TEMPLATES.items():
        if cluster is None:
            url = f"sqlite:///{folder / name}.db"
        else:
            cluster.run(f"CREATE DATABASE {name}")
            url = cluster.url(name)
        engine = open_engine(url)
        upgrade(engine, database)
        engine.dispose()


def copied_files(templates: Path, folder: Path) -> Databases:
    """Copies of the SQLite templates."""
    urls = {}
    for database, name in TEMPLATES.items():
        shutil.copyfile(templates / f"{name}.db", folder / f"{database}.db")
        urls[database] = f"sqlite:///{folder / database}.db"
    return Databases(urls[Database.CASES], urls[Database.KEYSTORE], folder / "revocations.log")


@contextmanager
def copied_databases(cluster: Cluster) -> Iterator[Databases]:
    """Copies of the PostgreSQL templates."""
    with (
        cluster.database(TEMPLATES[Database.CASES]) as cases,
        cluster.database(TEMPLATES[Database.KEYSTORE]) as keystore,
    ):
        yield Databases(cases, keystore, cluster.folder / f"{uuid4().hex}.log")


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by


@dataclass(frozen=True, slots=True)
class Form:
    """A form as the store needs to know it."""

    form: str = "screening"
    version: int = 1
    digest: str = "0123456789abcdef"


@dataclass
class House:
    """A store with one organisation: an account of each role, called like the role, and a team of the supervisor."""

    store: Store
    clock: Clock
    master: MasterKey
    databases: Databases
    organisation_id: UUID
    team_id: UUID
    shares: tuple[str, str, str]
    accounts: dict[str, Account]
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def cases(self) -> Meddler:
        """The case database in the hands of somebody without a key."""
        return Meddler(self.databases.cases)

    @property
    def keystore(self) -> Meddler:
        """The keystore in the hands of somebody without a key."""
        return Meddler(self.databases.keystore)

    def events(self, event: Event) -> list[dict[str, Any]]:
        """The rows of the audit trail with this event, oldest first."""
        rows = self.cases.rows(AuditEventRow, event=event.value)
        return sorted(rows, key=lambda row: int(row["sequence"]))

    def sign_in(self, name: str) -> Started:
        """A new session."""
        with self.store.work() as work:
            opened = work.accounts.open(name, PASSPHRASE)
            assert opened is not None
            return work.sessions.start(opened)

    @contextmanager
    def at_work(self, name: str) -> Iterator[tuple[UnitOfWork, Actor]]:
        """A unit of work in this person's session."""
        if name not in self.tokens:
            self.tokens[name] = self.sign_in(name).token
        with self.store.work() as work:
            session = work.sessions.resume(self.tokens[name])
            assert isinstance(session, Session)
            yield work, session.actor

    def begin(self, name: str = "caseworker", content: dict[str, object] | None = None) -> Interview:
        """A new case with one interview."""
        with self.at_work(name) as (work, actor):
            case = work.cases.create(actor)
            work.record(Event.CASE_OPENED, actor=actor, case_id=case.id)
            interview = work.interviews.create(actor, case, Form(), content or {"answers": {}})
            work.record(Event.INTERVIEW_BEGUN, actor=actor, case_id=case.id, interview_id=interview.record.id)
        return interview

    def save(self, interview_id: UUID, content: dict[str, object], name: str = "caseworker") -> Interview:
        """The next revision of an interview."""
        with self.at_work(name) as (work, actor):
            interview = work.interviews.get(interview_id)
            assert interview is not None
            saved = work.interviews.put(interview, content, actor=actor)
            assert not isinstance(saved, Stale)
            work.record(
                Event.INTERVIEW_PAGE_SAVED, actor=actor, case_id=saved.record.case_id, interview_id=interview_id
            )
        return saved

    def open(self, interview_id: UUID, name: str = "caseworker") -> Interview | None:
        """The interview as this person can open it."""
        with self.at_work(name) as (work, _):
            return work.interviews.get(interview_id)


def opened_store(databases: Databases, master: MasterKey, clock: Clock) -> Store:
    """A store on these databases."""
    settings = StoreSettings(databases.cases, databases.keystore, revocations=databases.revocations)
    return Store.open(settings, master, clock)


def furnished(store: Store, databases: Databases, master: MasterKey, clock: Clock) -> House:
    """An organisation in an empty store."""
    with store.work() as work:
        founded = work.organisations.create(name="Open House")
        organisation_id = founded.organisation.id
        work.record(Event.ORGANISATION_CREATED, organisation_id=organisation_id)
        accounts = {role.value: new_account(work, organisation_id, role.value, role) for role in Role}
        team = work.teams.create(organisation_id, name="Blue", member_ids=(accounts[Role.SUPERVISOR].id,))
        work.organisations.set_team(organisation_id, team.id)
    return House(store, clock, master, databases, organisation_id, team.id, founded.shares, accounts)


def new_account(work: UnitOfWork, organisation_id: UUID, name: str, role: Role) -> Account:
    """An account that opens with PASSPHRASE."""
    account = work.accounts.create(organisation_id, name=name, passphrase=PASSPHRASE, roles=frozenset({role}))
    assert not isinstance(account, NameTaken)
    return account
