"""What the server writes down about requests: never a query, an answer, a name or a reference."""

import logging
import traceback
from pathlib import Path
from time import perf_counter
from types import TracebackType

from flask import Flask, Response, g, request

ROOT = Path(__file__).parents[2]
access = logging.getLogger("interview.access")
failures = logging.getLogger("interview.failures")

type_of_exc_info = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]


def described(error: BaseException) -> str:
    """The kinds and places of an exception and of its causes.

    Its message, parameters and local variables are left out: each of them may repeat what someone typed.
    """
    lines: list[str] = []
    link: BaseException | None = error
    while link is not None:
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        lines.extend(
            f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(link.__traceback__)
        )
        link = link.__cause__ or link.__context__
    return "\n".join(lines)


def _place(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


def _start() -> None:
    g.started = perf_counter()


def _note(response: Response) -> Response:
    # The rule and not the path: people type names into address bars.
    rule = request.url_rule.rule if request.url_rule else "-"
    took = (perf_counter() - g.started) * 1000 if "started" in g else 0.0
    access.info("%s %s %s %.1f ms", request.method, rule, response.status_code, took)
    return response


def keep_a_journal(app: Flask) -> None:
    """One line for each request, without its query."""
    app.before_request(_start)
    app.after_request(_note)
