"""What a session's cookie holds: 16 bytes to find the row, 32 bytes that open it. The row keeps neither."""

import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

_SHAPE = re.compile(r"[A-Za-z0-9_-]{64}")


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Token:
    """A session token. `text` goes into the cookie; `row_id` into the row; `secret` into nothing at all."""

    lookup: bytes
    secret: bytes

    @property
    def text(self) -> str:
        """64 characters of base64url: lookup id ‖ secret."""
        return urlsafe_b64encode(self.lookup + self.secret).decode("ascii")

    @property
    def row_id(self) -> bytes:
        """SHA-256 (32 bytes) of the lookup id: what the row is found by.

        A stolen database holds no usable lookup id.
        """
        return sha256(self.lookup).digest()

    def __repr__(self) -> str:
        return "<Token>"


def new_token() -> Token:
    """A new random token: at every sign-in, unlocking and factor step."""
    return Token(secrets.token_bytes(16), secrets.token_bytes(32))


def parse_token(text: str) -> Token | None:
    """The token in a cookie, or None when the text has not exactly the shape of one."""
    if _SHAPE.fullmatch(text) is None:
        return None
    data = urlsafe_b64decode(text)
    return Token(data[:16], data[16:])
