"""Who is in a team opens its cases; who is taken out finds nothing at the next request, on every worker."""

from uuid import UUID, uuid4

import pytest
from builders.meddling import Meddler
from builders.offices import AnOffice
from builders.store import Databases, opened_store

from interview.audit.events import Event
from interview.casework.actors import Actor, Role
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import accounts, fingerprints, interviewing, signing_in, teams
from interview.store.refusals import Broken
from interview.store.revocations import RevocationKind
from interview.store.tables.people import AccountRow
from interview.vault.keypairs import KeyPair
from interview.vault.master import MasterKey
from interview.vault.words import WORDS


def an_account(office: AnOffice, name: str, *roles: Role) -> UUID:
    with office.at_work("Adam") as (work, actor):
        made = accounts.create_account(work, actor, name=name, roles=frozenset(roles))
    assert isinstance(made, accounts.Created)
    office.passphrases[name] = made.passphrase
    return made.account.id


def let_in(office: AnOffice, name: str) -> UUID:
    account_id = an_account(office, name)
    with office.at_work("Siri") as (work, actor):
        teams.admit(work, actor, office.made.team.id, account_id)
    return account_id


def act(office: AnOffice, name: str, deed: object, *given: object) -> object:
    with office.at_work(name) as (work, actor):
        return deed(work, actor, *given)  # type: ignore[operator]  # a service function


def test_who_is_taken_out_finds_nothing_at_the_next_request_on_another_worker(
    fresh_office: AnOffice, databases: Databases, master: MasterKey
) -> None:
    office = fresh_office
    sara = let_in(office, "Sara")
    interview_id = office.begin()
    other = opened_store(databases, master, office.clock)
    token = office.signed_in("Sara")

    def asks() -> bool:
        with other.work() as work:
            actor = signing_in.resume(work, token)
            assert isinstance(actor, Actor)
            try:
                return interviewing.open_interview(work, actor, interview_id).id == interview_id
            except NotPermitted:
                return False

    assert asks()
    act(office, "Siri", teams.remove, office.made.team.id, sara)

    assert not asks()
    with other.work() as work:
        taken = {(one.kind, one.subject_id, one.other_id) for one in work.revocations.in_force()}
    assert (RevocationKind.MEMBER_REMOVED, sara, office.made.team.id) in taken
    assert office.events(Event.TEAM_MEMBER_REMOVED) == 1
    assert office.opened(interview_id, "Siri").id == interview_id
    other.close()


def test_who_is_let_in_again_is_taken_out_of_the_ledger(office: AnOffice) -> None:
    tara = let_in(office, "Tara")
    act(office, "Siri", teams.remove, office.made.team.id, tara)

    act(office, "Siri", teams.admit, office.made.team.id, tara)

    with office.store.work() as work:
        assert tara not in {taken.subject_id for taken in work.revocations.in_force()}


@pytest.mark.parametrize("name", ["Adam", "Amina", "Ines", "Anna"])
def test_only_a_supervisor_takes_somebody_out(office: AnOffice, name: str) -> None:
    account_id = let_in(office, f"out by {name}")

    for deed, given in ((teams.remove, (office.made.team.id, account_id)), (teams.dismiss, (account_id,))):
        with pytest.raises(NotPermitted):
            act(office, name, deed, *given)


def test_nobody_takes_themselves_out_or_somebody_who_is_not_in(office: AnOffice) -> None:
    outside = an_account(office, "Otto")

    for account_id in (office.made.supervisor.account.id, outside, uuid4()):
        with pytest.raises(NotPermitted):
            act(office, "Siri", teams.remove, office.made.team.id, account_id)


def test_nobody_is_let_in_twice(office: AnOffice) -> None:
    account_id = let_in(office, "Twice")

    with pytest.raises(NotNow):
        act(office, "Siri", teams.admit, office.made.team.id, account_id)


def test_a_supervisor_of_another_team_has_no_part_in_this_one(office: AnOffice) -> None:
    zoe = let_in(office, "Zoe")
    act(office, "Zoe", lambda work, actor: teams.create_team(work, actor, name="Zoe's"))
    act(office, "Siri", teams.remove, office.made.team.id, zoe)

    with pytest.raises(NotPermitted):
        act(office, "Zoe", teams.remove, office.made.team.id, office.made.supervisor.account.id)
    with pytest.raises(NotPermitted):
        act(office, "Zoe", teams.candidates, office.made.team.id)
    # Nor the other way round: nobody is left without anybody who could let others in.
    with pytest.raises(NotPermitted):
        act(office, "Siri", teams.dismiss, zoe)


