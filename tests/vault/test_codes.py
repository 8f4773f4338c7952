"""Codes of the second factor: as RFC 6238 says, and as people type them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview.vault import codes

# RFC 6238, appendix B: the secret of the SHA-1 rows, and the last six of the eight digits there.
SECRET = b"12345678901234567890"
VECTORS = [
    (59, "287082"),
    (1_111_111_109, "081804"),
    (1_111_111_111, "050471"),
    (1_234_567_890, "005924"),
    (2_000_000_000, "279037"),
    (20_000_000_000, "353130"),
]


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert codes.step_of(SECRET, code, at(seconds)) == seconds // 30


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_a_telephone_may_be_one_step_early_or_late_and_no_more(seconds: int, code: str) -> None:
    step = timedelta(seconds=30)
    steps = [codes.step_of(SECRET, code, at(seconds) + beside * step) for beside in (-1, 0, 1, 2)]

    assert steps == [seconds // 30, seconds // 30, seconds // 30, None]
    assert codes.step_of(SECRET, code, at(seconds + 300) - 12 * step) is None


@pytest.mark.parametrize("code", ["", "28708", "2870820", "94287082", "28708a", "２８７０８２", "-28708", " 287082"])
def test_what_has_not_six_plain_digits_is_no_code(code: str) -> None:
    assert codes.step_of(SECRET, code, at(59)) is None


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("287082", "287082"),
        (" 287 082 ", "287082"),
        ("287-082", "287082"),
        ("٢٨٧٠٨٢", "287082"),
        ("२८७ ०८२", "287082"),
        ("287o82", ""),
        ("½", ""),
        ("", ""),
    ],
)
def test_digits_are_read_in_every_script_and_in_groups(typed: str, digits: str) -> None:
    assert codes.digits_of(typed) == digits


@given(st.text(max_size=300))
def test_whatever_is_typed_becomes_digits_or_nothing(typed: str) -> None:
    digits = codes.digits_of(typed)

    assert digits == "" or (digits.isascii() and digits.isdigit())


def test_a_secret_has_160_bits_and_is_shown_in_groups_of_letters() -> None:
    secret = codes.new_secret()

    assert len(secret) == 20
    assert secret != codes.new_secret()
    assert codes.letters_of(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"


def test_the_address_names_a_neutral_word_and_nobody() -> None:
    address = codes.address_of(SECRET, "Notes")

    assert address.startswith("otpauth://totp/Notes?")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in address
    assert {"digits=6", "period=30", "algorithm=SHA1"} <= set(address.partition("?")[2].split("&"))


def test_spare_codes_have_more_than_80_bits_and_are_typed_on_the_keys_for_digits() -> None:
    made = {codes.new_spare_code() for _ in range(200)}

    assert len(made) == 200
    assert 10**codes.SPARE_DIGITS > 2**80
    assert all(len(codes.digits_of(code)) == codes.SPARE_DIGITS for code in made)
    assert {len(group) for code in made for group in code.split(" ")} == {5}
