"""The journal tells where something broke and never what was typed."""

import pytest

from interview.web.journal import described

TYPED = "what she said"


def _break() -> None:
    try:
        int(TYPED)
    except ValueError as error:
        raise KeyError(TYPED) from error


def test_an_exception_is_described_without_its_message() -> None:
    with pytest.raises(KeyError) as raised:
        _break()

    told = described(raised.value)

    assert TYPED not in told
    assert "builtins.KeyError" in told
    assert "builtins.ValueError" in told
    assert "_break" in told
