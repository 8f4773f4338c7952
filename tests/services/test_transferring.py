"""A case goes to another team for good: agreed to, taken, the words compared. Until then nothing changes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from builders.meddling import Meddler
from builders.offices import AnOffice
from builders.records import agreed, on_record
from builders.reviews import InReview, another_supervisor, handed_in
from builders.store import Databases, opened_store
from builders.transfers import AGREED_ON, NEED, WHY, TwoOffices, two_offices

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.clocks import ClockKind
from interview.casework.keeping import ErasureReason
from interview.casework.refusals import NotNow, NotPermitted
from interview.casework.transfers import Transfer, TransferState
from interview.questionnaire.answers import Key
from interview.questionnaire.values import Value
from interview.services import case_file, erasing, interviewing, retention, signing_in, team_keys, transferring
from interview.services import transfers as showing
from interview.services.agreements import SECTION
from interview.services.transferring import Fault, Held, Hold
from interview.store.refusals import Broken
from interview.store.revocations import RevocationKind
from interview.store.tables.cases import CaseRow, GrantRow, InterviewRow
from interview.store.tables.transfers import TransferRow
from interview.vault.master import MasterKey


@pytest.fixture
def two(fresh_office: AnOffice) -> TwoOffices:
    return two_offices(fresh_office)


@pytest.fixture
def case(two: TwoOffices) -> tuple[UUID, UUID]:
    """The ids of a case of Amina's, and of its interview."""
    interview_id = two.office.begin()
    return two.office.opened(interview_id).case_id, interview_id


def finds(two: TwoOffices, interview_id: UUID, name: str) -> bool:
    try:
        return two.office.opened(interview_id, name).id == interview_id
    except NotPermitted:
        return False


def may_see(two: TwoOffices, transfer_id: UUID, name: str) -> bool:
    try:
        two.show(transfer_id, name)
    except NotPermitted:
        return False
    return True


def test_it_is_the_other_team_s_and_nobody_else_s_at_once_on_any_worker(
    two: TwoOffices, case: tuple[UUID, UUID], databases: Databases, master: MasterKey
) -> None:
    case_id, interview_id = case
    token = two.office.signed_in("Amina")
    other = opened_store(databases, master, two.office.clock)

    two.handed_over(case_id)

    with other.work() as work:
        amina = signing_in.resume(work, token)
        assert isinstance(amina, Actor)
        with pytest.raises(NotPermitted):
            interviewing.open_interview(work, amina, interview_id)
    assert {name for name in ("Amina", "Siri", "Bruno", "Gus", "Gita") if finds(two, interview_id, name)} == {
        "Gus",
        "Gita",
    }
    two.office.save(interview_id, "s0_1", {"s_pre_private": "yes"}, name="Gita")
    other.close()


def test_everything_goes_along(two: TwoOffices, case: tuple[UUID, UUID]) -> None:
    case_id, interview_id = case
    with two.office.at_work("Siri") as (work, _):
        work.clocks.add(case_id, interview_id, ClockKind.PERMIT, work.now + timedelta(days=9), by_hand=True)
        before = work.cases.keys(case_id).case_key

    transfer_id = two.handed_over(case_id)

    with two.office.at_work("Gus") as (work, actor):
        found = work.cases.get(case_id)
        assert found is not None
        (record,) = work.interviews.of_case(case_id)
        assert (found.team_id, record.team_id, record.assignee_id) == (two.green, two.green, two.id_of("Gita"))
        assert [one.kind for one in work.clocks.of_case(case_id)] == [ClockKind.PERMIT]
        assert work.cases.keys(case_id).case_key != before
        shown = showing.show(work, actor, transfer_id)
        assert case_file.show(work, actor, case_id).owner == "Gita"
        retention.keeping_of(work, actor, case_id)
    assert shown.proposal is not None
    assert (shown.proposal.why, shown.proposal.agreed_on) == (WHY, AGREED_ON)
    meddler = Meddler(two.office.database_url)
    assert len(meddler.rows(GrantRow)) == 3
    hills = next(one for one in meddler.rows(CaseRow))
    assert hills["office_id"] != two.office.made.office.id


