"""Names of answers and pages, alone or within an entry of a repeating section.

An answer's key is the question id, or `<group>-<entry id>-<question id>`; it is also the name of the HTML field.
A page's key is the page id, or `<page id>-<entry id>`.
"""

import re
from typing import NamedTuple

Key = str
PageKey = str

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
OPTION_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+\-]*")
ENTRY_ID = re.compile(r"[0-9a-f]{32}")


class KeyParts(NamedTuple):
    """The parts of an answer's key; `group` and `entry_id` are empty outside repeating sections."""

    group: str
    entry_id: str
    question_id: str


def key_of(question_id: str, group: str | None = None, entry_id: str | None = None) -> Key:
    """The key of a question's answer, in an entry if one is given."""
    return f"{group}-{entry_id}-{question_id}" if group and entry_id else question_id


def parts_of(key: Key) -> KeyParts:
    """The parts of an answer's key. Knows nothing of whether they exist."""
    pieces = key.split("-", 2)
    return KeyParts(*pieces) if len(pieces) == 3 else KeyParts("", "", key)


def page_key_of(page_id: str, entry_id: str | None = None) -> PageKey:
    """The key of a page, in an entry if one is given."""
    return f"{page_id}-{entry_id}" if entry_id else page_id
