"""The sealed document of an interview: when it was saved, and the content, as canonical JSON."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from interview.store.binding import Place
from interview.store.casekeys import CaseKeys
from interview.vault.keys import link
from interview.vault.kinds import SealKind
from interview.vault.refusals import Broken
from interview.vault.sealed import Sealed


@dataclass(frozen=True, slots=True)
class Document:
    """A revision that was just sealed, with its link."""

    sealed: Sealed = field(repr=False)
    link: bytes


@dataclass(frozen=True, slots=True)
class Unsealed:
    """A revision that was opened."""

    content: Mapping[str, Any] = field(repr=False)
    at: datetime
    link: bytes


def canonical(data: Mapping[str, Any]) -> bytes:
    """JSON of the data, the same bytes for the same data."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def seal(keys: CaseKeys, place: Place, content: Mapping[str, Any], at: datetime) -> Document:
    """Seal a revision for its place, and link it to the one before."""
    plaintext = canonical({"at": at.isoformat(), "content": content})
    sealed = keys.seal(SealKind.INTERVIEW, place.interview_id, plaintext, place.interview())
    return Document(sealed, link(keys.link_key, plaintext, place.previous))


def unseal(keys: CaseKeys, place: Place, sealed: bytes, expected: bytes) -> Unsealed:
    """Open a revision in its place. Raises `Broken`, also when its link is not the one that its event recorded."""
    plaintext = keys.unseal(SealKind.INTERVIEW, place.interview_id, sealed, place.interview())
    found = link(keys.link_key, plaintext, place.previous)
    if not hmac.compare_digest(found, expected):
        raise Broken
    data = json.loads(plaintext)
    return Unsealed(data["content"], datetime.fromisoformat(data["at"]), found)
