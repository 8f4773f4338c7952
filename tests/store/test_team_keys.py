"""A team's key is replaced while it works: every case opens throughout, and what the old key opened stays shut."""

from uuid import UUID

import pytest
from builders.store import House, new_account

from interview.casework.actors import Role
from interview.casework.interviews import InterviewState
from interview.store.refusals import Broken
from interview.store.tables.approvals import FormerTeamKeyRow
from interview.store.tables.cases import GrantRow
from interview.store.tables.people import MembershipRow, TeamRow
from interview.vault.keypairs import PublicKey


@pytest.fixture
def second(house: House) -> str:
    """Another member of the team."""
    with house.store.work() as work:
        house.accounts["second"] = new_account(work, house.organisation_id, "second", Role.SUPERVISOR)
    with house.at_work("supervisor") as (work, _):
        work.teams.admit(house.team_id, house.accounts["second"].id)
    return "second"


def change(house: House) -> bytes:
    with house.at_work("supervisor") as (work, _):
        return work.team_keys.change(house.team_id)


def seal_anew(house: House, most: int = 10, name: str = "supervisor") -> int:
    with house.at_work(name) as (work, _):
        return work.team_keys.seal_anew(house.team_id, most)


def left(house: House) -> int:
    with house.at_work("supervisor") as (work, _):
        return work.team_keys.left(house.team_id)


def opens(house: House, interview_id: UUID, name: str) -> bool:
    return house.open(interview_id, name) is not None


def test_everything_opens_before_while_and_after(house: House, second: str) -> None:
    interviews = [house.begin().record.id for _ in range(3)]
    key_id = change(house)
    interviews.append(house.begin().record.id)

    seen = [left(house)]
    while seen[-1]:
        assert all(opens(house, one, name) for one in interviews for name in ("supervisor", second, "caseworker"))
        assert seal_anew(house, 2, second) <= 2
        seen.append(left(house))

    assert seen == [3, 1, 0]
    assert all(opens(house, one, name) for one in interviews for name in ("supervisor", second, "caseworker"))
    assert {row["key_id"] for row in house.cases.rows(GrantRow, principal_kind="team")} == {key_id}
    assert house.cases.rows(FormerTeamKeyRow) == []
    assert PublicKey.from_bytes(house.cases.one(TeamRow)["public_key"]).key_id == key_id


def test_lists_show_what_is_not_sealed_anew_yet(house: House) -> None:
    interview = house.begin()
    change(house)

    with house.at_work("supervisor") as (work, actor):
        listed = work.interviews.of_team(actor, frozenset({InterviewState.IN_PROGRESS}))
        of_case = work.interviews.of_case(interview.record.case_id)

    assert [line.interview_id for line in listed] == [interview.record.id]
    assert [record.id for record in of_case] == [interview.record.id]


def test_a_grant_to_the_old_key_that_is_put_back_opens_nothing(house: House) -> None:
    interview = house.begin()
    old = house.cases.one(GrantRow, principal_kind="team")
    change(house)
    former = house.cases.one(FormerTeamKeyRow)
    seal_anew(house)
    house.cases.delete(GrantRow, principal_kind="team")

    house.cases.put_back(GrantRow, old)
    with pytest.raises(Broken):
        opens(house, interview.record.id, "supervisor")
    house.cases.put_back(FormerTeamKeyRow, former)
    with pytest.raises(Broken):
        opens(house, interview.record.id, "supervisor")


def test_an_old_membership_that_is_put_back_opens_nothing(house: House, second: str) -> None:
    interview = house.begin()
    old = house.cases.one(MembershipRow, account_id=house.accounts[second].id)
    change(house)

    house.cases.put_back(MembershipRow, old)

    with pytest.raises(Broken):
        opens(house, interview.record.id, second)


def test_a_member_whose_account_is_closed_does_not_get_the_new_key(house: House, second: str) -> None:
    with house.at_work("administrator") as (work, _):
        work.accounts.change(house.accounts[second].id, active=False)

    change(house)

    assert house.cases.rows(MembershipRow, account_id=house.accounts[second].id) == []
    assert seal_anew(house) == 0


def test_only_a_member_changes_the_key_and_only_when_the_last_change_is_done(house: House) -> None:
    house.begin()
    with pytest.raises(Broken), house.at_work("administrator") as (work, _):
        work.team_keys.change(house.team_id)
    change(house)

    with pytest.raises(Broken):
        change(house)

    seal_anew(house)
    change(house)


def test_a_change_that_was_cut_off_changes_nothing(house: House) -> None:
    interview = house.begin()

    def cut_off() -> None:
        with house.at_work("supervisor") as (work, _):
            work.team_keys.change(house.team_id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cut_off()

    assert opens(house, interview.record.id, "supervisor")
    assert left(house) == 0
    change(house)
    assert opens(house, interview.record.id, "supervisor")


def test_in_the_work_that_changes_it_the_new_key_is_used(house: House) -> None:
    interview = house.begin()

    with house.at_work("supervisor") as (work, _):
        work.team_keys.change(house.team_id)
        assert work.team_keys.seal_anew(house.team_id, 10) == 1
        assert work.interviews.get(interview.record.id) is not None

    assert opens(house, interview.record.id, "supervisor")


def test_whoever_is_let_in_while_it_goes_on_opens_both_kinds(house: House) -> None:
    one = house.begin().record.id
    change(house)
    with house.store.work() as work:
        late = new_account(work, house.organisation_id, "late", Role.SUPERVISOR)
    with house.at_work("supervisor") as (work, _):
        work.teams.admit(house.team_id, late.id)

    assert opens(house, one, "late")
    assert opens(house, house.begin().record.id, "late")
