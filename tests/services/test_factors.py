"""The second factor as people meet it: set up, asked for, lost, taken away."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from builders.offices import AnOffice
from builders.telephones import Telephone

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.refusals import NotNow, NotPermitted
from interview.services import factors, own_account, signing_in
from interview.services.own_account import AccountNoticeKind
from interview.services.signing_in import Enrolling, Locked, Refused, SignedIn, SignedInToEnrol


@pytest.fixture
def strict_office(fresh_office: AnOffice) -> Iterator[AnOffice]:
    """An office that was at work before everybody had to have a second factor."""
    before = fresh_office.store._settings
    fresh_office.store._settings = replace(before, second_factor=True)
    yield fresh_office
    fresh_office.store._settings = before


def sign_in(office: AnOffice, name: str, code: str = "") -> SignedIn | SignedInToEnrol | Refused:
    with office.store.work() as work:
        return signing_in.sign_in(work, name, office.passphrases[name], code)


def person(office: AnOffice, token: str) -> Actor | Enrolling | Locked | None:
    with office.store.work() as work:
        return signing_in.resume(work, token)


def set_up(office: AnOffice, name: str = "Amina") -> tuple[Telephone, factors.SetUpFactor]:
    """A second factor, and a minute later."""
    result = sign_in(office, name)
    assert isinstance(result, SignedIn | SignedInToEnrol)
    with office.store.work() as work:
        telephone = Telephone(factors.shown(work, whoever(signing_in.resume(work, result.token))).letters)
    with office.store.work() as work:
        someone = whoever(signing_in.resume(work, result.token))
        made = factors.finish(work, someone, result.token, telephone.code(office.clock.now))
    assert made is not None
    office.clock.advance(timedelta(seconds=60))
    return telephone, made


def account_id(office: AnOffice, name: str) -> UUID:
    """The id of an account."""
    with office.store.work() as work:
        return next(one.id for one in work.accounts.list(office.made.organisation.id) if one.name == name)


def whoever(found: Actor | Enrolling | Locked | None) -> Actor:
    """The person of a session that is not locked."""
    assert isinstance(found, Actor | Enrolling)
    return found.person if isinstance(found, Enrolling) else found


def test_where_everybody_needs_one_an_account_without_it_can_do_nothing_else(strict_office: AnOffice) -> None:
    office = strict_office
    result = sign_in(office, "Amina")

    assert isinstance(result, SignedInToEnrol)
    assert isinstance(person(office, result.token), Enrolling)
    with office.store.work() as work:
        signing_in.lock(work, result.token)
    with office.store.work() as work:
        unlocked = signing_in.unlock(work, result.token, office.passphrases["Amina"])
    assert isinstance(unlocked, SignedInToEnrol)


def test_setting_it_up_lets_the_same_session_go_on_to_work(strict_office: AnOffice) -> None:
    _, made = set_up(strict_office)

    assert isinstance(person(strict_office, made.token), Actor)
    assert len(made.spare_codes) == 10
    assert made.token not in repr(made)
    assert made.spare_codes[0] not in repr(made)


def test_after_that_both_are_asked_for_with_one_answer_to_everything_wrong(strict_office: AnOffice) -> None:
    office = strict_office
    telephone, _ = set_up(office)
    code = telephone.code(office.clock.now)

    with office.store.work() as work:
        wrong_passphrase = signing_in.sign_in(work, "Amina", "x", code)
    wrong_code, no_code = sign_in(office, "Amina", "000000"), sign_in(office, "Amina")

    assert wrong_passphrase == wrong_code == no_code == Refused()
    assert isinstance(sign_in(office, "Amina", code), SignedIn)
    assert sign_in(office, "Amina", code) == Refused()


def test_unlocking_asks_for_the_passphrase_alone_and_is_not_fresh(strict_office: AnOffice) -> None:
    office = strict_office
    telephone, _ = set_up(office)
    result = sign_in(office, "Amina", telephone.code(office.clock.now))
    assert isinstance(result, SignedIn)
    office.clock.advance(timedelta(minutes=6))
    assert person(office, result.token) == Locked()

    with office.store.work() as work:
        unlocked = signing_in.unlock(work, result.token, office.passphrases["Amina"])
    assert isinstance(unlocked, SignedIn)
    with office.store.work() as work:
        actor = signing_in.resume(work, unlocked.token)
        assert isinstance(actor, Actor)
        assert not signing_in.is_fresh(work, actor)

    with office.store.work() as work:
        without = signing_in.confirm(work, unlocked.token, office.passphrases["Amina"])
    code = telephone.code(office.clock.now)
    with office.store.work() as work:
        with_code = signing_in.confirm(work, unlocked.token, office.passphrases["Amina"], code)
    assert without == Refused()
    assert isinstance(with_code, SignedIn)
    with office.store.work() as work:
        actor = signing_in.resume(work, with_code.token)
        assert isinstance(actor, Actor)
        assert signing_in.is_fresh(work, actor)


def test_what_was_being_set_up_is_not_shown_to_the_next_session(fresh_office: AnOffice) -> None:
    office = fresh_office
    with office.at_work("Amina") as (work, actor):
        shown = factors.shown(work, actor)
    with office.at_work("Amina") as (work, actor):
        again = factors.shown(work, actor)
    office.tokens["Amina"] = office.signed_in("Amina")
    with office.at_work("Amina") as (work, actor):
        anew = factors.shown(work, actor)

    assert again.letters == shown.letters
    assert anew.letters != shown.letters


def test_setting_it_up_ends_the_other_sessions(fresh_office: AnOffice) -> None:
    elsewhere = fresh_office.signed_in("Amina")

    set_up(fresh_office)

    assert person(fresh_office, elsewhere) is None


def test_doing_without_is_for_where_it_is_not_asked_of_everybody(
    fresh_office: AnOffice, strict_office: AnOffice
) -> None:
    office = fresh_office
    _, made = set_up(office)
    with pytest.raises(NotNow), office.store.work() as work:
        factors.remove(work, whoever(signing_in.resume(work, made.token)), made.token)

    office.store._settings = replace(office.store._settings, second_factor=False)
    with office.store.work() as work:
        token = factors.remove(work, whoever(signing_in.resume(work, made.token)), made.token)

    assert isinstance(person(office, token), Actor)
    assert isinstance(sign_in(office, "Amina"), SignedIn)


def test_new_recovery_codes_are_for_those_with_a_second_factor(fresh_office: AnOffice) -> None:
    with pytest.raises(NotNow), fresh_office.at_work("Amina") as (work, actor):
        factors.renew_spare_codes(work, actor)


def test_an_administrator_takes_a_lost_one_away_and_the_owner_is_told(strict_office: AnOffice) -> None:
    office = strict_office
    administrator = set_up(office, "Adam")[1].token
    _, made = set_up(office)

    with office.store.work() as work:
        factors.take_away(work, whoever(signing_in.resume(work, administrator)), account_id(office, "Amina"))

    assert person(office, made.token) is None
    assert isinstance(sign_in(office, "Amina"), SignedInToEnrol)
    _, made = set_up(office)
    with office.store.work() as work:
        actor = whoever(signing_in.resume(work, made.token))
        told = own_account.notices(work, actor)
        own_account.read_notices(work, actor)
        assert own_account.notices(work, actor) == ()
    assert [notice.kind for notice in told] == [AccountNoticeKind.FACTOR_TAKEN_AWAY]
    assert office.events(Event.FACTOR_TAKEN_AWAY) == 1


def test_nobody_else_takes_one_away_and_nobody_their_own(fresh_office: AnOffice) -> None:
    office = fresh_office
    set_up(office)
    amina = account_id(office, "Amina")
    for name in ("Siri", "Bruno", "Ines", "Anna"):
        with pytest.raises(NotPermitted), office.at_work(name) as (work, actor):
            factors.take_away(work, actor, amina)

    with pytest.raises(NotPermitted), office.at_work("Adam") as (work, actor):
        factors.take_away(work, actor, actor.account_id)
    with pytest.raises(NotNow), office.at_work("Adam") as (work, actor):
        factors.take_away(work, actor, account_id(office, "Bruno"))
