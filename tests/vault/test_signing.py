"""Signatures: the standard's own example, and nothing but what was signed."""

from interview.vault.signing import is_signed, new_signing_key, public_of, sign

# RFC 8032, section 7.1, test 3.
SECRET = bytes.fromhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
PUBLIC = bytes.fromhex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
SIGNATURE = bytes.fromhex(
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
)


def test_a_signature_is_the_standard_s() -> None:
    assert public_of(SECRET) == PUBLIC
    assert sign(SECRET, b"\xaf\x82") == SIGNATURE
    assert is_signed(PUBLIC, b"\xaf\x82", SIGNATURE)


def test_nothing_else_is_signed() -> None:
    other = new_signing_key()

    assert not is_signed(PUBLIC, b"\xaf\x83", SIGNATURE)
    assert not is_signed(public_of(other), b"\xaf\x82", SIGNATURE)
    assert not is_signed(PUBLIC, b"\xaf\x82", SIGNATURE[:-1])
    assert not is_signed(b"", b"\xaf\x82", SIGNATURE)
