"""A form with a file in it, read as it comes: fields first, then the file, piece by piece, and nothing on disk.

The token that shows that the form is ours stands among the fields: it is checked before the file is touched.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO

from flask import request
from werkzeug.exceptions import BadRequest, ClientDisconnected, RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData
from werkzeug.wsgi import LimitedStream

from interview.web import forgery
from interview.web.uploads import is_streamed

STEP = 64 * 1024
ROOM_FOR_FIELDS = 64 * 1024
LONGEST_FIELD = 4096
MOST_PARTS = 20
MOST_POURED_AWAY = 160 * 1024 * 1024
"""So much of a body that is not taken is read and forgotten, so that the browser comes to read our answer."""


@dataclass(frozen=True, slots=True)
class Received:
    """The fields that came before the file, the file's name as its owner calls it, and the file as it comes."""

    fields: Mapping[str, str]
    filename: str = field(repr=False)
    pieces: Iterator[bytes] = field(repr=False)


def receive(largest: int) -> Received:
    """Begin to read the form of this request, whose file may have `largest` bytes.

    Raises `Forged`, `RequestEntityTooLarge`, and `BadRequest` for what is no form; the last two also while the pieces
    are read. A form without a file gives an empty one.
    """
    if not is_streamed(request):
        return Received(request.form, "", iter(()))
    request.max_content_length = largest + ROOM_FOR_FIELDS
    events, fields, filename = _events(request.stream), dict[str, str](), ""
    for event in events:
        if isinstance(event, File):
            filename = event.filename
            break
        if isinstance(event, Field):
            fields[event.name] = b"".join(_data(events, LONGEST_FIELD)).decode("utf-8", "replace")
    forgery.check_token(fields.get(forgery.FIELD, ""))
    return Received(fields, filename, _data(events))


def pour_away() -> None:
    """Read what is left of this request's body and forget it."""
    if not is_streamed(request):
        return
    # Not the request's own stream: that one refuses what is too large before it reads anything.
    left = min(request.content_length or 0, MOST_POURED_AWAY) - _read_so_far()
    stream = LimitedStream(request.environ["wsgi.input"], max(left, 0))
    with suppress(ClientDisconnected):
        while stream.read(STEP):
            pass


def _read_so_far() -> int:
    stream = request.__dict__.get("stream")
    return stream.tell() if isinstance(stream, LimitedStream) else 0


def _events(stream: IO[bytes]) -> Iterator[Event]:
    boundary = request.mimetype_params.get("boundary", "")
    decoder = MultipartDecoder(boundary.encode("ascii", "replace"), 4 * STEP, max_parts=MOST_PARTS)
    try:
        while True:
            decoder.receive_data(stream.read(STEP) or None)
            while not isinstance(event := decoder.next_event(), NeedData):
                yield event
                if isinstance(event, Epilogue):
                    return
    except ValueError:
        raise BadRequest from None


def _data(events: Iterator[Event], most: int | None = None) -> Iterator[bytes]:
    """The bytes of the part that was begun."""
    size = 0
    for event in events:
        if isinstance(event, Data):
            size += len(event.data)
            if most is not None and size > most:
                raise RequestEntityTooLarge
            if event.data:
                yield event.data
            if not event.more_data:
                return
