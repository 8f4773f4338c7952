"""gunicorn as our server: processes with threads, no file of its own. Imported only where gunicorn is installed."""

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # gunicorn carries no types
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from interview.cli.places import BuildApp, Place


class Discreet(Logger):  # type: ignore[misc]
    """gunicorn's own log without the words of requests: it repeats those that it cannot read, and who sent them."""

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """A warning; that a request was not understood is said without the request."""
        if msg.startswith("Invalid request"):
            super().warning("A request was not understood.")
        else:
            super().warning(msg, *args, **kwargs)

    def exception(self, *_: Any, **__: Any) -> None:
        """That something broke outside our application, without address, message and values."""
        self.error("Something broke while a request was read or answered.")


class Standalone(BaseApplication):  # type: ignore[misc]
    """gunicorn without its command line and configuration file."""

    def __init__(self, build: BuildApp, place: Place) -> None:
        self._build = build
        self._place = place
        super().__init__()

    def load_config(self) -> None:
        place = self._place
        options: dict[str, Any] = {
            "bind": f"{place.host}:{place.port}",
            "workers": place.workers,
            "worker_class": "gthread",
            "threads": place.threads,
            "certfile": str(place.cert) if place.cert else None,
            "keyfile": str(place.key) if place.key else None,
            "control_socket_disable": True,
            "loglevel": "warning",
            "logger_class": Discreet,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, built in the worker, after the fork: database connections are not shared."""
        return self._build()


def run(build: BuildApp, place: Place) -> None:
    """Serve until interrupted."""
    Standalone(build, place).run()