def test_the_record_says_so_and_no_copy_lets_the_former_caseworker_in(two: TwoOffices, case: tuple[UUID, UUID]) -> None:
    two.handed_over(case[0])

    office = two.office
    assert office.events(Event.TRANSFER_PROPOSED) == office.events(Event.TRANSFER_ACCEPTED) == 1
    assert office.events(Event.TRANSFER_COMPLETED) == 1
    with office.store.work() as work:
        taken = {(one.kind, one.subject_id, one.other_id) for one in work.revocations.in_force()}
    assert (RevocationKind.GRANT_REMOVED, two.id_of("Amina"), case[0]) in taken


def test_before_the_yes_the_receivers_see_what_is_needed_and_nothing_else(
    two: TwoOffices, case: tuple[UUID, UUID]
) -> None:
    transfer_id = two.propose(case[0])

    shown = two.show(transfer_id, "Gus")

    assert shown.notice is not None
    assert (shown.notice.need, shown.notice.language) == (NEED, "en")
    assert (shown.proposal, shown.line.reference, shown.words, shown.line.other) == (None, None, None, "Blue")
    assert [one.name for one in shown.people] == ["Gita"]
    assert (shown.line.waits, shown.may_answer) == (True, True)
    assert not finds(two, case[1], "Gus")
    with two.office.at_work("Gus") as (work, actor):
        assert (showing.count_waiting(work, actor), len(showing.of_teams(work, actor))) == (1, 1)


def test_both_sides_see_the_same_words_once_it_is_taken(two: TwoOffices, case: tuple[UUID, UUID]) -> None:
    transfer_id = two.propose(case[0])
    two.accept(transfer_id)

    sender, receiver = two.show(transfer_id, "Siri"), two.show(transfer_id, "Gus")

    assert sender.words == receiver.words
    assert sender.words is not None
    assert sender.words.principal_id == two.green
    assert (sender.line.waits, receiver.line.waits) == (True, False)


def test_nobody_else_sees_that_there_is_one(two: TwoOffices, case: tuple[UUID, UUID]) -> None:
    transfer_id = two.propose(case[0])

    assert [
        name for name in ("Amina", "Bruno", "Gita", "Adam", "Ines", "Anna") if may_see(two, transfer_id, name)
    ] == []
    for name in ("Amina", "Gita", "Adam"):
        with two.office.at_work(name) as (work, actor), pytest.raises(NotPermitted):
            showing.of_teams(work, actor)


def test_nothing_goes_before_the_yes_or_with_other_words(two: TwoOffices, case: tuple[UUID, UUID]) -> None:
    transfer_id = two.propose(case[0])
    with two.office.at_work("Siri") as (work, actor), pytest.raises(NotNow):
        transferring.complete(work, actor, transfer_id, work.teams.read_out(actor.organisation_id, two.green).key_id)
    two.accept(transfer_id)

    with pytest.raises(NotNow):
        two.complete(transfer_id, key_id=bytes(16))

    assert finds(two, case[1], "Siri")
    assert not finds(two, case[1], "Gus")


def test_it_does_not_go_to_a_key_that_was_replaced_since(two: TwoOffices, case: tuple[UUID, UUID]) -> None:
    transfer_id = two.propose(case[0])
    two.accept(transfer_id)
    compared = two.show(transfer_id, "Siri").words
    assert compared is not None
    with two.office.at_work("Gus") as (work, actor):
        team_keys.change(work, actor, two.green)

    assert two.show(transfer_id, "Siri").key_replaced
    with pytest.raises(NotNow):
        two.complete(transfer_id, key_id=compared.key_id)
    with pytest.raises(NotNow):
        two.complete(transfer_id)
    assert finds(two, case[1], "Siri")


def test_who_has_another_key_since_it_was_offered_cannot_say_yes(two: TwoOffices, case: tuple[UUID, UUID]) -> None:
    transfer_id = two.propose(case[0])
    with two.office.at_work("Gus") as (work, actor):
        team_keys.change(work, actor, two.green)

    shown = two.show(transfer_id, "Gus")
    with pytest.raises(NotNow):
        two.accept(transfer_id)

    assert (shown.notice, shown.key_replaced) == (None, True)


