"""A referral is opened by who sent it and by who was asked alone, and is what it was only while vouched for."""

from datetime import timedelta
from uuid import UUID

import pytest
from builders.elsewhere import CASEWORKER, SUPERVISOR, Elsewhere, elsewhere
from builders.store import House, new_account

from interview.casework import referrals
from interview.casework.actors import Role
from interview.casework.referrals import Referral, ReferralState
from interview.store.referrals import Part
from interview.store.refusals import Broken, Overtaken
from interview.store.tables.referrals import ReferralKeyRow, ReferralRow

PREVIEW = {"needs": ["legal"], "age_band": "18_24"}
PACKAGE = {"values": {"s_name_called": "Noor"}}


@pytest.fixture
def they(house: House) -> Elsewhere:
    return elsewhere(house)


def sent(house: House, they: Elsewhere) -> tuple[Referral, bytes]:
    record = house.begin().record
    with house.at_work("caseworker") as (work, _):
        due_on = (work.now + timedelta(days=14)).date()
        return work.referrals.send(
            record.case_id, record.id, record.team_id, to=they.team, due_on=due_on, preview=PREVIEW
        )


def handed(house: House, they: Elsewhere) -> tuple[Referral, bytes]:
    """One that their supervisor gave to their caseworker, and for which something was handed over."""
    referral, key = sent(house, they)
    account_id = they.accounts[CASEWORKER].id
    with house.at_work(SUPERVISOR) as (work, _):
        work.referrals.give(referral, work.referrals.key(referral), account_id)
        referral = work.referrals.put(referral, referrals.accepted(referral, account_id, referral.due_on))
    with house.at_work("caseworker") as (work, _):
        said = {Part.PACKAGE: PACKAGE}
        return work.referrals.put(referral, referrals.handed_over(referral, referral.due_on), key=key, said=said), key


def found(house: House, referral_id: UUID, name: str) -> Referral | None:
    with house.at_work(name) as (work, _):
        return work.referrals.get(referral_id)


def test_both_sides_find_what_was_sent_and_read_the_preview(house: House, they: Elsewhere) -> None:
    referral, key = sent(house, they)

    with house.at_work(SUPERVISOR) as (work, _):
        assert work.referrals.asked_of([they.team_id], waiting=True) == (referral,)
        assert work.referrals.read(referral, work.referrals.key(referral), Part.PREVIEW) == PREVIEW
        assert work.referrals.read(referral, work.referrals.key(referral), Part.PACKAGE) is None
    with house.at_work("caseworker") as (work, _):
        assert work.referrals.of_record(referral.record_id) == (referral,)
        assert work.referrals.read(referral, key, Part.PREVIEW) == PREVIEW


@pytest.mark.parametrize("name", [CASEWORKER, "supervisor", "administrator"])
def test_nobody_else_opens_its_key(house: House, they: Elsewhere, name: str) -> None:
    referral, _ = sent(house, they)

    with pytest.raises(Broken), house.at_work(name) as (work, _):
        work.referrals.key(referral)


def test_a_third_organisation_does_not_even_find_it(house: House, they: Elsewhere) -> None:
    referral, _ = sent(house, they)
    with house.store.work() as work:
        third = work.organisations.create(name="Third").organisation.id
        new_account(work, third, "a stranger", Role.SUPERVISOR)

    assert found(house, referral.id, "a stranger") is None


def test_who_takes_the_person_on_opens_what_was_handed_over(house: House, they: Elsewhere) -> None:
    referral, _ = handed(house, they)

    with house.at_work(CASEWORKER) as (work, _):
        assert work.referrals.asked_of([]) == (referral,)
        assert work.referrals.read(referral, work.referrals.key(referral), Part.PACKAGE) == PACKAGE


def test_what_is_taken_away_is_gone(house: House, they: Elsewhere) -> None:
    referral, key = handed(house, they)

    with house.at_work("caseworker") as (work, _):
        work.referrals.put(referral, referrals.revoked(referral), key=key, said={Part.PACKAGE: None})
        work.referrals.close(referral)

    assert house.cases.rows(ReferralKeyRow) == []
    assert [row["package_sealed"] for row in house.cases.rows(ReferralRow)] == [None]
    with pytest.raises(Broken), house.at_work(CASEWORKER) as (work, _):
        work.referrals.key(referral)


