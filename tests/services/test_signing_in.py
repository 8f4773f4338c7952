"""Coming in, locking, and finding what was typed."""

from datetime import timedelta

from builders.offices import AnOffice

from interview.casework.actors import Actor
from interview.services import signing_in
from interview.services.signing_in import Enrolling, Locked, Refused, SignedIn, SignedInToEnrol


def sign_in(office: AnOffice, name: str, passphrase: str) -> SignedIn | SignedInToEnrol | Refused:
    with office.store.work() as work:
        return signing_in.sign_in(work, name, passphrase)


def resume(office: AnOffice, token: str) -> Actor | Enrolling | Locked | None:
    with office.store.work() as work:
        return signing_in.resume(work, token)


def test_who_signs_in_is_known_by_the_token(office: AnOffice) -> None:
    result = sign_in(office, "Amina", office.passphrases["Amina"])

    assert isinstance(result, SignedIn)
    assert resume(office, result.token) == result.actor
    assert result.token not in repr(result)


def test_an_unknown_name_and_a_wrong_passphrase_get_the_same_answer(office: AnOffice) -> None:
    assert sign_in(office, "Nobody here", "x") == sign_in(office, "Amina", "x") == Refused()


def test_who_tries_too_often_waits_and_is_not_locked_out(fresh_office: AnOffice) -> None:
    office = fresh_office
    tries = [sign_in(office, "Amina", "x") for _ in range(11)]

    waiting = tries[-1]
    office.clock.now += timedelta(minutes=2)
    result = sign_in(office, "Amina", office.passphrases["Amina"])

    assert isinstance(waiting, Refused)
    assert waiting.wait_seconds > 0
    assert isinstance(result, SignedIn)


def test_a_locked_session_opens_with_the_passphrase_under_a_new_token(office: AnOffice) -> None:
    token = office.signed_in("Amina")
    with office.store.work() as work:
        signing_in.lock(work, token)

    locked = resume(office, token)
    with office.store.work() as work:
        wrong = signing_in.unlock(work, token, "x")
    with office.store.work() as work:
        right = signing_in.unlock(work, token, office.passphrases["Amina"])

    assert locked == Locked()
    assert isinstance(wrong, Refused)
    assert isinstance(right, SignedIn)
    assert resume(office, token) is None
    assert resume(office, right.token) == right.actor


def test_a_session_locks_when_nobody_touches_it(fresh_office: AnOffice) -> None:
    office = fresh_office
    token = office.signed_in("Amina")

    office.clock.now += timedelta(minutes=6)

    assert resume(office, token) == Locked()


def test_what_was_typed_when_the_session_locked_is_given_back_once(office: AnOffice) -> None:
    token = office.signed_in("Amina")
    with office.store.work() as work:
        signing_in.lock(work, token)
    with office.store.work() as work:
        signing_in.keep_posted(work, token, "/interviews/x", b"s_story=typed")
    with office.store.work() as work:
        unlocked = signing_in.unlock(work, token, office.passphrases["Amina"])
    assert isinstance(unlocked, SignedIn)

    with office.store.work() as work:
        actor = signing_in.resume(work, unlocked.token)
        assert isinstance(actor, Actor)
        first, second = signing_in.take_kept(work, actor), signing_in.take_kept(work, actor)

    assert first == ("/interviews/x", b"s_story=typed")
    assert second is None


def test_a_sign_in_is_fresh_for_five_minutes_and_again_once_confirmed(fresh_office: AnOffice) -> None:
    office, token = fresh_office, fresh_office.signed_in("Amina")
    moments: list[bool] = []
    for _ in range(2):
        office.clock.advance(timedelta(minutes=4, seconds=59) if not moments else timedelta(seconds=1))
        with office.store.work() as work:
            actor = signing_in.resume(work, token)
            assert isinstance(actor, Actor)
            moments.append(signing_in.is_fresh(work, actor))

    with office.store.work() as work:
        wrong = signing_in.confirm(work, token, "x")
    with office.store.work() as work:
        right = signing_in.confirm(work, token, office.passphrases["Amina"])

    assert moments == [True, False]
    assert wrong == Refused()
    assert isinstance(right, SignedIn)
    assert resume(office, token) is None
    with office.store.work() as work:
        actor = signing_in.resume(work, right.token)
        assert isinstance(actor, Actor)
        assert signing_in.is_fresh(work, actor)


def test_a_locked_session_is_unlocked_and_never_confirmed(office: AnOffice) -> None:
    token = office.signed_in("Amina")
    with office.store.work() as work:
        signing_in.lock(work, token)

    with office.store.work() as work:
        assert signing_in.confirm(work, token, office.passphrases["Amina"]) == Refused()


def test_confirming_moves_no_end(fresh_office: AnOffice) -> None:
    office, token = fresh_office, fresh_office.signed_in("Amina")
    begun = office.clock.now
    for _ in range(119):
        office.clock.advance(timedelta(minutes=4))
        with office.store.work() as work:
            confirmed = signing_in.confirm(work, token, office.passphrases["Amina"])
            assert isinstance(confirmed, SignedIn)
            token = confirmed.token

    assert office.clock.now < begun + timedelta(hours=8)
    office.clock.advance(timedelta(minutes=4))
    assert resume(office, token) is None


def test_after_signing_out_the_token_is_nobodys(office: AnOffice) -> None:
    token = office.signed_in("Amina")

    with office.store.work() as work:
        signing_in.sign_out(work, token)

    assert resume(office, token) is None
    assert resume(office, "not a token") is None
