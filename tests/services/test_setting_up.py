"""A new installation."""

from dataclasses import replace

import pytest

from interview.casework.actors import Role
from interview.services import setting_up, signing_in
from interview.services.setting_up import AlreadySetUp, NameInUse, NotSetUp, Wanted
from interview.store.opening import Store

WANTED = Wanted(organisation="Open House", administrator="Adam", supervisor="Siri", team="Blue", office="Harbour")


def test_the_first_administrator_and_the_first_supervisor_sign_in(store: Store) -> None:
    with store.work() as work:
        made = setting_up.set_up(work, WANTED)

    for created, role in ((made.administrator, Role.ADMINISTRATOR), (made.supervisor, Role.SUPERVISOR)):
        with store.work() as work:
            result = signing_in.sign_in(work, created.account.name, created.passphrase)
        assert isinstance(result, signing_in.SignedIn)
        assert result.actor.roles == {role}
    assert not made.organisation.demonstration


def test_the_first_supervisor_belongs_to_the_team_of_the_first_office(store: Store) -> None:
    with store.work() as work:
        made = setting_up.set_up(work, WANTED)

    assert made.team.member_ids == {made.supervisor.account.id}
    assert made.office.team_id == made.team.id


def test_the_recovery_shares_are_shown_once_and_can_be_typed_again(store: Store) -> None:
    with store.work() as work:
        made = setting_up.set_up(work, WANTED)

        assert len(set(made.shares)) == 3
        assert all(setting_up.is_same_share(work, share, share.lower()) for share in made.shares)
        assert not setting_up.is_same_share(work, made.shares[0], made.shares[1])
    assert not any(share in repr(made) for share in made.shares)


def test_an_installation_is_set_up_once(store: Store) -> None:
    with store.work() as work:
        setting_up.set_up(work, WANTED)

    with store.work() as work, pytest.raises(AlreadySetUp):
        setting_up.set_up(work, WANTED)


ELSEWHERE = Wanted(organisation="Elsewhere", administrator="Ada", supervisor="Theo", team="Green", office="Hills")


def test_another_organisation_has_people_and_shares_of_its_own(store: Store) -> None:
    with store.work() as work:
        first = setting_up.set_up(work, WANTED)
    with store.work() as work:
        second = setting_up.add(work, ELSEWHERE)

    with store.work() as work:
        result = signing_in.sign_in(work, "Theo", second.supervisor.passphrase)
    assert isinstance(result, signing_in.SignedIn)
    assert result.actor.organisation_id == second.organisation.id != first.organisation.id
    assert not set(first.shares) & set(second.shares)


def test_another_organisation_needs_a_first_one_and_names_of_its_own(store: Store) -> None:
    with store.work() as work, pytest.raises(NotSetUp):
        setting_up.add(work, ELSEWHERE)
    with store.work() as work:
        setting_up.set_up(work, WANTED)

    with pytest.raises(NameInUse), store.work() as work:
        setting_up.add(work, WANTED)

    with store.work() as work:
        assert len(work.organisations.all()) == 1


def test_what_is_added_to_a_demonstration_is_one_too(store: Store) -> None:
    with store.work() as work:
        setting_up.set_up(work, replace(WANTED, demonstration=True))

    with store.work() as work:
        assert setting_up.add(work, ELSEWHERE).organisation.demonstration
