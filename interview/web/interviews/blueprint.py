"""The blueprint of interviews; the modules beside this one hang their pages on it."""

from flask import Blueprint
from werkzeug.routing import BaseConverter

interviews = Blueprint("interviews", __name__)


class PageKeyConverter(BaseConverter):
    """The key of a page in an address: its id, and in a repeating section its entry's. No other words fit in there."""

    regex = r"[a-z][a-z0-9_]*(?:-[0-9a-f]{32})?"
