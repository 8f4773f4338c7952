"""Failed attempts to come in slow the next ones down, and never lock anybody out for good."""

from collections.abc import Iterator
from ipaddress import IPv6Address, ip_address, ip_network

from interview.store import attempts, names
from interview.store.attempts import OF_A_NAME, OF_A_NAME_HERE, OF_A_NETWORK, Limit
from interview.store.desk import Desk
from interview.vault.tokens import parse_token

NETWORK_BITS = 56
"""Who has one address of version 6 has this much of the network, and as many addresses in it as they like."""


class Throttle:
    """Counts attempts before the passphrase is looked at, so that many at once are counted too.

    Under one name from one network, from one network, under one name. Of a name and an address, an HMAC is kept for an
    hour.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def admit(self, name: str, address: str = "") -> int:
        """Seconds to wait before somebody may try to sign in under this name; 0: the attempt counts, go on.

        What is counted stays, whatever becomes of the rest. Unknown names are counted as known ones are. `address`: of
        the network, empty at the terminal.
        """
        counted = tuple(self._counted(name, address))
        waits = (attempts.wait(self._desk, of, limit) for of, limit in counted)
        return max(waits) or max(attempts.admit(self._desk, of, limit) for of, limit in counted)

    def clear(self, name: str, address: str = "") -> None:
        """The passphrase was right: forget the attempts."""
        for of, _ in self._counted(name, address):
            attempts.clear(self._desk, of)

    def admit_unlock(self, token: str) -> int:
        """As `admit`, for unlocking a session: whoever tries names at the door does not slow down those inside."""
        of = self._unlock_lookup(token)
        return 0 if of is None else attempts.admit(self._desk, of, OF_A_NAME_HERE)

    def clear_unlock(self, token: str) -> None:
        """The passphrase was right: forget the attempts."""
        of = self._unlock_lookup(token)
        if of is not None:
            attempts.clear(self._desk, of)

    def _counted(self, name: str, address: str) -> Iterator[tuple[bytes, Limit]]:
        master, network = self._desk.master, network_of(address)
        who = names.lookup(master, name)
        yield attempts.lookup(master, "sign in", who + network), OF_A_NAME_HERE
        yield attempts.lookup(master, "name", who), OF_A_NAME
        if network:
            yield attempts.lookup(master, "network", network), OF_A_NETWORK

    def _unlock_lookup(self, token: str) -> bytes | None:
        parsed = parse_token(token)
        return None if parsed is None else attempts.lookup(self._desk.master, "unlock", parsed.row_id)


def network_of(address: str) -> bytes:
    """Whom attempts from an address are counted for; empty for this machine, where a proxy may speak for everybody."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return b""
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if found.is_loopback:
        return b""
    if isinstance(found, IPv6Address):
        return ip_network((found, NETWORK_BITS), strict=False).network_address.packed
    return found.packed
