"""A request that changes something shows that it came from our own page."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from interview.web import forgery


@pytest.fixture
def client() -> FlaskClient:
    app = Flask(__name__, static_folder=None)
    forgery.refuse_forgeries(app)
    app.register_error_handler(forgery.Forged, lambda _: ("forged", 400))
    app.add_url_rule("/token", "token", forgery.token)
    app.add_url_rule("/", "act", lambda: "done", methods=["POST"])
    return app.test_client()


def test_a_token_from_our_own_page_is_accepted(client: FlaskClient) -> None:
    token = client.get("/token").text

    assert client.post("/", data={"csrf_token": token}).text == "done"
    assert client.post("/", headers={"X-CSRF-Token": token}).text == "done"


def test_two_pages_carry_different_tokens_and_both_are_accepted(client: FlaskClient) -> None:
    first, second = client.get("/token").text, client.get("/token").text

    assert first != second
    assert client.post("/", data={"csrf_token": first}).text == "done"


@pytest.mark.parametrize("sent", ["", "A", "AAAA", "a" * 86, "é", "=" * 40])
def test_anything_else_is_refused(client: FlaskClient, sent: str) -> None:
    client.get("/token")

    assert client.post("/", data={"csrf_token": sent}).status_code == 400


def test_a_token_of_another_visit_is_refused(client: FlaskClient) -> None:
    other = client.application.test_client()
    token = other.get("/token").text
    client.get("/token")

    assert client.post("/", data={"csrf_token": token}).status_code == 400


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_that_another_site_sent_is_refused(client: FlaskClient, site: str) -> None:
    token = client.get("/token").text

    assert client.post("/", data={"csrf_token": token}, headers={"Sec-Fetch-Site": site}).status_code == 400


def test_the_visit_is_a_cookie_that_scripts_and_other_sites_never_see(client: FlaskClient) -> None:
    cookie = client.get("/token").headers["Set-Cookie"]

    assert cookie.startswith("__Host-visit=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