@pytest.mark.parametrize("way", ["declined", "withdrawn", "withdrawn late", "stopped"])
def test_one_that_comes_to_nothing_changes_nothing(two: TwoOffices, case: tuple[UUID, UUID], way: str) -> None:
    meddler = Meddler(two.office.database_url)
    before = (meddler.rows(GrantRow), meddler.rows(CaseRow), meddler.rows(InterviewRow))
    transfer_id = two.propose(case[0])
    if way in {"stopped", "withdrawn late"}:
        two.accept(transfer_id)

    if way.startswith("withdrawn"):
        with two.office.at_work("Siri") as (work, actor):
            transferring.withdraw(work, actor, transfer_id)
    else:
        with two.office.at_work("Gus") as (work, actor):
            say_no = transferring.decline if way == "declined" else transferring.stop
            assert isinstance(say_no(work, actor, transfer_id, "Every bed is taken"), Transfer)

    assert (meddler.rows(GrantRow), meddler.rows(CaseRow), meddler.rows(InterviewRow)) == before
    shown = two.show(transfer_id, "Siri")
    assert shown.answer == ("" if way.startswith("withdrawn") else "Every bed is taken")
    assert two.show(transfer_id, "Gus").notice is None
    with two.office.at_work("Siri") as (work, actor), pytest.raises(NotNow):
        transferring.complete(work, actor, transfer_id, shown.line.transfer.receiver_key_id)
    assert two.propose(case[0]) != transfer_id


def test_there_is_one_at_a_time(two: TwoOffices, case: tuple[UUID, UUID]) -> None:
    two.propose(case[0])

    with pytest.raises(NotNow):
        two.propose(case[0])


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"need": " "}, Fault.NEED),
        ({"why": ""}, Fault.WHY),
        ({"why": "x" * 2001}, Fault.TOO_LONG),
        ({"agreed_on": None}, Fault.AGREED),
        ({"agreed_on": date(2030, 1, 1)}, Fault.AGREED),
    ],
)
def test_what_is_missing_is_named(
    two: TwoOffices, case: tuple[UUID, UUID], given: dict[str, object], fault: Fault
) -> None:
    said = {"need": NEED, "why": WHY, "agreed_on": AGREED_ON} | given

    with two.office.at_work("Siri") as (work, actor):
        assert transferring.propose(work, actor, case[0], two.green, **said) is fault  # type: ignore[arg-type]


def test_it_goes_to_another_team_that_there_is(two: TwoOffices, case: tuple[UUID, UUID]) -> None:
    with two.office.at_work("Siri") as (work, actor):
        for team_id in (None, uuid4(), two.office.made.team.id):
            said = transferring.propose(work, actor, case[0], team_id, need=NEED, why=WHY, agreed_on=AGREED_ON)
            assert said is Fault.PLACE


@pytest.mark.parametrize("name", ["Amina", "Siri", "Ines", "Anna", "Bruno"])
def test_a_caseworker_of_theirs_is_named(two: TwoOffices, case: tuple[UUID, UUID], name: str) -> None:
    transfer_id = two.propose(case[0])

    with two.office.at_work("Gus") as (work, actor):
        assert transferring.accept(work, actor, transfer_id, two.id_of(name)) is Fault.CASEWORKER
        assert transferring.accept(work, actor, transfer_id, None) is Fault.CASEWORKER


def test_only_the_receivers_answer_and_only_the_senders_hand_over(two: TwoOffices, case: tuple[UUID, UUID]) -> None:
    transfer_id, gita = two.propose(case[0]), two.id_of("Gita")
    for name in ("Siri", "Amina", "Gita", "Adam"):
        with two.office.at_work(name) as (work, actor):
            with pytest.raises(NotPermitted):
                transferring.accept(work, actor, transfer_id, gita)
            with pytest.raises(NotPermitted):
                transferring.decline(work, actor, transfer_id, "No")
    two.accept(transfer_id)
    for name in ("Gus", "Amina", "Gita", "Adam"):
        with two.office.at_work(name) as (work, actor):
            with pytest.raises(NotPermitted):
                transferring.complete(work, actor, transfer_id, bytes(16))
            with pytest.raises(NotPermitted):
                transferring.withdraw(work, actor, transfer_id)


def test_a_review_that_waits_holds_it(fresh_office: AnOffice) -> None:
    two = two_offices(fresh_office)
    review: InReview = handed_in(fresh_office)
    with fresh_office.at_work("Siri") as (work, actor):
        record = work.interviews.find(review.interview_id)
        assert record is not None
        said = transferring.propose(work, actor, record.case_id, two.green, need=NEED, why=WHY, agreed_on=AGREED_ON)
    assert isinstance(said, Held)
    assert Hold.REVIEW in said.holds

    with fresh_office.at_work("Siri") as (work, actor):
        for alert in work.alerts.waiting(actor):
            work.alerts.acknowledge(alert, actor.account_id)
    decision_id = review.decision_id
    review.confirm()
    two.handed_over(record.case_id)

    assert two.office.opened(review.interview_id, "Gus").id == review.interview_id
    assert review.review("Gus", decision_id).decision.decided is not None


