"""Bodies of requests stay in memory: nothing that was typed is written to a temporary file in clear."""

from io import BytesIO
from typing import IO, Any

from flask import Flask, Request, request
from werkzeug.exceptions import RequestEntityTooLarge

# A page of answers is a few kilobytes; a drawn signature and a long account are the largest, far below this.
LARGEST_BODY = 1024 * 1024
MOST_FIELDS = 2000


class MemoryRequest(Request):
    """A request whose parts are kept in memory, whatever their size.

    Werkzeug's own stream factory opens a file on disk for a part above 500 KiB, in clear.
    """

    def _get_file_stream(self, total_content_length: int | None, *_: Any, **__: Any) -> IO[bytes]:
        if (total_content_length or 0) > LARGEST_BODY:
            raise RequestEntityTooLarge
        return BytesIO()


def refuse_too_many_fields() -> None:
    """Raise `RequestEntityTooLarge` for more fields than any page has. Werkzeug counts only those of multipart forms.

    It runs before the form is read: taking apart a million fields costs more than deriving a passphrase.
    """
    if request.mimetype == "application/x-www-form-urlencoded" and request.get_data().count(b"&") >= MOST_FIELDS:
        raise RequestEntityTooLarge


def keep_bodies_in_memory(app: Flask) -> None:
    """Cap every body and the number of its fields, so that memory and time are enough for it."""
    app.before_request(refuse_too_many_fields)
    app.request_class = MemoryRequest
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    app.config["MAX_FORM_PARTS"] = MOST_FIELDS
