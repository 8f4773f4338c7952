"""On PostgreSQL the role that serves can add to the trail, and can neither change it nor take its guards away."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from builders.asking import ask
from builders.postgres import Cluster
from builders.store import Clock, Databases, House, copied_databases, furnished, opened_store
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

from interview.store.application_role import NotARole, statements
from interview.store.engines import begin_writing, commit, open_engine
from interview.store.tables.cases import InterviewAuthorRow
from interview.store.tables.decisions import DecisionRow
from interview.vault.master import MasterKey

pytestmark = pytest.mark.postgres


@pytest.fixture
def databases(cluster: Cluster) -> Iterator[Databases]:
    role = f"serves_{uuid4().hex[:8]}"
    cluster.run(f"CREATE ROLE {role} LOGIN")
    with copied_databases(cluster) as owned:
        engine = open_engine(owned.cases)
        with engine.connect() as connection:
            begin_writing(connection)
            for statement in statements(role):
                connection.exec_driver_sql(statement)
            commit(connection)
        engine.dispose()
        yield replace(owned, cases=owned.cases.replace("postgres@", f"{role}@"))
        engine = open_engine(owned.cases)
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP OWNED BY {role}")
        engine.dispose()
    cluster.run(f"DROP ROLE {role}")


@pytest.fixture
def house(databases: Databases, fast_passphrases: None) -> Iterator[House]:
    master, clock = MasterKey.generate(), Clock()
    store = opened_store(databases, master, clock)
    store.migrate()
    yield furnished(store, databases, master, clock)
    store.close()


def test_everything_that_people_do_goes_on(house: House) -> None:
    interview = house.begin()
    house.save(interview.record.id, {"answers": {"a": 1}})

    opened = house.open(interview.record.id, "supervisor")

    assert opened is not None
    house.store.refuse_if_rolled_back()
    with house.store.work() as work:
        assert [found.faults for found in work.verifying.run(None, {}, lambda *_: None)] == [()]


def test_a_case_gets_another_key(house: House) -> None:
    interview = house.begin()
    ask(house, interview.record.id)
    with house.at_work("supervisor") as (work, _):
        work.team_keys.change(house.team_id)

    with house.at_work("supervisor") as (work, _):
        assert work.team_keys.seal_anew(house.team_id, 10) == 1

    with house.at_work("supervisor") as (work, _):
        opened = work.interviews.get(interview.record.id)
        assert opened is not None
        assert work.proposals.get(opened) == {"result": "indicated"}
        assert work.decisions.steps(opened, work.decisions.of_interview(interview.record.id))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET event = 'case:opened'",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events",
        "DELETE FROM audit_heads",
        "TRUNCATE audit_heads",
        "ALTER TABLE audit_events DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_events_kept ON audit_events",
        "DROP FUNCTION refuse_trail_change() CASCADE",
        "CREATE OR REPLACE FUNCTION refuse_trail_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "SET session_replication_role = replica",
        "DROP TABLE audit_events",
        "UPDATE decision_steps SET kind = 'confirmed'",
        "UPDATE decision_parties SET part = 'decided'",
        "UPDATE judgements SET revision = 7",
        "UPDATE interview_authors SET account_id = interview_id",
        "ALTER TABLE decisions DISABLE TRIGGER ALL",
        "DROP TRIGGER decisions_made ON decisions",
        "UPDATE alembic_version SET version_num = 'x'",
    ],
)
def test_the_role_is_refused(house: House, statement: str) -> None:
    house.begin()

    with house.store._cases.connect() as connection, pytest.raises(ProgrammingError, match="InsufficientPrivilege"):
        connection.exec_driver_sql(statement)


def test_the_end_moves_forward_only(house: House) -> None:
    with house.store._cases.connect() as connection, pytest.raises(Exception, match="never changed"):
        connection.exec_driver_sql("UPDATE audit_heads SET sequence = sequence - 1")


@pytest.mark.parametrize("name", ["", "Capital", "two words", 'quote"', "a;b", "1st", "x" * 64])
def test_a_role_s_name_is_plain(name: str) -> None:
    with pytest.raises(NotARole):
        statements(name)


def test_a_table_made_for_a_session_does_not_hide_who_wrote(house: House) -> None:
    decision, author = ask(house, house.begin().record.id), house.accounts["interpreter"].id
    wrote = {"organisation_id": house.organisation_id, "interview_id": decision.interview_id, "account_id": author}
    decides = update(DecisionRow).where(DecisionRow.id == decision.id).values(decided_by=author)
    with house.store._cases.connect() as connection:
        connection.execute(insert(InterviewAuthorRow).values(wrote))
        for name in ("interview_authors", "decision_parties"):
            connection.exec_driver_sql(f"CREATE TEMP TABLE {name} (LIKE public.{name})")
        with pytest.raises(IntegrityError):
            connection.execute(decides)
