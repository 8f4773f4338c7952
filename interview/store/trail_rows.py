"""The rows of a trail as the bytes that its links cover, read fast: a verification reads every one of them.

What `AuditRow.canonical` gives is given here from the driver's own values, a few thousand rows at a time;
`tests/store/test_verifying.py` holds the two together.
"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from interview.audit.chain import chain

STEP = 4000
"""Rows of one statement."""

_SQLITE = (
    "SELECT sequence, id, event, actor_id, case_id, interview_id, account_id, revision, happened_on, detail_sealed, "
    "link FROM audit_events WHERE organisation_id = ? AND sequence > ? ORDER BY sequence LIMIT ?"
)
# Put together by the database: three values for each row cross over, and not eleven.
_POSTGRESQL_FIELD = "'\\x01'::bytea || int4send(octet_length({0})) || {0}"
_POSTGRESQL_ID = "coalesce('\\x0100000010'::bytea || uuid_send({0}), '\\x00'::bytea)"
_POSTGRESQL = "SELECT sequence, {}, link FROM audit_events {}".format(  # noqa: S608 # nosec B608
    " || ".join(
        (
            "int8send(sequence)",
            _POSTGRESQL_ID.format("id"),
            _POSTGRESQL_FIELD.format("convert_to(event, 'UTF8')"),
            *(_POSTGRESQL_ID.format(name) for name in ("actor_id", "case_id", "interview_id", "account_id")),
            "coalesce('\\x0100000008'::bytea || int8send(revision::bigint), '\\x00'::bytea)",
            _POSTGRESQL_FIELD.format("convert_to(to_char(happened_on, 'YYYY-MM-DD'), 'UTF8')"),
            _POSTGRESQL_FIELD.format("detail_sealed"),
        )
    ),
    "WHERE organisation_id = %s AND sequence > %s ORDER BY sequence LIMIT %s",
)

_NONE, _BYTES_16, _BYTES_8 = b"\0", b"\1\0\0\0\x10", b"\1\0\0\0\x08"


class Unreadable(Exception):
    """A row holds what no row of a trail can hold."""


def follow(
    connection: Connection, organisation_id: UUID, sequence: int, link: bytes, tell: Callable[[int], None]
) -> Iterator[tuple[int, bytes]]:
    """Every event after `sequence`, whose link is given, with its link as it should be.

    It stops before the first that is not as it should be: who asks counts. `tell` is called with each step's last
    sequence.
    """
    read = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    place = organisation_id.hex if connection.dialect.name == "sqlite" else organisation_id
    statement = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
    begin = _BYTES_16 + organisation_id.bytes + _BYTES_8
    while True:
        rows = connection.exec_driver_sql(statement, (place, sequence, STEP)).all()
        for row in rows:
            try:
                link = chain(link, begin + read(*row[:-1]))
                good = row[0] == sequence + 1 and link == row[-1]
            except (Unreadable, ValueError, TypeError, AttributeError, OverflowError):
                return
            if not good:
                return
            sequence += 1
            yield sequence, link
        if len(rows) < STEP:
            return
        tell(sequence)


def _sqlite(
    sequence: int,
    event_id: str,
    event: str,
    actor_id: str | None,
    case_id: str | None,
    interview_id: str | None,
    account_id: str | None,
    revision: int | None,
    happened_on: str,
    detail: bytes,
) -> bytes:
    return b"".join(
        (
            sequence.to_bytes(8, "big"),
            _hex(event_id),
            _text(event),
            _hex(actor_id),
            _hex(case_id),
            _hex(interview_id),
            _hex(account_id),
            _NONE if revision is None else _BYTES_8 + revision.to_bytes(8, "big"),
            _text(happened_on),
            _field(detail),
        )
    )


def _postgresql(_sequence: int, canonical: bytes) -> bytes:
    return canonical


def _hex(text: str | None) -> bytes:
    if text is None:
        return _NONE
    value = bytes.fromhex(text)
    # SQLite keeps whatever is put there: other spellings of the same id are changes too.
    if value.hex() != text or len(value) != 16:
        raise Unreadable
    return _BYTES_16 + value


_texts: dict[Any, bytes] = {}


def _text(text: str) -> bytes:
    # Few different ones: kinds of events, days.
    found = _texts.get(text)
    if found is None:
        if len(_texts) > STEP:
            _texts.clear()
        found = _texts[text] = _field(text.encode("ascii"))
    return found


def _field(value: bytes) -> bytes:
    return b"\1" + len(value).to_bytes(4, "big") + value
