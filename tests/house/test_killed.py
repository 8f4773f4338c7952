"""A worker is killed at any moment: what was acknowledged is there, what was not is whole or not there at all."""

import os
from dataclasses import dataclass
from itertools import count
from random import Random
from time import sleep
from uuid import UUID

import pytest
from builders.dying import Tell, kill_at_random
from builders.offices import AnOffice, an_office
from builders.store import Clock, Databases
from sqlalchemy import create_engine, select

from interview.audit.chain import AuditRow, first_break, first_link
from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.interviews import InterviewState
from interview.casework.proposals import ProposalState
from interview.casework.steps import Decision
from interview.services import UnitOfWork, deciding, interviewing, proposing, reviewing, signing_in, submitting
from interview.services.deciding import Decided
from interview.services.results import Saved
from interview.services.submitting import Submitted
from interview.store.opening import Store
from interview.store.tables.trail import AuditEventRow, AuditHeadRow
from interview.vault.master import MasterKey

PAGE, KEY = "s0_4", "s_pre_prior_interview_detail"
TALKS = 5
LONG = (
    pytest.mark.soak,
    pytest.mark.skipif(not os.environ.get("INTERVIEW_SOAK"), reason="long: only in `make soak`"),
)


@dataclass(frozen=True, slots=True)
class Given:
    """What a worker works on: whose session, which interview to save into, and which one to hand in first."""

    token: str
    interview_id: UUID
    hand_in: UUID | None = None


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What the person was told: this interview stands at this revision, with this answer or in this state."""

    interview_id: UUID
    revision: int
    answer: str | None = None


@dataclass
class AtWork:
    """An office, and what its workers need to be started elsewhere."""

    office: AnOffice
    databases: Databases
    master: MasterKey

    def given(self, hand_in: UUID | None = None) -> Given:
        return Given(self.office.signed_in("Amina"), self.begun(), hand_in)

    def begun(self) -> UUID:
        interview_id = self.office.begin()
        self.office.save(interview_id, "s0_3", {"s_pre_prior_interview": "yes"})
        return interview_id


@pytest.fixture
def at_work(store: Store, databases: Databases, master: MasterKey, clock: Clock) -> AtWork:
    return AtWork(an_office(store, databases.cases, clock), databases, master)


def _actor(work: UnitOfWork, token: str) -> Actor:
    actor = signing_in.resume(work, token)
    assert isinstance(actor, Actor)
    return actor


def save_on_and_on(store: Store, tell: Tell, given: Given) -> None:
    """Save one answer, again and again, each time with the next number in it."""
    with store.work() as work:
        revision = interviewing.open_interview(work, _actor(work, given.token), given.interview_id).revision
    for number in count(1):
        answer = f"number {number}"
        with store.work() as work:
            actor = _actor(work, given.token)
            values = {KEY: answer}
            saved = interviewing.save_page(
                work, actor, given.interview_id, PAGE, values, revision=revision, language="en"
            )
        assert isinstance(saved, Saved)
        revision = saved.revision
        tell(Acknowledged(given.interview_id, revision, answer))


def hand_in(store: Store, tell: Tell, given: Given) -> None:
    """Hand one interview in, and wait for the end."""
    assert given.hand_in is not None
    with store.work() as work:
        revision = submitting.check(work, _actor(work, given.token), given.hand_in).opened.revision
    with store.work() as work:
        submitted = submitting.submit(work, _actor(work, given.token), given.hand_in, revision=revision)
    assert isinstance(submitted, Submitted)
    tell(Acknowledged(given.hand_in, revision + 1))
    sleep(60)


def the_trail_holds(databases: Databases) -> None:
    """Every row stands where it was written, up to the head."""
    engine = create_engine(databases.cases)
    with engine.connect() as connection:
        heads = connection.execute(select(AuditHeadRow.__table__)).all()
        rows = connection.execute(select(AuditEventRow.__table__).order_by(AuditEventRow.sequence)).mappings().all()
    engine.dispose()
    (head,) = heads
    links = [row["link"] for row in rows]
    chained = [
        AuditRow(**{name: row[name] for name in row if name != "link"} | {"event": Event(row["event"])}) for row in rows
    ]
    assert first_break(zip(chained, links, strict=True), previous=first_link(head.organisation_id)) is None
    assert (head.sequence, head.link) == (len(rows), links[-1])


@pytest.mark.parametrize("seed", [1, pytest.param(100, marks=LONG)])
def test_a_save_that_was_acknowledged_is_never_lost(at_work: AtWork, seed: int) -> None:
    office, chance, acknowledged = at_work.office, Random(seed), 0  # noqa: S311 - moments, not keys
    for _ in range(10 if seed == 1 else 250):
        given = at_work.given()

        killed = kill_at_random(save_on_and_on, given, at_work.databases, at_work.master, chance)

        opened = office.opened(given.interview_id)
        value = opened.view.values.get(KEY)
        last = killed.told[-1] if killed.told else Acknowledged(given.interview_id, 2)
        # One more may have been kept than the person was told of; it is whole.
        assert opened.revision in (last.revision, last.revision + 1)
        acknowledged += len(killed.told)
        number = 0 if last.answer is None else int(last.answer.split()[1])
        assert value in ((last.answer,) if opened.revision == last.revision else (f"number {number + 1}",))
        the_trail_holds(at_work.databases)
    assert acknowledged


@pytest.mark.parametrize("talks", [TALKS, pytest.param(50 * TALKS, marks=LONG)])
def test_an_interview_is_handed_in_with_all_that_belongs_to_it_or_not_at_all(at_work: AtWork, talks: int) -> None:
    office, chance = at_work.office, Random(talks)  # noqa: S311 - moments, not keys
    token = office.signed_in("Amina")
    for _ in range(talks):
        interview_id = office.talk("indicated")
        before = office.opened(interview_id).revision
        given = Given(token, interview_id, interview_id)

        killed = kill_at_random(hand_in, given, at_work.databases, at_work.master, chance)

        after = office.opened(interview_id)
        assert after.state in (InterviewState.SUBMITTED, InterviewState.IN_PROGRESS)
        assert killed.told in ((), (Acknowledged(interview_id, before + 1),))
        if killed.told:
            assert after.state is InterviewState.SUBMITTED
        with office.at_work("Amina") as (work, actor):
            judged = proposing.assessed(work, actor, interview_id)
        assert (judged is not None) == (after.state is InterviewState.SUBMITTED)
        assert after.revision == before + (after.state is InterviewState.SUBMITTED)
        the_trail_holds(at_work.databases)


def _reviewed(work: UnitOfWork, actor: Actor, interview_id: UUID) -> Decision:
    decision_id = reviewing.decision_of_interview(work, actor, interview_id)
    assert decision_id is not None
    return reviewing.open_review(work, actor, decision_id).decision


def decide(store: Store, tell: Tell, given: Given) -> None:
    """Confirm what was proposed about one interview, and wait for the end."""
    with store.work() as work:
        decision = _reviewed(work, _actor(work, given.token), given.interview_id)
    with store.work() as work:
        confirmed = deciding.confirm(work, _actor(work, given.token), decision.id, seen=decision.seen)
    assert isinstance(confirmed, Decided)
    tell(given.interview_id)
    sleep(60)


@pytest.mark.parametrize("talks", [TALKS, pytest.param(50 * TALKS, marks=LONG)])
def test_a_decision_and_its_interview_change_together_or_not_at_all(at_work: AtWork, talks: int) -> None:
    office, chance = at_work.office, Random(talks)  # noqa: S311 - moments, not keys
    token = office.signed_in("Siri")
    for _ in range(talks):
        interview_id = office.talk("indicated")
        with office.at_work("Amina") as (work, actor):
            revision = submitting.check(work, actor, interview_id).opened.revision
        with office.at_work("Amina") as (work, actor):
            submitting.submit(work, actor, interview_id, revision=revision)

        killed = kill_at_random(decide, Given(token, interview_id), at_work.databases, at_work.master, chance)

        with office.at_work("Siri") as (work, actor):
            decision = _reviewed(work, actor, interview_id)
        confirmed = decision.state is ProposalState.CONFIRMED
        assert confirmed or not killed.told
        assert (office.opened(interview_id).state is InterviewState.ACCEPTED) == confirmed
        the_trail_holds(at_work.databases)
