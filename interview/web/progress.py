"""Long work that is done a part at each request, so that a page can show how far it is."""

from flask import request

MOST = 10_000_000


def posted_total() -> int:
    """How much there was in the beginning, as the page said."""
    return _number(request.form.get("of", ""))


def total_of(left: int) -> int:
    """How much there was in the beginning: what the address says, and never less than what is left."""
    return max(left, _number(request.args.get("of", "")))


def _number(text: str) -> int:
    return min(MOST, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 0
