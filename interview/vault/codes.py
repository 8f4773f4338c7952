"""The second factor's codes: six digits that change every half minute (RFC 6238), and spare ones of 25 digits."""

import secrets
import unicodedata
from base64 import b32encode
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS = 6
STEP_SECONDS = 30
SECRET_BYTES = 20
STEPS_BESIDE = 1
"""How many steps a telephone's clock may be early or late."""

SPARE_DIGITS = 25
"""More than 80 bits, and digits alone: they are typed into the same field, on the same keys."""

_GROUP = 5


def new_secret() -> bytes:
    """20 random bytes: what the telephone and the server share."""
    return secrets.token_bytes(SECRET_BYTES)


def step_at(now: datetime) -> int:
    """The number of the time step that a moment lies in."""
    return int(now.timestamp()) // STEP_SECONDS


def step_of(secret: bytes, code: str, now: datetime) -> int | None:
    """The time step whose code this is: the present one or one beside it, the newest first. None: no such code."""
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        return None
    present, found = step_at(now), None
    # Every step is compared, so that the time it takes says nothing about which one it was.
    for step in range(max(0, present - STEPS_BESIDE), present + STEPS_BESIDE + 1):
        if _is_code(secret, code, step):
            found = step
    return found


def digits_of(typed: str) -> str:
    """The digits of what was typed, whatever their script; the spaces and hyphens of groups do not matter.

    An empty text for anything else.
    """
    kept = [sign for sign in typed if not (sign.isspace() or sign in "-‐‑–")]
    digits = [unicodedata.decimal(sign, None) for sign in kept[: 4 * SPARE_DIGITS]]
    return "" if None in digits else "".join(str(digit) for digit in digits)


def letters_of(secret: bytes) -> str:
    """The secret in base 32, in groups of four, to be typed into a telephone that cannot see the square."""
    letters = b32encode(secret).decode("ascii").rstrip("=")
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def address_of(secret: bytes, label: str) -> str:
    """The address that the square holds. `label` is all that the telephone shows beside the code."""
    return _totp(secret).get_provisioning_uri(label, None)


def new_spare_code() -> str:
    """A spare code: 25 digits in groups of five."""
    digits = f"{secrets.randbelow(10**SPARE_DIGITS):0{SPARE_DIGITS}d}"
    return " ".join(digits[at : at + _GROUP] for at in range(0, SPARE_DIGITS, _GROUP))


def _is_code(secret: bytes, code: str, step: int) -> bool:
    try:
        _totp(secret).verify(code.encode("ascii"), step * STEP_SECONDS)
    except InvalidToken:
        return False
    return True


def _totp(secret: bytes) -> TOTP:
    # RFC 6238 with SHA-1 is what every telephone understands; as an HMAC it is sound.
    return TOTP(secret, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 # nosec B303
