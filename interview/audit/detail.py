"""An event's detail as bytes to seal, refused unless it has exactly the declared keys and nothing but short codes."""

import json
import re
from collections.abc import Mapping

from interview.audit.events import Event

# Ids, codes, hexadecimal links and digests. No spaces, no capitals, no letters beyond ASCII: nothing that people type.
_CODE = re.compile(r"[a-z0-9_.:+-]{1,128}")

DetailValue = str | int | tuple[str, ...] | list[str]


class WrongDetail(Exception):
    """The detail has not exactly the keys that the event declares, or a value is not a short code. Names keys alone."""

    def __init__(self, event: Event, key: str) -> None:
        super().__init__(f"wrong detail for {event.value}: {key}")


def detail_bytes(event: Event, detail: Mapping[str, DetailValue]) -> bytes:
    """Canonical JSON of the detail, keys sorted. Raises `WrongDetail`."""
    for key in sorted(event.detail_keys ^ detail.keys()):
        raise WrongDetail(event, key if key in event.detail_keys else "a key that is not declared")
    for key, value in detail.items():
        if not _is_code(value):
            raise WrongDetail(event, key)
    return json.dumps(dict(detail), sort_keys=True, separators=(",", ":")).encode("ascii")


def detail_from_bytes(data: bytes) -> dict[str, DetailValue]:
    """What `detail_bytes` wrote, after unsealing."""
    detail: dict[str, DetailValue] = json.loads(data)
    return detail


def _is_code(value: object) -> bool:
    match value:
        case bool():
            return False
        case int():
            return True
        case str():
            return _CODE.fullmatch(value) is not None
        case list() | tuple():
            return all(isinstance(item, str) and _is_code(item) for item in value)
    return False
