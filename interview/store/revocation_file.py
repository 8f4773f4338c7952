"""The revocation ledger as it lies: a file of its own, outside everything that a restored backup brings back.

One line of JSON for each thing that was taken back for good: an erased case, a removed member or grant, a disabled
account, a withdrawn consent. Ids and days, nothing else. Each line is linked to the one before it by an HMAC under a
key of the server, so that no line can be changed, left out or put in. Lines are added and never changed.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from interview.store.line_files import growing, read_lines
from interview.store.refusals import LedgerRefused
from interview.vault.keys import mac, verify_mac

FIRST_LINK = bytes(32)


class RevocationKind(StrEnum):
    """What was taken back. The value stands in the ledger and is never used again with another meaning."""

    ERASURE = "erasure"
    """Subject: the case."""
    MEMBER_REMOVED = "member_removed"
    """Subject: the account; other: the team."""
    ACCOUNT_DISABLED = "account_disabled"
    """Subject: the account."""
    CONSENT_WITHDRAWN = "consent_withdrawn"
    """Subject: the case; other: the interview or consent, where there is one."""
    GRANT_REMOVED = "grant_removed"
    """Subject: the account or team; other: the case."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken back from whom. `other_id`: see `RevocationKind`."""

    kind: RevocationKind
    organisation_id: UUID
    subject_id: UUID
    other_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. `given_back`: what an earlier line took is good again (an account enabled anew)."""

    number: int
    taken: Taken
    given_back: bool
    happened_on: date
    link: bytes


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """How far the ledger goes: the number of its last line (0 when it is empty) and that line's link."""

    number: int
    link: bytes


class RevocationFile:
    """The ledger's file. `key` gives the key of its links (32 bytes). Several processes may use one file."""

    def __init__(self, path: Path | None, key: Callable[[], bytes]) -> None:
        self._path = path
        self._key = key

    def read(self) -> tuple[Entry, ...]:
        """Every line, oldest first, each verified. Raises `LedgerRefused`."""
        if self._path is None:
            return ()
        try:
            return self._verified(read_lines(self._path) or b"")
        except OSError:
            raise LedgerRefused from None

    def since(self, mark: LedgerHead) -> tuple[Entry, ...]:
        """The lines after those that are known. Raises `LedgerRefused` when it is shorter, or another one."""
        entries = self.read()
        if mark.number and (len(entries) < mark.number or entries[mark.number - 1].link != mark.link):
            raise LedgerRefused
        return entries[mark.number :]

    def head(self) -> LedgerHead:
        """Its end. Raises `LedgerRefused`."""
        return _head(self.read())

    def append(self, taken: Iterable[tuple[Taken, bool]], on: date) -> LedgerHead:
        """Add a line for each (what, whether it is given back) that says something new; durable when it returns.

        Raises `LedgerRefused` when what stands there was changed, and where no ledger is kept.
        """
        if self._path is None:
            raise LedgerRefused
        try:
            with growing(self._path, 0o600) as file:
                entries = self._verified(file.content)
                new = self._following(entries, taken, on)
                if new:
                    file.add(b"".join(_line(entry) for entry in new))
        except OSError:
            raise LedgerRefused from None
        return _head((*entries, *new))

    def _following(
        self, entries: tuple[Entry, ...], taken: Iterable[tuple[Taken, bool]], on: date
    ) -> tuple[Entry, ...]:
        force, last, new = in_force(entries), _head(entries), list[Entry]()
        for what, given_back in taken:
            if (what in force) != given_back:
                continue
            link = mac(self._key(), _parts(last.number + 1, what, given_back, on, last.link))
            new.append(Entry(last.number + 1, what, given_back, on, link))
            last = _head(new)
            force = force - {what} if given_back else force | {what}
        return tuple(new)

    def _verified(self, content: bytes) -> tuple[Entry, ...]:
        key, entries, last = self._key(), list[Entry](), LedgerHead(0, FIRST_LINK)
        for line in content.splitlines():
            entry = _entry(line)
            parts = _parts(last.number + 1, entry.taken, entry.given_back, entry.happened_on, last.link)
            if entry.number != last.number + 1 or not verify_mac(key, parts, entry.link):
                raise LedgerRefused
            entries.append(entry)
            last = LedgerHead(entry.number, entry.link)
        return tuple(entries)


def in_force(entries: Sequence[Entry]) -> frozenset[Taken]:
    """What is taken back and was not given back since."""
    force = set[Taken]()
    for entry in entries:
        if entry.given_back:
            force.discard(entry.taken)
        else:
            force.add(entry.taken)
    return frozenset(force)


def _head(entries: Sequence[Entry]) -> LedgerHead:
    return LedgerHead(entries[-1].number, entries[-1].link) if entries else LedgerHead(0, FIRST_LINK)


def _parts(
    number: int, taken: Taken, given_back: bool, on: date, previous: bytes
) -> tuple[str | int | UUID | bool | bytes | None, ...]:
    what = (taken.kind.value, taken.organisation_id, taken.subject_id, taken.other_id)
    return ("revocation", number, *what, given_back, on.isoformat(), previous)


def _line(entry: Entry) -> bytes:
    taken = entry.taken
    data = {
        "number": entry.number,
        "kind": taken.kind.value,
        "organisation": str(taken.organisation_id),
        "subject": str(taken.subject_id),
        "other": None if taken.other_id is None else str(taken.other_id),
        "given_back": entry.given_back,
        "on": entry.happened_on.isoformat(),
        "link": entry.link.hex(),
    }
    return json.dumps(data, separators=(",", ":")).encode("ascii") + b"\n"


def _entry(line: bytes) -> Entry:
    try:
        data = json.loads(line)
        other = data["other"]
        taken = Taken(
            RevocationKind(data["kind"]),
            UUID(data["organisation"]),
            UUID(data["subject"]),
            None if other is None else UUID(other),
        )
        on, link = date.fromisoformat(data["on"]), bytes.fromhex(data["link"])
        return Entry(data["number"], taken, data["given_back"], on, link)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise LedgerRefused from None
