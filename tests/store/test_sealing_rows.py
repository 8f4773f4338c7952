"""What a stolen or meddled-with database gives: nothing to read, and nothing that passes."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from builders.store import House

from interview.audit.events import Event
from interview.store.records import Interview
from interview.store.refusals import Broken
from interview.store.tables.cases import CaseRow, GrantRow, InterviewRow, JudgementRow
from interview.store.tables.locks import ServerLockRow
from interview.store.tables.trail import AuditEventRow

Meddling = Callable[[House, Interview, Interview], None]


def record_of(interview: Interview) -> UUID:
    return interview.record.id


def refuse(house: House, interview_id: UUID, name: str = "caseworker") -> None:
    with pytest.raises(Broken):
        house.open(interview_id, name)


def test_an_interview_comes_back_as_it_was_put(house: House) -> None:
    content: dict[str, object] = {"answers": {"s_name": "ሰላም", "s_age": 17}, "at": None}

    interview = house.begin(content=content)

    opened = house.open(interview.record.id)
    assert opened is not None
    assert opened.content == content
    assert opened.saved_at == house.clock.now
    assert opened.saved_by == house.accounts["caseworker"].id


@pytest.mark.parametrize(
    "column",
    ["content_sealed", "state", "form", "version", "digest"],
)
def test_what_the_seal_is_bound_to_cannot_be_changed(house: House, column: str) -> None:
    interview = house.begin()
    row = house.cases.one(InterviewRow, id=interview.record.id)
    other: dict[str, Any] = {
        "content_sealed": row["content_sealed"][:-1] + bytes([row["content_sealed"][-1] ^ 1]),
        "state": "paused",
        "form": "urgent",
        "version": 2,
        "digest": "another",
    }

    house.cases.change(InterviewRow, {"id": interview.record.id}, **{column: other[column]})

    refuse(house, interview.record.id)


def test_the_content_of_another_interview_of_the_same_case_is_refused(house: House) -> None:
    one = house.begin()
    with house.at_work("caseworker") as (work, actor):
        case = work.cases.get(one.record.case_id)
        assert case is not None
        other = work.interviews.create(actor, case, _form(one), {"answers": {"other": 1}})
        work.record(Event.INTERVIEW_BEGUN, actor=actor, case_id=case.id, interview_id=other.record.id)
    foreign = house.cases.one(InterviewRow, id=other.record.id)["content_sealed"]

    house.cases.change(InterviewRow, {"id": one.record.id}, content_sealed=foreign)

    refuse(house, one.record.id)
    assert house.open(other.record.id) is not None


def test_the_content_of_another_case_is_refused(house: House) -> None:
    one, other = house.begin(), house.begin()
    foreign = house.cases.one(InterviewRow, id=other.record.id)["content_sealed"]

    house.cases.change(InterviewRow, {"id": one.record.id}, content_sealed=foreign)

    refuse(house, one.record.id)


def test_an_interview_moved_into_another_case_is_refused(house: House) -> None:
    one, other = house.begin(), house.begin()

    house.cases.change(InterviewRow, {"id": one.record.id}, case_id=other.record.case_id)

    refuse(house, one.record.id)


@pytest.mark.parametrize(
    ("table", "column", "mine"),
    [
        (CaseRow, "link_key_sealed", "id"),
        (CaseRow, "reference_sealed", "id"),
        (GrantRow, "grant_sealed", "case_id"),
    ],
)
def test_a_sealed_field_of_another_case_is_refused(house: House, table: Any, column: str, mine: str) -> None:
    one, other = house.begin(), house.begin()
    only: dict[str, object] = {"principal_id": house.accounts["caseworker"].id} if table is GrantRow else {}
    foreign = house.cases.one(table, **{mine: other.record.case_id}, **only)[column]

    house.cases.change(table, {mine: one.record.case_id, **only}, **{column: foreign})

    refuse(house, one.record.id)


def test_a_sealed_field_in_the_place_of_another_field_is_refused(house: House) -> None:
    interview = house.begin()
    reference = house.cases.one(CaseRow, id=interview.record.case_id)["reference_sealed"]

    house.cases.change(CaseRow, {"id": interview.record.case_id}, link_key_sealed=reference)

    refuse(house, interview.record.id)


def test_a_server_lock_of_another_case_is_refused(house: House) -> None:
    one, other = house.begin(), house.begin()
    foreign = house.keystore.one(ServerLockRow, case_id=other.record.case_id)["lock_sealed"]

    house.keystore.change(ServerLockRow, {"case_id": one.record.case_id}, lock_sealed=foreign)

    refuse(house, one.record.id)


def test_an_old_revision_put_back_whole_is_refused_and_recorded(house: House) -> None:
    interview = house.begin(content={"answers": {"s_age": 16}})
    old = house.cases.one(InterviewRow, id=interview.record.id)
    house.save(interview.record.id, {"answers": {"s_age": 17}})

    house.cases.put_back(InterviewRow, old)

    refuse(house, interview.record.id)
    (recorded,) = house.events(Event.SEALED_BYTES_REFUSED)
    assert recorded["interview_id"] == interview.record.id
    assert recorded["case_id"] == interview.record.case_id


def test_old_content_under_the_new_revision_is_refused(house: House) -> None:
    interview = house.begin(content={"answers": {"s_age": 16}})
    old = house.cases.one(InterviewRow, id=interview.record.id)
    house.save(interview.record.id, {"answers": {"s_age": 17}})

    house.cases.change(InterviewRow, {"id": interview.record.id}, content_sealed=old["content_sealed"])

    refuse(house, interview.record.id)


@pytest.mark.parametrize(
    ("column", "value"),
    [("actor_id", uuid4()), ("happened_on", date(2020, 1, 1)), ("id", uuid4()), ("event", Event.INTERVIEW_BEGUN.value)],
)
def test_the_event_of_a_save_cannot_be_changed(house: House, column: str, value: object) -> None:
    interview = house.begin()
    house.save(interview.record.id, {"answers": {"s_age": 17}})

    where = {"interview_id": interview.record.id, "revision": 2}
    house.cases.change(AuditEventRow, where, **{column: value})

    refuse(house, interview.record.id)


def test_the_event_of_one_save_does_not_pass_for_the_event_of_another(house: House) -> None:
    interview = house.begin(content={"answers": {"s_age": 16}})
    house.save(interview.record.id, {"answers": {"s_age": 17}})
    first = house.cases.one(AuditEventRow, interview_id=interview.record.id, revision=1)

    where = {"interview_id": interview.record.id, "revision": 2}
    house.cases.change(AuditEventRow, where, detail_sealed=first["detail_sealed"])

    refuse(house, interview.record.id)


def test_an_interview_whose_event_is_gone_is_refused(house: House) -> None:
    interview = house.begin()

    house.cases.delete(AuditEventRow, interview_id=interview.record.id)

    refuse(house, interview.record.id)


def test_a_judgement_is_bound_to_its_interview_and_revision(house: House) -> None:
    one, other = house.begin(), house.begin()
    for interview in (one, other):
        with house.at_work("caseworker") as (work, _):
            opened = work.interviews.get(interview.record.id)
            assert opened is not None
            work.proposals.put(opened, {"result": "indicated"})
    foreign = house.cases.one(JudgementRow, interview_id=other.record.id)["content_sealed"]

    house.cases.change(JudgementRow, {"interview_id": one.record.id}, content_sealed=foreign)

    def attempt() -> None:
        with house.at_work("caseworker") as (work, _):
            opened = work.interviews.get(one.record.id)
            assert opened is not None
            work.proposals.get(opened)

    with pytest.raises(Broken):
        attempt()


def test_a_refused_opening_changes_nothing_else(house: House) -> None:
    interview = house.begin()
    house.cases.change(InterviewRow, {"id": interview.record.id}, digest="another")

    def attempt() -> None:
        with house.at_work("caseworker") as (work, actor):
            work.cases.create(actor)
            work.interviews.get(interview.record.id)

    with pytest.raises(Broken):
        attempt()

    assert len(house.cases.rows(CaseRow)) == 1
    assert len(house.events(Event.SEALED_BYTES_REFUSED)) == 1


def test_nothing_that_was_answered_stands_in_the_databases(house: House) -> None:
    marker = "Zahra-ሰላም-marker"
    interview = house.begin(content={"answers": {"s_name": marker}})
    house.save(interview.record.id, {"answers": {"s_name": marker + "2"}})
    house.clock.advance(timedelta(minutes=1))

    rows: list[dict[str, Any]] = []
    for meddler, tables in (
        (house.cases, (InterviewRow, CaseRow, GrantRow, AuditEventRow)),
        (house.keystore, (ServerLockRow,)),
    ):
        for table in tables:
            rows += meddler.rows(table)
    everything = repr(rows).encode() + b"".join(
        value for row in rows for value in row.values() if isinstance(value, bytes)
    )

    for needle in (b"Zahra", marker.encode(), marker.encode("utf-16-le"), b"s_name"):
        assert needle not in everything
    assert interview.case_reference.encode() not in everything


def test_documents_of_different_lengths_are_sealed_to_the_same_length(house: House) -> None:
    short = house.begin(content={"answers": {}})
    longer = house.begin(content={"answers": {"s_name": "x" * 2000}})

    lengths = {
        len(house.cases.one(InterviewRow, id=interview.record.id)["content_sealed"]) for interview in (short, longer)
    }

    assert len(lengths) == 1


def _form(interview: Interview) -> Any:
    return interview.record
