"""The life of a transfer, in every order of acts by senders, receivers and strangers.

At every moment exactly one side can open the case, whatever is offered, taken, taken back or handed over meanwhile; and
never a stranger.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from builders.offices import an_office
from builders.store import Clock, copied_files, opened_store
from builders.transfers import AGREED_ON, NEED, WHY, TwoOffices, two_offices
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.refusals import NotNow, NotPermitted
from interview.casework.transfers import Transfer, TransferState
from interview.services import UnitOfWork, team_keys, transferring
from interview.vault.master import MasterKey

T = TransferState
BLUE, GREEN, STRANGERS = {"Siri", "Amina"}, {"Gus", "Gita"}, {"Bruno", "Ines", "Anna", "Adam"}
SUPERVISORS, CASEWORKERS = {"blue": "Siri", "green": "Gus"}, {"blue": "Amina", "green": "Gita"}
people = st.sampled_from(sorted(BLUE | GREEN | STRANGERS))
Act = Callable[[UnitOfWork, Actor, UUID], object]


class Lives(RuleBasedStateMachine):
    """One case of Amina's, that may go to and fro."""

    two: TwoOffices

    def __init__(self) -> None:
        super().__init__()
        self.holder = "blue"
        self.state: TransferState | None = None
        self.transfer_id: UUID | None = None
        self.stale = False

    @initialize()
    def is_begun(self) -> None:
        self.interview_id = self.two.office.begin()
        self.case_id = self.two.office.opened(self.interview_id).case_id

    @property
    def sender(self) -> str:
        return SUPERVISORS[self.holder]

    @property
    def other(self) -> str:
        return "green" if self.holder == "blue" else "blue"

    def _team(self, side: str) -> UUID:
        return self.two.green if side == "green" else self.two.office.made.team.id

    def _try(self, who: str, act: Act) -> object:
        """What came of an act upon the newest transfer; None where it was refused."""
        if self.transfer_id is None:
            return None
        try:
            with self.two.office.at_work(who) as (work, actor):
                return act(work, actor, self.transfer_id)
        except (NotPermitted, NotNow):
            return None

    @rule(who=people)
    def offers(self, who: str) -> None:
        to = self._team(self.other)
        try:
            with self.two.office.at_work(who) as (work, actor):
                made = transferring.propose(work, actor, self.case_id, to, need=NEED, why=WHY, agreed_on=AGREED_ON)
        except (NotPermitted, NotNow):
            assert who != self.sender or self.state in {T.PROPOSED, T.ACCEPTED}
            return
        assert isinstance(made, Transfer)
        assert who == self.sender
        self.transfer_id, self.state, self.stale = made.id, T.PROPOSED, False

    @rule(who=people)
    def says_yes(self, who: str) -> None:
        named = self.two.id_of(CASEWORKERS[self.other])
        said = self._try(who, lambda work, actor, one: transferring.accept(work, actor, one, named))
        allowed = who == SUPERVISORS[self.other] and self.state is T.PROPOSED and not self.stale
        assert isinstance(said, Transfer) == allowed
        self.state = T.ACCEPTED if allowed else self.state

    @rule(who=people, late=st.booleans())
    def says_no(self, who: str, late: bool) -> None:
        act, was, after = (
            (transferring.stop, T.ACCEPTED, T.STOPPED) if late else (transferring.decline, T.PROPOSED, T.DECLINED)
        )
        said = self._try(who, lambda work, actor, one: act(work, actor, one, "Full"))
        allowed = who == SUPERVISORS[self.other] and self.state is was
        assert isinstance(said, Transfer) == allowed
        self.state = after if allowed else self.state

    @rule(who=people)
    def takes_it_back(self, who: str) -> None:
        def withdraw(work: UnitOfWork, actor: Actor, transfer_id: UUID) -> bool:
            transferring.withdraw(work, actor, transfer_id)
            return True

        allowed = who == self.sender and self.state in {T.PROPOSED, T.ACCEPTED}
        assert (self._try(who, withdraw) is True) == allowed
        self.state = T.WITHDRAWN if allowed else self.state

    @rule(who=people, compared=st.booleans())
    def hands_over(self, who: str, compared: bool) -> None:
        def complete(work: UnitOfWork, actor: Actor, transfer_id: UUID) -> object:
            words = work.teams.read_out(actor.organisation_id, self._team(self.other))
            return transferring.complete(work, actor, transfer_id, words.key_id if compared else bytes(16))

        allowed = who == self.sender and self.state is T.ACCEPTED and compared and not self.stale
        assert isinstance(self._try(who, complete), Transfer) == allowed
        if allowed:
            self.holder, self.state, self.transfer_id = self.other, T.COMPLETED, None

    @rule()
    def goes_on(self) -> None:
        """What comes next, by whoever does it: left to chance alone, little would ever be handed over."""
        match self.state:
            case T.PROPOSED:
                self.says_yes(SUPERVISORS[self.other])
            case T.ACCEPTED:
                self.hands_over(self.sender, compared=True)
            case _:
                self.offers(self.sender)

    @rule(side=st.sampled_from(["blue", "green"]))
    def gets_another_key(self, side: str) -> None:
        with self.two.office.at_work(SUPERVISORS[side]) as (work, actor):
            team_keys.change(work, actor, self._team(side))
        with self.two.office.at_work(SUPERVISORS[side]) as (work, actor):
            while team_keys.go_on(work, actor, self._team(side)):
                pass
        self.stale = self.stale or side == self.other

    @invariant()
    def exactly_one_side_opens_it(self) -> None:
        if not hasattr(self, "case_id"):
            return
        opens = {name for name in BLUE | GREEN | STRANGERS if self._opens(name)}
        assert opens == (BLUE if self.holder == "blue" else GREEN)

    def _opens(self, name: str) -> bool:
        try:
            return self.two.office.opened(self.interview_id, name).id == self.interview_id
        except NotPermitted:
            return False


@pytest.fixture
def two(sqlite_templates: Path, tmp_path: Path, fast_passphrases: None) -> Iterator[TwoOffices]:
    clock, databases = Clock(), copied_files(sqlite_templates, tmp_path)
    store = opened_store(databases, MasterKey.generate(), clock)
    yield two_offices(an_office(store, databases.cases, clock))
    store.close()


def test_exactly_one_side_can_open_a_case_whatever_happens(two: TwoOffices) -> None:
    machine = type("Lives", (Lives,), {"two": two})
    few = settings(
        max_examples=10,
        stateful_step_count=25,
        deadline=timedelta(minutes=2),
        suppress_health_check=list(HealthCheck),
    )

    run_state_machine_as_test(machine, settings=few)
    assert two.office.events(Event.TRANSFER_COMPLETED) > 0
