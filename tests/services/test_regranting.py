"""After a reset: words that were compared, two supervisors, and nothing but what is assigned now."""

from uuid import UUID

import pytest
from builders.meddling import Meddler
from builders.offices import AnOffice

from interview.audit.events import Event
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import accounts, approving, reassigning, regranting, teams
from interview.store.refusals import Broken
from interview.store.tables.approvals import ApprovalRow
from interview.store.tables.people import AccountRow
from interview.vault.keypairs import KeyPair


def id_of(office: AnOffice, name: str) -> UUID:
    with office.store.work() as work:
        return next(one.id for one in work.accounts.list(office.made.organisation.id) if one.name == name)


@pytest.fixture
def two(fresh_office: AnOffice) -> AnOffice:
    """An office with two supervisors in one team."""
    office = fresh_office
    with office.at_work("Adam") as (work, actor):
        made = accounts.create_account(work, actor, name="Sara", roles=frozenset())
    assert isinstance(made, accounts.Created)
    office.passphrases["Sara"] = made.passphrase
    with office.at_work("Siri") as (work, actor):
        teams.admit(work, actor, office.made.team.id, made.account.id)
    return office


def reset(office: AnOffice, name: str) -> UUID:
    account_id = id_of(office, name)
    with office.at_work("Adam") as (work, actor):
        office.passphrases[name] = accounts.reset_account(work, actor, account_id).passphrase
    office.tokens.pop(name, None)
    return account_id


def ask(office: AnOffice, account_id: UUID, *, by: str = "Siri") -> UUID:
    with office.at_work(by) as (work, actor):
        shown = regranting.show(work, actor, account_id)
        return regranting.ask(work, actor, account_id, shown.read_out.key_id).id


def approve(office: AnOffice, approval_id: UUID, *, by: str = "Sara") -> None:
    with office.at_work(by) as (work, actor):
        approving.approve(work, actor, approval_id)


def go_on(office: AnOffice, account_id: UUID, *, by: str = "Siri") -> int:
    with office.at_work(by) as (work, actor):
        return regranting.go_on(work, actor, account_id)


def test_what_is_assigned_now_opens_again_and_nothing_else(two: AnOffice) -> None:
    mine, handed = two.begin("Amina"), two.begin("Amina")
    foreign = two.begin("Bruno")
    with two.at_work("Siri") as (work, actor):
        reassigning.reassign(work, actor, handed, id_of(two, "Bruno"))
    amina = reset(two, "Amina")
    with pytest.raises(NotPermitted):
        two.opened(mine, "Amina")

    approve(two, ask(two, amina))
    left = go_on(two, amina)

    assert left == 0
    assert two.opened(mine, "Amina").id == mine
    for closed in (handed, foreign):
        with pytest.raises(NotPermitted):
            two.opened(closed, "Amina")


def test_it_goes_on_where_it_stopped_and_is_used_up_in_the_end(two: AnOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regranting, "BATCH", 2)
    interviews = [two.begin("Amina") for _ in range(5)]
    amina = reset(two, "Amina")
    approval_id = ask(two, amina)
    approve(two, approval_id)

    assert [go_on(two, amina) for _ in range(3)] == [3, 1, 0]

    assert [two.opened(one, "Amina").id for one in interviews] == interviews
    assert two.events(Event.CASE_GRANTED) == 5
    assert two.events(Event.APPROVAL_USED) == 1
    with pytest.raises(NotPermitted):
        go_on(two, amina)


def test_nothing_is_given_back_by_one_alone(two: AnOffice) -> None:
    two.begin("Amina")
    amina = reset(two, "Amina")
    with pytest.raises(NotPermitted):
        go_on(two, amina)

    approval_id = ask(two, amina)

    with pytest.raises(NotPermitted):
        go_on(two, amina)
    with pytest.raises(NotPermitted):
        approve(two, approval_id, by="Siri")
    with pytest.raises(NotPermitted):
        approve(two, approval_id, by="Adam")
    approve(two, approval_id)
    with pytest.raises(NotPermitted):
        go_on(two, amina, by="Sara")


def test_an_agreement_is_for_the_key_whose_words_were_compared(two: AnOffice) -> None:
    two.begin("Amina")
    amina = reset(two, "Amina")
    with two.at_work("Siri") as (work, actor):
        old_key = regranting.show(work, actor, amina).read_out.key_id
    approve(two, ask(two, amina))

    reset(two, "Amina")

    with pytest.raises(NotPermitted):
        go_on(two, amina)
    with two.at_work("Siri") as (work, actor), pytest.raises(NotNow):
        regranting.ask(work, actor, amina, old_key)


def test_a_public_key_that_somebody_put_into_the_row_gets_nothing(two: AnOffice) -> None:
    two.begin("Amina")
    amina, meddler = reset(two, "Amina"), Meddler(two.database_url)
    approve(two, ask(two, amina))
    theirs = KeyPair.generate().public
    meddler.change(AccountRow, {"id": amina}, public_key=theirs.to_bytes())

    with pytest.raises(Broken):
        go_on(two, amina)
    assert two.events(Event.SEALED_BYTES_REFUSED) == 1
    assert two.events(Event.CASE_GRANTED) == 0


def test_an_agreement_that_somebody_wrote_into_the_row_is_refused(two: AnOffice) -> None:
    two.begin("Amina")
    amina, meddler = reset(two, "Amina"), Meddler(two.database_url)
    approval_id = ask(two, amina)
    meddler.change(ApprovalRow, {"id": approval_id}, state="given", answered_by=id_of(two, "Sara"))

    with pytest.raises(Broken):
        go_on(two, amina)


def test_who_is_locked_out_is_listed_with_how_much(two: AnOffice) -> None:
    for name in ("Amina", "Amina", "Bruno"):
        two.begin(name)
    amina = reset(two, "Amina")
    reset(two, "Anna")

    with two.at_work("Siri") as (work, actor):
        (found,) = regranting.locked_out(work, actor)

    assert (found.account_id, found.name, found.cases) == (amina, "Amina", 2)
    for name in ("Adam", "Bruno"):
        with two.at_work(name) as (work, actor), pytest.raises(NotPermitted):
            regranting.locked_out(work, actor)
