"""Accounts: a passphrase is right when the key opens; what a person may do is vouched for."""

from typing import Any
from uuid import uuid4

import pytest
from builders.store import PASSPHRASE, House, new_account
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from interview.audit.events import Event
from interview.casework.actors import Role
from interview.store.records import NameTaken
from interview.store.refusals import Broken, PassphraseRefused
from interview.store.tables.people import AccountRow, MembershipRow, OrganisationRow, SessionRow, TeamRow


def opens(house: House, name: str, passphrase: str = PASSPHRASE) -> bool:
    with house.store.work() as work:
        return work.accounts.open(name, passphrase) is not None


def test_the_right_passphrase_opens_and_no_other(house: House) -> None:
    assert opens(house, "caseworker")
    assert opens(house, " CASEWORKER ")
    assert not opens(house, "caseworker", "wrong")
    assert not opens(house, "caseworker", "")
    assert not opens(house, "caseworker", "x" * 257)
    assert not opens(house, "nobody")
    assert not opens(house, "nobody \ud800")


def test_an_unknown_account_costs_the_same_work(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    derived: list[int] = []

    def counted(**named: Any) -> Argon2id:
        derived.append(named["memory_cost"])
        return Argon2id(**named)

    monkeypatch.setattr("interview.vault.passphrases.Argon2id", counted)
    with house.at_work("administrator") as (work, _):
        work.accounts.change(house.accounts["analyst"].id, active=False)
    derived.clear()

    for name in ("caseworker", "nobody", "analyst"):
        opens(house, name, "wrong")

    assert len(derived) == 3


def test_names_are_unique_however_they_are_written(house: House) -> None:
    with house.store.work() as work:
        taken = work.accounts.create(
            house.organisation_id, name="CaseWorker", passphrase=PASSPHRASE, roles=frozenset({Role.ANALYST})
        )

    assert taken == NameTaken()


def test_a_passphrase_that_is_too_long_is_refused(house: House) -> None:
    with house.store.work() as work, pytest.raises(PassphraseRefused):
        work.accounts.create(house.organisation_id, name="new", passphrase="x" * 257, roles=frozenset())


def test_a_generated_passphrase_has_six_words(house: House) -> None:
    with house.store.work() as work:
        assert len(work.accounts.new_passphrase().split()) == 6


def test_accounts_are_listed_by_name_with_their_teams(house: House) -> None:
    with house.at_work("administrator") as (work, actor):
        listed = work.accounts.list(actor.organisation_id)
        one = work.accounts.get(house.accounts["supervisor"].id)

    assert [account.name for account in listed] == sorted(role.value for role in Role)
    assert one in listed
    assert one is not None
    assert one.team_ids == {house.team_id}
    assert one.roles == {Role.SUPERVISOR}


def test_a_closed_account_opens_no_more_and_its_sessions_end(house: House) -> None:
    token = house.sign_in("caseworker").token

    with house.at_work("administrator") as (work, _):
        account = work.accounts.change(house.accounts["caseworker"].id, active=False)

    assert not account.active
    assert not opens(house, "caseworker")
    with house.store.work() as work:
        assert work.sessions.resume(token) is None
    with house.at_work("administrator") as (work, _):
        work.accounts.change(house.accounts["caseworker"].id, active=True)
    assert opens(house, "caseworker")


def test_changing_an_account_twice_and_undoing_it_locks_nobody_out(house: House) -> None:
    account_id = house.accounts["caseworker"].id

    def attempt() -> None:
        with house.at_work("administrator") as (work, _):
            work.accounts.change(account_id, active=False)
            work.accounts.change(account_id, active=True)
            work.accounts.change(account_id, roles=frozenset({Role.ANALYST}))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        attempt()

    assert opens(house, "caseworker")
    with house.at_work("administrator") as (work, _):
        work.accounts.change(account_id, active=False)
        work.accounts.change(account_id, active=True)
    assert opens(house, "caseworker")
    with house.at_work("administrator") as (work, _):
        account = work.accounts.change(account_id, roles=frozenset({Role.ANALYST}))
    assert account.roles == {Role.ANALYST}


def test_an_old_account_row_put_back_opens_nothing(house: House) -> None:
    old = house.cases.one(AccountRow, id=house.accounts["caseworker"].id)
    with house.at_work("administrator") as (work, _):
        work.accounts.change(house.accounts["caseworker"].id, active=False)

    house.cases.put_back(AccountRow, old)

    with pytest.raises(Broken):
        opens(house, "caseworker")


def test_an_old_role_and_session_put_back_open_no_case(house: House) -> None:
    interview = house.begin()
    token = house.sign_in("caseworker").token
    account_id = house.accounts["caseworker"].id
    old = house.cases.one(AccountRow, id=account_id)
    session = house.cases.rows(SessionRow, account_id=account_id)[-1]
    with house.at_work("administrator") as (work, _):
        work.accounts.change(account_id, roles=frozenset({Role.ANALYST}))

    house.cases.put_back(AccountRow, old)
    house.cases.put_back(SessionRow, session)

    house.tokens["caseworker"] = token
    with pytest.raises(Broken):
        house.open(interview.record.id)


def test_a_reset_account_opens_with_the_new_passphrase_and_none_of_its_old_cases(house: House) -> None:
    interview = house.begin()

    with house.at_work("administrator") as (work, _):
        account = work.accounts.reset(house.accounts["caseworker"].id, "another six words of a passphrase")

    assert account.key_id != house.accounts["caseworker"].key_id
    assert not opens(house, "caseworker")
    with house.store.work() as work:
        opened = work.accounts.open("caseworker", "another six words of a passphrase")
        assert opened is not None
        assert work.interviews.get(interview.record.id) is None
        assert work.interviews.mine(opened.me.actor, frozenset({interview.record.state})) == ()


def test_a_reset_supervisor_leaves_the_team(house: House) -> None:
    interview = house.begin()
    old = house.cases.one(MembershipRow)
    with house.at_work("administrator") as (work, _):
        account = work.accounts.reset(house.accounts["supervisor"].id, PASSPHRASE)

    assert account.team_ids == frozenset()
    assert house.open(interview.record.id, "caseworker") is not None
    with house.at_work("supervisor") as (work, _):
        assert work.interviews.get(interview.record.id) is None
    house.cases.put_back(MembershipRow, old)
    house.tokens.pop("supervisor")
    with pytest.raises(Broken):
        house.open(interview.record.id, "supervisor")


@pytest.mark.parametrize("column", ["public_key", "roles", "key_id"])
def test_a_changed_account_row_is_refused_where_accounts_are_listed(house: House, column: str) -> None:
    values = {"public_key": house.cases.one(TeamRow)["public_key"], "roles": "supervisor", "key_id": bytes(16)}

    house.cases.change(AccountRow, {"id": house.accounts["caseworker"].id}, **{column: values[column]})

    with pytest.raises(Broken), house.store.work() as work:
        work.accounts.list(house.organisation_id)


def test_a_swapped_secret_key_is_a_wrong_passphrase(house: House) -> None:
    other = house.cases.one(AccountRow, id=house.accounts["analyst"].id)["secret_sealed"]

    house.cases.change(AccountRow, {"id": house.accounts["caseworker"].id}, secret_sealed=other)

    assert not opens(house, "caseworker")


def test_names_are_sealed(house: House) -> None:
    rows = [*house.cases.rows(AccountRow), *house.cases.rows(TeamRow), *house.cases.rows(OrganisationRow)]

    everything = b"".join(value for row in rows for value in row.values() if isinstance(value, bytes))

    for word in (b"caseworker", b"Blue", b"Open House"):
        assert word not in everything


def test_an_account_that_is_not_there_is_none(house: House) -> None:
    with house.at_work("administrator") as (work, _):
        assert work.accounts.get(uuid4()) is None
        with pytest.raises(LookupError):
            work.accounts.change(uuid4(), active=False)


def test_an_account_of_another_organisation_is_not_found(house: House) -> None:
    with house.store.work() as work:
        founded = work.organisations.create(name="Another")
        stranger = new_account(work, founded.organisation.id, "stranger", Role.CASEWORKER)
        work.record(Event.ORGANISATION_CREATED, organisation_id=founded.organisation.id)

    with house.at_work("administrator") as (work, _):
        assert work.accounts.get(stranger.id) is None
