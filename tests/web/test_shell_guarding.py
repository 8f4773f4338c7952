"""The door: a route that does not say who may come in stops the start."""

import pytest
from flask import Flask

from interview.casework.policy import Permission
from interview.web.guarding import Level, Unguarded, guarded, public, requirement_of, stop_unless_guarded


def _app() -> Flask:
    return Flask(__name__, static_folder=None)


def test_a_route_without_a_declared_permission_stops_the_start() -> None:
    app = _app()
    app.add_url_rule("/open", "open", public(lambda: ""))
    app.add_url_rule("/forgotten", "forgotten", lambda: "")

    with pytest.raises(Unguarded, match="forgotten"):
        stop_unless_guarded(app)


def test_a_route_that_declares_one_lets_the_start_go_on() -> None:
    app = _app()
    app.add_url_rule("/cases", "cases", guarded(Permission.CASE_LIST)(lambda: ""))

    stop_unless_guarded(app)

    requirement = requirement_of(app, "cases")
    assert requirement is not None
    assert requirement.level is Level.OPEN_SESSION
    assert requirement.permissions == (Permission.CASE_LIST,)
