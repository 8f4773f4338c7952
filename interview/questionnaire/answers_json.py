"""Answers as JSON data: the content of the sealed document."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from interview.questionnaire import codec
from interview.questionnaire.codec import BadValue
from interview.questionnaire.definition import Questionnaire
from interview.questionnaire.recording import question_at
from interview.questionnaire.shapes import Value
from interview.questionnaire.sheet import Answers, Entry


def to_json(answers: Answers) -> dict[str, object]:
    """JSON data of the answers and all marks beside them."""
    return {
        "on": answers.on.isoformat(),
        "modules": sorted(answers.modules),
        "values": {key: codec.to_json(value) for key, value in answers.values.items()},
        "changed": dict(answers.changed),
        "entries": {group: [_entry_to_json(entry) for entry in rows] for group, rows in answers.entries.items()},
        "restored": sorted(answers.restored),
        "at": answers.at,
        # Left out where there are none, so that documents of forms that carry nothing over stay as they were.
        **({"carried": sorted(answers.carried)} if answers.carried else {}),
    }


def from_json(questionnaire: Questionnaire, data: object) -> Answers:
    """The answers that `to_json` wrote. Raises UnknownKey or BadValue, naming the key and never a value."""
    try:
        parts = _mapping(data)
        answers = Answers(
            on=date.fromisoformat(_string(parts["on"])),
            modules=frozenset(_string(name) for name in _list(parts["modules"])),
            changed={key: _whole(revision) for key, revision in _mapping(parts["changed"]).items()},
            entries={group: _rows(rows) for group, rows in _mapping(parts["entries"]).items()},
            restored=frozenset(_string(key) for key in _list(parts["restored"])),
            carried=frozenset(_string(key) for key in _list(parts.get("carried", []))),
            at=None if parts["at"] is None else _string(parts["at"]),
        )
        given = _mapping(parts["values"])
    except (KeyError, TypeError, ValueError):
        raise BadValue("answers", "wrong_shape") from None
    return _with_values(questionnaire, answers, given)


def _with_values(questionnaire: Questionnaire, answers: Answers, given: Mapping[str, object]) -> Answers:
    values = {key: _value(questionnaire, answers, key, data) for key, data in given.items()}
    return replace(answers, values=values)


def _value(questionnaire: Questionnaire, answers: Answers, key: str, data: object) -> Value:
    question = question_at(questionnaire, answers, key)
    try:
        return codec.from_json(question, data)
    except BadValue as bad:
        raise BadValue(key, bad.reason) from None


def _entry_to_json(entry: Entry) -> dict[str, str]:
    return {"id": entry.id, "author": entry.author, "at": entry.at.isoformat()}


def _rows(data: object) -> tuple[Entry, ...]:
    rows = [_mapping(row) for row in _list(data)]
    return tuple(
        Entry(_string(row["id"]), _string(row["author"]), datetime.fromisoformat(_string(row["at"]))) for row in rows
    )


def _mapping(data: object) -> Mapping[str, object]:
    if not isinstance(data, Mapping):
        raise TypeError
    return data


def _list(data: object) -> list[object]:
    if not isinstance(data, list):
        raise TypeError
    return data


def _string(data: object) -> str:
    if not isinstance(data, str):
        raise TypeError
    return data


def _whole(data: object) -> int:
    if isinstance(data, bool) or not isinstance(data, int):
        raise TypeError
    return data
