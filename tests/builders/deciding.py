"""Decisions in a deployment: what supervisors and the caseworker do about an interview, without a screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from builders.deployments import Deployment, Login

from interview.casework.actors import Actor
from interview.casework.decisions import ReconsiderationReason
from interview.casework.steps import Decision, Pin
from interview.services import (
    UnitOfWork,
    accounts,
    deciding,
    interviewing,
    reconsidering,
    regranting,
    reviewing,
    signing_in,
    teams,
)
from interview.services.decision_results import Decided

OTHER = "other supervisor"
DAY = date(2026, 1, 15)


@contextmanager
def at_work(deployment: Deployment, who: str) -> Iterator[tuple[UnitOfWork, Actor]]:
    """A unit of work of this person, in a session that ends with it."""
    login = deployment.logins[who]
    with deployment.app.open_work() as work:
        signed_in = signing_in.sign_in(work, login.name, login.passphrase)
    assert isinstance(signed_in, signing_in.SignedIn), type(signed_in).__name__
    with deployment.app.open_work() as work:
        actor = signing_in.resume(work, signed_in.token)
        assert isinstance(actor, Actor)
        yield work, actor
    with deployment.app.open_work() as work:
        signing_in.sign_out(work, signed_in.token)


def with_another_supervisor(deployment: Deployment) -> Deployment:
    """The same deployment with a second supervisor in the team, called OTHER; made once."""
    if OTHER in deployment.logins:
        return deployment
    with at_work(deployment, "administrator") as (work, actor):
        created = accounts.create_account(work, actor, name="sam", roles=frozenset())
    assert isinstance(created, accounts.Created)
    with at_work(deployment, "supervisor") as (work, actor):
        (team_id,) = actor.team_ids
        teams.admit(work, actor, team_id, created.account.id)
    assert isinstance(deployment.logins, dict)
    deployment.logins[OTHER] = Login("sam", created.passphrase)
    return deployment


def locked_out(deployment: Deployment, who: str = "other caseworker") -> None:
    """An account with open work was reset, and the second supervisor asks to give its cases back."""
    with_another_supervisor(deployment)
    login = deployment.logins[who]
    with at_work(deployment, who) as (work, actor):
        interviewing.begin(work, actor, person_language="en")
        account_id = actor.account_id
    with at_work(deployment, "administrator") as (work, actor):
        reset = accounts.reset_account(work, actor, account_id)
    assert isinstance(deployment.logins, dict)
    deployment.logins[who] = Login(login.name, reset.passphrase)
    with at_work(deployment, OTHER) as (work, actor):
        shown = regranting.show(work, actor, account_id)
        regranting.ask(work, actor, account_id, shown.read_out.key_id)


def _opened(work: UnitOfWork, actor: Actor, interview_id: UUID) -> Decision:
    decision_id = reviewing.decision_of_interview(work, actor, interview_id)
    assert decision_id is not None
    return reviewing.open_review(work, actor, decision_id).decision


def confirm(deployment: Deployment, interview_id: UUID, who: str = "supervisor") -> None:
    """Decide as proposed."""
    with at_work(deployment, who) as (work, actor):
        decision = _opened(work, actor, interview_id)
        assert isinstance(deciding.confirm(work, actor, decision.id, seen=decision.seen), Decided)


def tell(deployment: Deployment, interview_id: UUID) -> None:
    """Tell the person."""
    with at_work(deployment, "caseworker") as (work, actor):
        decision = _opened(work, actor, interview_id)
        told = reconsidering.tell(
            work, actor, decision.id, seen=decision.seen, what="We believe you.", when=DAY, by="the caseworker"
        )
        assert isinstance(told, Decided)


def ask_again(deployment: Deployment, interview_id: UUID) -> None:
    """The person asks that somebody else looks."""
    with at_work(deployment, "caseworker") as (work, actor):
        decision = _opened(work, actor, interview_id)
        asked = reconsidering.ask_reconsideration(
            work, actor, decision.id, seen=decision.seen, reason=ReconsiderationReason.DISAGREES
        )
        assert isinstance(asked, Decided)


def send_back(deployment: Deployment, interview_id: UUID, *about: str) -> None:
    """Send it back with a question about each of these answers."""
    pins = tuple(Pin(key, f"What about {number}?") for number, key in enumerate(about, 1))
    with at_work(deployment, "supervisor") as (work, actor):
        decision = _opened(work, actor, interview_id)
        assert isinstance(deciding.send_back(work, actor, decision.id, seen=decision.seen, pins=pins), Decided)
