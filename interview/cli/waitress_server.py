"""Waitress as our server. Imported only where it is installed."""

from waitress import serve  # type: ignore[import-untyped]  # Waitress carries no types

from interview.cli.places import BuildApp, Place

# Waitress writes a body above `inbuf_overflow`, and an answer above `outbuf_overflow`, to a temporary file in clear:
# a larger body is refused before, and no answer of ours is that large.
LARGEST_BODY = 1024 * 1024
NEVER = 64 * LARGEST_BODY


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
