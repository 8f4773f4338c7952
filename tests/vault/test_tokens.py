from hashlib import sha256

import pytest

from interview.vault import new_token, parse_token


def test_a_token_comes_back_from_the_cookie() -> None:
    token = new_token()

    parsed = parse_token(token.text)

    assert parsed is not None
    assert (parsed.lookup, parsed.secret) == (token.lookup, token.secret)
    assert parsed.row_id == sha256(token.lookup).digest()
    assert len(token.text) == 64


@pytest.mark.parametrize(
    "text",
    ["", "a" * 63, "a" * 65, "a" * 63 + "=", "a" * 63 + "+", "a" * 63 + "/", "a" * 63 + "\n", " " * 64, "ä" * 64],
)
def test_what_has_not_the_shape_of_a_token_is_none(text: str) -> None:
    assert parse_token(text) is None


def test_no_two_tokens_are_alike_and_none_is_shown() -> None:
    tokens = [new_token() for _ in range(50)]

    assert len({token.lookup for token in tokens}) == len({token.secret for token in tokens}) == 50
    assert {repr(token) for token in tokens} == {"<Token>"}
