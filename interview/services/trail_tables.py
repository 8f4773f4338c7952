"""A part of the record as a table for a spreadsheet, in which nothing is ever taken for a formula, or line by line."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from io import StringIO

from interview.audit.events import Event
from interview.services.trail import Line

HEADING = ("number", "moment", "event", "what", "who", "case", "interview", "account", "revision", "detail")
FORMULA = ("=", "+", "-", "@", "\t", "\r")

Words = Callable[[Event], str]
"""What happened, in a few words."""


def as_csv(lines: Iterable[Line], words: Words) -> Iterator[str]:
    """One row for each event, under a heading; moments in UTC."""
    yield _csv(HEADING)
    for line in lines:
        yield _csv(harmless(cell) for cell in _row(line, words))


def as_json_lines(lines: Iterable[Line], words: Words) -> Iterator[str]:
    """The same, one JSON object in each line."""
    for line in lines:
        yield json.dumps(dict(zip(HEADING, _row(line, words), strict=True)), ensure_ascii=False) + "\n"


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs: with an apostrophe before what could be a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _csv(cells: Iterable[str]) -> str:
    written = StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return written.getvalue()


def _row(line: Line, words: Words) -> tuple[str, ...]:
    entry = line.entry
    detail = "; ".join(f"{key}: {_value(value)}" for key, value in sorted(entry.detail.items()) if key != "link")
    return (
        str(entry.sequence),
        entry.at.isoformat(timespec="seconds"),
        entry.event.value,
        words(entry.event),
        entry.actor_name or "",
        line.reference or "",
        "" if entry.interview_id is None else str(entry.interview_id),
        entry.account_name or "",
        "" if entry.revision is None else str(entry.revision),
        detail,
    )


def _value(value: object) -> str:
    return " ".join(value) if isinstance(value, list | tuple) else str(value)
