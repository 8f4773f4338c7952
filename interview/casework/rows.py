"""The answers of a record, and those of the entries of a repeating section."""

from collections.abc import Mapping

from interview.questionnaire.answers import Key
from interview.questionnaire.keys import parts_of
from interview.questionnaire.values import Value

Values = Mapping[Key, Value]
Row = Mapping[str, Value]
"""The answers of one entry, by question id."""


def rows(values: Values, group: str) -> tuple[tuple[str, Row], ...]:
    """The entries of a group with their answers, oldest first."""
    found: dict[str, dict[str, Value]] = {}
    for key, value in values.items():
        of_group, entry_id, question_id = parts_of(key)
        if of_group == group:
            found.setdefault(entry_id, {})[question_id] = value
    return tuple(found.items())
