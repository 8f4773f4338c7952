"""Every sequence of what both sides may try: a referral is where the model says, and nothing leaks before it may.

The model is a handful of flags. Whoever tries whatever, in whatever order: what is refused changes nothing, what was
handed over opens for one person alone and only between the agreement and its end, and both sides see the same state.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from builders.offices import an_office
from builders.referring import Between, between
from builders.store import Clock, copied_files, opened_store
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from interview.casework.referrals import DeclineReason, Referral, ReferralState
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import entries, receiving, referring
from interview.store.opening import Store
from interview.store.refusals import Broken
from interview.vault.master import MasterKey

S = ReferralState
DAY = timedelta(days=1)
THEM = ("Theo", "Cleo", "Dora", "Ada")


class Lives(RuleBasedStateMachine):
    """One record, one other organisation, and everybody in both trying everything."""

    make: Callable[[], Between]

    def __init__(self) -> None:
        super().__init__()
        self.both = type(self).make()
        self.both.note()
        self.agreement = self.both.agree("name")
        self.state = S.CONSENT_CHECKED
        self.id: UUID | None = None
        self.live, self.handed, self.opened, self.taker = True, False, False, ""

    def tries(self, deed: Callable[[], object]) -> bool:
        """Whether it was done."""
        try:
            done = deed()
        except (NotNow, NotPermitted, Broken):
            return False
        return done is None or isinstance(done, Referral | UUID) or not isinstance(done, referring.Refused)

    @property
    def runs(self) -> bool:
        return self.state in {S.SENT, S.ACCEPTED, S.IN_PROGRESS}

    def over(self, state: ReferralState) -> None:
        self.state, self.handed = state, False

    @rule()
    def asks(self) -> None:
        done = self.tries(self.both.send)

        # What was taken back can be asked for anew; an ending is looked at first.
        assert done == (self.id is None or self.state is S.REVOKED)
        if done:
            referral = self.both.shown().referral
            assert referral is not None
            self.id = referral.id
            self.state, self.opened, self.taker = S.SENT, False, ""

    @precondition(lambda self: self.id is not None)
    @rule(taker=st.sampled_from(("Cleo", "Dora")))
    def says_yes(self, taker: str) -> None:
        assert self.id is not None
        referral_id = self.id

        done = self.tries(lambda: self.both.accept(referral_id, taker=taker))

        assert done == (self.state is S.SENT)
        if done:
            self.state, self.taker = S.ACCEPTED, taker

    @precondition(lambda self: self.id is not None)
    @rule(who=st.sampled_from(THEM))
    def says_no(self, who: str) -> None:
        def decline() -> object:
            with self.both.theirs.at_work(who) as (work, actor):
                assert self.id is not None
                return receiving.decline(work, actor, self.id, reason=DeclineReason.OTHER)

        done = self.tries(decline)

        assert done == (self.state is S.SENT and who == "Theo")
        if done:
            self.over(S.DECLINED)

    @rule(classes=st.sampled_from((("name",), ("name", "case_summary"))))
    def hands_over(self, classes: tuple[str, ...]) -> None:
        done = self.tries(lambda: self.both.hand_over(*classes))

        assert done == (self.state is S.ACCEPTED and not self.opened and self.live and classes == ("name",))
        if done:
            self.handed = True

    @precondition(lambda self: self.id is not None)
    @rule(who=st.sampled_from(THEM))
    def opens(self, who: str) -> None:
        assert self.id is not None
        referral_id = self.id

        done = self.tries(lambda: self.both.open(referral_id, who))

        assert done == (self.state is S.ACCEPTED and self.handed and who == self.taker)
        self.opened = self.opened or done

    @precondition(lambda self: self.id is not None)
    @rule(who=st.sampled_from(("Cleo", "Dora")))
    def takes_on(self, who: str) -> None:
        def take() -> object:
            with self.both.theirs.at_work(who) as (work, actor):
                assert self.id is not None
                return receiving.take_on(work, actor, self.id)

        done = self.tries(take)

        assert done == (self.state is S.ACCEPTED and self.opened and self.handed and who == self.taker)
        if done:
            self.state, self.handed = S.IN_PROGRESS, False

    @precondition(lambda self: self.id is not None)
    @rule(who=st.sampled_from(("Cleo", "Dora")), good=st.booleans())
    def ends(self, who: str, *, good: bool) -> None:
        def finish() -> object:
            with self.both.theirs.at_work(who) as (work, actor):
                assert self.id is not None
                return receiving.finish(work, actor, self.id, done=good, text="That is all")

        done = self.tries(finish)

        may = self.state is S.IN_PROGRESS or (self.state is S.ACCEPTED and not good)
        assert done == (may and who == self.taker)
        if done:
            self.over(S.DONE if good else S.STOPPED)

    @rule(who=st.sampled_from(("Amina", "Siri", "Bruno")))
    def takes_back(self, who: str) -> None:
        done = self.tries(lambda: self.both.revoke(who))

        assert done == (self.runs and who != "Bruno")
        if done:
            self.over(S.REVOKED)

    @precondition(lambda self: self.live)
    @rule()
    def agreement_is_taken_back(self) -> None:
        record = self.both.record
        with self.both.office.at_work("Amina") as (work, actor):
            entries.amend(work, actor, record.record_id, "agreement", self.agreement, "Taken back")
        record.save(f"a1a_6-{self.agreement}", {f"agreement-{self.agreement}-a_agr_withdrawn": "2026-07-01"})

        self.live = False
        was_told = self.handed or self.opened
        if self.runs and was_told:
            self.over(S.REVOKED)

    @rule()
    def two_weeks_go_by(self) -> None:
        self.both.office.clock.advance(15 * DAY)
        with self.both.office.store.work() as work:
            ran_out = referring.expire(work)

        assert ran_out == (1 if self.state in {S.SENT, S.ACCEPTED} else 0)
        if ran_out:
            self.over(S.EXPIRED)

    @invariant()
    def both_sides_know_where_it_stands(self) -> None:
        shown = self.both.shown()

        assert shown.state is self.state
        if self.id is not None and self.runs:
            assert self.both.asked(self.id).referral == shown.referral

    @invariant()
    def nobody_sees_who_it_is_but_who_takes_the_person_on(self) -> None:
        if self.id is None:
            return
        for who in THEM:
            seen = False
            with suppress(NotNow, NotPermitted, Broken), self.both.theirs.at_work(who) as (work, actor):
                seen = bool(receiving.shared(work, actor, self.id).values)
            assert seen == (self.state is S.ACCEPTED and self.opened and self.handed and who == self.taker)


@pytest.fixture
def makes(sqlite_templates: Path, tmp_path: Path) -> Iterator[Callable[[], Between]]:
    opened: list[Store] = []

    def make() -> Between:
        clock = Clock()
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        databases = copied_files(sqlite_templates, folder)
        opened.append(opened_store(databases, MasterKey.generate(), clock))
        return between(an_office(opened[-1], databases.cases, clock))

    yield make
    for store in opened:
        store.close()


def test_no_sequence_of_anybody_shows_more_than_was_agreed(makes: Callable[[], Between]) -> None:
    machine = type("LivesHere", (Lives,), {"make": staticmethod(makes)})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=6, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
