"""Who is let into a case gets in; who is taken out stays out, whatever is put back."""

import pytest
from builders.store import House, new_account

from interview.casework.actors import Role
from interview.store.refusals import Broken, NotASupervisor
from interview.store.tables.cases import GrantRow
from interview.store.tables.locks import EpochRow, ServerLockRow
from interview.store.tables.people import MembershipRow


@pytest.fixture
def colleague(house: House) -> str:
    with house.store.work() as work:
        account = new_account(work, house.organisation_id, "colleague", Role.CASEWORKER)
    house.accounts["colleague"] = account
    return "colleague"


def test_a_colleague_who_is_let_in_opens_the_case(house: House, colleague: str) -> None:
    interview = house.begin()
    with house.at_work("caseworker") as (work, _):
        epoch = work.cases.let_in(interview.record.case_id, house.accounts[colleague].id)

    opened = house.open(interview.record.id, colleague)

    assert opened is not None
    assert opened.content == interview.content
    assert epoch == 1


def test_only_who_has_the_key_can_let_somebody_in(house: House, colleague: str) -> None:
    interview = house.begin()

    with pytest.raises(Broken), house.at_work(colleague) as (work, actor):
        work.cases.let_in(interview.record.case_id, actor.account_id)


def test_who_is_taken_out_stays_out_and_the_rest_stays_in(house: House, colleague: str) -> None:
    interview = house.begin()
    with house.at_work("caseworker") as (work, _):
        work.cases.let_in(interview.record.case_id, house.accounts[colleague].id)
    old = house.cases.one(GrantRow, principal_id=house.accounts[colleague].id)

    with house.at_work("caseworker") as (work, _):
        epoch = work.cases.remove_grant(interview.record.case_id, house.accounts[colleague].id)

    assert epoch == 2
    assert house.open(interview.record.id, colleague) is None
    assert house.open(interview.record.id, "caseworker") is not None
    assert house.open(interview.record.id, "supervisor") is not None
    house.cases.put_back(GrantRow, old)
    with pytest.raises(Broken):
        house.open(interview.record.id, colleague)
    house.cases.put_back(GrantRow, {**old, "epoch": epoch})
    with pytest.raises(Broken):
        house.open(interview.record.id, colleague)


