"""A PDF of a sheet: made from nothing but the page, fetching nothing, writing nothing to a disk."""

import socket
import subprocess
import sys
import zlib
from re import DOTALL, findall

import pytest
from builders.papers import needs_a_pdf

from interview import printing

pytestmark = needs_a_pdf

PAGE = '<!doctype html><html lang="en"><head><title>Notes</title></head><body>{}</body></html>'
WATCHED = """
import sys
from interview.printing.__main__ import print_sheet
def tell(name, args):
    if name == "open" and set(str(args[1] or "")) & set("wax+"):
        print(args[0], file=sys.stderr)
sys.addaudithook(tell)
print_sheet()
"""
"""The same process, which says on its standard error whatever it opens to write once it is loaded."""


def test_a_page_becomes_a_pdf() -> None:
    pdf = printing.made(PAGE.format("<h1>ABC-DEF-GHJ</h1><p>Оксана سلمى</p>"))

    assert pdf is not None
    assert pdf.startswith(b"%PDF-")


def test_what_a_page_points_at_is_not_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        links = f'<img src="{address}"><link rel="stylesheet" href="{address}"><link rel="attachment" href="{address}">'

        pdf = printing.made(PAGE.format(links))

        assert pdf is not None
        with pytest.raises(TimeoutError):
            server.accept()


def test_no_file_of_the_machine_comes_along() -> None:
    here = f"file://{__file__}"

    pdf = printing.made(PAGE.format(f'<link rel="attachment" href="{here}"><a rel="attachment" href="{here}">x</a>'))

    assert pdf is not None
    assert not any(b"test_no_file_of_the_machine" in stream for stream in _streams(pdf))


def test_no_file_is_written() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", WATCHED], input=PAGE.format("<p>Lin</p>").encode(), capture_output=True, check=True
    )

    assert done.stdout.startswith(b"%PDF-")
    assert done.stderr == b""


def test_a_pdf_that_cannot_be_made_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "LONGEST", 0.01)

    assert printing.made(PAGE.format("<p>Lin</p>")) is None


def _streams(pdf: bytes) -> list[bytes]:
    found = findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, DOTALL)
    return [pdf, *(zlib.decompressobj().decompress(one) for one in found if one[:1] == b"x")]
