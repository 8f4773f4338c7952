"""One's own account: another passphrase, the sessions, what others did to it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from builders.offices import AnOffice

from interview.audit.events import Event
from interview.casework.actors import Actor
from interview.casework.refusals import NotPermitted
from interview.services import accounts, own_account, signing_in
from interview.services.own_account import AccountNoticeKind, PassphraseChanged, PassphraseFault
from interview.services.signing_in import Refused, SignedIn

ANOTHER = "lantern orbit thimble gravel sunday pier"


def change(office: AnOffice, passphrase: str, repeated: str | None = None) -> PassphraseChanged | PassphraseFault:
    token = office.tokens.setdefault("Amina", office.signed_in("Amina"))
    with office.at_work("Amina") as (work, actor):
        return own_account.change_passphrase(
            work, actor, token, passphrase, passphrase if repeated is None else repeated
        )


def signs_in(office: AnOffice, passphrase: str) -> bool:
    with office.store.work() as work:
        return isinstance(signing_in.sign_in(work, "Amina", passphrase), SignedIn)


def test_another_passphrase_takes_the_place_of_the_old_one(fresh_office: AnOffice) -> None:
    office, interview_id = fresh_office, fresh_office.begin()
    elsewhere = office.signed_in("Amina")

    changed = change(office, ANOTHER)

    assert isinstance(changed, PassphraseChanged)
    assert changed.token not in repr(changed)
    with office.store.work() as work:
        assert isinstance(signing_in.resume(work, changed.token), Actor)
        assert signing_in.resume(work, elsewhere) is None
        assert signing_in.resume(work, office.tokens["Amina"]) is None
    assert not signs_in(office, office.passphrases["Amina"])
    assert signs_in(office, ANOTHER)
    office.tokens["Amina"] = changed.token
    assert office.opened(interview_id).revision == 1
    assert office.events(Event.PASSPHRASE_CHANGED) == 1


def test_the_old_passphrase_does_not_unlock_what_it_had_opened(fresh_office: AnOffice) -> None:
    changed = change(fresh_office, ANOTHER)
    assert isinstance(changed, PassphraseChanged)
    with fresh_office.store.work() as work:
        signing_in.lock(work, changed.token)

    with fresh_office.store.work() as work:
        assert signing_in.unlock(work, changed.token, fresh_office.passphrases["Amina"]) == Refused()
    with fresh_office.store.work() as work:
        assert isinstance(signing_in.unlock(work, changed.token, ANOTHER), SignedIn)


@pytest.mark.parametrize(
    ("passphrase", "repeated", "fault"),
    [
        (ANOTHER, ANOTHER + "x", PassphraseFault.NOT_THE_SAME),
        ("short", "short", PassphraseFault.TOO_SHORT),
        (" " * 40, " " * 40, PassphraseFault.TOO_SHORT),
        ("ababababababababab", "ababababababababab", PassphraseFault.TOO_SIMPLE),
        ("my name is Amina and so on", "my name is Amina and so on", PassphraseFault.HOLDS_NAME),
        ("quite long " * 40, "quite long " * 40, PassphraseFault.TOO_LONG),
    ],
)
def test_what_is_easily_guessed_or_mistyped_changes_nothing(
    office: AnOffice, passphrase: str, repeated: str, fault: PassphraseFault
) -> None:
    assert change(office, passphrase, repeated) is fault
    with office.store.work() as work:
        assert isinstance(signing_in.resume(work, office.tokens["Amina"]), Actor)


def test_the_offered_ones_are_taken(office: AnOffice) -> None:
    with office.at_work("Bruno") as (work, _):
        six, seven = own_account.offered_passphrases(work)

    assert (len(six.split()), len(seven.split())) == (6, 7)


def test_the_list_shows_ones_own_sessions_and_which_is_here(fresh_office: AnOffice) -> None:
    office = fresh_office
    first = office.signed_in("Amina")
    office.clock.advance(timedelta(minutes=2))
    office.tokens["Amina"] = office.signed_in("Amina")
    office.signed_in("Bruno")
    with office.store.work() as work:
        signing_in.lock(work, first)

    with office.at_work("Amina") as (work, actor):
        mine = own_account.overview(work, actor)

    assert mine.name == "Amina"
    assert [(one.here, one.locked) for one in mine.sessions] == [(True, False), (False, True)]
    assert mine.sessions[0].begun_at - mine.sessions[1].begun_at == timedelta(minutes=2)


def test_unlocking_and_confirming_do_not_make_a_session_younger(fresh_office: AnOffice) -> None:
    office, begun = fresh_office, fresh_office.clock.now
    token = office.signed_in("Amina")
    office.clock.advance(timedelta(minutes=6))
    with office.store.work() as work:
        unlocked = signing_in.unlock(work, token, office.passphrases["Amina"])
    assert isinstance(unlocked, SignedIn)

    office.tokens["Amina"] = unlocked.token
    with office.at_work("Amina") as (work, actor):
        assert [one.begun_at for one in own_account.overview(work, actor).sessions] == [begun]


def test_one_of_ones_own_sessions_can_be_ended_and_nobody_elses(fresh_office: AnOffice) -> None:
    office = fresh_office
    lost, other = office.signed_in("Amina"), office.signed_in("Bruno")
    office.tokens["Amina"] = office.signed_in("Amina")
    with office.store.work() as work:
        there, of_another = signing_in.resume(work, lost), signing_in.resume(work, other)
        assert isinstance(there, Actor)
        assert isinstance(of_another, Actor)
    assert there.session_id is not None
    assert of_another.session_id is not None

    with office.at_work("Amina") as (work, actor):
        own_account.end_session(work, actor, there.session_id)
    for foreign in (of_another.session_id, uuid4(), there.session_id):
        with pytest.raises(NotPermitted), office.at_work("Amina") as (work, actor):
            own_account.end_session(work, actor, foreign)

    with office.store.work() as work:
        assert signing_in.resume(work, lost) is None
        assert isinstance(signing_in.resume(work, other), Actor)


def test_signing_out_everywhere_ends_all_of_ones_own_sessions_and_nobody_elses(fresh_office: AnOffice) -> None:
    office = fresh_office
    mine, other = [office.signed_in("Amina") for _ in range(3)], office.signed_in("Bruno")
    office.tokens["Amina"] = mine[0]

    with office.at_work("Amina") as (work, actor):
        own_account.sign_out_everywhere(work, actor)

    with office.store.work() as work:
        assert [signing_in.resume(work, token) for token in mine] == [None] * 3
        assert isinstance(signing_in.resume(work, other), Actor)


def test_a_reset_is_told_to_the_owner(fresh_office: AnOffice) -> None:
    office = fresh_office
    with office.at_work("Bruno") as (_, bruno):
        pass
    with office.at_work("Adam") as (work, actor):
        made = accounts.reset_account(work, actor, bruno.account_id)
        assert isinstance(made, accounts.Created)
    office.passphrases["Bruno"] = made.passphrase
    office.tokens["Bruno"] = office.signed_in("Bruno")

    with office.at_work("Bruno") as (work, actor):
        assert [one.kind for one in own_account.notices(work, actor)] == [AccountNoticeKind.RESET]