def test_a_removal_that_was_cut_off_before_its_commit_locks_nobody_out(house: House, colleague: str) -> None:
    interview = house.begin()
    with house.at_work("caseworker") as (work, _):
        work.cases.let_in(interview.record.case_id, house.accounts[colleague].id)

    def cut_off() -> None:
        with house.at_work("caseworker") as (work, _):
            work.cases.remove_grant(interview.record.case_id, house.accounts[colleague].id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cut_off()

    assert house.open(interview.record.id, colleague) is not None
    with house.at_work("caseworker") as (work, _):
        assert work.cases.remove_grant(interview.record.case_id, house.accounts[colleague].id) == 2
    assert house.open(interview.record.id, colleague) is None


def test_two_people_taken_out_at_once_leave_in_one_epoch(house: House, colleague: str) -> None:
    interview = house.begin()
    case_id = interview.record.case_id
    with house.store.work() as work:
        another = new_account(work, house.organisation_id, "another", Role.CASEWORKER)
    with house.at_work("caseworker") as (work, _):
        work.cases.let_in(case_id, house.accounts[colleague].id)
        work.cases.let_in(case_id, another.id)

    def take_out(*, undone: bool) -> None:
        with house.at_work("caseworker") as (work, _):
            work.cases.remove_grant(case_id, house.accounts[colleague].id)
            work.cases.remove_grant(case_id, another.id)
            if undone:
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        take_out(undone=True)
    assert house.open(interview.record.id, "another") is not None
    take_out(undone=False)

    assert house.keystore.one(ServerLockRow)["epoch"] == 2
    assert house.open(interview.record.id, "another") is None
    assert house.open(interview.record.id, colleague) is None
    assert house.open(interview.record.id) is not None


def test_a_removal_that_was_cut_off_after_its_commit_is_made_good_by_the_next(house: House, colleague: str) -> None:
    interview = house.begin()
    case_id = interview.record.case_id
    with house.at_work("caseworker") as (work, _):
        work.cases.let_in(case_id, house.accounts[colleague].id)
        work.cases.remove_grant(case_id, house.accounts[colleague].id)
    house.keystore.change(ServerLockRow, {"case_id": case_id}, epoch=1, pending=2)

    assert house.open(interview.record.id) is not None
    with house.at_work("caseworker") as (work, _):
        work.cases.let_in(case_id, house.accounts[colleague].id)
        assert work.cases.remove_grant(case_id, house.accounts[colleague].id) == 3

    assert house.keystore.one(ServerLockRow)["epoch"] == 3
    assert house.open(interview.record.id) is not None


def test_taking_out_who_was_never_in_is_an_error(house: House, colleague: str) -> None:
    interview = house.begin()

    with pytest.raises(LookupError), house.at_work("caseworker") as (work, _):
        work.cases.remove_grant(interview.record.case_id, house.accounts[colleague].id)


def test_a_supervisor_admits_another_who_then_opens_what_the_team_opens(house: House) -> None:
    interview = house.begin()
    with house.store.work() as work:
        second = new_account(work, house.organisation_id, "second", Role.SUPERVISOR)
    with house.at_work("second") as (work, _):
        assert work.interviews.get(interview.record.id) is None

    with house.at_work("supervisor") as (work, _):
        work.teams.admit(house.team_id, second.id)

    assert house.open(interview.record.id, "second") is not None
    with house.at_work("supervisor") as (work, actor):
        (team,) = work.teams.list(actor.organisation_id)
    assert team.name == "Blue"
    assert team.member_ids == {house.accounts["supervisor"].id, second.id}


@pytest.mark.parametrize("name", ["caseworker", "administrator"])
def test_nobody_who_is_not_a_supervisor_holds_a_team_s_key(house: House, name: str) -> None:
    with pytest.raises(NotASupervisor), house.at_work("supervisor") as (work, _):
        work.teams.admit(house.team_id, house.accounts[name].id)


def test_nobody_admits_to_a_team_that_is_not_theirs(house: House) -> None:
    with house.store.work() as work:
        puppet = new_account(work, house.organisation_id, "puppet", Role.SUPERVISOR)

    with pytest.raises(Broken), house.at_work("administrator") as (work, _):
        work.teams.admit(house.team_id, puppet.id)


def test_a_puppet_supervisor_made_at_the_desk_opens_nothing(house: House) -> None:
    interview = house.begin()
    with house.at_work("administrator") as (work, _):
        puppet = new_account(work, house.organisation_id, "puppet", Role.SUPERVISOR)
    membership = house.cases.one(MembershipRow)

    assert house.open(interview.record.id, "puppet") is None
    house.cases.put_back(MembershipRow, {**membership, "account_id": puppet.id})
    house.tokens.clear()
    with pytest.raises(Broken):
        house.open(interview.record.id, "puppet")


def test_who_left_a_team_opens_nothing_of_it_and_the_rest_does(house: House) -> None:
    interview = house.begin()
    with house.store.work() as work:
        second = new_account(work, house.organisation_id, "second", Role.SUPERVISOR)
    with house.at_work("supervisor") as (work, _):
        work.teams.admit(house.team_id, second.id)
    old = house.cases.one(MembershipRow, account_id=second.id)

    with house.at_work("supervisor") as (work, _):
        work.teams.remove(house.team_id, second.id)

    assert house.open(interview.record.id, "second") is None
    assert house.open(interview.record.id, "supervisor") is not None
    house.cases.put_back(MembershipRow, old)
    with pytest.raises(Broken):
        house.open(interview.record.id, "second")
    assert house.keystore.one(EpochRow, principal_id=house.team_id)["epoch"] == 2


def test_new_cases_are_sealed_to_a_team_after_somebody_left(house: House) -> None:
    with house.store.work() as work:
        second = new_account(work, house.organisation_id, "second", Role.SUPERVISOR)
    with house.at_work("supervisor") as (work, _):
        work.teams.admit(house.team_id, second.id)
    with house.at_work("supervisor") as (work, _):
        work.teams.remove(house.team_id, second.id)

    interview = house.begin()

    assert house.open(interview.record.id, "supervisor") is not None


def test_a_membership_that_is_copied_into_another_team_is_refused(house: House) -> None:
    interview = house.begin()
    with house.store.work() as work:
        second = new_account(work, house.organisation_id, "second", Role.SUPERVISOR)
        work.teams.create(house.organisation_id, name="Green", member_ids=(second.id,))
    theirs = house.cases.one(MembershipRow, account_id=second.id)
    assert house.open(interview.record.id, "second") is None

    house.cases.put_back(MembershipRow, {**theirs, "team_id": house.team_id})

    with pytest.raises(Broken):
        house.open(interview.record.id, "second")
