"""A case gets another key while people work on it: everything opens throughout, and the old key opens nothing new."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from builders.asking import ask
from builders.attaching import attach
from builders.store import House, new_account
from builders.transfers import offer

from interview.audit.events import Event
from interview.casework.actors import Role
from interview.casework.clocks import ClockKind
from interview.casework.decisions import StepKind
from interview.casework.keeping import ErasureReason
from interview.store import rekeying
from interview.store.casekeys import CaseKeys
from interview.store.columns import SealedColumn
from interview.store.records import Stale
from interview.store.refusals import Overtaken
from interview.store.tables.cases import GrantRow, InterviewRow
from interview.store.tables.every import CASES
from interview.vault.refusals import Broken

UNTIL = date(2035, 1, 1)
SEALED_OTHERWISE = {
    ("cases", "reference_sealed"),
    ("grants", "grant_sealed"),
    ("audit_events", "detail_sealed"),
    ("attachment_chunks", "content_sealed"),
    ("ledger_records", "record_sealed"),
    ("transfers", "notice_sealed"),
    ("transfers", "answer_sealed"),
    ("referrals", "preview_sealed"),
    ("referrals", "reply_sealed"),
    ("referrals", "package_sealed"),
}
"""Sealed columns of a case under another key: the server's, a person's or a team's, the trail's, the file's, or that of
a referral, which whoever was asked has too."""


@pytest.fixture
def case(house: House) -> tuple[UUID, UUID]:
    """The ids of a case with something of everything in it, and of its interview."""
    interview = house.begin(content={"answers": {"first": 1}})
    case_id, interview_id = interview.record.case_id, interview.record.id
    decision = ask(house, interview_id)
    with house.at_work("supervisor") as (work, actor):
        opened = work.interviews.get(interview_id)
        assert opened is not None
        work.decisions.add_step(opened, decision, StepKind.TAKEN, {"text": "mine"}, taken_by=actor.account_id)
        work.clocks.add(case_id, interview_id, ClockKind.PERMIT, work.now + timedelta(days=9), by_hand=True)
        attach(work, case_id)
        work.retention.postpone(case_id, UNTIL, "They asked for it")
        work.erasures.ask(case_id, house.team_id, ErasureReason.ORDERED, "By a court", approval_id=None)
        offer(house, work, case_id)
    return case_id, interview_id


def keys_of(house: House, case_id: UUID) -> CaseKeys:
    with house.at_work("caseworker") as (work, _):
        return work.cases.keys(case_id)


def rekey(house: House, name: str = "supervisor") -> None:
    with house.at_work(name) as (work, _):
        work.team_keys.change(house.team_id)
    with house.at_work(name) as (work, _):
        work.team_keys.seal_anew(house.team_id, 10)


def test_everything_says_the_same_and_nothing_opens_under_the_old_key(house: House, case: tuple[UUID, UUID]) -> None:
    case_id, interview_id = case
    old = keys_of(house, case_id)

    rekey(house)

    new = keys_of(house, case_id)
    assert (old.case_key != new.case_key, old.link_key == new.link_key) == (True, True)
    with house.at_work("supervisor") as (work, _):
        opened = work.interviews.get(interview_id)
        assert opened is not None
        assert opened.content == {"answers": {"first": 1}}
        assert work.proposals.get(opened) == {"result": "indicated"}
        records = work.decisions.of_interview(interview_id)
        (steps,) = work.decisions.steps(opened, records).values()
        assert [step.kind for step in steps] == [StepKind.ASKED, StepKind.TAKEN]
        assert [clock.kind for clock in work.clocks.of_case(case_id)] == [ClockKind.PERMIT]
        assert [one.reason for one in work.retention.postponements(case_id)] == ["They asked for it"]
        assert [one.name for one in work.attachments.of_case(case_id)] == ["Passport of Malee.pdf"]
        request = work.erasures.get(case_id)
        assert request is not None
        assert request.text == "By a court"
        (transfer,) = work.transfers.of_case(case_id)
        assert work.transfers.proposal(transfer).why == "She moves to the hills"
        documents = list(rekeying.documents_of(work._desk, new))
    assert len(documents) == 10
    for document in documents:
        with pytest.raises(Broken):
            old.unseal(document.kind, document.id, document.sealed, document.context)
    assert house.save(interview_id, {"answers": {"first": 2}}).record.revision == opened.record.revision + 1


def test_whatever_is_sealed_under_the_key_of_a_case_is_among_it(house: House, case: tuple[UUID, UUID]) -> None:
    with house.at_work("supervisor") as (work, _):
        documents = list(rekeying.documents_of(work._desk, work.cases.keys(case[0])))
    of_cases = {
        (table.name, column.name)
        for table in CASES.sorted_tables
        for column in table.columns
        if isinstance(column.type, SealedColumn)
        and ("case_id" in table.columns or table.name == "cases" or "decision_id" in table.columns)
    }

    assert {(one.row.__tablename__, one.column) for one in documents} == of_cases - SEALED_OTHERWISE


def test_who_is_saving_meanwhile_saves_on_what_is_there_then(house: House, case: tuple[UUID, UUID]) -> None:
    case_id, interview_id = case
    with house.at_work("caseworker") as (work, actor):
        interview = work.interviews.get(interview_id)
        assert interview is not None
        with house.at_work("supervisor") as (others, _):
            others.team_keys.change(house.team_id)
        with house.at_work("supervisor") as (others, _):
            others.team_keys.seal_anew(house.team_id, 10)
        assert isinstance(work.interviews.put(interview, {"answers": {"first": 3}}, actor=actor), Stale)
        again = work.interviews.get(interview_id)
        assert again is not None
        saved = work.interviews.put(again, {"answers": {"first": 3}}, actor=actor)
        assert not isinstance(saved, Stale)
        work.record(Event.INTERVIEW_PAGE_SAVED, actor=actor, case_id=case_id, interview_id=interview_id)

    found = house.open(interview_id, "supervisor")
    assert found is not None
    assert found.content == {"answers": {"first": 3}}


def test_nothing_else_is_sealed_under_a_key_that_was_replaced_meanwhile(house: House, case: tuple[UUID, UUID]) -> None:
    case_id, interview_id = case

    def late() -> None:
        with house.at_work("caseworker") as (work, _):
            work.cases.keys(case_id)
            rekey(house)
            work.clocks.add(case_id, interview_id, ClockKind.CONSENT, work.now)

    with pytest.raises(Overtaken):
        late()

    with house.at_work("supervisor") as (work, _):
        assert [clock.kind for clock in work.clocks.of_case(case_id)] == [ClockKind.PERMIT]


def test_a_save_that_is_under_way_is_waited_for_and_sealed_anew(house: House, case: tuple[UUID, UUID]) -> None:
    case_id, interview_id = case
    with house.at_work("supervisor") as (work, _):
        work.team_keys.change(house.team_id)
    house.sign_in("supervisor")

    def seal_anew() -> int:
        with house.at_work("supervisor") as (work, _):
            return work.team_keys.seal_anew(house.team_id, 10)

    with ThreadPoolExecutor(1) as threads:
        with house.at_work("caseworker") as (work, actor):
            interview = work.interviews.get(interview_id)
            assert interview is not None
            saved = work.interviews.put(interview, {"answers": {"first": 4}}, actor=actor)
            assert not isinstance(saved, Stale)
            work.record(Event.INTERVIEW_PAGE_SAVED, actor=actor, case_id=case_id, interview_id=interview_id)
            waiting = threads.submit(seal_anew)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
        assert waiting.result(timeout=30) == 1

    found = house.open(interview_id, "supervisor")
    assert found is not None
    assert found.content == {"answers": {"first": 4}}


def test_two_who_do_it_at_once_do_it_once(house: House) -> None:
    interviews = [house.begin().record for _ in range(3)]
    with house.store.work() as work:
        house.accounts["second"] = new_account(work, house.organisation_id, "second", Role.SUPERVISOR)
    with house.at_work("supervisor") as (work, _):
        work.teams.admit(house.team_id, house.accounts["second"].id)
    with house.at_work("supervisor") as (work, _):
        work.team_keys.change(house.team_id)
    for name in ("supervisor", "second"):
        house.open(interviews[0].id, name)
    both = Barrier(2)

    def seal_anew(name: str) -> int:
        both.wait()
        try:
            with house.at_work(name) as (work, _):
                return work.team_keys.seal_anew(house.team_id, 10)
        except Overtaken:
            return 0

    with ThreadPoolExecutor(2) as threads:
        done = sum(threads.map(seal_anew, ("supervisor", "second")))

    assert done == len(interviews)
    assert all(house.open(one.id, name) for one in interviews for name in ("supervisor", "second", "caseworker"))


def test_what_was_there_before_opens_nothing_when_it_is_put_back(house: House, case: tuple[UUID, UUID]) -> None:
    old = house.cases.one(InterviewRow)
    grants = house.cases.rows(GrantRow)
    rekey(house)
    new = house.cases.one(InterviewRow)

    house.cases.put_back(InterviewRow, old)
    with pytest.raises(Broken):
        house.open(case[1])
    house.cases.put_back(InterviewRow, new)
    for grant in grants:
        house.cases.put_back(GrantRow, grant)
        if grant["principal_id"] == house.accounts["caseworker"].id:
            with pytest.raises(Broken):
                house.open(case[1])


def test_who_is_not_there_any_more_gets_no_new_key(house: House, case: tuple[UUID, UUID]) -> None:
    account_id = house.accounts["caseworker"].id
    with house.at_work("administrator") as (work, _):
        work.accounts.change(account_id, active=False)

    rekey(house)

    assert house.cases.rows(GrantRow, principal_id=account_id) == []
    assert len(house.cases.rows(GrantRow)) == 2


def test_one_that_was_cut_off_changes_nothing(house: House, case: tuple[UUID, UUID]) -> None:
    with house.at_work("supervisor") as (work, _):
        work.team_keys.change(house.team_id)
    before = keys_of(house, case[0])

    def cut_off() -> None:
        with house.at_work("supervisor") as (work, _):
            work.team_keys.seal_anew(house.team_id, 10)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cut_off()

    assert keys_of(house, case[0]).case_key == before.case_key
    assert house.open(case[1], "supervisor")
    with house.at_work("supervisor") as (work, _):
        assert work.team_keys.seal_anew(house.team_id, 10) == 1
    assert keys_of(house, case[0]).case_key != before.case_key


def test_a_document_that_is_not_what_it_should_be_is_named_and_nothing_changes(
    house: House, case: tuple[UUID, UUID]
) -> None:
    with house.at_work("supervisor") as (work, _):
        work.team_keys.change(house.team_id)
    row = house.cases.one(InterviewRow)
    house.cases.change(InterviewRow, {"id": row["id"]}, content_sealed=row["content_sealed"][:-1] + b"\0")
    grants = house.cases.rows(GrantRow)

    with pytest.raises(Broken), house.at_work("supervisor") as (work, _):
        work.team_keys.seal_anew(house.team_id, 10)

    assert house.cases.rows(GrantRow) == grants
    assert house.events(Event.SEALED_BYTES_REFUSED)
