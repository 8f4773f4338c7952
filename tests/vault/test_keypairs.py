import copy

import pytest

from interview.vault import Broken, KeyPair, PublicKey, SecretKey, fingerprint_words
from interview.vault.words import WORDS


def test_keys_come_back_from_their_bytes(pair: KeyPair) -> None:
    public = PublicKey.from_bytes(pair.public.to_bytes())
    secret = SecretKey.from_bytes(pair.secret.to_bytes())

    assert public == pair.public
    assert secret.public() == pair.public
    assert len(pair.public.to_bytes()) == 1217
    assert len(pair.secret.to_bytes()) == 97


def test_two_pairs_share_nothing(pair: KeyPair, other_pair: KeyPair) -> None:
    assert pair.public != other_pair.public
    assert pair.public.key_id != other_pair.public.key_id
    assert pair.secret.to_bytes()[1:65] != other_pair.secret.to_bytes()[1:65]
    assert pair.secret.to_bytes()[65:] != other_pair.secret.to_bytes()[65:]


@pytest.mark.parametrize("length", [0, 1, 96, 98, 1216, 1218])
def test_bytes_of_another_length_are_no_key(length: int) -> None:
    with pytest.raises(Broken):
        PublicKey.from_bytes(b"\x01" * length)
    with pytest.raises(Broken):
        SecretKey.from_bytes(b"\x01" * length)


def test_keys_of_another_form_are_refused(pair: KeyPair) -> None:
    with pytest.raises(Broken):
        PublicKey.from_bytes(b"\x02" + pair.public.to_bytes()[1:])
    with pytest.raises(Broken):
        SecretKey.from_bytes(b"\x02" + pair.secret.to_bytes()[1:])


def test_a_public_key_that_cannot_be_one_is_refused() -> None:
    # Coefficients of an ML-KEM key are below 3329; these are 4095 (FIPS 203, section 7.2, modulus check).
    with pytest.raises(Broken) as caught:
        PublicKey.from_bytes(b"\x01" + b"\xff" * 1216)

    assert caught.value.__context__ is None


def test_a_secret_key_is_never_shown(pair: KeyPair) -> None:
    secret = pair.secret.to_bytes()

    shown = f"{pair!r} {pair.secret!r} {pair.secret} {pair.public!r}"

    assert "<SecretKey>" in shown
    assert secret.hex()[2:20] not in shown
    assert repr(secret)[8:20] not in shown


def test_the_fingerprint_of_a_key_is_ten_words_and_stays_the_same(pair: KeyPair, other_pair: KeyPair) -> None:
    words = fingerprint_words(pair.public)

    assert len(words) == 10
    assert set(words) <= set(WORDS)
    assert words == fingerprint_words(copy.copy(pair.public))
    assert words != fingerprint_words(other_pair.public)
