"""How what was typed as a name is found without being kept in clear."""

import unicodedata

from interview.vault.keys import mac
from interview.vault.master import Master, Purpose


def lookup(master: Master, name: str) -> bytes:
    """What an account is found by (32 bytes): the HMAC of its name, whatever its capitals and spaces."""
    return mac(master.subkey(Purpose.NAME_LOOKUP), ("account", _plain(name)))


def reference_lookup(master: Master, reference: str) -> bytes:
    """What a case is found by (32 bytes): the HMAC of its reference."""
    return mac(master.subkey(Purpose.NAME_LOOKUP), ("case", _plain(reference)))


def attempt_lookup(master: Master, what: str, who: bytes) -> bytes:
    """What attempts are counted by (32 bytes)."""
    return mac(master.subkey(Purpose.THROTTLE), (what, who))


def _plain(text: str) -> bytes:
    # Half of a surrogate pair can be typed by a script; it is a name that nobody has.
    plain = " ".join(unicodedata.normalize("NFKC", text[:1000]).casefold().split())
    return plain.encode("utf-8", errors="replace")
