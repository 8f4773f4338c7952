"""What may be sealed: a closed list. The kind stands in the sealed bytes, so that one kind never opens as another."""

from dataclasses import dataclass
from enum import IntEnum


class SealKind(IntEnum):
    """One byte in every header. A number is never used again with another meaning."""

    # What people said and what was made of it, under keys of the case.
    INTERVIEW = 1
    ENTRY = 2
    ASSESSMENT = 3
    PROPOSAL = 4
    CASE_CARD = 5
    LINK_KEY = 6
    CASE_RECORD = 7
    DECISION_STEP = 8
    FILE = 9
    FILE_CHUNK = 10
    REFERRAL = 12

    # What is read across cases, under a key of its own.
    LEDGER_EXTRACT = 11

    # Names and details, under subkeys of the master key.
    NAME = 16
    AUDIT_DETAIL = 17
    SERVER_LOCK = 18
    HOUR_KEY = 19
    SETTING = 20

    # Locks around secret keys and grants.
    ACCOUNT_INNER = 32
    ACCOUNT_OUTER = 33
    SESSION_INNER = 34
    SESSION_OUTER = 35
    GRANT_OUTER = 36
    RECOVERY_PAIR = 37
    SERVER_KEY = 38
    SIGNING_KEY = 39
    LEDGER_RECORD_OUTER = 40

    # Sealed to a public key (HPKE).
    GRANT = 48
    TEAM_SECRET = 49
    POSTED_BODY = 50
    FACTOR = 51
    CANARY = 52
    LEDGER_RECORD = 53
    NOTICE = 54


@dataclass(frozen=True, slots=True)
class Padding:
    """Plaintexts grow to at least `at_least` bytes and to a multiple of `step`, so that length tells little."""

    step: int
    at_least: int = 0

    def size(self, length: int) -> int:
        """Bytes after padding, for a plaintext of `length` bytes and its 4-byte length field."""
        steps = -(-max(length + 4, self.at_least) // self.step)
        return steps * self.step


_USUAL = Padding(step=256)
_OF_KIND = {
    SealKind.INTERVIEW: Padding(step=1024, at_least=4096),
    SealKind.ENTRY: Padding(step=1024, at_least=4096),
    SealKind.POSTED_BODY: Padding(step=1024, at_least=4096),
    # All of one length, in whichever script a name is written.
    SealKind.LEDGER_RECORD: Padding(step=4096),
    SealKind.LEDGER_EXTRACT: Padding(step=64 * 1024),
    # What is shared with somebody else: the length tells nothing of how much.
    SealKind.REFERRAL: Padding(step=4096),
    # What a file is called and who had it.
    SealKind.FILE: Padding(step=1024),
    # 64 KiB and the length of what is in it: every chunk is as long as the others.
    SealKind.FILE_CHUNK: Padding(step=64 * 1024 + 4),
}


def padding_of(kind: SealKind) -> Padding:
    """How this kind is padded: interview documents 4 KiB at least, then steps of 1 KiB; most else steps of 256."""
    return _OF_KIND.get(kind, _USUAL)


def padded(plaintext: bytes, kind: SealKind) -> bytes:
    """4 bytes of length, the plaintext, zeros."""
    size = padding_of(kind).size(len(plaintext))
    return (len(plaintext).to_bytes(4, "big") + plaintext).ljust(size, b"\0")


def unpadded(data: bytes, kind: SealKind) -> bytes | None:
    """The plaintext, or None unless the padding is exactly what `padded` would have made."""
    if len(data) < 4:
        return None
    length = int.from_bytes(data[:4], "big")
    if len(data) != padding_of(kind).size(length) or data.count(0, 4 + length) != len(data) - 4 - length:
        return None
    return data[4 : 4 + length]
