"""How much goes over the wire."""

import re
from collections.abc import Sequence
from urllib.parse import urljoin

from interview.cli.measuring.figures import Weights, percentile
from interview.cli.measuring.installations import Unmeasurable
from interview.cli.measuring.visitors import Visitor

LINKED = re.compile(r'<(?:link|script)\b[^>]*?\b(?:href|src)="([^"]+)"')
IMPORTED = re.compile(r"""\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']|url\(\s*["']?([^"')]+)["']?\s*\)""")


def weights_of(visitor: Visitor, paths: Sequence[str]) -> Weights:
    """The weights of these pages; the first of them is the one that comes with everything. Raises Unmeasurable."""
    pages = [visitor.get(path) for path in paths]
    if any(page.status != 200 for page in pages):
        raise Unmeasurable("every page that shows")
    weights = [page.weight for page in pages]
    linked = _linked(visitor, paths[0], pages[0].text)
    return Weights(
        first=weights[0] + sum(linked.values()),
        median=round(percentile(weights, 0.5)),
        largest=max(weights),
        pages=len(weights),
    )


def _linked(visitor: Visitor, path: str, page: str) -> dict[str, int]:
    """The weight of each file that a page makes a browser fetch, by its address; what scripts and styles name too."""
    found: dict[str, int] = {}
    waiting = [urljoin(path, address) for address in LINKED.findall(page)]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        answer = visitor.get(address)
        if answer.status != 200:
            raise Unmeasurable(address)
        found[address] = answer.weight
        if address.endswith((".js", ".css")):
            named = (one or other for one, other in IMPORTED.findall(answer.text))
            waiting += [urljoin(address, name) for name in named if not name.startswith("data:")]
    return found
