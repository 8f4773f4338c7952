"""Sheets as PDF, where WeasyPrint is installed. A process of its own makes each: what is shown never lies in a file.

A page comes in through a pipe and the PDF goes out through another. The server does not load WeasyPrint, and a sheet
that takes too long, or breaks it, breaks nothing else.
"""

import subprocess
import sys
from importlib.util import find_spec
from threading import Lock

LONGEST = 60
"""Seconds that a sheet may take."""

_one_at_a_time = Lock()


def is_installed() -> bool:
    """Whether there is something that makes a PDF."""
    return find_spec("weasyprint") is not None


def made(page: str) -> bytes | None:
    """The page, a whole document, as a PDF; None where it could not be made. Nothing is fetched for it."""
    with _one_at_a_time:
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-m", "interview.printing"],
                input=page.encode("utf-8"),
                stdout=subprocess.PIPE,
                # What it complains about may name what is on the page.
                stderr=subprocess.DEVNULL,
                timeout=LONGEST,
                check=True,
                env={},
            )
        except (subprocess.SubprocessError, OSError):
            return None
    return done.stdout or None
