"""Bodies of requests never touch the disk."""

import tempfile
from io import BytesIO
from typing import Any, NoReturn

import pytest
from flask import Flask, request

from interview.web.uploads import LARGEST_BODY, keep_bodies_in_memory

ABOVE_WERKZEUGS_LIMIT = 900 * 1024
# Written out, because Werkzeug's test client builds large bodies in temporary files of its own.
KIND = "multipart/form-data; boundary=cut"
HEAD = b'--cut\r\nContent-Disposition: form-data; name="mark"; filename="mark.bin"\r\n\r\n'
BODY = HEAD + b"x" * ABOVE_WERKZEUGS_LIMIT + b"\r\n--cut--\r\n"


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__, static_folder=None)
    keep_bodies_in_memory(app)

    @app.post("/")
    def measure() -> str:
        return str(sum(len(part.read()) for part in request.files.values()) + sum(map(len, request.form.values())))

    return app


def test_a_large_part_is_read_without_a_temporary_file(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("a temporary file was opened")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", refuse)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", refuse)

    answer = app.test_client().post("/", input_stream=BytesIO(BODY), content_type=KIND, content_length=len(BODY))

    assert answer.text == str(ABOVE_WERKZEUGS_LIMIT)


def test_a_long_text_is_read(app: Flask) -> None:
    answer = app.test_client().post("/", data={"account": "x" * ABOVE_WERKZEUGS_LIMIT})

    assert answer.text == str(ABOVE_WERKZEUGS_LIMIT)


def test_a_body_above_the_cap_is_refused(app: Flask) -> None:
    answer = app.test_client().post("/", data={"account": "x" * LARGEST_BODY})

    assert answer.status_code == 413


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_more_fields_than_a_page_has_are_refused_before_they_are_read(app: Flask, kind: str) -> None:
    fields = {f"field{number}": "x" for number in range(10_000)}

    answer = app.test_client().post("/", data=fields, content_type=kind)

    assert answer.status_code == 413