def test_who_is_no_supervisor_any_more_leaves_the_team_and_their_sessions_end(office: AnOffice) -> None:
    uma = let_in(office, "Uma")
    token = office.signed_in("Uma")

    act(office, "Siri", teams.dismiss, uma)

    with office.store.work() as work:
        assert signing_in.resume(work, token) is None
        account = work.accounts.get(uma)
    assert account is not None
    assert account.roles == frozenset()
    assert account.team_ids == frozenset()


def test_those_who_can_be_let_in_are_open_and_do_nothing_that_clashes(office: AnOffice) -> None:
    free, closed = an_account(office, "Fay"), an_account(office, "Cleo")
    act(office, "Adam", accounts.disable_account, closed)

    with office.at_work("Siri") as (work, actor):
        found = {account.id for account in teams.candidates(work, actor, office.made.team.id)}
        amina = next(one.id for one in work.accounts.list(actor.organisation_id) if one.name == "Amina")

    assert free in found
    assert not {closed, amina, office.made.administrator.account.id, actor.account_id} & found


def test_a_reset_supervisor_is_in_no_team_and_no_supervisor_until_let_in_again(fresh_office: AnOffice) -> None:
    office = fresh_office
    sara = let_in(office, "Sara")
    interview_id = office.begin()

    made = act(office, "Adam", accounts.reset_account, sara)
    assert isinstance(made, accounts.Created)
    office.passphrases["Sara"] = made.passphrase

    with office.at_work("Sara") as (_, actor):
        assert actor.roles == frozenset()
        assert actor.team_ids == frozenset()
    with pytest.raises(NotPermitted):
        office.opened(interview_id, "Sara")
    act(office, "Siri", teams.admit, office.made.team.id, sara)
    del office.tokens["Sara"]
    assert office.opened(interview_id, "Sara").id == interview_id


def test_a_replaced_key_stands_on_the_supervisors_page_until_one_has_seen_it(fresh_office: AnOffice) -> None:
    office = fresh_office
    with office.at_work("Adam") as (work, actor):
        amina = next(one for one in work.accounts.list(actor.organisation_id) if one.name == "Amina")
        accounts.reset_account(work, actor, amina.id)

    with office.at_work("Siri") as (work, actor):
        (change,) = fingerprints.changes(work, actor)
        fingerprints.see_change(work, actor, amina.id, change.key_id)
    with office.at_work("Siri") as (work, actor):
        fingerprints.see_change(work, actor, amina.id, change.key_id)
        after = fingerprints.changes(work, actor)
    with office.at_work("Siri") as (work, actor), pytest.raises(NotPermitted):
        fingerprints.see_change(work, actor, amina.id, amina.key_id)

    assert (change.name, change.by, change.of_team) == ("Amina", "Adam", False)
    assert change.key_id != amina.key_id
    assert after == ()
    assert office.events(Event.KEY_CHANGED) == office.events(Event.KEY_CHANGE_SEEN) == 1


def test_both_sides_read_the_same_words_and_others_after_a_reset(office: AnOffice) -> None:
    vera = an_account(office, "Vera")
    with office.at_work("Vera") as (work, actor):
        own = fingerprints.own_words(work, actor)

    with office.at_work("Siri") as (work, actor):
        theirs = fingerprints.words_of(work, actor, vera)
    act(office, "Adam", accounts.reset_account, vera)
    with office.at_work("Siri") as (work, actor):
        after = fingerprints.words_of(work, actor, vera)

    assert own == theirs
    assert set(own.words) <= set(WORDS)
    assert after.words != own.words
    with pytest.raises(NotNow):
        act(office, "Siri", fingerprints.require_same, vera, own.key_id)


def test_words_are_not_for_those_who_let_nobody_in(office: AnOffice) -> None:
    for name in ("Amina", "Ines", "Anna"):
        with pytest.raises(NotPermitted):
            act(office, name, fingerprints.words_of, office.made.supervisor.account.id)


def test_a_replaced_public_key_makes_the_next_admission_refuse(fresh_office: AnOffice) -> None:
    office = fresh_office
    wanda, meddler = an_account(office, "Wanda"), Meddler(office.database_url)
    mine = KeyPair.generate().public
    meddler.change(AccountRow, {"id": wanda}, public_key=mine.to_bytes(), key_id=mine.key_id)

    with pytest.raises(Broken):
        act(office, "Siri", teams.admit, office.made.team.id, wanda)
    assert office.events(Event.SEALED_BYTES_REFUSED) == 1
