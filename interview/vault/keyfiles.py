"""Where a master key may lie, and where not: a key beside what it opens is no lock."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from interview.vault.master import MasterKey
from interview.vault.refusals import MasterKeyFault, MasterKeyRefused
from interview.vault.turning import Held

_LONGEST_BYTES = 1024


def read_key_file(path: Path, *, copied_folders: Iterable[Path]) -> MasterKey:
    """The master key in a file. Raises `MasterKeyRefused` when the file is not fit to hold one.

    It must be a plain file with one name, ours or root's, that group and others cannot touch. It must not lie
    beneath any of `copied_folders` (the instance, the database's folder, the backups): what copies those would copy
    the key along. A demonstration's key alone may lie there.
    """
    return read_held(path, copied_folders=copied_folders).present


def read_held(path: Path, *, copied_folders: Iterable[Path]) -> Held:
    """The present key in a file, and while it is being replaced the one before it. As `read_key_file` otherwise."""
    real = _resolved(path)
    held = _held(_read(real, forbidden=0o077))
    if not held.present.demonstration and any(real.is_relative_to(folder.resolve()) for folder in copied_folders):
        raise MasterKeyRefused(MasterKeyFault.IN_A_COPIED_FOLDER)
    return held


class WatchedKeyFile:
    """A key file that another program may replace while the server runs. Several threads may ask."""

    def __init__(self, path: Path, *, copied_folders: Iterable[Path]) -> None:
        self._path = path
        self._copied_folders = tuple(copied_folders)
        self._seen: object = None

    def read(self) -> Held:
        """What it holds. Raises `MasterKeyRefused`."""
        seen = self._status()
        held = read_held(self._path, copied_folders=self._copied_folders)
        self._seen = seen
        return held

    def look(self) -> Held | None:
        """What it holds, if it was replaced since it was read last. What cannot be used is passed over."""
        if self._status() == self._seen:
            return None
        try:
            return self.read()
        except MasterKeyRefused:
            return None

    def _status(self) -> object:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def read_credential(folder: Path, name: str = "interview-master-key") -> MasterKey:
    """The present master key in a systemd credential. As `read_held_credential` otherwise."""
    return read_held_credential(folder, name).present


def read_held_credential(folder: Path, name: str = "interview-master-key") -> Held:
    """The master keys in a systemd credential; `folder` is what the service finds in `$CREDENTIALS_DIRECTORY`.

    Raises `MasterKeyRefused`. systemd grants the service's user through an access list, whose mask shows as the group's
    read bit: that bit alone is allowed here.
    """
    return _held(_read(_resolved(folder / name), forbidden=0o037))


def write_key_file(key: MasterKey, path: Path) -> None:
    """Write a master key into a new file that its owner alone can read (0400).

    Raises `MasterKeyRefused` if one is there.
    """
    write_held(Held(key), path)


def write_held(held: Held, path: Path) -> None:
    """Write the present key, and the one before it while that is being replaced. As `write_key_file` otherwise."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o400)
    except FileExistsError:
        handle = None
    if handle is None:
        raise MasterKeyRefused(MasterKeyFault.ALREADY_THERE)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        os.fchmod(handle, 0o400)
        file.write("".join(key.to_text() for key in held.keys))
        file.flush()
        os.fsync(handle)


def replace_key_file(held: Held, path: Path) -> None:
    """Put other keys into a key file, whole or not at all; durable when it returns. Its owner stays."""
    real = _resolved(path)
    owner = real.stat()
    new = real.with_name(f".{real.name}.new")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o400)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        os.fchmod(handle, 0o400)
        if os.geteuid() == 0:
            os.fchown(handle, owner.st_uid, owner.st_gid)
        file.write("".join(key.to_text() for key in held.keys))
        file.flush()
        os.fsync(handle)
    new.replace(real)
    folder = os.open(real.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _held(text: str) -> Held:
    keys = [MasterKey.from_text(line) for line in text.splitlines() if line.strip()]
    # Two of two kinds would be a demonstration on its way to becoming something else.
    if not 1 <= len(keys) <= 2 or len({key.demonstration for key in keys}) != 1:
        raise MasterKeyRefused(MasterKeyFault.NOT_A_MASTER_KEY)
    return Held(*keys)


def _resolved(path: Path) -> Path:
    real = Path(os.path.realpath(path))
    if not real.exists():
        raise MasterKeyRefused(MasterKeyFault.MISSING)
    return real


def _read(real: Path, *, forbidden: int) -> str:
    # What is checked is the open file, not its name: the name could be given to another file in between.
    handle = _opened(real)
    try:
        fault = _fault(os.fstat(handle), forbidden)
        if fault is not None:
            raise MasterKeyRefused(fault)
        return os.read(handle, _LONGEST_BYTES).decode("ascii", errors="replace")
    finally:
        os.close(handle)


def _opened(real: Path) -> int:
    try:
        # Without waiting: a pipe would keep the server from starting and from saying why.
        return os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except PermissionError:
        raise MasterKeyRefused(MasterKeyFault.OWNED_BY_ANOTHER) from None


def _fault(status: os.stat_result, forbidden: int) -> MasterKeyFault | None:
    if not stat.S_ISREG(status.st_mode):
        return MasterKeyFault.NOT_A_FILE
    if status.st_mode & forbidden:
        return MasterKeyFault.READABLE_BY_OTHERS
    if status.st_uid not in (0, os.geteuid()):
        return MasterKeyFault.OWNED_BY_ANOTHER
    # A second name could lie in a folder that is copied.
    if status.st_nlink != 1:
        return MasterKeyFault.SEVERAL_NAMES
    return None
