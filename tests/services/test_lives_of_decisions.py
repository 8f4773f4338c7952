"""The lives of interviews and decisions together: every act by everybody, in every order.

Nobody decides on what they wrote, asked for, passed on or decided before, however roles change and whatever is voided,
sent back or handed in again meanwhile; and what stood once stands.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from builders.offices import AnOffice, an_office
from builders.reviews import InReview, another_supervisor, handed_in
from builders.store import Clock, copied_files, opened_store
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from interview.casework.actors import Role
from interview.casework.decisions import TO_DECIDE, StepKind, Waiting
from interview.casework.interviews import InterviewState
from interview.casework.proposals import ProposalState
from interview.casework.refusals import NotNow, NotPermitted
from interview.casework.steps import Decision, Step
from interview.questionnaire.answers import Key
from interview.services import submitting
from interview.services.decision_results import Decided
from interview.services.reviewing import Review
from interview.vault.master import MasterKey

SUPERVISORS = ("Siri", "Sam", "Tess")
EVERYBODY = (*SUPERVISORS, "Amina", "Bruno", "Ines", "Anna", "Adam")
DECIDING = (StepKind.CONFIRMED, StepKind.OVERRIDDEN)
people = st.sampled_from(EVERYBODY)
supervisors = st.sampled_from(SUPERVISORS)


class Lives(RuleBasedStateMachine):
    """One interview. "Amina" writes it, and may become a supervisor in the middle of it."""

    office: AnOffice

    def __init__(self) -> None:
        super().__init__()
        self.wrote: set[str] = set()
        self.had_a_part: set[str] = set()
        self.decider: str | None = None
        self.said: dict[UUID, tuple[Step, ...]] = {}
        self.count = 0

    @initialize()
    def is_handed_in(self) -> None:
        self.case: InReview = handed_in(self.office)
        self.wrote.add("Amina")
        self.supervises = False

    def teardown(self) -> None:
        if getattr(self, "supervises", False):
            self.becomes_caseworker_again()

    @property
    def reader(self) -> str:
        """A supervisor who reads everything: who reads decides nothing by it."""
        return "Siri"

    @property
    def newest(self) -> Review:
        return self.case.review(self.reader, self._newest_id())

    def _newest_id(self) -> UUID:
        with self.office.at_work(self.reader) as (work, _):
            newest = work.decisions.newest(self.case.interview_id)
        assert newest is not None
        return newest.id

    def _may_decide(self, who: str) -> bool:
        supervises = who in SUPERVISORS or (who == "Amina" and self.supervises)
        return supervises and who not in self.wrote | self.had_a_part

    def _try(self, act: Callable[[], object]) -> Decision | None:
        """What came of an act; None where it was refused."""
        try:
            result = act()
        except (NotPermitted, NotNow):
            return None
        return result.decision if isinstance(result, Decided) else None

    @rule(who=people)
    def takes(self, who: str) -> None:
        if self._try(lambda: self._with_reader(self.case.take, who)) is not None:
            assert self._may_decide(who)

    @rule(who=people)
    def confirms(self, who: str) -> None:
        self._decides(who, self._try(lambda: self._with_reader(self.case.confirm, who)))

    @rule(who=people)
    def overrides(self, who: str) -> None:
        self._decides(who, self._try(lambda: self._with_reader(self.case.override, who)))

    def _decides(self, who: str, decision: Decision | None) -> None:
        if decision is not None:
            assert self._may_decide(who)
            assert decision.decided is not None
            assert decision.decided.by_name == who
            self.decider = who

    @rule(who=people)
    def sends_back(self, who: str) -> None:
        if self._try(lambda: self._with_reader(self.case.send_back, who)) is not None:
            assert self._may_decide(who)
            assert self.office.opened(self.case.interview_id, self.reader).state is InterviewState.RETURNED
            decision = self.newest.decision
            assert decision.decided is None or decision.reconsideration is not None

    @rule(who=people)
    def passes_on(self, who: str) -> None:
        if self._try(lambda: self._with_reader(self.case.escalate, who)) is not None:
            assert self._may_decide(who)
            self.had_a_part.add(who)

    @rule(who=people)
    def tells(self, who: str) -> None:
        self._try(lambda: self._with_reader(self.case.tell, who))

    @rule(who=people)
    def writes_down_that_another_look_is_asked_for(self, who: str) -> None:
        if self._try(lambda: self._with_reader(self.case.ask_again, who)) is not None:
            assert self.decider is not None
            self.had_a_part |= {who, self.decider}

    @rule(who=people)
    def answers_a_pin(self, who: str) -> None:
        try:
            self.case.answer(name=who)
        except (NotPermitted, NotNow):
            return
        self.wrote.add(who)

    @rule(who=people)
    def changes_an_answer(self, who: str) -> None:
        self.count += 1
        given: dict[Key, object] = {"s_vot_reason": f"Reason {self.count}"}
        try:
            self.office.save(self.case.interview_id, "s12_1", given, name=who, set_aside_confirmed=True)
        except (NotPermitted, NotNow):
            return
        assert not (who == "Amina" and self.supervises)
        self.wrote.add(who)
        state = self.newest.decision.state
        assert state in (ProposalState.VOIDED_BY_EDIT, ProposalState.RETURNED)

    @rule(who=people)
    def hands_in(self, who: str) -> None:
        try:
            revision = self.office.opened(self.case.interview_id, who).revision
            with self.office.at_work(who) as (work, actor):
                result = submitting.submit(work, actor, self.case.interview_id, revision=revision)
        except (NotPermitted, NotNow):
            return
        if isinstance(result, submitting.Submitted):
            self.wrote.add(who)
            assert self.newest.decision.state is ProposalState.PROPOSED

    @rule(data=st.data(), who=supervisors)
    def goes_on(self, data: st.DataObject, who: str) -> None:
        """Whatever may come next, by somebody who might do it: so that lives come far."""
        state = self.newest.decision.state
        if state in TO_DECIDE:
            act = data.draw(st.sampled_from([self.confirms, self.overrides, self.sends_back, self.passes_on]))
            act(who)
        elif state is ProposalState.RETURNED:
            self.answers_a_pin("Amina")
            self.hands_in("Amina")
        elif state is ProposalState.VOIDED_BY_EDIT:
            self.hands_in("Amina")
        elif state in (ProposalState.CONFIRMED, ProposalState.OVERRIDDEN):
            data.draw(st.sampled_from([self.tells, self.changes_an_answer]))("Amina")
        else:
            asks = self.writes_down_that_another_look_is_asked_for
            data.draw(st.sampled_from([asks, self.changes_an_answer]))("Amina")

    @rule()
    def is_looked_at_again_and_sent_back(self) -> None:
        """The long way, that chance seldom takes: decided, told, looked at again by somebody who has questions."""
        self.confirms("Siri")
        self.tells("Amina")
        self.writes_down_that_another_look_is_asked_for("Amina")
        self.sends_back("Sam")

    @rule()
    def becomes_a_supervisor(self) -> None:
        if self.supervises:
            return
        self._roles(frozenset())
        with self.office.at_work("Siri") as (work, _):
            amina = next(one for one in work.accounts.list(self.office.made.organisation.id) if one.name == "Amina")
            work.accounts.change(amina.id, roles=frozenset({Role.SUPERVISOR}))
            work.teams.admit(self.office.made.team.id, amina.id)
        self.office.tokens.pop("Amina", None)
        self.supervises = True

    @rule()
    def becomes_caseworker_again(self) -> None:
        if not self.supervises:
            return
        self._roles(frozenset({Role.CASEWORKER}))
        self.supervises = False

    def _roles(self, roles: frozenset[Role]) -> None:
        with self.office.store.work() as work:
            accounts = work.accounts.list(self.office.made.organisation.id)
            amina = next(account for account in accounts if account.name == "Amina")
            work.accounts.change(amina.id, roles=roles)
        self.office.tokens.pop("Amina", None)

    def _with_reader(self, act: Callable[..., object], who: str) -> object:
        """The act from a screen that shows everything, whoever it was that looked."""
        self.case.author = self.reader
        try:
            return act(who)
        finally:
            self.case.author = "Amina"

    @invariant()
    def what_stood_stands(self) -> None:
        if not hasattr(self, "case"):
            return
        review = self.newest
        for decision in (review.decision, *review.earlier):
            before = self.said.get(decision.id, ())
            now = tuple(decision.steps)
            assert [step.at for step in now[: len(before)]] == [step.at for step in before]
            assert [step.kind for step in now[: len(before)]] == [step.kind for step in before]
            self.said[decision.id] = now
            for step in now:
                assert step.kind not in DECIDING or step.by_id != decision.proposer_id

    @invariant()
    def the_list_counts_what_is_open(self) -> None:
        if not hasattr(self, "case"):
            return
        decision = self.newest.decision
        with self.office.at_work("Siri") as (work, actor):
            counted = work.decisions.pinned(actor, [self.case.interview_id])
        if decision.waiting is Waiting.PINS:
            assert counted == {self.case.interview_id: sum(pin.answer is None for pin in decision.pins)}
        else:
            assert counted == {}

    @invariant()
    def the_screen_says_what_is_so(self) -> None:
        if not hasattr(self, "case"):
            return
        for who in SUPERVISORS:
            review = self.case.review(who, self._newest_id())
            assert not review.may_decide or self._may_decide(who)
            if review.why_not is None:
                assert review.may_decide


@pytest.fixture
def office(sqlite_templates: Path, tmp_path: Path, fast_passphrases: None) -> Iterator[AnOffice]:
    clock, databases = Clock(), copied_files(sqlite_templates, tmp_path)
    store = opened_store(databases, MasterKey.generate(), clock)
    office = an_office(store, databases.cases, clock)
    for name in SUPERVISORS[1:]:
        another_supervisor(office, name)
    yield office
    store.close()


def test_no_sequence_of_anybody_lets_an_author_decide(office: AnOffice) -> None:
    machine = type("Lives", (Lives,), {"office": office})
    few = settings(
        max_examples=10,
        stateful_step_count=25,
        deadline=timedelta(minutes=2),
        suppress_health_check=list(HealthCheck),
    )

    run_state_machine_as_test(machine, settings=few)
