"""The address of every route of an application."""

from collections.abc import Iterator, Mapping
from uuid import uuid4

from flask import Flask


def addresses(app: Flask, values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Method and address of every route, with `values` for what its rule names, and nobody's ids for the rest."""
    adapter = app.url_map.bind("localhost")
    with app.test_request_context():
        defaults: dict[str, object] = {}
        app.inject_url_defaults("static", defaults)
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            known = {name: {**defaults, **values}.get(name) or uuid4() for name in rule.arguments}
            yield method, adapter.build(rule.endpoint, known, method=method)
