"""What the database itself refuses about decisions, whatever program writes in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from builders.asking import ask
from builders.store import House, new_account
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from interview.casework.actors import Role
from interview.casework.decisions import Part, StepKind
from interview.casework.proposals import ProposalState
from interview.store.decisions import DecisionRecord
from interview.store.engines import open_engine
from interview.store.records import Stale
from interview.store.refusals import Broken, HadAPart
from interview.store.tables.cases import InterviewAuthorRow, JudgementRow
from interview.store.tables.decisions import DecisionPartyRow, DecisionRow, DecisionStepRow


def decide(house: House, decision_id: UUID, name: str = "supervisor") -> DecisionRecord | Stale:
    """Confirm a decision, as the store lets it be done."""
    with house.at_work(name) as (work, actor):
        record = work.decisions.find(decision_id)
        assert record is not None
        interview = work.interviews.get(record.interview_id)
        assert interview is not None
        taken = work.decisions.add_step(interview, record, StepKind.TAKEN, {"text": ""}, taken_by=actor.account_id)
        assert not isinstance(taken, Stale)
        return work.decisions.add_step(
            interview, taken, StepKind.CONFIRMED, {"text": "yes"}, decided_by=actor.account_id
        )


def steps_of(house: House, decision_id: UUID) -> object:
    """The steps of a decision, as its supervisor opens them."""
    with house.at_work("supervisor") as (work, _):
        record = work.decisions.find(decision_id)
        assert record is not None
        interview = work.interviews.get(record.interview_id)
        assert interview is not None
        return work.decisions.steps(interview, (record,))


@contextmanager
def raw(house: House) -> Iterator[Connection]:
    """The case database, in the hands of a program with a fault."""
    engine = open_engine(house.databases.cases)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def set_decider(house: House, decision_id: UUID, account_id: UUID | None) -> None:
    with raw(house) as connection:
        connection.execute(update(DecisionRow).where(DecisionRow.id == decision_id).values(decided_by=account_id))


@pytest.fixture
def decision(house: House) -> DecisionRecord:
    with house.store.work() as work:
        house.accounts["second"] = new_account(work, house.organisation_id, "second", Role.SUPERVISOR)
    return ask(house, house.begin().record.id)


def test_who_proposed_or_wrote_is_never_the_decider(house: House, decision: DecisionRecord) -> None:
    interpreter = house.accounts["interpreter"].id
    with raw(house) as connection:
        connection.execute(
            insert(InterviewAuthorRow).values(
                organisation_id=house.organisation_id, interview_id=decision.interview_id, account_id=interpreter
            )
        )

    for account_id in (house.accounts["caseworker"].id, interpreter):
        with pytest.raises(IntegrityError):
            set_decider(house, decision.id, account_id)
    set_decider(house, decision.id, house.accounts["supervisor"].id)


@pytest.mark.parametrize("part", list(Part))
def test_who_had_any_part_in_it_is_never_the_decider(house: House, decision: DecisionRecord, part: Part) -> None:
    supervisor = house.accounts["supervisor"].id
    with house.at_work("caseworker") as (work, _):
        record = work.decisions.find(decision.id)
        assert record is not None
        work.decisions.add_party(record, supervisor, part)

    with pytest.raises(IntegrityError):
        set_decider(house, decision.id, supervisor)
    with pytest.raises(HadAPart):
        decide(house, decision.id)
    with house.at_work("supervisor") as (work, _):
        record = work.decisions.find(decision.id)
    assert record is not None
    assert (record.decided_by, record.steps, record.state) == (None, 1, ProposalState.PROPOSED)


def test_a_decision_is_not_made_with_a_decider_who_had_a_part(house: House, decision: DecisionRecord) -> None:
    with raw(house) as connection:
        row = dict(connection.execute(select(*DecisionRow.__table__.columns)).one()._mapping)
        other: dict[str, Any] = {**row, "id": uuid4(), "revision": 2, "previous_id": decision.id}
        with pytest.raises(IntegrityError):
            connection.execute(insert(DecisionRow).values({**other, "decided_by": house.accounts["caseworker"].id}))
        connection.execute(insert(DecisionRow).values({**other, "decided_by": house.accounts["supervisor"].id}))


def test_the_database_remembers_who_decided(house: House, decision: DecisionRecord) -> None:
    first, second = house.accounts["supervisor"].id, house.accounts["second"].id
    set_decider(house, decision.id, first)

    set_decider(house, decision.id, None)

    with pytest.raises(IntegrityError):
        set_decider(house, decision.id, first)
    set_decider(house, decision.id, second)
    set_decider(house, decision.id, house.accounts["administrator"].id)
    with pytest.raises(IntegrityError):
        set_decider(house, decision.id, second)


def test_a_later_decision_follows_the_one_before_and_knows_who_had_a_part(
    house: House, decision: DecisionRecord
) -> None:
    supervisor = house.accounts["supervisor"].id
    with house.at_work("caseworker") as (work, _):
        record = work.decisions.find(decision.id)
        assert record is not None
        work.decisions.add_party(record, supervisor, Part.ESCALATED)
    house.save(decision.interview_id, {"answers": {"a": 1}})

    later = ask(house, decision.interview_id)

    assert later.previous_id == decision.id
    with pytest.raises(IntegrityError):
        set_decider(house, later.id, supervisor)
    with raw(house) as connection:
        row = dict(connection.execute(select(*DecisionRow.__table__.columns)).first()._mapping)  # type: ignore[union-attr]
        with pytest.raises(IntegrityError):
            connection.execute(insert(DecisionRow).values({**row, "id": uuid4(), "revision": 9, "previous_id": None}))


def another(row: Any, column: str) -> Any:
    """A value that a column of a row does not have."""
    match getattr(row, column):
        case UUID():
            return uuid4()
        case int(number):
            return number + 1
        case date():
            return date(2001, 1, 1)
        case str(text):
            return text + "x"
        case other:
            raise TypeError(type(other))


@pytest.mark.parametrize("row", [DecisionStepRow, DecisionPartyRow, JudgementRow, InterviewAuthorRow])
def test_what_was_written_down_is_never_changed(house: House, decision: DecisionRecord, row: Any) -> None:
    with house.at_work("caseworker") as (work, actor):
        record = work.decisions.find(decision.id)
        assert record is not None
        work.decisions.add_party(record, actor.account_id, Part.AUTHORED)
    with raw(house) as connection:
        before = connection.execute(select(*row.__table__.columns)).all()
        for column in row.__table__.columns:
            # Sealed words are sealed anew when their case gets another key; others in their place open nothing.
            if column.name != "content_sealed":
                with pytest.raises(IntegrityError):
                    connection.execute(update(row.__table__).values({column.name: another(before[0], column.name)}))
        assert connection.execute(select(*row.__table__.columns)).all() == before


@pytest.mark.parametrize("row", [DecisionRow, DecisionStepRow, DecisionPartyRow, JudgementRow, InterviewAuthorRow])
def test_nothing_of_it_goes_but_with_its_case(house: House, decision: DecisionRecord, row: Any) -> None:
    with house.at_work("caseworker") as (work, actor):
        record = work.decisions.find(decision.id)
        assert record is not None
        work.decisions.add_party(record, actor.account_id, Part.AUTHORED)
    with raw(house) as connection:
        with pytest.raises(IntegrityError):
            connection.execute(delete(row.__table__))
        assert len(connection.execute(select(*row.__table__.columns)).all()) == 1


@pytest.mark.parametrize("column", ["interview_id", "revision", "proposer_id", "previous_id", "digest", "case_id"])
def test_what_a_decision_is_about_is_never_changed(house: House, decision: DecisionRecord, column: str) -> None:
    other: dict[str, object] = {"revision": 7, "digest": b"other"}
    change = update(DecisionRow).where(DecisionRow.id == decision.id)

    with raw(house) as connection, pytest.raises(IntegrityError):
        connection.execute(change.values({column: other.get(column, uuid4())}))


def test_a_step_that_another_one_overtook_changes_nothing(house: House, decision: DecisionRecord) -> None:
    with house.at_work("supervisor") as (work, actor):
        interview = work.interviews.get(decision.interview_id)
        assert interview is not None
        taken = work.decisions.add_step(interview, decision, StepKind.TAKEN, {"text": ""}, taken_by=actor.account_id)
        again = work.decisions.add_step(interview, decision, StepKind.TAKEN, {"text": ""}, taken_by=actor.account_id)

    assert not isinstance(taken, Stale)
    assert taken.steps == 2
    assert isinstance(again, Stale)


@pytest.mark.parametrize(
    "values",
    [{"state": "overridden"}, {"steps": 2}, {"steps": 4}],
    ids=["another state", "a step less", "a step more"],
)
def test_a_row_that_does_not_agree_with_its_steps_is_refused(
    house: House, decision: DecisionRecord, values: dict[str, object]
) -> None:
    decide(house, decision.id)
    with raw(house) as connection:
        connection.execute(update(DecisionRow).where(DecisionRow.id == decision.id).values(values))

    with pytest.raises(Broken):
        steps_of(house, decision.id)


def test_an_erased_case_leaves_nothing_of_its_decisions(house: House, decision: DecisionRecord) -> None:
    decide(house, decision.id)

    with house.at_work("supervisor") as (work, _):
        work.cases.destroy(decision.case_id)

    with raw(house) as connection:
        for row in (DecisionRow, DecisionStepRow, DecisionPartyRow):
            assert connection.execute(select(*row.__table__.columns)).all() == []
