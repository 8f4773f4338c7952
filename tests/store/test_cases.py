"""Cases: two locks from the first moment, and gone at once when one of them is destroyed."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from builders.store import House
from sqlalchemy import event, make_url

from interview.audit.events import Event
from interview.casework.cases import CaseStage
from interview.store.engines import is_sqlite
from interview.store.records import Case
from interview.store.refusals import Broken
from interview.store.tables.cases import (
    CaseRow,
    ErasureRow,
    GrantRow,
    InterviewAuthorRow,
    InterviewRow,
    JudgementRow,
    ReadMarkRow,
)
from interview.store.tables.locks import DestroyedLockRow, ServerLockRow
from interview.store.tables.people import OfficeRow, OrganisationRow, TeamRow

OF_A_CASE = (CaseRow, GrantRow, InterviewRow, InterviewAuthorRow, JudgementRow, ReadMarkRow, ErasureRow)


def test_a_case_is_granted_to_its_creator_the_team_and_recovery(house: House) -> None:
    interview = house.begin()

    grants = {row["principal_id"]: row["principal_kind"] for row in house.cases.rows(GrantRow)}

    assert grants == {
        house.accounts["caseworker"].id: "account",
        house.team_id: "team",
        house.organisation_id: "recovery",
    }
    assert house.cases.one(CaseRow)["team_id"] == house.team_id
    assert interview.record.team_id == house.team_id


def test_the_lock_commits_before_its_case(house: House) -> None:
    with house.at_work("caseworker") as (work, actor):
        case = work.cases.create(actor)
        locks = house.keystore.rows(ServerLockRow)
        cases = house.cases.rows(CaseRow)

    assert [lock["case_id"] for lock in locks] == [case.id]
    assert cases == []
    assert [row["id"] for row in house.cases.rows(CaseRow)] == [case.id]


def test_a_case_that_was_undone_leaves_only_a_lock_for_nothing(house: House) -> None:
    def attempt() -> None:
        with house.at_work("caseworker") as (work, actor):
            work.cases.create(actor)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        attempt()

    assert house.cases.rows(CaseRow) == []
    assert len(house.keystore.rows(ServerLockRow)) == 1


def test_without_a_keystore_there_is_no_case(house: House) -> None:
    def attempt() -> None:
        with house.at_work("caseworker") as (work, actor):
            engine = work._desk.keystore._engine

            @event.listens_for(engine, "before_cursor_execute")
            def fail(*arguments: Any) -> None:
                if "INSERT INTO server_locks" in arguments[2]:
                    raise ConnectionError

            try:
                work.cases.create(actor)
            finally:
                event.remove(engine, "before_cursor_execute", fail)

    with pytest.raises(ConnectionError):
        attempt()

    assert house.cases.rows(CaseRow) == []


def test_references_are_short_random_and_easy_to_say(house: House) -> None:
    references = {house.begin().case_reference for _ in range(5)}

    assert len(references) == 5
    for reference in references:
        assert len(reference) == 11
        assert not set(reference) & set("01OILU")


def test_an_office_s_team_supervises_the_cases_opened_there(house: House) -> None:
    with house.at_work("supervisor") as (work, actor):
        team = work.teams.create(actor.organisation_id, name="Red", member_ids=(actor.account_id,))
        office = work.offices.create(actor.organisation_id, name="Harbour", team_id=team.id)
        work.accounts.change(house.accounts["caseworker"].id, office_id=office.id)
        offices = work.offices.list(actor.organisation_id)

    interview = house.begin()

    assert interview.record.team_id == team.id
    assert offices == (office,)
    house.tokens.pop("supervisor")
    assert house.open(interview.record.id, "supervisor") is not None


@pytest.mark.parametrize(("table", "column"), [(OrganisationRow, "public_key"), (TeamRow, "public_key")])
def test_a_case_is_never_sealed_to_a_key_that_nobody_vouches_for(house: House, table: Any, column: str) -> None:
    foreign = house.cases.one(TeamRow if table is OrganisationRow else OrganisationRow)["public_key"]

    house.cases.change(table, {}, **{column: foreign})

    with pytest.raises(Broken):
        house.begin()
    assert house.cases.rows(CaseRow) == []


def test_an_office_cannot_be_given_to_another_team(house: House) -> None:
    with house.at_work("supervisor") as (work, actor):
        red = work.teams.create(actor.organisation_id, name="Red", member_ids=())
        office = work.offices.create(actor.organisation_id, name="Harbour", team_id=house.team_id)
        work.accounts.change(house.accounts["caseworker"].id, office_id=office.id)

    house.cases.change(OfficeRow, {}, team_id=red.id)

    with pytest.raises(Broken):
        house.begin()


def test_stage_and_urgency_are_kept(house: House) -> None:
    interview = house.begin()

    with house.at_work("caseworker") as (work, _):
        work.cases.move(interview.record.case_id, CaseStage.ASSESSED)
        work.cases.flag(interview.record.case_id, urgent=True)
        case = work.cases.get(interview.record.case_id)

    assert isinstance(case, Case)
    assert case.stage is CaseStage.ASSESSED
    assert case.urgent
    assert case.reference == interview.case_reference


def destroy(house: House, interview: Any, name: str = "caseworker") -> None:
    with house.at_work(name) as (work, actor):
        work.cases.destroy(interview.record.case_id)
        work.record(Event.CASE_DESTROYED, actor=actor, case_id=interview.record.case_id)


def test_a_destroyed_case_is_gone_and_others_stay(house: House) -> None:
    gone, stays = house.begin(), house.begin()
    with house.at_work("caseworker") as (work, actor):
        opened = work.interviews.get(gone.record.id)
        assert opened is not None
        work.proposals.put(opened, {"result": "indicated"})
        work.reads.first(actor, gone.record.id, "medical")

    destroy(house, gone)

    assert house.open(gone.record.id) is None
    assert house.open(stays.record.id) is not None
    assert [row["case_id"] for row in house.keystore.rows(ServerLockRow)] == [stays.record.case_id]
    destroyed = house.keystore.one(DestroyedLockRow)
    assert (destroyed["case_id"], destroyed["destroyed_on"]) == (gone.record.case_id, house.clock.now.date())
    for table in OF_A_CASE:
        column = "id" if table is CaseRow else "interview_id" if "interview_id" in table.__table__.c else "case_id"
        ids = {row[column] for row in house.cases.rows(table)}
        assert not ids & {gone.record.case_id, gone.record.id}
    assert len(house.events(Event.CASE_DESTROYED)) == 1


def test_a_destroyed_case_put_back_from_an_old_backup_opens_for_nobody(house: House) -> None:
    interview = house.begin()
    backup = {table: house.cases.rows(table) for table in OF_A_CASE}
    destroy(house, interview)

    for table, rows in backup.items():
        for row in rows:
            house.cases.put_back(table, row)

    for name in ("caseworker", "supervisor"):
        with pytest.raises(Broken):
            house.open(interview.record.id, name)


def test_a_destroyed_lock_leaves_the_files_at_once(house: House) -> None:
    interview = house.begin()
    sealed = house.keystore.one(ServerLockRow)["lock_sealed"]
    content = house.cases.one(InterviewRow)["content_sealed"]

    destroy(house, interview)

    if is_sqlite(house.databases.keystore):
        assert sealed[-64:] not in bytes_of(house.databases.keystore)
        assert content[-64:] not in bytes_of(house.databases.cases)
        assert Path(str(make_url(house.databases.keystore).database) + "-wal").stat().st_size == 0


def test_an_erasure_that_was_cut_off_is_finished_at_the_next_start(house: House) -> None:
    interview = house.begin()

    def cut_off() -> None:
        with house.at_work("caseworker") as (work, _):
            work.cases.destroy(interview.record.case_id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cut_off()
    assert len(house.cases.rows(CaseRow)) == 1
    assert house.keystore.rows(ServerLockRow) == []

    house.store.migrate()

    assert house.cases.rows(CaseRow) == []
    assert house.cases.rows(ErasureRow) == []
    assert len(house.events(Event.CASE_DESTROYED)) == 1


def test_destroying_twice_is_no_mistake(house: House) -> None:
    interview = house.begin()
    destroy(house, interview)

    destroy(house, interview)

    assert len(house.keystore.rows(DestroyedLockRow)) == 1


def test_what_was_changed_before_a_destruction_is_kept(house: House) -> None:
    gone, stays = house.begin(), house.begin()

    with house.at_work("caseworker") as (work, actor):
        opened = work.interviews.get(stays.record.id)
        assert opened is not None
        work.interviews.put(opened, {"answers": {"a": 1}}, actor=actor)
        work.record(Event.INTERVIEW_PAGE_SAVED, actor=actor, interview_id=stays.record.id)
        work.cases.destroy(gone.record.case_id)
        work.record(Event.CASE_DESTROYED, actor=actor, case_id=gone.record.case_id)

    opened = house.open(stays.record.id)
    assert opened is not None
    assert opened.record.revision == 2


def test_a_new_case_can_be_made_in_the_work_that_destroyed_one(house: House) -> None:
    gone = house.begin()

    with house.at_work("caseworker") as (work, actor):
        work.cases.destroy(gone.record.case_id)
        case = work.cases.create(actor)

    assert [row["id"] for row in house.cases.rows(CaseRow)] == [case.id]


def test_a_case_that_does_not_exist_is_none(house: House) -> None:
    with house.at_work("caseworker") as (work, _):
        assert work.cases.get(uuid4()) is None
        with pytest.raises(Broken):
            work.cases.keys(uuid4())


def bytes_of(url: str) -> bytes:
    path = Path(str(make_url(url).database))
    return b"".join(other.read_bytes() for other in path.parent.glob(path.name + "*"))
