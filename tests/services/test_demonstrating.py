"""The demonstration: every role, and invented people at several stages."""

from collections import Counter

import pytest

from interview.casework.actors import Role
from interview.casework.cases import CaseStage
from interview.casework.decisions import Waiting
from interview.casework.interviews import InterviewState
from interview.forms import library
from interview.services import (
    case_file,
    closing,
    demonstrating,
    homes,
    invented_elsewhere,
    receiving,
    reviewing,
    signing_in,
)
from interview.services.invented import Ends, invented_people
from interview.services.invented_records import invented_records
from interview.services.invented_reviews import Stage, invented_reviews
from interview.services.setting_up import AlreadySetUp, set_up
from interview.store.opening import Store


def test_everyone_of_the_five_roles_signs_in_and_people_are_at_several_stages(store: Store) -> None:
    steps: list[tuple[int, int]] = []

    logins = demonstrating.demonstrate(store.work, lambda _, done, of: steps.append((done, of)), cases=0)

    assert {login.role for login in logins} == set(Role)
    assert steps[-1][0] == steps[-1][1]
    caseworker = next(login for login in logins if login.role is Role.CASEWORKER)
    with store.work() as work:
        result = signing_in.sign_in(work, caseworker.name, caseworker.passphrase)
        assert isinstance(result, signing_in.SignedIn)
        assert all(organisation.demonstration for organisation in work.organisations.all())
        found = homes.home(work, result.actor)
    assert {line.state for line in found.drafts} == {InterviewState.IN_PROGRESS, InterviewState.PAUSED}
    assert len(found.submitted) == 11
    assert len(found.cases) == 9
    assert len(found.returned) == 1
    assert len(found.urgent) == 1


def test_decisions_and_help_are_at_every_stage_and_the_other_supervisor_can_go_on(store: Store) -> None:
    logins = demonstrating.demonstrate(store.work, cases=0)

    theirs = next(login for login in logins if login.name == invented_elsewhere.WANTED.supervisor)
    with store.work() as work:
        result = signing_in.sign_in(work, theirs.name, theirs.passphrase)
        assert isinstance(result, signing_in.SignedIn)
        (asked,) = receiving.queue(work, result.actor, waiting=True)
        assert receiving.show(work, result.actor, asked.referral.id).takers
    other = next(login for login in logins if login.name == demonstrating.OTHER_SUPERVISOR)
    with store.work() as work:
        result = signing_in.sign_in(work, other.name, other.passphrase)
        assert isinstance(result, signing_in.SignedIn)
        queue = reviewing.queue(work, result.actor)
    assert Counter(line.waiting for line in queue.lines) == {
        Waiting.NEW: 5,
        Waiting.ANSWERED: 1,
        Waiting.RECONSIDERATION: 1,
    }
    assert queue.count == len(queue.lines)
    assert queue.lines[0].urgent
    assert not queue.lines[-1].urgent
    assert not any(line.blocked for line in queue.lines)
    with store.work() as work:
        result = signing_in.sign_in(work, other.name, other.passphrase)
        assert isinstance(result, signing_in.SignedIn)
        waiting = closing.waiting(work, result.actor)
        stages = {
            case.stage
            for line in (*case_file.cases(work, result.actor), *waiting)
            if (case := work.cases.get(line.case_id)) is not None
        }

    assert len(waiting) == 1
    assert stages == {
        CaseStage.ASSESSED,
        CaseStage.PLANNED,
        CaseStage.ACTIVE,
        CaseStage.MOVING,
        CaseStage.REINTEGRATING,
        CaseStage.MONITORING,
        CaseStage.CLOSURE_REQUESTED,
    }


def test_a_demonstration_is_never_made_of_what_is_in_use(store: Store) -> None:
    with store.work() as work:
        set_up(work, demonstrating.WANTED)

    with pytest.raises(AlreadySetUp):
        demonstrating.demonstrate(store.work, cases=0)


def test_invented_people_agree_that_others_are_told_refuse_and_take_it_back() -> None:
    said = [part.answers for one in invented_records() for part in one.parts if part.section_id == "a1a"]

    assert {answers["a_agr_given"] for answers in said} == {"yes", "no"}
    assert any("a_agr_withdrawn" in answers for answers in said)
    assert {item for answers in said for item in answers} <= library.load("assistance").questions.keys()


def test_the_invented_people_end_in_every_way() -> None:
    assert {person.ends for person in invented_people()} == set(Ends)
    assert {review.stage for review in invented_reviews()} == set(Stage)
