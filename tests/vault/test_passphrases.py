import threading
import unicodedata
from collections.abc import Callable
from contextlib import ExitStack

import pytest

from interview.vault import (
    LONGEST_BYTES,
    Broken,
    Busy,
    Context,
    MasterKey,
    PassphraseRefused,
    derive,
    generate,
    new_salt,
)
from interview.vault import passphrases as rules
from interview.vault.locks import unlock_nothing
from interview.vault.words import WORDS

SALT = bytes(16)


def in_threads(count: int, work: Callable[[], object], *, seconds: float) -> list[object]:
    """The results, in the order in which they came; fewer than `count` when some hang."""
    results: list[object] = []
    threads = [threading.Thread(target=lambda: results.append(work()), daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)
    return results


def test_four_threads_derive_at_once_and_none_hangs() -> None:
    # With two lanes, two derivations in one process hang for ever in cryptography 50.0.2.
    keys = in_threads(4, lambda: derive("four at once", SALT, unlocking=True), seconds=30)

    assert keys == [derive("four at once", SALT)] * 4


def test_as_many_sign_ins_at_once_as_the_door_lets_wait_all_finish() -> None:
    keys = in_threads(rules.MOST_AT_THE_DOOR, lambda: derive("five at once", SALT), seconds=30)

    assert len(keys) == rules.MOST_AT_THE_DOOR
    assert len(set(keys)) == 1


def test_one_more_is_sent_away_at_once_and_unlocking_is_not() -> None:
    with ExitStack() as door:
        for _ in range(rules.MOST_AT_THE_DOOR):
            assert not rules.is_door_full()
            door.enter_context(rules._waiting(rules._door))

        assert rules.is_door_full()
        with pytest.raises(Busy):
            derive("one more", SALT)
        assert len(derive("mine", SALT, unlocking=True)) == 32

    assert not rules.is_door_full()


def test_a_place_is_kept_for_unlocking_while_sign_ins_wait() -> None:
    # The one place for signing in is taken, as in the middle of an attack; unlocking does not wait for it.
    with rules._place(unlocking=False):
        keys = in_threads(1, lambda: derive("mine", SALT, unlocking=True), seconds=30)

    assert len(keys) == 1


def test_sign_ins_take_one_place_and_unlocking_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_PATIENCE_SECONDS", 0.05)

    with rules._place(unlocking=False), rules._place(unlocking=True):
        with pytest.raises(Busy):
            derive("a third", SALT, unlocking=True)
        with pytest.raises(Busy):
            derive("a third", SALT)


def test_places_are_given_back_after_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_PATIENCE_SECONDS", 0.05)

    for _ in range(3):
        with rules._place(unlocking=True), rules._place(unlocking=True), pytest.raises(Busy):
            derive("x", SALT)
        with pytest.raises(ValueError, match="salt"):
            derive("x", b"")

    assert derive("x", SALT) == derive("x", SALT, unlocking=True)


def test_the_same_passphrase_and_salt_give_the_same_key_and_nothing_else_does() -> None:
    key = derive("plain words", SALT)

    assert key == derive("plain words", SALT)
    assert len({key, derive("plain word", SALT), derive("Plain words", SALT), derive("plain words", new_salt())}) == 4


def test_a_passphrase_typed_on_another_keyboard_is_the_same() -> None:
    composed, decomposed = (unicodedata.normalize(form, "café añejo 문") for form in ("NFC", "NFD"))

    assert composed != decomposed
    assert derive(composed, SALT) == derive(decomposed, SALT)


@pytest.mark.parametrize("passphrase", ["a" * LONGEST_BYTES, "é" * (LONGEST_BYTES // 2), "e\u0301" * 128, ""])
def test_passphrases_up_to_256_bytes_are_taken(passphrase: str) -> None:
    assert len(derive(passphrase, SALT)) == 32


@pytest.mark.parametrize("passphrase", ["a" * (LONGEST_BYTES + 1), "é" * 129, "a" * 10_000_000, "marker\ud800"])
def test_longer_ones_and_what_is_not_text_are_refused_without_repeating_them(passphrase: str) -> None:
    with pytest.raises(PassphraseRefused) as caught:
        derive(passphrase, SALT)

    assert str(caught.value) == "passphrase refused"
    assert caught.value.__context__ is None


def test_an_unknown_account_costs_the_same_and_is_refused_the_same(master: MasterKey, context: Context) -> None:
    with pytest.raises(Broken):
        unlock_nothing("whatever was typed", master=master, context=context)


def test_the_cost_is_the_one_that_was_decided() -> None:
    cost = rules.COSTS[rules.CURRENT_COST]

    assert (cost.passes, cost.memory_kib) == (3, 64 * 1024)


@pytest.mark.parametrize("words", [6, 7])
def test_a_generated_passphrase_is_words_of_the_list(words: int) -> None:
    made = generate(words)

    assert len(made.split(" ")) == words
    assert set(made.split(" ")) <= set(WORDS)
    assert made != generate(words)


def test_fewer_than_six_words_are_refused() -> None:
    with pytest.raises(ValueError, match="six"):
        generate(5)


def test_words_are_chosen_from_the_whole_list() -> None:
    drawn = {word for _ in range(3000) for word in generate(7).split(" ")}

    # Of 21,000 draws a word is missed once in 28,000 times.
    assert len(drawn) > 2040


def test_the_word_list_holds_2048_words_told_apart_by_their_first_four_letters() -> None:
    assert len(WORDS) == 2048
    assert len({word[:4] for word in WORDS}) == 2048
    assert list(WORDS) == sorted(WORDS)
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 8 for word in WORDS)


def test_no_word_becomes_another_by_one_mistyped_letter() -> None:
    seen: dict[str, str] = {}

    for word in WORDS:
        for gap in range(len(word)):
            with_gap = f"{word[:gap]}?{word[gap + 1 :]}"
            assert seen.setdefault(with_gap, word) == word
            assert word[:gap] + word[gap + 1 :] not in WORDS