def test_a_row_that_is_put_back_is_refused(house: House, they: Elsewhere) -> None:
    referral, key = handed(house, they)
    (before,) = house.cases.rows(ReferralRow)
    with house.at_work("caseworker") as (work, _):
        work.referrals.put(referral, referrals.revoked(referral), key=key, said={Part.PACKAGE: None})

    house.cases.put_back(ReferralRow, before)

    with pytest.raises(Broken):
        found(house, referral.id, CASEWORKER)


@pytest.mark.parametrize("column", ["state", "team_id", "to_account_id", "preview_sealed"])
def test_a_row_that_somebody_changed_is_refused(house: House, they: Elsewhere, column: str) -> None:
    referral, _ = sent(house, they)
    other, _ = sent(house, they)
    rows = {row["id"]: row for row in house.cases.rows(ReferralRow)}
    values = {"state": "accepted", "team_id": they.team_id, "to_account_id": house.accounts["caseworker"].id}
    forged = {**values, "preview_sealed": rows[other.id]["preview_sealed"]}[column]

    house.cases.change(ReferralRow, {"id": referral.id}, **{column: forged})

    with pytest.raises(Broken):
        found(house, referral.id, SUPERVISOR)


def test_two_who_move_it_at_once_do_not_both(house: House, they: Elsewhere) -> None:
    referral, _ = sent(house, they)
    with house.at_work(SUPERVISOR) as (work, _):
        work.referrals.put(referral, referrals.declined(referral))

    with pytest.raises(Overtaken), house.at_work("caseworker") as (work, _):
        work.referrals.put(referral, referrals.revoked(referral))

    now = found(house, referral.id, "caseworker")
    assert now is not None
    assert now.state is ReferralState.DECLINED


def test_another_key_of_the_team_opens_what_it_was_asked(house: House, they: Elsewhere) -> None:
    referral, _ = sent(house, they)

    with house.at_work(SUPERVISOR) as (work, _):
        work.team_keys.change(they.team_id)

    with house.at_work(SUPERVISOR) as (work, _):
        assert work.referrals.read(referral, work.referrals.key(referral), Part.PREVIEW) == PREVIEW


def test_it_goes_with_the_case_of_who_sent_it(house: House, they: Elsewhere) -> None:
    referral, _ = handed(house, they)

    with house.at_work("caseworker") as (work, _):
        work.cases.destroy(referral.case_id)

    assert house.cases.rows(ReferralRow) == []
    assert house.cases.rows(ReferralKeyRow) == []
    assert found(house, referral.id, CASEWORKER) is None


def test_a_key_that_is_put_back_after_the_case_was_erased_opens_nothing(house: House, they: Elsewhere) -> None:
    referral, _ = handed(house, they)
    with house.at_work("supervisor") as (work, _):
        work.cases.destroy(referral.case_id)

    with pytest.raises(Broken), house.at_work(CASEWORKER) as (work, _):
        work.referrals.key(referral)


def test_what_nobody_answered_is_found_without_anybody_at_work(house: House, they: Elsewhere) -> None:
    referral, _ = sent(house, they)

    with house.store.work() as work:
        assert work.referrals.overdue(referral.due_on) == ()
        (late,) = work.referrals.overdue(referral.due_on + timedelta(days=1))
        after = work.referrals.put(late, referrals.expired(late, referral.due_on + timedelta(days=1)))

    with house.at_work("caseworker") as (work, _):
        assert work.referrals.sent_and_waiting([]) == (after,)


def test_a_team_takes_referrals_until_it_says_otherwise(house: House, they: Elsewhere) -> None:
    with house.at_work("caseworker") as (work, _):
        assert work.referrals.takers() == (they.team,)
    with house.at_work(SUPERVISOR) as (work, _):
        work.referrals.take_from(they.team_id, on=True)
        work.referrals.take_from(they.team_id, on=False)

    with house.at_work("caseworker") as (work, _):
        assert work.referrals.takers() == ()
