"""Erasing a case takes two people; then nobody opens it any more, whatever copy of the database they have."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from builders.meddling import Meddler
from builders.offices import AnOffice, an_office
from builders.reviews import InReview, another_supervisor, handed_in
from builders.store import Clock, copied_files, opened_store
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from interview.audit.events import Event
from interview.casework.interviews import InterviewState
from interview.casework.keeping import LONGEST_BACKUP, ErasureReason, Keeping
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import approving, erasing, interviewing
from interview.services.erasing import Certificate, Faulty, Request, Standing
from interview.store import erasing as in_store
from interview.store.refusals import LedgerRefused
from interview.store.revocations import RevocationKind
from interview.store.tables.cases import ErasureRow
from interview.store.tables.keeping import CertificateRow
from interview.vault.master import MasterKey

TEXT = "Opened for the wrong person"


@dataclass
class ToGo:
    """A case that was handed in and decided, in an office with two supervisors, Siri and Sara."""

    office: AnOffice
    case_id: UUID
    interview_id: UUID

    def ask(self, name: str = "Siri", reason: ErasureReason | None = ErasureReason.ORDERED, text: str = TEXT) -> object:
        with self.office.at_work(name) as (work, actor):
            return erasing.ask(work, actor, self.case_id, reason, text)

    def agree(self, name: str = "Sara") -> Request:
        with self.office.at_work(name) as (work, actor):
            return erasing.agree(work, actor, self.case_id)

    def erase(self, name: str = "Siri") -> Certificate:
        with self.office.at_work(name) as (work, actor):
            return erasing.erase(work, actor, self.case_id)

    def call_off(self, name: str) -> None:
        with self.office.at_work(name) as (work, actor):
            erasing.call_off(work, actor, self.case_id)

    def request(self, name: str = "Siri") -> Request:
        with self.office.at_work(name) as (work, actor):
            return erasing.request_of(work, actor, self.case_id)

    def rows(self) -> int:
        """How many rows of the case are left in any table but the trail."""
        tables = in_store.tables_of_cases()
        meddler = Meddler(self.office.database_url)
        count = 0
        with meddler._connection() as connection:
            for table in tables:
                if "case_id" in table.c:
                    found = connection.execute(table.select().where(table.c.case_id == self.case_id))
                    count += len(found.fetchall())
        return count


@pytest.fixture
def case(fresh_office: AnOffice) -> ToGo:
    another_supervisor(fresh_office, "Sara")
    found = handed_in(fresh_office)
    found.confirm()
    opened = fresh_office.opened(found.interview_id)
    return ToGo(fresh_office, opened.case_id, found.interview_id)


def test_one_asks_another_agrees_and_the_case_is_gone(case: ToGo) -> None:
    asked = case.ask()
    agreed = case.agree()
    before = case.rows()
    certificate = case.erase()

    assert isinstance(asked, Request)
    assert (asked.standing, agreed.standing) == (Standing.ASKED, Standing.AGREED)
    assert asked.text == TEXT
    assert before > 5
    assert case.rows() == 0
    assert case.office.events(Event.CASE_DESTROYED) == 1
    assert (certificate.asked_by, certificate.approved_by) == ("Siri", "Sara")
    assert certificate.destroyed_on == case.office.clock.now.date()
    assert certificate.unreadable_from == case.office.clock.now.date() + LONGEST_BACKUP
    for name in ("Amina", "Siri", "Sara"):
        with case.office.at_work(name) as (work, actor), pytest.raises(NotPermitted):
            interviewing.open_interview(work, actor, case.interview_id)


def test_nobody_erases_alone(case: ToGo) -> None:
    with pytest.raises(NotPermitted):
        case.erase()
    case.ask()
    with pytest.raises(NotPermitted):
        case.agree("Siri")
    with pytest.raises(NotPermitted):
        case.erase()

    assert case.request().standing is Standing.ASKED


def test_who_agreed_does_not_erase(case: ToGo) -> None:
    case.ask()
    case.agree()

    with pytest.raises(NotPermitted):
        case.erase("Sara")


def test_an_agreement_is_for_one_case(case: ToGo) -> None:
    other = handed_in(case.office)
    another = ToGo(case.office, case.office.opened(other.interview_id).case_id, other.interview_id)
    case.ask()
    case.agree()

    with pytest.raises(NotPermitted):
        another.erase()


def test_an_agreement_ends_after_a_week(case: ToGo) -> None:
    case.ask()
    case.agree()
    case.office.clock.now += timedelta(days=7)
    case.office.tokens.clear()

    assert case.request().standing is Standing.OVER
    with pytest.raises(NotPermitted):
        case.erase()
    case.ask()
    assert case.request().standing is Standing.ASKED


@pytest.mark.parametrize("name", ["Siri", "Sara"])
def test_it_can_be_called_off_by_either(case: ToGo, name: str) -> None:
    case.ask()
    case.call_off(name)

    assert case.request().standing is Standing.NONE
    with case.office.at_work("Sara") as (work, actor):
        assert approving.waiting(work, actor).to_answer == ()
    with pytest.raises(NotPermitted):
        case.erase()
    with pytest.raises(NotNow):
        case.call_off(name)
    case.ask()
    assert case.request().standing is Standing.ASKED


def test_an_agreement_goes_with_the_request_that_was_called_off(case: ToGo) -> None:
    case.ask()
    case.agree()
    case.call_off("Siri")
    case.ask(text="Quite another reason")

    assert case.request().standing is Standing.ASKED
    with pytest.raises(NotPermitted):
        case.erase()


def test_a_reason_is_needed(case: ToGo) -> None:
    assert case.ask(reason=None) is Faulty.REASON_MISSING
    assert case.ask(text="  ") is Faulty.TEXT_MISSING
    assert isinstance(case.ask(reason=ErasureReason.PERSONS_WISH, text=""), Request)
    with pytest.raises(NotNow):
        case.ask("Sara")


@pytest.mark.parametrize("name", ["Amina", "Bruno", "Ines", "Anna", "Adam"])
def test_only_supervisors_of_the_team_have_a_part_in_it(case: ToGo, name: str) -> None:
    case.ask()
    acts: tuple[Callable[[], object], ...] = (
        lambda: case.ask(name),
        lambda: case.agree(name),
        lambda: case.erase(name),
        lambda: case.request(name),
    )
    for act in acts:
        with pytest.raises(NotPermitted):
            act()
    with case.office.at_work(name) as (work, actor), pytest.raises(NotPermitted):
        erasing.wanted(work, actor)
    with case.office.at_work(name) as (work, actor), pytest.raises(NotPermitted):
        erasing.certificates(work, actor)


def test_a_case_that_does_not_exist_is_answered_like_one_of_others(case: ToGo) -> None:
    with case.office.at_work("Siri") as (work, actor), pytest.raises(NotPermitted):
        erasing.request_of(work, actor, uuid4())


def test_the_ledger_knows_before_anything_is_destroyed(case: ToGo, monkeypatch: pytest.MonkeyPatch) -> None:
    case.ask()
    case.agree()

    def full(*_: object) -> None:
        raise LedgerRefused

    with monkeypatch.context() as patched:
        patched.setattr("interview.store.revocation_file.RevocationFile.append", full)
        with pytest.raises(LedgerRefused):
            case.erase()
    assert case.rows() > 0
    case.office.tokens.clear()
    assert case.request().standing is Standing.AGREED

    case.erase()
    with case.office.at_work("Siri") as (work, _):
        taken = [one for one in work.revocations.in_force() if one.kind is RevocationKind.ERASURE]
    assert [one.subject_id for one in taken] == [case.case_id]


def test_what_was_cut_off_is_finished_with_its_certificate(case: ToGo, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    case.ask()
    case.agree()
    with monkeypatch.context() as patched:
        patched.setattr("interview.store.erasing._delete_rows", cut_off)
        with pytest.raises(KeyboardInterrupt):
            case.erase()
    meddler = Meddler(case.office.database_url)
    assert meddler.one(CertificateRow)["destroyed_on"] is None
    destroyed_on = case.office.clock.now.date()
    case.office.clock.now += timedelta(days=3)
    with case.office.store.work() as work:
        assert erasing.unfinished(work) == 1
        assert erasing.finish(work) == 1
        assert erasing.unfinished(work) == 0

    assert case.rows() == 0
    assert meddler.rows(ErasureRow) == []
    # The lock was destroyed on the first day: that is when it became unreadable.
    assert meddler.one(CertificateRow)["destroyed_on"] == destroyed_on
    assert case.office.events(Event.CASE_DESTROYED) == 1


def test_nothing_leads_from_a_certificate_to_the_case(case: ToGo) -> None:
    case.ask()
    case.agree()
    certificate = case.erase()

    row = Meddler(case.office.database_url).one(CertificateRow)

    assert case.case_id not in row.values()
    assert {name for name in row if name.endswith("_id")} == {"organisation_id", "team_id"}
    assert certificate.number == erasing.number_of(certificate.id)
    with case.office.at_work("Sara") as (work, actor):
        assert [one.number for one in erasing.certificates(work, actor)] == [certificate.number]
    with case.office.at_work("Amina") as (work, actor), pytest.raises(NotPermitted):
        erasing.certificate(work, actor, certificate.id)


def test_the_wish_of_the_person_ends_the_talk_and_reaches_the_supervisors(fresh_office: AnOffice) -> None:
    office = fresh_office
    interview_id = office.talk("in_the_middle", until="s5_1")
    case_id = office.opened(interview_id).case_id
    for _ in range(2):
        with office.at_work("Amina") as (work, actor):
            erasing.withdraw(work, actor, interview_id)

    with office.at_work("Siri") as (work, actor):
        request = erasing.request_of(work, actor, case_id)
        wanted = erasing.wanted(work, actor)
        due = work.retention.until(case_id)
        taken = {one.kind for one in work.revocations.in_force()}

    assert office.opened(interview_id).state is InterviewState.WITHDRAWN
    assert (request.standing, request.reason) == (Standing.WISHED, ErasureReason.PERSONS_WISH)
    assert [one.case_id for one in wanted] == [case_id]
    assert due == office.clock.now.date()
    assert RevocationKind.CONSENT_WITHDRAWN in taken
    assert office.events(Event.ERASURE_WISHED) == 1


def test_a_talk_that_was_handed_in_stays_until_two_people_erased_it(case: ToGo) -> None:
    with case.office.at_work("Amina") as (work, actor):
        erasing.withdraw(work, actor, case.interview_id)
    assert case.office.opened(case.interview_id).state is InterviewState.ACCEPTED

    case.ask(reason=ErasureReason.PERSONS_WISH, text="")
    case.agree()
    case.erase()
    assert case.rows() == 0


@pytest.mark.parametrize("name", ["Bruno", "Ines", "Anna", "Adam"])
def test_nobody_else_passes_a_wish_on(case: ToGo, name: str) -> None:
    with case.office.at_work(name) as (work, actor), pytest.raises(NotPermitted):
        erasing.withdraw(work, actor, case.interview_id)


def test_agreeing_on_the_list_of_what_needs_two_people_counts(case: ToGo) -> None:
    case.ask()
    with case.office.at_work("Sara") as (work, actor):
        (waiting,) = approving.waiting(work, actor).to_answer
        approving.approve(work, actor, waiting.id)

    assert case.request().standing is Standing.AGREED
    case.erase()


def test_a_case_sent_back_or_asked_about_goes_whole(fresh_office: AnOffice) -> None:
    another_supervisor(fresh_office, "Sara")
    found: InReview = handed_in(fresh_office)
    found.send_back()
    found.answer()
    case = ToGo(fresh_office, fresh_office.opened(found.interview_id).case_id, found.interview_id)
    case.ask()
    case.agree()
    case.erase()

    meddler = Meddler(fresh_office.database_url)
    with meddler._connection() as connection:
        left = {table.name for table in in_store.tables_of_cases() if connection.execute(table.select()).first()}
    assert left == set()


@given(days=st.integers(0, 400), on=st.dates(date(2020, 1, 1), date(2080, 1, 1)))
def test_no_certificate_promises_later_than_thirty_days(days: int, on: date) -> None:
    from_day = Keeping(backups=timedelta(days=days)).unreadable_from(on)

    assert on <= from_day <= on + timedelta(days=30)


@given(st.uuids())
def test_the_number_of_a_certificate_is_easily_said(certificate_id: UUID) -> None:
    number = erasing.number_of(certificate_id)

    assert len(number) == 14
    assert not set(number) & set("01ILO")


PEOPLE = ("Siri", "Sara", "Amina", "Adam")
SUPERVISORS = ("Siri", "Sara")


def a_life(office: AnOffice) -> type[RuleBasedStateMachine]:
    """Every sequence of asking, agreeing, calling off and erasing one case, by everybody."""
    interview_id = office.begin()
    case = ToGo(office, office.opened(interview_id).case_id, interview_id)

    class Life(RuleBasedStateMachine):
        asker, agreed, gone = "", False, False

        def _try(self, act: Callable[[], object]) -> bool:
            try:
                act()
            except (NotPermitted, NotNow):
                return False
            return True

        @rule(who=st.sampled_from(PEOPLE))
        def asks(self, who: str) -> None:
            done = self._try(lambda: case.ask(who))
            assert done == (who in SUPERVISORS and not self.asker and not self.gone)
            self.asker = who if done else self.asker

        @rule(who=st.sampled_from(PEOPLE))
        def agrees(self, who: str) -> None:
            done = self._try(lambda: case.agree(who))
            other = who in SUPERVISORS and who != self.asker
            assert done == (bool(self.asker) and other and not self.agreed and not self.gone)
            self.agreed = self.agreed or done

        @rule(who=st.sampled_from(PEOPLE))
        def calls_off(self, who: str) -> None:
            done = self._try(lambda: case.call_off(who))
            assert done == (bool(self.asker) and who in SUPERVISORS and not self.gone)
            self.asker, self.agreed = ("", False) if done else (self.asker, self.agreed)

        @rule(who=st.sampled_from(PEOPLE))
        def erases(self, who: str) -> None:
            done = self._try(lambda: case.erase(who))
            assert done == (who == self.asker != "" and self.agreed and not self.gone)
            self.gone = self.gone or done

        def teardown(self) -> None:
            nonlocal case
            assert (case.rows() == 0) == self.gone
            if self.gone or self.asker:
                began = office.begin()
                case = ToGo(office, office.opened(began).case_id, began)

    return Life


def test_no_sequence_of_anybody_erases_without_two(alone: AnOffice) -> None:
    checks = list(HealthCheck)
    few = settings(max_examples=10, stateful_step_count=15, deadline=timedelta(minutes=1), suppress_health_check=checks)

    run_state_machine_as_test(a_life(alone), settings=few)


@pytest.fixture
def alone(sqlite_templates: Path, tmp_path: Path, fast_passphrases: None) -> Iterator[AnOffice]:
    del fast_passphrases
    clock, databases = Clock(), copied_files(sqlite_templates, tmp_path)
    store = opened_store(databases, MasterKey.generate(), clock)
    office = an_office(store, databases.cases, clock)
    another_supervisor(office, "Sara")
    yield office
    store.close()


@pytest.mark.parametrize(("days", "counts"), [(0, False), (3, True), (45, False)])
def test_a_certificate_names_an_earlier_day_once_the_master_key_was_replaced(
    case: ToGo, days: int, counts: bool
) -> None:
    case.ask()
    case.agree()
    before = case.erase()
    replaced_at = case.office.clock.now + timedelta(days=days)
    rotation = case.office.store.rotation()

    rotation.begin(replaced_at)
    with case.office.at_work("Siri") as (work, actor):
        cut_off = erasing.certificate(work, actor, before.id)
    rotation.end(replaced_at)
    with case.office.at_work("Siri") as (work, actor):
        after = erasing.certificate(work, actor, before.id)

    assert (before.key_replaced_on, cut_off.key_replaced_on) == (None, None)
    # On the very day it may have been replaced before the case was erased; after 30 days it says nothing new.
    assert after.key_replaced_on == (replaced_at.date() if counts else None)
    assert after.unreadable_from == before.unreadable_from
