"""Static files: kept for a year under the version in their address."""

from flask import Flask, url_for

from interview.web.assets import serve_static_files


def _app() -> Flask:
    app = Flask(__name__, static_folder=None)
    serve_static_files(app)
    return app


def test_the_address_names_the_version_and_may_be_kept() -> None:
    app = _app()
    with app.test_request_context():
        address = url_for("static", filename="shell.js")

    answer = app.test_client().get(address)

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.mimetype == "text/javascript"


def test_a_module_finds_its_neighbours_under_the_same_version() -> None:
    app = _app()
    with app.test_request_context():
        folder = url_for("static", filename="shell.js").rsplit("/", 1)[0]

    assert app.test_client().get(f"{folder}/leaving.js").status_code == 200


def test_an_old_version_gets_todays_file_and_does_not_keep_it() -> None:
    answer = _app().test_client().get("/static/0000000000/shell.js")

    assert answer.status_code == 200
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_a_file_outside_the_folder_is_not_found() -> None:
    client = _app().test_client()

    assert client.get("/static/0/../config.py").status_code == 404
    assert client.get("/static/0/%2e%2e/config.py").status_code == 404


def test_files_are_sent_compressed_to_those_who_can_read_them() -> None:
    client = _app().test_client()

    assert client.get("/static/0/shell.js", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/static/0/shell.js").headers
