"""Pages are compressed on their way: the networks they travel are slow."""

import gzip

from flask import Flask, Response, request

LEAST = 700
LEVEL = 5


def _compress(response: Response) -> Response:
    # No secret can be guessed from the sizes: cookies are SameSite=Strict, so no other site can have its own text
    # reflected in a signed-in page, and the one token in it is masked anew for each page.
    if (
        response.mimetype != "text/html"
        or response.direct_passthrough
        or "Content-Encoding" in response.headers
        or not request.accept_encodings["gzip"]
    ):
        return response
    body = response.get_data()
    if len(body) >= LEAST:
        response.set_data(gzip.compress(body, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


def compress_pages(app: Flask) -> None:
    """Compress every page that the browser lets us compress."""
    app.after_request(_compress)
