"""Files that only grow: whole lines, one writer at a time, and an error rather than half of a line."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from interview.store.line_files import growing, read_lines
from interview.store.refusals import LedgerRefused
from interview.store.revocation_file import RevocationFile, RevocationKind, Taken


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """As if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_file_that_is_not_there_has_no_lines(tmp_path: Path) -> None:
    assert read_lines(tmp_path / "none") is None


def test_what_is_added_is_read_again_and_only_its_owner_can(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    for line in (b"one\n", b"two\nthree\n"):
        with growing(path, 0o600) as file:
            file.add(line)

    assert read_lines(path) == b"one\ntwo\nthree\n"
    assert path.stat().st_mode & 0o777 == 0o600


def test_half_a_line_does_not_count_and_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"one\nhalf of the next")

    assert read_lines(path) == b"one\n"
    with growing(path, 0o600) as file:
        assert file.content == b"one\n"
        file.add(b"two\n")
    assert path.read_bytes() == b"one\ntwo\n"


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"one\n")
    (tmp_path / "lines").symlink_to(tmp_path / "other")

    with pytest.raises(OSError, match="symbolic"):
        read_lines(tmp_path / "lines")
    with pytest.raises(OSError, match="symbolic"), growing(tmp_path / "lines", 0o600):
        pass


def test_a_full_disk_refuses_and_what_was_there_stays(tmp_path: Path) -> None:
    ledger = RevocationFile(tmp_path / "ledger", lambda: bytes(32))
    first, second = (Taken(RevocationKind.ACCOUNT_DISABLED, uuid4(), uuid4()) for _ in range(2))
    ledger.append([(first, False)], date(2026, 1, 2))
    size = (tmp_path / "ledger").stat().st_size

    with no_file_longer_than(size + 10), pytest.raises(LedgerRefused):
        ledger.append([(second, False)], date(2026, 1, 3))

    assert [entry.taken for entry in ledger.read()] == [first]
    ledger.append([(second, False)], date(2026, 1, 3))
    assert [entry.taken for entry in ledger.read()] == [first, second]
