"""An approval is what its row says only while somebody vouches for it and it is the newest."""

from uuid import UUID, uuid4

import pytest
from builders.store import House

from interview.casework.approvals import Approval, ApprovalKind, ApprovalState
from interview.store.refusals import Broken
from interview.store.tables.approvals import ApprovalRow


def asked(house: House, name: str = "supervisor") -> Approval:
    with house.at_work(name) as (work, _):
        return work.approvals.add(ApprovalKind.REGRANT, house.organisation_id, uuid4())


def given(house: House, approval: Approval) -> Approval:
    with house.at_work("administrator") as (work, actor):
        return work.approvals.move(approval, ApprovalState.GIVEN, answered_by=actor.account_id)


def found(house: House, approval_id: UUID) -> Approval | None:
    with house.at_work("supervisor") as (work, _):
        return work.approvals.get(approval_id)


def test_what_was_asked_is_found_as_it_was_asked(house: House) -> None:
    approval = asked(house)

    assert found(house, approval.id) == approval
    with house.at_work("supervisor") as (work, _):
        assert work.approvals.running() == (approval,)


def test_an_approval_moves_on_from_the_state_that_was_seen_alone(house: House) -> None:
    approval = asked(house)
    moved = given(house, approval)

    with pytest.raises(LookupError):
        given(house, approval)

    assert found(house, approval.id) == moved
    assert moved.answered_by == house.accounts["administrator"].id


def test_two_moves_in_one_work_stand(house: House) -> None:
    approval = asked(house)

    with house.at_work("administrator") as (work, actor):
        step = work.approvals.move(approval, ApprovalState.GIVEN, answered_by=actor.account_id)
        work.approvals.move(step, ApprovalState.USED)

    used = found(house, approval.id)
    assert used is not None
    assert used.state is ApprovalState.USED


@pytest.mark.parametrize(
    "forged",
    [
        {"state": "given"},
        {"answered_by": UUID(int=7)},
        {"subject_id": UUID(int=7)},
        {"other_id": None},
        {"kind": "erasure"},
        {"asked_by": UUID(int=7)},
        {"epoch": 2},
        {"mac": bytes(32)},
    ],
    ids=lambda forged: next(iter(forged)),
)
def test_a_forged_row_is_refused(house: House, forged: dict[str, object]) -> None:
    approval = asked(house)

    house.cases.change(ApprovalRow, {"id": approval.id}, **forged)

    with pytest.raises(Broken):
        found(house, approval.id)


def test_a_row_copied_under_another_id_is_refused(house: House) -> None:
    approval = given(house, asked(house))
    row, copy = house.cases.one(ApprovalRow, id=approval.id), uuid4()

    house.cases.put_back(ApprovalRow, {**row, "id": copy})

    with pytest.raises(Broken):
        found(house, copy)


def test_a_used_approval_that_is_put_back_as_it_was_given_is_refused(house: House) -> None:
    approval = given(house, asked(house))
    row = house.cases.one(ApprovalRow, id=approval.id)
    with house.at_work("supervisor") as (work, _):
        work.approvals.move(approval, ApprovalState.USED)

    house.cases.put_back(ApprovalRow, row)

    with pytest.raises(Broken):
        found(house, approval.id)
    with pytest.raises(Broken), house.at_work("supervisor") as (work, _):
        work.approvals.move(approval, ApprovalState.USED)


def test_a_move_that_was_undone_leaves_the_approval_as_it_was(house: House) -> None:
    approval = asked(house)

    def cut_off() -> None:
        with house.at_work("administrator") as (work, actor):
            work.approvals.move(approval, ApprovalState.GIVEN, answered_by=actor.account_id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cut_off()

    assert found(house, approval.id) == approval
    assert given(house, approval).state is ApprovalState.GIVEN


def test_what_is_over_runs_no_more(house: House) -> None:
    approval = asked(house)
    house.clock.now = approval.ends_at
    house.tokens.clear()

    with house.at_work("supervisor") as (work, _):
        assert work.approvals.running() == ()
