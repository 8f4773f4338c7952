"""Two people, or two taps of one, at the same moment: one of them does it, and the other one is told calmly.

Both have read how things stand before either of them writes.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, local
from uuid import UUID

import pytest
from builders.offices import AnOffice, an_office
from builders.reviews import another_supervisor
from builders.store import Clock, Databases

from interview.casework.actors import Actor, Role
from interview.casework.approvals import ApprovalKind
from interview.casework.duty import Contact
from interview.casework.keeping import ErasureReason, IdentityPurpose
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import (
    UnitOfWork,
    accounts,
    approving,
    duty,
    erasing,
    factors,
    offices,
    purposes,
    reassigning,
    teams,
    teamwork,
)
from interview.store.opening import Store
from interview.store.transacting import Transaction

Act = Callable[[UnitOfWork, Actor], object]
SECONDS = 2.0
"""How long one waits for the other before the first change: whoever was refused already never comes."""


@pytest.fixture
def office(store: Store, databases: Databases, clock: Clock) -> AnOffice:
    """Two supervisors of one team, and everybody else."""
    office = an_office(store, databases.cases, clock)
    another_supervisor(office, "Sara")
    return office


@pytest.fixture
def at_once(office: AnOffice, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[object]]:
    """What comes of two acts whose first changes wait for one another: what each gave, or what it was refused with."""
    mine, really = local(), Transaction.begin

    def begin(transaction: Transaction) -> None:
        meeting: Barrier | None = getattr(mine, "meeting", None)
        if meeting is not None and not transaction.writing:
            mine.meeting = None
            with suppress(BrokenBarrierError):
                meeting.wait(SECONDS)
        really(transaction)

    monkeypatch.setattr(Transaction, "begin", begin)

    def run(act: Act, first: str, second: str) -> list[object]:
        for name in (first, second):
            with office.at_work(name):
                pass
        meeting = Barrier(2)

        def one(name: str) -> object:
            try:
                with office.at_work(name) as (work, actor):
                    mine.meeting = meeting
                    return act(work, actor)
            except (NotNow, NotPermitted) as refused:
                return type(refused)
            finally:
                mine.meeting = None

        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(one, (first, second)))

    return run


def _is_refused(outcome: object) -> bool:
    return isinstance(outcome, type) and issubclass(outcome, NotNow | NotPermitted)


def _account(office: AnOffice, name: str) -> UUID:
    with office.at_work("Adam") as (work, actor):
        return next(one.id for one in accounts.list_accounts(work, actor) if one.name == name)


def _new_account(office: AnOffice, name: str) -> UUID:
    with office.at_work("Adam") as (work, actor):
        made = accounts.create_account(work, actor, name=name, roles=frozenset())
    assert isinstance(made, accounts.Created)
    return made.account.id


@pytest.mark.parametrize("second", ["Sara", "Siri"])
def test_two_who_let_the_same_person_in_let_them_in_once(
    office: AnOffice, at_once: Callable[..., list[object]], second: str
) -> None:
    account_id, team_id = _new_account(office, "Salma"), office.made.team.id

    outcomes = at_once(lambda work, actor: teams.admit(work, actor, team_id, account_id), "Siri", second)

    assert sorted(_is_refused(one) for one in outcomes) == [False, True]
    with office.at_work("Siri") as (work, _):
        account = work.accounts.get(account_id)
    assert account is not None
    assert (account.team_ids, Role.SUPERVISOR in account.roles) == (frozenset({team_id}), True)


def test_two_who_take_the_same_person_out_take_them_out_once(
    office: AnOffice, at_once: Callable[..., list[object]]
) -> None:
    account_id, team_id = another_supervisor(office, "Salma"), office.made.team.id

    outcomes = at_once(lambda work, actor: teams.remove(work, actor, team_id, account_id), "Siri", "Sara")

    assert sorted(_is_refused(one) for one in outcomes) == [False, True]
    with office.at_work("Siri") as (work, _):
        assert work.teams.list(office.made.team.organisation_id)[0].member_ids >= {_account(office, "Sara")}


@pytest.mark.parametrize("second", ["Sara", "Siri"])
def test_two_who_give_the_same_talk_away_give_it_once(
    office: AnOffice, at_once: Callable[..., list[object]], second: str
) -> None:
    interview_id, to_id = office.begin(), _account(office, "Bruno")

    outcomes = at_once(lambda work, actor: reassigning.reassign(work, actor, interview_id, to_id), "Siri", second)

    assert sorted(_is_refused(one) for one in outcomes) == [False, True]
    assert office.opened(interview_id, "Bruno").id == interview_id
    with pytest.raises(NotPermitted):
        office.opened(interview_id, "Amina")


def test_two_accounts_of_one_name_are_one(office: AnOffice, at_once: Callable[..., list[object]]) -> None:
    def create(work: UnitOfWork, actor: Actor) -> object:
        return accounts.create_account(work, actor, name="Nora", roles=frozenset({Role.ANALYST}))

    outcomes = at_once(create, "Adam", "Adam")

    assert sum(isinstance(one, accounts.Created) for one in outcomes) == 1
    with office.at_work("Adam") as (work, actor):
        assert [one.name for one in accounts.list_accounts(work, actor)].count("Nora") == 1


def test_what_two_agree_to_at_once_is_agreed_to_once(office: AnOffice, at_once: Callable[..., list[object]]) -> None:
    with office.at_work("Adam") as (work, actor):
        asked = offices.ask_for_office(work, actor, name="Hills", team_id=office.made.team.id)

    outcomes = at_once(lambda work, actor: offices.agree(work, actor, asked.id), "Siri", "Sara")

    assert sorted(_is_refused(one) for one in outcomes) == [False, True]
    with office.at_work("Adam") as (work, actor):
        assert [one.name for one in offices.show_offices(work, actor)].count("Hills") == 1


def test_two_taps_of_one_person_are_one_or_told_calmly(office: AnOffice, at_once: Callable[..., list[object]]) -> None:
    case_id, team_id = office.opened(office.begin()).case_id, office.made.team.id
    siri, amina, bruno = (_account(office, name) for name in ("Siri", "Amina", "Bruno"))

    def shift(work: UnitOfWork, actor: Actor) -> object:
        until = work.now + timedelta(hours=8)
        return duty.plan(work, actor, team_id, siri, from_at=work.now, until_at=until)

    def absence(work: UnitOfWork, actor: Actor) -> object:
        return teamwork.plan(work, actor, team_id, amina, bruno, until_on=work.now.date() + timedelta(days=7))

    taps: list[Act] = [
        shift,
        absence,
        lambda work, actor: duty.set_my_contact(work, actor, Contact("+49 30 1234")),
        lambda work, actor: factors.begin(work, actor),
        lambda work, actor: approving.ask(work, actor, ApprovalKind.BULK_EXPORT, actor.organisation_id),
        lambda work, actor: purposes.open_identity(work, actor, case_id, IdentityPurpose.CARE),
        lambda work, actor: erasing.ask(work, actor, case_id, ErasureReason.OPENED_BY_MISTAKE, "Twice the same"),
        lambda work, actor: erasing.call_off(work, actor, case_id),
    ]
    for tap in taps:
        assert [_is_refused(one) for one in at_once(tap, "Siri", "Siri")].count(False) >= 1