def test_what_comes_up_after_the_yes_holds_it_too(two: TwoOffices, case: tuple[UUID, UUID]) -> None:
    transfer_id = two.propose(case[0])
    two.accept(transfer_id)
    with two.office.at_work("Siri") as (work, actor):
        erasing.ask(work, actor, case[0], ErasureReason.ORDERED, "A court")

    said = two.complete(transfer_id)

    assert said == Held((Hold.ERASURE,))
    assert two.show(transfer_id, "Siri").line.transfer.state is TransferState.ACCEPTED


def test_what_the_person_took_back_holds_it(fresh_office: AnOffice) -> None:
    two, record = two_offices(fresh_office), on_record(fresh_office)
    agreed(record)
    with fresh_office.at_work("Siri") as (work, actor):
        for alert in work.alerts.waiting(actor):
            work.alerts.acknowledge(alert, actor.account_id)
    transfer_id = two.propose(record.case_id)
    two.accept(transfer_id)
    given = {"a_agr_recipient": "Green", "a_agr_purpose": "transfer", "a_agr_given": "no"}
    record.add(SECTION, **given, a_agr_date="2026-11-20")

    said = two.complete(transfer_id)

    assert said == Held((Hold.AGREEMENT,))
    assert two.show(transfer_id, "Siri").holds == (Hold.AGREEMENT,)


def test_a_row_that_somebody_wrote_is_not_believed(two: TwoOffices, case: tuple[UUID, UUID]) -> None:
    transfer_id, meddler = two.propose(case[0]), Meddler(two.office.database_url)
    meddler.change(TransferRow, {"id": transfer_id}, state="accepted", caseworker_id=two.id_of("Bruno"))

    with pytest.raises(Broken):
        two.show(transfer_id, "Siri")


def test_a_save_that_is_under_way_is_waited_for_and_goes_along(two: TwoOffices, case: tuple[UUID, UUID]) -> None:
    transfer_id = two.propose(case[0])
    two.accept(transfer_id)
    two.show(transfer_id, "Siri")
    office, page = two.office, two.office.opened(case[1])
    values: dict[Key, Value | None] = {"s_pre_private": "yes"}

    with ThreadPoolExecutor(1) as threads:
        with office.at_work("Amina") as (work, actor):
            interviewing.save_page(work, actor, case[1], "s0_1", values, revision=page.revision, language="en")
            going = threads.submit(two.complete, transfer_id)
            with pytest.raises(TimeoutError):
                going.result(timeout=0.5)
        assert isinstance(going.result(timeout=30), Transfer)

    assert office.opened(case[1], "Gita").answers.values["s_pre_private"] == "yes"


def test_two_who_hand_it_over_at_once_do_it_once(two: TwoOffices, case: tuple[UUID, UUID]) -> None:
    another_supervisor(two.office, "Sam")
    transfer_id = two.propose(case[0])
    two.accept(transfer_id)
    for name in ("Siri", "Sam"):
        two.show(transfer_id, name)
    both = Barrier(2)

    def hand_over(name: str) -> bool:
        both.wait()
        try:
            return isinstance(two.complete(transfer_id, name), Transfer)
        except (NotNow, NotPermitted, AssertionError):
            return False

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(hand_over, ("Siri", "Sam")))

    assert sorted(done) == [False, True]
    assert [finds(two, case[1], name) for name in ("Siri", "Sam", "Gus", "Gita")] == [False, False, True, True]


def test_one_that_was_cut_off_changes_nothing(two: TwoOffices, case: tuple[UUID, UUID]) -> None:
    transfer_id = two.propose(case[0])
    two.accept(transfer_id)
    key_id = two.show(transfer_id, "Siri").line.transfer.receiver_key_id

    def cut_off() -> None:
        with two.office.at_work("Siri") as (work, actor):
            transferring.complete(work, actor, transfer_id, key_id)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off()

    assert [finds(two, case[1], name) for name in ("Siri", "Amina", "Gus")] == [True, True, False]
    assert isinstance(two.complete(transfer_id), Transfer)
    assert [finds(two, case[1], name) for name in ("Siri", "Amina", "Gus")] == [False, False, True]
