"""Files of lines that only grow: one lock for those who read and those who add; a line that was added is durable."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class GrowingFile:
    """A file of lines that nobody else reads or adds to meanwhile. `content`: its whole lines, as they were found.

    What follows the last line end was begun by a program that was cut off, and was told to nobody: it does not count.
    """

    content: bytes
    _path: Path
    _handle: int

    def add(self, lines: bytes) -> None:
        """Add whole lines, once; durable when it returns, the name of a new file too. Raises `OSError`."""
        os.ftruncate(self._handle, len(self.content))
        os.lseek(self._handle, 0, os.SEEK_END)
        while lines:
            lines = lines[os.write(self._handle, lines) :]
        os.fsync(self._handle)
        if not self.content:
            with _opened(self._path.parent, os.O_RDONLY | os.O_DIRECTORY, 0) as folder:
                os.fsync(folder)


def read_lines(path: Path) -> bytes | None:
    """The whole lines of a file; None when there is none. Raises `OSError`."""
    try:
        with _opened(path, os.O_RDONLY, 0) as handle:
            fcntl.flock(handle, fcntl.LOCK_SH)
            return _whole_lines(handle)
    except FileNotFoundError:
        return None


@contextmanager
def growing(path: Path, mode: int) -> Iterator[GrowingFile]:
    """A file to add lines to, made with this mode when there is none. Raises `OSError`."""
    with _opened(path, os.O_RDWR | os.O_CREAT, mode) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield GrowingFile(_whole_lines(handle), path, handle)


@contextmanager
def _opened(path: Path, flags: int, mode: int) -> Iterator[int]:
    handle = os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW, mode)
    try:
        yield handle
    finally:
        os.close(handle)


def _whole_lines(handle: int) -> bytes:
    pieces = list[bytes]()
    while piece := os.read(handle, 1 << 20):
        pieces.append(piece)
    content = b"".join(pieces)
    return content[: content.rfind(b"\n") + 1]
