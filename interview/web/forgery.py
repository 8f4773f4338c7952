"""Every unsafe request shows that it came from one of our own pages.

The token is a masked HMAC under a random `__Host-` cookie. Another site can neither read that cookie nor, because of
the prefix, set it. The cookie is renewed at sign-in and outlives lock and unlock, so that a page left open in a second
tab can still be sent afterwards; binding the token to the session's own secret, which changes at unlock, would throw
away what was typed there.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64

from flask import Flask, Response, g, request
from markupsafe import Markup

from interview.web.uploads import is_streamed

COOKIE = "__Host-visit"
FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
LABEL = b"interview form token v1"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OUTSIDE = frozenset({"cross-site", "same-site"})
LENGTH = 32


class Forged(Exception):
    """An unsafe request that carries no token of this visit, or that another site sent."""


def _visit() -> str:
    """This browser's visit: from its cookie, or a new one that the answer will set."""
    if "visit" not in g:
        g.visit = request.cookies.get(COOKIE, "")
        if len(g.visit) != LENGTH * 4 // 3 + 1:
            begin_visit()
    visit: str = g.visit
    return visit


def begin_visit() -> None:
    """Forget the visit and begin another: what was learnt before signing in is worth nothing after it."""
    g.visit = g.new_visit = secrets.token_urlsafe(LENGTH)


def _expected(visit: str) -> bytes:
    return hmac.digest(visit.encode(), LABEL, "sha256")


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def token() -> str:
    """A token for a form, masked anew each time, so that compressed pages tell nothing about it."""
    mask = secrets.token_bytes(LENGTH)
    return urlsafe_b64encode(mask + _xor(mask, _expected(_visit()))).decode().rstrip("=")


def csrf_field() -> Markup:
    """The hidden field of a form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token())


def _unmasked(sent: str) -> bytes:
    try:
        raw = urlsafe_b64decode(sent + "=" * (-len(sent) % 4))
    except (NotBase64, ValueError):
        return b""
    return _xor(raw[:LENGTH], raw[LENGTH:]) if len(raw) == 2 * LENGTH else b""


def check() -> None:
    """Raise `Forged` unless this request is safe or one of our own pages sent it."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "none") in OUTSIDE or COOKIE not in request.cookies:
        raise Forged
    if is_streamed(request):
        # Its token stands in the body, which is read as it comes: `receiving.receive` checks it before anything else.
        return
    check_token(request.headers.get(HEADER) or request.form.get(FIELD, ""))


def check_token(sent: str) -> None:
    """Raise `Forged` unless this is a token of this visit."""
    if not hmac.compare_digest(_unmasked(sent), _expected(_visit())):
        raise Forged


def _set_visit(response: Response) -> Response:
    if "new_visit" in g:
        response.set_cookie(COOKIE, g.new_visit, secure=True, httponly=True, samesite="Strict", path="/")
    return response


def refuse_forgeries(app: Flask) -> None:
    """Check every unsafe request before its view, and offer `csrf_field` to the templates."""
    app.before_request(check)
    app.after_request(_set_visit)
    app.jinja_env.globals["csrf_field"] = csrf_field
    app.jinja_env.globals["csrf_token"] = token
