"""An authenticator app, which is what reads the square."""

from base64 import b32decode
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Telephone:
    """`letters`: as they were typed in from the page."""

    letters: str = field(repr=False)

    def code(self, now: datetime) -> str:
        """What it shows at this moment."""
        secret = b32decode(self.letters.replace(" ", ""))
        return TOTP(secret, 6, SHA1(), int(STEP.total_seconds())).generate(int(now.timestamp())).decode()  # noqa: S303
