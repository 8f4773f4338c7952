"""What was typed when a session locked: kept sealed to its author, given back on the same page after unlocking."""

from urllib.parse import parse_qsl, urlencode

from flask import current_app, g, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from interview.services import signing_in
from interview.web import forgery
from interview.web.guarding import current_actor, session_token
from interview.web.server import current_work

PAGE_FIELD = "_page"
# A passphrase or code is typed anew; nobody is given it back.
SECRETS = frozenset({"passphrase", "code", "new_passphrase", "repeated_passphrase"})
MARK = "kept"
HOME = "/"


def page_or_home(path: str) -> str:
    """`path` if it is a page of ours that a browser can open, else the home page: never an address elsewhere."""
    if not path.startswith("/") or path.startswith(("//", "/\\")) or "?" in path or "#" in path:
        return HOME
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return HOME
    return path


def this_page() -> str:
    """The page that is being shown, to come back to; the home page where there is none, whatever the address said."""
    return page_or_home(request.path)


def page_of_request() -> str:
    """The page to come back to: where this request was sent from, if its form says so, else where it was going."""
    return page_or_home(request.form.get(PAGE_FIELD) or request.path)


def keep_typed() -> str:
    """Keep this request's fields, sealed, for after the unlocking; gives the page that they belong to."""
    page = page_of_request()
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in SECRETS | {forgery.FIELD, PAGE_FIELD}
    ]
    if fields:
        signing_in.keep_posted(current_work(), session_token(), page, urlencode(fields).encode())
    return page


def given_back() -> MultiDict[str, str] | None:
    """What was typed on this page before the lock, or None. It has not been saved; asking a second time gives None."""
    if MARK not in request.args:
        return None
    body = _take(request.path)
    if body is None:
        return None
    g.given_back = True
    return MultiDict(parse_qsl(body.decode(), keep_blank_values=True))


def _take(page: str) -> bytes | None:
    """The body that was kept for `page`; what was kept for other pages, in other tabs, stays kept."""
    others: list[tuple[str, bytes]] = []
    found: bytes | None = None
    while found is None and (kept := signing_in.take_kept(current_work(), current_actor())) is not None:
        if kept[0] == page:
            found = kept[1]
        else:
            others.append(kept)
    for path, body in reversed(others):
        signing_in.keep_posted(current_work(), session_token(), path, body)
    return found


def was_given_back() -> bool:
    """Whether this page shows what was typed and never sent."""
    return "given_back" in g


def address_after_unlock(page: str) -> str:
    """Where an unlocking leads: the page, with the mark that it should ask for what was typed there."""
    return page if page == HOME else f"{page}?{MARK}=1"
