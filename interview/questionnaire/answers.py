"""The answers of one interview, and what happens to them when some are changed.

Nothing here deletes a later answer because an earlier one changed: what is no longer asked is set aside, comes
back flagged when its question shows again, and is dropped only at submission, by `drop_set_aside`.
"""

from interview.questionnaire.answers_json import from_json, to_json
from interview.questionnaire.codec import BadValue
from interview.questionnaire.keys import Key, PageKey, key_of, page_key_of, parts_of
from interview.questionnaire.recording import (
    Changes,
    add_entry,
    conflicts,
    drop_set_aside,
    question_at,
    record,
    remove_entry,
    would_set_aside,
)
from interview.questionnaire.sheet import Answers, Entry, UnknownKey

__all__ = [
    "Answers",
    "BadValue",
    "Changes",
    "Entry",
    "Key",
    "PageKey",
    "UnknownKey",
    "add_entry",
    "conflicts",
    "drop_set_aside",
    "from_json",
    "key_of",
    "page_key_of",
    "parts_of",
    "question_at",
    "record",
    "remove_entry",
    "to_json",
    "would_set_aside",
]
