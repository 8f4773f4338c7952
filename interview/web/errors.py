"""The one table from an exception to a status and a sentence.

What does not exist and what someone may not see answer alike, so that nobody learns which of the two it was.
"""

import sys
from dataclasses import dataclass

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge

from interview.casework.refusals import NotNow, NotPermitted, NotReachable
from interview.web import forgery, kept
from interview.web.denying import note_refusal
from interview.web.forgery import Forged
from interview.web.guarding import NotAllowed


@dataclass(frozen=True, slots=True)
class Said:
    """What an exception becomes: a status, a heading, a sentence."""

    status: int
    heading: str
    sentence: str


NOT_HERE = Said(404, _("Nothing here"), _("There is no such page, or it is not yours to open."))
BROKEN = Said(
    500,
    _("Something broke"),
    _("The last page was not saved. Go back, and try once more; what was saved before is still there."),
)
TOO_OLD = Said(
    400,
    _("This page is too old"),
    _("It was opened before the last sign-in, so nothing was sent. Open it anew, and try once more."),
)

NOT_REACHABLE = Said(
    503,
    _("Not saved"),
    _("The server cannot reach its records just now, or has no room left. What was saved before is still there."),
)

TABLE: dict[type[Exception], Said] = {
    NotFound: NOT_HERE,
    NotAllowed: NOT_HERE,
    NotPermitted: NOT_HERE,
    NotNow: Said(
        409,
        _("Not now"),
        _("This was closed or changed meanwhile, so nothing was saved. Open it anew to see how it stands."),
    ),
    Forged: TOO_OLD,
    BadRequest: Said(
        400, _("Not understood"), _("Something in that request was not as it should be. Nothing was saved.")
    ),
    MethodNotAllowed: Said(405, _("Nothing here"), _("This address does something only when a page sends it there.")),
    RequestEntityTooLarge: Said(413, _("Too large"), _("That was more than a page can hold. Nothing was saved.")),
    NotReachable: NOT_REACHABLE,
    Exception: BROKEN,
}


REFUSED = frozenset({NotAllowed, NotPermitted})


def said_of(error: Exception) -> Said:
    """The row of the table for `error`: its own class's, or its nearest parent's."""
    for kind in type(error).__mro__:
        if kind in TABLE:
            return BROKEN if kind is Exception else TABLE[kind]
    return BROKEN


def _answer(error: Exception) -> ResponseReturnValue:
    if isinstance(error, HTTPException) and error.response is not None:
        return error.response
    said = said_of(error)
    if isinstance(error, HTTPException) and said is BROKEN and error.code is not None and error.code < 500:
        said = Said(error.code, TABLE[BadRequest].heading, TABLE[BadRequest].sentence)
    if said is NOT_REACHABLE:
        current_app.log_exception(sys.exc_info())
    again = _fields_to_send_again() if said is NOT_REACHABLE else None
    page = render_template("errors/error.html", heading=said.heading, sentence=said.sentence, again=again)
    headers = {"Allow": ", ".join(error.valid_methods or ())} if isinstance(error, MethodNotAllowed) else {}
    return page, said.status, headers


def _fields_to_send_again() -> list[tuple[str, str]] | None:
    """What a page sent in vain, so that one tap sends it again; None where nothing was sent, or a secret was."""
    if request.method != "POST" or not kept.SECRETS.isdisjoint(request.form):
        return None
    return [(name, value) for name, value in request.form.items(multi=True) if name != forgery.FIELD]


def _answer_refused(error: Exception) -> ResponseReturnValue:
    note_refusal()
    return _answer(error)


def word_errors(app: Flask) -> None:
    """Answer every exception from the table. What was refused to somebody signed in is recorded."""
    for kind in (*TABLE, HTTPException):
        if kind is not Exception:
            app.register_error_handler(kind, _answer_refused if kind in REFUSED else _answer)
    app.register_error_handler(500, _answer)
