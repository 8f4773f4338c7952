"""`interview serve`: the server that is installed, with bodies kept in memory and nothing but our own journal."""

import logging
import os
import sys
from dataclasses import replace
from getpass import getpass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from interview import Ask, at_the_terminal, create_app
from interview.cli.environment import Unusable, settings_or_exit
from interview.cli.places import BuildApp, Place
from interview.cli.ticking import keep_ticking
from interview.config import BadSettings, KeySource, Settings, is_loopback


class QuietHandler(WSGIRequestHandler):
    """Werkzeug writes each request's line with its query, and those it cannot read; our own journal leaves both out."""

    def log(self, *_: Any) -> None:
        return


class Discreet(logging.Filter):
    """Waitress's own log without the words of requests: it repeats their paths and what broke."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let warnings through, each as one sentence of ours."""
        record.msg, record.args, record.exc_info = "A request was not answered as it should be.", (), None
        return record.levelno >= logging.WARNING


def journal_to_stderr() -> None:
    """Send the journal of requests and failures to the terminal."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s")
    # A line that cannot be written is lost; else its words and a traceback would be printed in its place.
    logging.raiseExceptions = False
    logging.getLogger("waitress").addFilter(Discreet())
    logging.getLogger("alembic").setLevel(logging.WARNING)


def serve_app(build: BuildApp, place: Place) -> None:
    """Serve until interrupted: with gunicorn, else waitress, else Werkzeug's own server and a warning."""
    if find_spec("gunicorn") and sys.platform != "win32":
        import_module("interview.cli.gunicorn_server").run(build, place)
    elif find_spec("waitress") and place.cert is None:
        import_module("interview.cli.waitress_server").run(build, place)
    else:
        _with_werkzeug(build, place)


def _with_werkzeug(build: BuildApp, place: Place) -> None:
    click.echo("Neither gunicorn nor waitress is installed: this server is for trying out, not for work.", err=True)
    certificate = (str(place.cert), str(place.key)) if place.cert and place.key else None
    server = make_server(
        place.host, place.port, build(), threaded=True, ssl_context=certificate, request_handler=QuietHandler
    )
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


@click.command()
@click.option("--host", help="Address to serve on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to serve on.")
@click.option("--cert", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Certificate, PEM.")
@click.option(
    "--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The certificate's private key, PEM."
)
@click.option(
    "--behind-proxy", is_flag=True, help="One proxy stands in front and sets X-Forwarded-For, -Proto and -Host."
)
def serve(host: str | None, port: int | None, cert: Path | None, key: Path | None, behind_proxy: bool) -> None:
    """Serve this deployment.

    Tablets need TLS: give --cert and --key, or put a proxy in front and say --behind-proxy.
    """
    if (cert is None) != (key is None):
        raise click.UsageError("--cert and --key go together")
    settings = settings_or_exit(os.environ)
    settings = replace(
        settings,
        host=host or settings.host,
        port=port or settings.port,
        behind_proxy=behind_proxy or settings.behind_proxy,
    )
    run(settings, Place(settings.host, settings.port, settings.threads, cert, key, settings.workers))


def run(settings: Settings, place: Place) -> None:
    """Open everything once, so that what is wrong is said here and not in a worker; then serve until interrupted."""
    ask = _asked_once(settings)
    try:
        with at_the_terminal(settings, ask):
            pass
    except BadSettings as refused:
        raise Unusable.because(refused) from None
    if not (place.cert or settings.behind_proxy or is_loopback(place.host)):
        click.echo("Without TLS a tablet's browser refuses the session's cookie: give --cert and --key.", err=True)
    click.echo(f"Serving on {place.address}")
    journal_to_stderr()
    serve_app(lambda: _build(settings, ask), place)


def _build(settings: Settings, ask: Ask) -> Flask:
    """The application, in the process that serves it."""
    app = create_app(settings, ask)
    if settings.tick:
        keep_ticking(app.caretaker)
    return app


def _asked_once(settings: Settings) -> Ask:
    """Asks for the master key's passphrase now: a worker has no terminal."""
    if settings.master_key_source is not KeySource.PASSPHRASE:
        return getpass
    passphrase = getpass("The master key's passphrase: ")
    return lambda _: passphrase
