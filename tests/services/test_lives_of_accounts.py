"""Every sequence of resets, admissions, removals, hand-overs and new keys: whoever opens a case is who should.

The model is a few sets; whatever anybody tries, the real thing lets in exactly those whom the model lets in.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from builders.offices import AnOffice, an_office
from builders.store import Clock, copied_files, opened_store
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from interview.casework.actors import Actor
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import (
    UnitOfWork,
    accounts,
    approving,
    interviewing,
    reassigning,
    regranting,
    signing_in,
    team_keys,
    teams,
)
from interview.store.opening import Store
from interview.vault.master import MasterKey

CASEWORKERS = ("Amina", "Bruno")
OTHERS = ("Sara", "Tom")
EVERYBODY = ("Siri", *OTHERS, *CASEWORKERS, "Adam")
# One supervisor always stays: what happens when all have lost their keys is recovery, and another test.
CHANGED = (*OTHERS, *CASEWORKERS)

Deed = Callable[[UnitOfWork, Actor], object]


class Lives(RuleBasedStateMachine):
    """An office with two cases, and everybody in it trying everything."""

    make: Callable[[], AnOffice]

    def __init__(self) -> None:
        super().__init__()
        self.office = type(self).make()
        self.team_id = self.office.made.team.id
        for name in OTHERS:
            with self.office.at_work("Adam") as (work, actor):
                made = accounts.create_account(work, actor, name=name, roles=frozenset())
            assert isinstance(made, accounts.Created)
            self.office.passphrases[name] = made.passphrase
        with self.office.store.work() as work:
            found = work.accounts.list(self.office.made.organisation.id)
        self.ids = {account.name: account.id for account in found}
        self.interviews = [self.office.begin(name) for name in CASEWORKERS]
        self.assigned = dict(zip(self.interviews, CASEWORKERS, strict=True))
        self.granted = {(name, interview_id) for interview_id, name in self.assigned.items()}
        self.active, self.members, self.supervisors = set(EVERYBODY), {"Siri"}, {"Siri"}
        self.old_key: set[UUID] = set()

    def does(self, who: str, deed: Deed) -> bool:
        """Whether it was done; what is refused changes nothing."""
        with self.office.store.work() as work:
            result = signing_in.sign_in(work, who, self.office.passphrases[who])
        if not isinstance(result, signing_in.SignedIn):
            assert who not in self.active
            return False
        try:
            with self.office.store.work() as work:
                actor = signing_in.resume(work, result.token)
                assert isinstance(actor, Actor)
                deed(work, actor)
        except (NotPermitted, NotNow):
            return False
        return True

    def opens(self, who: str, interview_id: UUID) -> bool:
        return self.does(who, lambda work, actor: interviewing.open_interview(work, actor, interview_id))

    def at_the_desk(self, who: str) -> bool:
        return who in self.active & self.members

    @rule(who=st.sampled_from(EVERYBODY), whom=st.sampled_from(CHANGED))
    def resets(self, who: str, whom: str) -> None:
        made: list[accounts.Created] = []

        done = self.does(who, lambda work, actor: made.append(accounts.reset_account(work, actor, self.ids[whom])))

        assert done == (who == "Adam")
        if done:
            self.office.passphrases[whom] = made[0].passphrase
            self.members.discard(whom)
            self.supervisors.discard(whom)
            self.granted = {one for one in self.granted if one[0] != whom}

    @rule(who=st.sampled_from(EVERYBODY), whom=st.sampled_from(CHANGED), active=st.booleans())
    def closes_or_opens(self, who: str, whom: str, *, active: bool) -> None:
        change = accounts.enable_account if active else accounts.disable_account

        assert self.does(who, lambda work, actor: change(work, actor, self.ids[whom])) == (who == "Adam")
        if who == "Adam":
            (self.active.add if active else self.active.discard)(whom)

    @rule(who=st.sampled_from(EVERYBODY), whom=st.sampled_from(EVERYBODY))
    def lets_in(self, who: str, whom: str) -> None:
        done = self.does(who, lambda work, actor: teams.admit(work, actor, self.team_id, self.ids[whom]))

        free = whom in {*OTHERS} & self.active - self.members
        assert done == (self.at_the_desk(who) and free)
        if done:
            self.members.add(whom)
            self.supervisors.add(whom)

    @rule(who=st.sampled_from(EVERYBODY), whom=st.sampled_from(EVERYBODY))
    def takes_out(self, who: str, whom: str) -> None:
        done = self.does(who, lambda work, actor: teams.remove(work, actor, self.team_id, self.ids[whom]))

        assert done == (self.at_the_desk(who) and who != whom and whom in self.members)
        if done:
            self.members.discard(whom)

    @rule(who=st.sampled_from(EVERYBODY), whom=st.sampled_from(EVERYBODY))
    def dismisses(self, who: str, whom: str) -> None:
        theirs = {self.team_id} if whom in self.members else set()
        mine = {self.team_id} if who in self.members else set()

        done = whom != "Siri" and self.does(who, lambda work, actor: teams.dismiss(work, actor, self.ids[whom]))

        may = who in self.supervisors & self.active and who != whom and theirs <= mine
        assert done == (may and whom in self.supervisors and whom != "Siri")
        if done:
            self.members.discard(whom)
            self.supervisors.discard(whom)

    @rule(who=st.sampled_from(EVERYBODY), which=st.integers(0, 1), to=st.sampled_from(EVERYBODY))
    def hands_over(self, who: str, which: int, to: str) -> None:
        interview_id = self.interviews[which]

        done = self.does(who, lambda work, actor: reassigning.reassign(work, actor, interview_id, self.ids[to]))

        could = to in {*CASEWORKERS} & self.active and to != self.assigned[interview_id]
        assert done == (self.at_the_desk(who) and could)
        if done:
            self.granted.discard((self.assigned[interview_id], interview_id))
            self.granted.add((to, interview_id))
            self.assigned[interview_id] = to

    @rule(asks=st.sampled_from(EVERYBODY), gives=st.sampled_from(EVERYBODY), whom=st.sampled_from(CASEWORKERS))
    def give_back(self, asks: str, gives: str, whom: str) -> None:
        asked: list[UUID] = []

        def ask(work: UnitOfWork, actor: Actor) -> None:
            key_id = regranting.show(work, actor, self.ids[whom]).read_out.key_id
            asked.append(regranting.ask(work, actor, self.ids[whom], key_id).id)

        closed = {one for one, name in self.assigned.items() if name == whom and (whom, one) not in self.granted}
        assert self.does(asks, ask) == (self.at_the_desk(asks) and bool(closed) and whom in self.active)
        if not asked:
            return
        given = self.does(gives, lambda work, actor: approving.approve(work, actor, asked[0]))
        done = self.does(asks, lambda work, actor: regranting.go_on(work, actor, self.ids[whom]))
        if done:
            self.granted |= {(whom, one) for one in closed}
        # Somebody else may have agreed before.
        assert done or not given
        assert not given or (gives in self.supervisors & self.active and gives != asks)

    @rule(who=st.sampled_from(EVERYBODY))
    def turns_the_key(self, who: str) -> None:
        done = self.does(who, lambda work, actor: team_keys.change(work, actor, self.team_id))

        assert done == (self.at_the_desk(who) and not self.old_key)
        if done:
            self.old_key = set(self.interviews)
            self.members &= self.active

    @rule(who=st.sampled_from(EVERYBODY))
    def seals_anew(self, who: str) -> None:
        if self.does(who, lambda work, actor: team_keys.go_on(work, actor, self.team_id)):
            assert self.at_the_desk(who)
            self.old_key = set()

    @invariant()
    def who_opens_is_who_should(self) -> None:
        for interview_id in self.interviews:
            for who in EVERYBODY:
                should = who in self.members or (who, interview_id) in self.granted
                assert self.opens(who, interview_id) == (should and who in self.active), who


@pytest.fixture
def make(sqlite_templates: Path, tmp_path: Path, fast_passphrases: None) -> Iterator[Callable[[], AnOffice]]:
    """New offices, each in databases of its own."""
    stores: list[Store] = []

    def made() -> AnOffice:
        folder = tmp_path / str(len(stores))
        folder.mkdir()
        clock, databases = Clock(), copied_files(sqlite_templates, folder)
        stores.append(opened_store(databases, MasterKey.generate(), clock))
        return an_office(stores[-1], databases.cases, clock)

    yield made
    for store in stores:
        store.close()


def test_nobody_opens_what_they_should_not_whatever_happened(make: Callable[[], AnOffice]) -> None:
    machine = type("These", (Lives,), {"make": staticmethod(make)})
    few = settings(
        max_examples=6, stateful_step_count=12, deadline=timedelta(minutes=2), suppress_health_check=list(HealthCheck)
    )

    run_state_machine_as_test(machine, settings=few)
