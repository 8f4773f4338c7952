"""Two people: who asks never gives, who gives is entitled, and what was given is used once, for that very thing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from builders.offices import AnOffice, an_office
from builders.store import Clock, copied_files, opened_store
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, rule, run_state_machine_as_test

from interview.audit.events import Event
from interview.casework.approvals import ASKED_BY, GIVEN_BY, LASTS
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import accounts, approving, teams
from interview.services.approving import Approval, ApprovalKind, ApprovalState
from interview.vault.master import MasterKey


def a_second_supervisor(office: AnOffice, name: str = "Sara") -> None:
    """A supervisor of the same team, once."""
    if name in office.passphrases:
        return
    with office.at_work("Adam") as (work, actor):
        made = accounts.create_account(work, actor, name=name, roles=frozenset())
    assert isinstance(made, accounts.Created)
    office.passphrases[name] = made.passphrase
    with office.at_work("Siri") as (work, actor):
        teams.admit(work, actor, office.made.team.id, made.account.id)


@pytest.fixture
def two(office: AnOffice) -> AnOffice:
    a_second_supervisor(office)
    return office


def ask(office: AnOffice, name: str, kind: ApprovalKind, subject_id: UUID, other_id: UUID | None = None) -> Approval:
    with office.at_work(name) as (work, actor):
        return approving.ask(work, actor, kind, subject_id, other_id)


def approve(office: AnOffice, name: str, approval: Approval) -> Approval:
    with office.at_work(name) as (work, actor):
        return approving.approve(work, actor, approval.id)


def use(office: AnOffice, name: str, approval: Approval) -> Approval:
    with office.at_work(name) as (work, actor):
        return approving.use(
            work, actor, approval.id, kind=approval.kind, subject_id=approval.subject_id, other_id=approval.other_id
        )


def test_what_one_asks_another_gives_and_it_is_used_once(two: AnOffice) -> None:
    used_before = two.events(Event.APPROVAL_USED)
    asked = ask(two, "Siri", ApprovalKind.REGRANT, uuid4())

    approve(two, "Sara", asked)
    used = use(two, "Siri", asked)

    assert used.state is ApprovalState.USED
    assert two.events(Event.APPROVAL_USED) == used_before + 1
    with pytest.raises(NotPermitted):
        use(two, "Siri", asked)


def test_nobody_gives_what_they_asked_for(two: AnOffice) -> None:
    asked = ask(two, "Siri", ApprovalKind.REGRANT, uuid4())

    with pytest.raises(NotPermitted):
        approve(two, "Siri", asked)
    with pytest.raises(NotPermitted):
        use(two, "Siri", asked)


def test_only_who_asked_uses_it(two: AnOffice) -> None:
    asked = ask(two, "Siri", ApprovalKind.REGRANT, uuid4())
    approve(two, "Sara", asked)

    with pytest.raises(NotPermitted):
        use(two, "Sara", asked)


def test_it_is_good_for_that_very_thing_alone(two: AnOffice) -> None:
    asked = ask(two, "Siri", ApprovalKind.REGRANT, uuid4(), uuid4())
    approve(two, "Sara", asked)

    for wrong in (
        {"kind": ApprovalKind.ERASURE, "subject_id": asked.subject_id, "other_id": asked.other_id},
        {"kind": asked.kind, "subject_id": uuid4(), "other_id": asked.other_id},
        {"kind": asked.kind, "subject_id": asked.subject_id},
    ):
        with two.at_work("Siri") as (work, actor), pytest.raises(NotPermitted):
            approving.use(work, actor, asked.id, **wrong)  # type: ignore[arg-type]  # one of each kind


@pytest.mark.parametrize("name", ["Amina", "Ines", "Anna", "Adam"])
def test_who_is_not_entitled_neither_asks_nor_gives(two: AnOffice, name: str) -> None:
    asked = ask(two, "Siri", ApprovalKind.REGRANT, uuid4())

    with pytest.raises(NotPermitted):
        ask(two, name, ApprovalKind.REGRANT, uuid4())
    with pytest.raises(NotPermitted):
        approve(two, name, asked)
    with two.at_work(name) as (work, actor), pytest.raises(NotPermitted):
        approving.find(work, actor, asked.id)


def test_an_erasure_is_given_by_a_supervisor_of_the_case(two: AnOffice) -> None:
    interview_id = two.begin()
    case_id = two.opened(interview_id).case_id
    asked = ask(two, "Siri", ApprovalKind.ERASURE, case_id)
    unknown = ask(two, "Siri", ApprovalKind.ERASURE, uuid4())

    with pytest.raises(NotPermitted):
        approve(two, "Sara", unknown)
    assert approve(two, "Sara", asked).state is ApprovalState.GIVEN


def test_what_was_refused_stays_refused(two: AnOffice) -> None:
    asked = ask(two, "Siri", ApprovalKind.REGRANT, uuid4())
    with two.at_work("Sara") as (work, actor):
        approving.refuse(work, actor, asked.id)

    with pytest.raises(NotNow):
        approve(two, "Sara", asked)
    with pytest.raises(NotPermitted):
        use(two, "Siri", asked)


def test_after_seven_days_it_is_neither_given_nor_used(fresh_office: AnOffice) -> None:
    a_second_supervisor(fresh_office)
    one, other = (ask(fresh_office, "Siri", ApprovalKind.REGRANT, uuid4()) for _ in range(2))
    approve(fresh_office, "Sara", one)

    fresh_office.clock.advance(LASTS)
    fresh_office.tokens.clear()

    with pytest.raises(NotPermitted):
        use(fresh_office, "Siri", one)
    with pytest.raises(NotNow):
        approve(fresh_office, "Sara", other)


def test_asking_twice_asks_once(two: AnOffice) -> None:
    subject_id = uuid4()

    assert ask(two, "Siri", ApprovalKind.REGRANT, subject_id) == ask(two, "Siri", ApprovalKind.REGRANT, subject_id)


def test_what_waits_is_shown_to_those_who_may_give_it(two: AnOffice) -> None:
    asked = ask(two, "Siri", ApprovalKind.REGRANT, uuid4())

    def shown(name: str) -> approving.Waiting:
        with two.at_work(name) as (work, actor):
            return approving.waiting(work, actor)

    assert asked in shown("Sara").to_answer
    assert asked not in shown("Siri").to_answer
    assert asked in shown("Siri").asked
    assert asked not in shown("Adam").to_answer


PEOPLE = ("Siri", "Sara", "Adam", "Amina", "Anna")
KINDS = (ApprovalKind.OFFICE_TEAM, ApprovalKind.REGRANT)


def a_life(office: AnOffice) -> type[RuleBasedStateMachine]:
    """Every sequence of asking, giving, refusing, using and waiting, by everybody."""

    class Life(RuleBasedStateMachine):
        approvals = Bundle("approvals")

        def __init__(self) -> None:
            super().__init__()
            self.giver: dict[UUID, str] = {}
            self.used: set[UUID] = set()

        @rule(target=approvals, who=st.sampled_from(PEOPLE), kind=st.sampled_from(KINDS))
        def asks(self, who: str, kind: ApprovalKind) -> tuple[str, Approval] | None:
            about = (kind, uuid4(), office.made.team.id)
            with office.at_work(who) as (work, actor):
                if not actor.roles & ASKED_BY[kind]:
                    with pytest.raises(NotPermitted):
                        approving.ask(work, actor, *about)
                    return None
                return who, approving.ask(work, actor, *about)

        @rule(one=approvals, who=st.sampled_from(PEOPLE), says_yes=st.booleans())
        def answers(self, one: tuple[str, Approval] | None, who: str, *, says_yes: bool) -> None:
            if one is None:
                return
            asker, approval = one
            with office.at_work(who) as (work, actor):
                entitled = who != asker and bool(actor.roles & GIVEN_BY[approval.kind])
                answer = approving.approve if says_yes else approving.refuse
                try:
                    answer(work, actor, approval.id)
                except NotPermitted:
                    assert not entitled
                except NotNow:
                    assert entitled
                else:
                    assert entitled
                    assert approval.id not in self.giver
                    self.giver[approval.id] = who if says_yes else ""

        @rule(one=consumes(approvals), who=st.sampled_from(PEOPLE))
        def uses(self, one: tuple[str, Approval] | None, who: str) -> None:
            if one is None:
                return
            asker, approval = one
            try:
                use(office, who, approval)
            except NotPermitted:
                assert who != asker or not self.giver.get(approval.id) or approval.id in self.used
            else:
                assert self.giver[approval.id] not in {"", asker}
                assert approval.id not in self.used
                self.used.add(approval.id)

    return Life


@pytest.fixture
def alone(sqlite_templates: Path, tmp_path: Path, fast_passphrases: None) -> Iterator[AnOffice]:
    clock, databases = Clock(), copied_files(sqlite_templates, tmp_path)
    store = opened_store(databases, MasterKey.generate(), clock)
    office = an_office(store, databases.cases, clock)
    a_second_supervisor(office)
    yield office
    store.close()


def test_no_sequence_of_anybody_gets_round_the_second_person(alone: AnOffice) -> None:
    checks = list(HealthCheck)
    few = settings(max_examples=12, stateful_step_count=20, deadline=timedelta(minutes=1), suppress_health_check=checks)

    run_state_machine_as_test(a_life(alone), settings=few)


def test_of_two_who_use_it_at_once_one_comes_too_late(two: AnOffice) -> None:
    asked = ask(two, "Siri", ApprovalKind.REGRANT, uuid4())
    approve(two, "Sara", asked)

    def at_once() -> None:
        with two.at_work("Siri") as (slow, actor):
            # What the slow one saw before the fast one used it.
            found = approving.require_given(slow, actor, asked.id, kind=asked.kind, subject_id=asked.subject_id)
            use(two, "Siri", asked)
            approving._used(slow, actor, found)

    with pytest.raises(NotNow):
        at_once()
