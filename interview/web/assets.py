"""Static files: read once, named by their content, compressed once."""

import gzip
import mimetypes
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, request

FOLDER = Path(__file__).parents[1] / "static"
A_YEAR = "public, max-age=31536000, immutable"
PACKED = frozenset({".woff2", ".png", ".ico"})


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    body: bytes
    packed: bytes | None
    mimetype: str


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    packed = None if path.suffix in PACKED else gzip.compress(body, 9, mtime=0)
    mimetype = (
        "text/javascript" if path.suffix == ".js" else mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    )
    return Asset(body, packed, mimetype)


def _read_all(folder: Path) -> dict[str, Asset]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".md")
    return {path.relative_to(folder).as_posix(): _read(path) for path in paths}


def _version(assets: dict[str, Asset]) -> str:
    digest = sha256()
    for name, asset in assets.items():
        digest.update(name.encode() + b"\0" + sha256(asset.body).digest())
    return digest.hexdigest()[:10]


def _answer(asset: Asset, *, lasting: bool) -> Response:
    packed = asset.packed if request.accept_encodings["gzip"] else None
    response = Response(packed or asset.body, mimetype=asset.mimetype)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    if lasting:
        response.headers["Cache-Control"] = A_YEAR
    return response


def serve_static_files(app: Flask) -> None:
    """The route `static`. Its addresses name the version of all files together, so that a file may be kept for a year.

    The version is a folder of the address: what a style sheet or a module names relative to itself carries it too.
    """
    assets = _read_all(FOLDER)
    current = _version(assets)

    def static(version: str, filename: str) -> Response:
        if filename not in assets:
            abort(404)
        return _answer(assets[filename], lasting=version == current)

    def name_the_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("version", current)

    app.add_url_rule("/static/<version>/<path:filename>", "static", static)
    app.url_defaults(name_the_version)
