"""The Flask application class: one unit of work for each request, no Flask session, no values in the log."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

from flask import Flask, g, request
from flask.sessions import NullSession, SessionInterface
from flask.typing import ResponseReturnValue

from interview.services import UnitOfWork
from interview.services.ticking import Caretaker
from interview.web.journal import described, failures

OpenWork = Callable[[], AbstractContextManager[UnitOfWork]]


class NoSession(SessionInterface):
    """Flask keeps nothing in the browser: our sessions are rows, and reading this one finds it empty."""

    def open_session(self, *_: Any) -> NullSession:
        return NullSession()

    def save_session(self, *_: Any) -> None:
        return


class Working:
    """The unit of work of one request, opened when it is first needed."""

    def __init__(self, open_work: OpenWork) -> None:
        self._open_work = open_work
        self._entered: AbstractContextManager[UnitOfWork] | None = None
        self._work: UnitOfWork | None = None
        self._over = False

    @property
    def is_over(self) -> bool:
        """Whether everything was committed or undone: what is asked now, for an error's page, is asked in vain."""
        return self._over

    def another(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work of its own, for what is recorded after the request's was undone."""
        return self._open_work()

    @property
    def work(self) -> UnitOfWork:
        if self._work is None:
            self._entered = self._open_work()
            self._work = self._entered.__enter__()
        return self._work

    def __enter__(self) -> "Working":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over = True
        if self._entered is not None:
            self._entered.__exit__(kind, error, trace)


class Server(Flask):
    """Flask with a door: `admit` answers in a view's place, or gives None and lets the request in."""

    session_interface = NoSession()
    open_work: OpenWork
    caretaker: Caretaker
    admit: Callable[[], ResponseReturnValue | None]
    demonstration: bool = False

    def dispatch_request(self) -> ResponseReturnValue:
        """The view's answer, made in the request's unit of work: committed if it returns, rolled back if it raises."""
        with Working(self.open_work) as working:
            g.working = working
            turned_away = self.admit()
            return super().dispatch_request() if turned_away is None else turned_away

    def log_exception(self, exc_info: Any) -> None:
        """Write down where it broke and with what kind of exception, and nothing that a person may have typed."""
        rule = request.url_rule.rule if request.url_rule else "-"
        failures.log(logging.ERROR, "%s %s\n%s", request.method, rule, described(exc_info[1]))


def working_now() -> bool:
    """Whether this request's unit of work is open: not before the door, and not on an error's page."""
    working: Working | None = g.get("working")
    return working is not None and not working.is_over


def current_work() -> UnitOfWork:
    """The unit of work of this request."""
    working: Working = g.working
    return working.work
