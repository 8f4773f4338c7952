"""Putting a new master key in the place of the present one, while people work. Part of the front door.

The key's file holds the new and the old key while everything is brought from one under the other, row by row. Servers
notice, write under the new one and open what lies under either. In the end, once nothing is left under the old key and
every request that began before is over, the old key leaves the file. What is cut off is taken up again.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from time import sleep

from interview.audit.events import Event
from interview.config import BadSettings, KeySource, Settings
from interview.opening import (
    FAULTS,
    SALT_BYTES,
    SALT_FILE,
    Ask,
    Opened,
    copied_folders,
    demonstration_settings,
    is_demonstration,
    open_store,
    salt_line,
)
from interview.store.rotating import Passed, Rotation, Tell
from interview.vault.keyfiles import read_held, replace_key_file
from interview.vault.master import MasterKey
from interview.vault.refusals import MasterKeyRefused
from interview.vault.turning import Held

GRACE_SECONDS = 60.0
"""How long no request takes: only then nothing more is written under the old key."""


class RotationFault(StrEnum):
    """Why the old master key is still in use."""

    IN_SERVICE = "in_service"
    """The key comes from where a program cannot change it: from systemd."""
    AT_WORK = "at_work"
    """Another rotation is at work."""
    BROKEN_ROWS = "broken_rows"
    """Rows open under no key, or nobody vouches for them: retiring the old key would hide that for good."""


class NotRotated(Exception):
    """The old master key is still in use, and why. `broken`: rows that no key opens or vouches for."""

    def __init__(self, fault: RotationFault, broken: int = 0) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.broken = broken


@dataclass(frozen=True, slots=True)
class Rotated:
    """A master key took the other's place. `taken_up`: a rotation that had been cut off."""

    key_id: str
    turned: int
    broken: int
    taken_up: bool


def rotate_master(
    settings: Settings, ask: Ask, tell: Tell, *, grace: float = GRACE_SECONDS, despite_broken: bool = False
) -> Rotated:
    """Replace the master key. Raises NotRotated, BadSettings.

    With a key from a passphrase no server may be running: none could learn of the new one.
    """
    if is_demonstration(settings):
        settings = demonstration_settings(settings)
    match settings.master_key_source:
        case KeySource.FILE:
            return _in_file(settings, ask, tell, grace, despite_broken)
        case KeySource.PASSPHRASE:
            return _of_passphrases(settings, ask, tell, despite_broken)
        case KeySource.SYSTEMD:
            raise NotRotated(RotationFault.IN_SERVICE)


def _in_file(settings: Settings, ask: Ask, tell: Tell, grace: float, despite_broken: bool) -> Rotated:
    path = settings.master_key_file
    if path is None:
        raise BadSettings(("INTERVIEW_MASTER_KEY_FILE is missing: the file of the master key",))
    with _only_one(path.parent):
        held = _read(settings, path)
        taken_up = held.previous is not None
        if not taken_up:
            _make_server_keys(settings, ask)
            held = Held(MasterKey.generate(demonstration=held.present.demonstration), held.present)
            replace_key_file(held, path)
        with _opened(settings, ask) as opened:
            passed = _turn(opened.store.rotation(), tell, grace, despite_broken)
            replace_key_file(Held(held.present), path)
            return _finish(opened, held.present, passed, taken_up)


def _of_passphrases(settings: Settings, ask: Ask, tell: Tell, despite_broken: bool) -> Rotated:
    path = settings.instance / SALT_FILE
    with _only_one(settings.instance):
        _make_server_keys(settings, ask)
        lines = path.read_text(encoding="ascii").splitlines(keepends=True)
        taken_up = len(lines) > 1
        if not taken_up:
            salt = secrets.token_bytes(SALT_BYTES)
            new = MasterKey.from_passphrase(ask("A new passphrase for the master key: "), salt)
            lines = [salt_line(salt, new), *lines]
            _replace(path, "".join(lines))
        with _opened(settings, ask) as opened:
            passed = _turn(opened.store.rotation(), tell, 0.0, despite_broken)
            _replace(path, lines[0])
            return _finish(opened, opened.store.keys.held.present, passed, taken_up)


def _turn(rotation: Rotation, tell: Tell, grace: float, despite_broken: bool) -> Passed:
    """Pass over everything until nothing is left, and once more after all requests that began before are over."""
    rotation.begin(_now())
    turned = 0
    while True:
        passed = rotation.once(tell)
        turned += passed.turned
        if passed.turned:
            continue
        if passed.broken and not despite_broken:
            raise NotRotated(RotationFault.BROKEN_ROWS, passed.broken)
        _wait(grace, tell)
        last = rotation.once(tell)
        turned += last.turned
        if not last.turned:
            return Passed(turned, last.broken)


def _wait(grace: float, tell: Tell) -> None:
    seconds = int(grace)
    for second in range(seconds):
        tell("waiting for requests", second, seconds)
        sleep(1)
    sleep(grace - seconds)


def _finish(opened: Opened, present: MasterKey, passed: Passed, taken_up: bool) -> Rotated:
    opened.store.rotation().end(_now())
    key_id = present.key_id.hex()
    with opened.store.work() as work:
        for organisation in work.organisations.all():
            work.record(Event.MASTER_KEY_REPLACED, organisation_id=organisation.id, detail={"key_id": key_id})
    return Rotated(key_id, passed.turned, passed.broken, taken_up)


def _make_server_keys(settings: Settings, ask: Ask) -> None:
    """Whatever outlives a master key has to be made under the one that it came from, before that is replaced."""
    with _opened(settings, ask):
        pass


@contextmanager
def _opened(settings: Settings, ask: Ask) -> Iterator[Opened]:
    opened = open_store(settings, ask)
    try:
        yield opened
    finally:
        opened.store.close()


def _read(settings: Settings, path: Path) -> Held:
    try:
        return read_held(path, copied_folders=copied_folders(settings))
    except MasterKeyRefused as refused:
        raise BadSettings((f"INTERVIEW_MASTER_KEY_FILE {FAULTS[refused.fault]}",)) from None


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """One rotation at a time: the folder of what is replaced is locked until it is done, or its program ends."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        raise BadSettings(("INTERVIEW_MASTER_KEY_FILE names no file; `interview init` makes one",)) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotRotated(RotationFault.AT_WORK) from None
        yield
    finally:
        os.close(handle)


def _replace(path: Path, text: str) -> None:
    new = path.with_name(f".{path.name}.new")
    with new.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _now() -> datetime:
    return datetime.now(UTC)
