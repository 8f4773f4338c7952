"""The life of a case that is helped: every act by everybody, in every order.

Nobody closes or lets leave what they wrote; what was noted is never lost; and a closed case opens again only by an act
of its own.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from builders.offices import AnOffice, an_office
from builders.records import CLOSING, OnRecord, agreed, on_record
from builders.reviews import another_supervisor
from builders.store import Clock, copied_files, opened_store
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from interview.casework.cases import CaseStage
from interview.casework.closing import ClosingKind, ClosingStep
from interview.casework.entry_steps import EntryStep
from interview.casework.interviews import InterviewState
from interview.casework.refusals import NotNow, NotPermitted
from interview.questionnaire.answers import key_of
from interview.services import closing, entries, movements
from interview.services.closing import Done
from interview.services.results import Saved
from interview.vault.master import MasterKey

SUPERVISORS = ("Siri", "Sam")
EVERYBODY = (*SUPERVISORS, "Amina", "Bruno", "Ines", "Anna", "Adam")
SERVICE = {"a_srv_type": "legal_advice", "a_srv_state": "planned"}
GROUP = "service_given"
RETURN = {
    "a_mov_type": "return_voluntary",
    "a_mov_decision": "yes",
    "a_mov_info_given": "yes",
    "a_mov_risk_done": "yes",
    "a_mov_risk": "high",
    "a_mov_from_country": "TH",
    "a_mov_to_country": "MM",
    "a_mov_consent_form": "yes",
    "a_mov_result": "planned",
}
JOURNEY = "d" * 32
RESULT = key_of("a_mov_result", "movement", JOURNEY)
people = st.sampled_from(EVERYBODY)
supervisors = st.sampled_from(SUPERVISORS)


class Lives(RuleBasedStateMachine):
    """One case with one dangerous journey. "Amina" keeps it; everybody tries everything."""

    office: AnOffice

    def __init__(self) -> None:
        super().__init__()
        self.wrote: set[str] = set()
        self.noted: dict[str, int] = {}
        self.steps: tuple[ClosingStep, ...] = ()
        self.journeys: tuple[EntryStep, ...] = ()
        self.closed = False

    @initialize()
    def begins(self) -> None:
        self.record: OnRecord = on_record(self.office)
        agreed(self.record)
        self.record.save("k0_6", {"s_fear_return": "no"})
        self.record.add("a18", entry_id=JOURNEY, **RETURN)
        self.record.fill("a21", **CLOSING)
        self.wrote.add("Amina")

    def _try(self, act: Callable[[], object]) -> object:
        """What came of an act; None where it was refused."""
        try:
            return act()
        except (NotPermitted, NotNow):
            return None

    def _revision(self) -> int:
        return self.record.opened("Siri").revision

    @property
    def _open(self) -> bool:
        return self.record.opened("Siri").state not in (InterviewState.SUBMITTED, InterviewState.ACCEPTED)

    @rule(who=people)
    def notes_a_service(self, who: str) -> None:
        was_open, entry_id = self._open, uuid4().hex
        if self._try(lambda: self.record.add("a16", entry_id=entry_id, name=who, **SERVICE)) is not None:
            assert was_open
            assert who not in SUPERVISORS
            self.wrote.add(who)
            self.noted[entry_id] = 0

    @rule(who=people, data=st.data(), strikes=st.booleans())
    def changes_a_service(self, who: str, data: st.DataObject, *, strikes: bool) -> None:
        if not self.noted:
            return
        was_open, entry_id = self._open, data.draw(st.sampled_from(sorted(self.noted)))
        act = entries.strike if strikes else entries.amend
        if self._act(who, lambda work, actor: act(work, actor, self.record.record_id, GROUP, entry_id, "Mended")):
            assert was_open
            assert who not in SUPERVISORS
            self.noted[entry_id] += 1
            self.wrote.add(who)
            if not strikes:
                self.record.add("a16", entry_id=entry_id, name=who, **SERVICE | {"a_srv_state": "completed"})

    def _act(self, who: str, act: Callable[..., object]) -> object:
        def at_work() -> object:
            with self.office.at_work(who) as (work, actor):
                return act(work, actor)

        return self._try(at_work)

    @rule(who=people)
    def asks_to_close(self, who: str) -> None:
        was_open, revision = self._open, self._revision()
        done = self._act(who, lambda work, actor: closing.ask(work, actor, self.record.record_id, revision=revision))
        if isinstance(done, Done):
            assert was_open
            self.wrote.add(who)

    @rule(who=people, approves=st.booleans())
    def decides_about_closing(self, who: str, *, approves: bool) -> None:
        state, revision = self.record.opened("Siri").state, self._revision()
        done = self._act(
            who,
            lambda work, actor: closing.decide(
                work, actor, self.record.record_id, revision=revision, approve=approves, text="Words"
            ),
        )
        if isinstance(done, Done):
            assert state is InterviewState.SUBMITTED
            assert who in SUPERVISORS
            assert who not in self.wrote
            self.closed = approves

    @rule(who=people)
    def opens_it_again(self, who: str) -> None:
        done = self._act(who, lambda work, actor: closing.reopen(work, actor, self.record.record_id, "She called"))
        if isinstance(done, Done):
            assert self.closed
            self.closed = False

    @rule(who=people)
    def asks_about_the_journey(self, who: str) -> None:
        if self._act(who, lambda work, actor: movements.ask(work, actor, self.record.record_id, JOURNEY)) is not None:
            assert who not in SUPERVISORS
            self.wrote.add(who)

    @rule(who=people, allows=st.booleans())
    def decides_about_the_journey(self, who: str, *, allows: bool) -> None:
        revision = self._revision()
        step = self._act(
            who,
            lambda work, actor: movements.decide(
                work, actor, self.record.record_id, JOURNEY, revision=revision, allow=allows, text="Words"
            ),
        )
        if isinstance(step, EntryStep):
            assert who in SUPERVISORS
            assert who not in self.wrote

    @rule(who=people)
    def leaves(self, who: str) -> None:
        before = self.record.opened("Siri")
        if before.view.values.get(RESULT) != "planned":
            return
        decided = [step.allowed for step in before.loaded.draft.journeys if step.allowed is not None]
        self._act(
            who,
            lambda work, actor: entries.amend(work, actor, self.record.record_id, "movement", JOURNEY, "On the way"),
        )
        page = next(key for key, one in before.questionnaire.pages.items() if "a_mov_result" in one.question_ids)
        saved = self._try(
            lambda: self.record.save(f"{page}-{JOURNEY}", {RESULT: "departed"}, who, asked_once_more=True)
        )
        if isinstance(saved, Saved):
            assert decided
            assert decided[-1] is True

    @rule(who=supervisors, allows=st.booleans())
    def a_journey_is_looked_at(self, who: str, *, allows: bool) -> None:
        """The long way, that chance seldom takes."""
        self.asks_about_the_journey("Amina")
        self.decides_about_the_journey(who, allows=allows)
        self.leaves("Amina")

    @rule(data=st.data(), who=supervisors)
    def goes_on(self, data: st.DataObject, who: str) -> None:
        """Whatever may come next, by somebody who might do it: so that lives come far."""
        if self.closed:
            self.opens_it_again("Amina")
        elif self._open:
            act = data.draw(st.sampled_from([self.notes_a_service, self.asks_to_close, self.leaves]))
            act("Amina")
        else:
            self.decides_about_closing(who, approves=data.draw(st.booleans()))

    @invariant()
    def nothing_that_was_noted_is_lost(self) -> None:
        if not hasattr(self, "record"):
            return
        shown = self.record.opened("Siri")
        draft = shown.loaded.draft
        there = {entry.id for entry in shown.answers.entries.get(GROUP, ())}
        assert there | {one.entry.id for one in draft.earlier if one.struck} >= self.noted.keys()
        for entry_id, changes in self.noted.items():
            assert len([one for one in draft.earlier if one.entry.id == entry_id]) <= changes
        assert draft.closings[: len(self.steps)] == self.steps
        assert draft.journeys[: len(self.journeys)] == self.journeys
        self.steps, self.journeys = draft.closings, draft.journeys

    @invariant()
    def it_is_closed_only_by_the_last_step(self) -> None:
        if not hasattr(self, "record"):
            return
        with self.office.at_work("Siri") as (work, _):
            case = work.cases.get(self.record.case_id)
        assert case is not None
        steps = self.record.opened("Siri").loaded.draft.closings
        last = steps[-1].kind if steps else None
        assert (case.stage is CaseStage.CLOSED) == self.closed == (last is ClosingKind.APPROVED)

    @invariant()
    def the_screen_says_what_is_so(self) -> None:
        if not hasattr(self, "record"):
            return
        for who in SUPERVISORS:
            with self.office.at_work(who) as (work, actor):
                check = closing.check(work, actor, self.record.record_id)
            assert not check.may_decide or who not in self.wrote
            assert check.may_reopen == self.closed


@pytest.fixture
def office(sqlite_templates: Path, tmp_path: Path, fast_passphrases: None) -> Iterator[AnOffice]:
    clock, databases = Clock(), copied_files(sqlite_templates, tmp_path)
    store = opened_store(databases, MasterKey.generate(), clock)
    office = an_office(store, databases.cases, clock)
    another_supervisor(office, "Sam")
    yield office
    store.close()


def test_no_sequence_of_anybody_closes_what_they_wrote_or_loses_what_was_noted(office: AnOffice) -> None:
    machine = type("Lives", (Lives,), {"office": office})
    few = settings(
        max_examples=12, stateful_step_count=25, deadline=timedelta(minutes=2), suppress_health_check=list(HealthCheck)
    )

    run_state_machine_as_test(machine, settings=few)
