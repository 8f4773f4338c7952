"""The headers of every answer."""

from enum import StrEnum

from flask import Flask, Response, g, request

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "notes",
}
CONTENT_SECURITY_POLICY = "; ".join(f"{name} {value}" for name, value in POLICY.items())
SWITCHED_OFF = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in SWITCHED_OFF)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "X-DNS-Prefetch-Control": "off",
}
PIECES = frozenset({"text/css", "text/javascript", "image/svg+xml"})
# A browser applies the rest to pages alone, and there are a dozen pieces: it would be a third of a first page's weight.
OF_PAGES_ALONE = frozenset({"Permissions-Policy", "X-DNS-Prefetch-Control"})
NEEDLESS = frozenset({"'self'", POLICY["trusted-types"]})
OF_A_PIECE = {name: value for name, value in ALWAYS.items() if name not in OF_PAGES_ALONE} | {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items() if value not in NEEDLESS),
}
TWO_YEARS = 63_072_000


class Forgetting(StrEnum):
    """What the browser is told to forget."""

    SHOWN = '"cache", "storage"'
    EVERYTHING = '"cache", "cookies", "storage"'


def forget(what: Forgetting) -> None:
    """Have the answer to this request carry Clear-Site-Data."""
    g.forgetting = what


def set_headers(response: Response) -> Response:
    """Every header that an answer must carry; an answer that says nothing about caching is never stored."""
    for name, value in (OF_A_PIECE if response.mimetype in PIECES else ALWAYS).items():
        response.headers[name] = value
    response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"
    if "forgetting" in g:
        response.headers["Clear-Site-Data"] = g.forgetting.value
    response.headers.pop("Server", None)
    return response


def send_headers(app: Flask) -> None:
    """Put the headers on every answer, errors and static files included."""
    app.after_request(set_headers)
