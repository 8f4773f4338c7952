"""Bodies of requests stay in memory: nothing that was typed is written to a temporary file in clear."""

from collections.abc import Callable
from io import BytesIO
from typing import IO, Any, TypeVar

from flask import Flask, Request, current_app, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge

# A page of answers is a few kilobytes; a drawn signature and a long account are the largest, far below this.
LARGEST_BODY = 1024 * 1024
MOST_FIELDS = 2000
View = TypeVar("View", bound=Callable[..., object])


class MemoryRequest(Request):
    """A request whose parts are kept in memory, whatever their size.

    Werkzeug's own stream factory opens a file on disk for a part above 500 KiB, in clear. Where a view reads the body
    itself, as it comes, there are no parts: see `receiving`.
    """

    def _load_form_data(self) -> None:
        if is_streamed(self):
            self.__dict__.setdefault("form", ImmutableMultiDict())
            self.__dict__.setdefault("files", ImmutableMultiDict())
        else:
            super()._load_form_data()

    def _get_file_stream(self, total_content_length: int | None, *_: Any, **__: Any) -> IO[bytes]:
        if (total_content_length or 0) > LARGEST_BODY:
            raise RequestEntityTooLarge
        return BytesIO()


def streamed(view: View) -> View:
    """The view takes a file: it reads the body of its request with `receiving.receive`, and nobody else does."""
    view.streams = True  # type: ignore[attr-defined]  # a mark on the function, read by `is_streamed`
    return view


def is_streamed(asked: Request) -> bool:
    """Whether a view reads the body of this request itself."""
    if asked.mimetype != "multipart/form-data" or asked.endpoint is None:
        return False
    return getattr(current_app.view_functions.get(asked.endpoint), "streams", False) is True


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
