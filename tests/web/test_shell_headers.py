"""Headers of every answer."""

import pytest
from flask import Flask, Response

from interview.web.headers import Forgetting, forget, send_headers


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__, static_folder=None)
    send_headers(app)
    app.add_url_rule("/", "page", lambda: "page")

    @app.post("/lock")
    def lock() -> str:
        forget(Forgetting.SHOWN)
        return ""

    app.add_url_rule("/style", "style", lambda: Response("", mimetype="text/css"))
    return app


def test_the_policy_allows_nothing_that_it_does_not_name(app: Flask) -> None:
    policy = app.test_client().get("/").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'")
    assert "require-trusted-types-for 'script'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert all(f"{name} 'self'" in policy for name in ("connect-src", "form-action", "worker-src"))


@pytest.mark.parametrize("address", ["/", "/nowhere"])
def test_every_answer_is_private(app: Flask, address: str) -> None:
    headers = app.test_client().get(address).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_a_piece_of_a_page_carries_no_more_than_it_needs(app: Flask) -> None:
    headers = app.test_client().get("/style").headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert len(str(headers)) < 600


def test_https_is_remembered_and_http_is_not(app: Flask) -> None:
    client = app.test_client()

    assert "Strict-Transport-Security" in client.get("/", base_url="https://localhost").headers
    assert "Strict-Transport-Security" not in client.get("/").headers


def test_a_lock_clears_what_was_shown_and_keeps_the_cookies(app: Flask) -> None:
    answer = app.test_client().post("/lock")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
