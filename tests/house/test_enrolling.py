"""Who must set up a second factor first gets to nothing else, by no route at all."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from builders.deployments import Browser, Deployment, deployment_in
from werkzeug.routing import Rule

from interview import create_app
from interview.web.guarding import Level, requirement_of
from interview.web.server import Server

ROLES = ("caseworker", "supervisor", "interpreter", "analyst", "administrator")
OPEN_TO_THEM = {
    "own_account.ask_factor",
    "own_account.set_factor_up",
    "own_account.begin_factor",
    "signing_in.ask_who",
    "signing_in.confirm",
    "signing_in.stay",
}


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    made = deployment_in(tmp_path_factory.mktemp("deployment"))
    settings = replace(made.settings, second_factor=True)
    return Deployment(create_app(settings), settings, made.logins)


@pytest.fixture(scope="module")
def browsers(deployment: Deployment) -> dict[str, Browser]:
    return {who: deployment.browser(who) for who in ROLES}


def _routes(app: Server, level: Level) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        requirement = requirement_of(app, rule.endpoint)
        if requirement is not None and requirement.level is level:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method


def _value(rule: Rule, name: str) -> UUID | str | int:
    kinds: dict[str, UUID | int] = {"UUIDConverter": uuid4(), "IntegerConverter": 1}
    return kinds.get(type(rule._converters[name]).__name__, "s0_1")


@pytest.mark.parametrize("who", ROLES)
def test_every_route_leads_to_the_second_factor(deployment: Deployment, browsers: dict[str, Browser], who: str) -> None:
    adapter, strays = deployment.app.url_map.bind("localhost"), {}
    for rule, method in _routes(deployment.app, Level.OPEN_SESSION):
        values = {name: _value(rule, name) for name in rule.arguments}
        address = adapter.build(rule.endpoint, values, method=method)
        answer = browsers[who].get(address) if method == "GET" else browsers[who].post(address)
        if (answer.status_code, answer.headers.get("Location")) != (303, "/account/factor"):
            strays[f"{method} {rule.endpoint}"] = answer.status_code

    assert strays == {}


def test_what_is_open_to_them_is_a_short_list(deployment: Deployment) -> None:
    assert {rule.endpoint for rule, _ in _routes(deployment.app, Level.KNOWN)} == OPEN_TO_THEM
