"""Many invented people: everybody whose they are can open them, decisions hold, and the trail is whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

import pytest

from interview.casework.actors import Actor, Role
from interview.casework.interviews import InterviewState
from interview.casework.policy import Permission
from interview.casework.refusals import NotPermitted
from interview.forms import library
from interview.questionnaire.answers import Answers, record
from interview.questionnaire.view import evaluate
from interview.services import UnitOfWork, auditing, demonstrating, looking_up, peopling, reviewing, signing_in
from interview.services.assessing import assess
from interview.services.demonstrating import Login
from interview.services.drawing import draw
from interview.services.invented_lives import told_by
from interview.services.invented_reviews import Cast
from interview.services.looking_up import Found, Wanted
from interview.services.opening import load
from interview.services.proposing import assessed
from interview.services.setting_up import set_up
from interview.store.opening import Store

EVERY = frozenset(InterviewState)


def actor_of(work: UnitOfWork, login: Login) -> Actor:
    result = signing_in.sign_in(work, login.name, login.passphrase)
    assert isinstance(result, signing_in.SignedIn)
    return result.actor


def test_what_everybody_tells_is_a_whole_interview_that_fits_its_pages(store: Store) -> None:
    screening = library.load("screening")
    with store.work() as work:
        today = work.now.date()
    for drawn in islice(draw(), 120):
        person = told_by(drawn, today)

        view = evaluate(screening, record(screening, Answers.begin(today), dict(person.answers), revision=1))

        assert view.blocking == ()
        assert assess(view).result == "indicated"
        assert view.values["s_age_calc"] == drawn.age


def test_everybody_opens_theirs_and_decisions_and_the_trail_hold(store: Store) -> None:
    logins = demonstrating.demonstrate(store.work, cases=50)

    ours = {demonstrating.NAMES[Role.CASEWORKER], *demonstrating.OTHER_CASEWORKERS}
    seen = 0
    for login in logins:
        if login.name in ours:
            with store.work() as work:
                actor = actor_of(work, login)
                lines = (
                    *work.interviews.mine(actor, EVERY),
                    *work.interviews.mine(actor, EVERY, records=True),
                )
                seen += len({line.case_id for line in lines})
                assert lines
                for line in lines:
                    loaded = load(work, actor, line.interview_id, Permission.INTERVIEW_READ)
                    evaluate(loaded.questionnaire, loaded.answers)
                    if loaded.record.form == "screening":
                        assessed(work, actor, line.interview_id)
    assert seen > 40
    supervisor = next(login for login in logins if login.name == demonstrating.OTHER_SUPERVISOR)
    with store.work() as work:
        actor = actor_of(work, supervisor)
        queue = reviewing.queue(work, actor)
        assert all(reviewing.open_review(work, actor, one.decision_id).bound for one in queue.lines)
        assert len(queue.lines) > 7
    searcher = next(login for login in logins if login.name == demonstrating.NAMES[Role.SUPERVISOR])
    with store.work() as work:
        found = looking_up.search(work, actor_of(work, searcher), Wanted(("Nobody in particular",)))
    assert isinstance(found, Found)
    assert found.among > 40
    with store.work() as work:
        verified = auditing.verify(work, None, {}, lambda *_: None)
    assert [one.faults for one in verified] == [()] * len(verified)
    assert sum(one.events for one in verified) > 1_000


def test_many_people_are_refused_outside_a_demonstration(store: Store) -> None:
    with store.work() as work:
        made = set_up(work, replace(demonstrating.WANTED, demonstration=False))
    login = Login(Role.SUPERVISOR, made.supervisor.account.name, made.supervisor.passphrase)

    @contextmanager
    def at_work(_: str) -> Iterator[tuple[UnitOfWork, Actor]]:
        with store.work() as work:
            yield work, actor_of(work, login)

    with pytest.raises(NotPermitted):
        peopling.people(at_work, Cast("one", "two", "three"), 1, lambda *_: None)
