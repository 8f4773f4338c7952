import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview.vault.kinds import SealKind, padded, padding_of, unpadded


@given(st.binary(max_size=6000), st.sampled_from(SealKind))
def test_padding_comes_off_as_it_went_on(plaintext: bytes, kind: SealKind) -> None:
    data = padded(plaintext, kind)

    assert unpadded(data, kind) == plaintext
    assert len(data) % padding_of(kind).step == 0
    assert len(data) >= padding_of(kind).at_least


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0\0",
        b"\0\0\0\0",
        b"\0\0\0\0".ljust(512, b"\0"),
        b"\0\0\0\2ab".ljust(255, b"\0"),
        b"\0\0\0\2ab".ljust(257, b"\0"),
        b"\0\0\0\2abc".ljust(256, b"\0"),
        b"\0\0\0\2ab".ljust(256, b"\1"),
        b"\0\0\0\xff".ljust(256, b"\0"),
        b"\xff\xff\xff\xff".ljust(256, b"\0"),
    ],
)
def test_padding_that_we_would_not_have_made_is_refused(data: bytes) -> None:
    assert unpadded(data, SealKind.NAME) is None
