"""Waitress as our server. Imported only where it is installed."""

from waitress import serve  # type: ignore[import-untyped]  # Waitress carries no types

from interview.cli.places import BuildApp, Place

# Waitress reads every body whole before anybody asks for it, up to the largest file: only gunicorn lets one through
# piece by piece. It writes a body above `inbuf_overflow`, and an answer above `outbuf_overflow`, to a temporary file in
# clear: a larger body is refused before, and of an answer it takes no more than 16 MiB ahead of the browser.
LARGEST_BODY = 21 * 1024 * 1024
NEVER = 64 * 1024 * 1024


def run(build: BuildApp, place: Place) -> None:
    """Serve until interrupted."""
    serve(
        build(),
        host=place.host,
        port=place.port,
        threads=place.threads,
        max_request_body_size=LARGEST_BODY,
        inbuf_overflow=NEVER,
        outbuf_overflow=NEVER,
        ident="",
    )
