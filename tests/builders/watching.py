"""What a process writes beside its databases: files it opens for writing, and everything that it logs."""

import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_TMPFILE", 0)
_watchers: list[list[str]] = []
_hooked: list[bool] = []


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if not _watchers:
        return
    if event == "open":
        path, mode, flags = arguments
        told = isinstance(mode, str) and not set("wxa+").isdisjoint(mode)
        if not (told or (isinstance(flags, int) and flags & _WRITING)) or str(path).endswith((".pyc", os.devnull)):
            return
        found = f"opened {path!r}"
    elif event.startswith("tempfile."):
        found = f"{event} {arguments!r}"
    else:
        return
    for watcher in _watchers:
        watcher.append(found)


@contextmanager
def watched_files(temporary: str) -> Iterator[list[str]]:
    """Every file that Python opens for writing meanwhile, wherever it lies. Temporary ones would lie in `temporary`.

    (SQLite opens its own files, unseen by this.)
    """
    if not _hooked:
        sys.addaudithook(_note)  # It stays for as long as the process runs, and does nothing while nobody watches.
        _hooked.append(True)
    opened: list[str] = []
    before, tempfile.tempdir = tempfile.tempdir, temporary
    _watchers.append(opened)
    try:
        yield opened
    finally:
        # By identity: two watchers may have seen the same.
        _watchers[:] = [watcher for watcher in _watchers if watcher is not opened]
        tempfile.tempdir = before


class _Everything(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # As it would be written, and whatever a more talkative format could add.
        self.lines.append(f"{self.format(record)}\n{record.__dict__!r}")


@contextmanager
def watched_logs(*loggers: str) -> Iterator[list[str]]:
    """Every line that is logged meanwhile, by anybody, from INFO on; `loggers` have levels of their own.

    (Below INFO, SQLAlchemy writes down every row as it lies in the database, where it is searched anyway.)
    """
    handler, root = _Everything(), logging.getLogger()
    all_of_them = [root, *map(logging.getLogger, loggers)]
    before = [logger.level for logger in all_of_them]
    root.addHandler(handler)
    for logger in all_of_them:
        logger.setLevel(logging.INFO)
    try:
        yield handler.lines
    finally:
        root.removeHandler(handler)
        for logger, level in zip(all_of_them, before, strict=True):
            logger.setLevel(level)
