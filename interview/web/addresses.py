"""Addresses that are the same on every page are made once: each page names a dozen of them."""

from typing import Any

from flask import Flask, request


def remember_addresses(app: Flask) -> None:
    """Have templates keep the addresses of static files, and of routes that take nothing."""
    kept: dict[tuple[str, str, str], str] = {}

    def url_for(endpoint: str, **values: Any) -> str:
        varies = bool(values) if endpoint != "static" else values.keys() != {"filename"}
        if varies or endpoint.startswith("."):
            return app.url_for(endpoint, **values)
        # A proxy may put a folder before every address.
        key = (request.script_root, endpoint, values.get("filename", ""))
        found = kept.get(key)
        if found is None:
            found = kept[key] = app.url_for(endpoint, **values)
        return found

    app.jinja_env.globals["url_for"] = url_for
