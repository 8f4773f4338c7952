"""How it goes after somebody went home or began anew: what was said and seen at each visit, on one scale."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from interview.casework.tasks import rows
from interview.questionnaire.answers import Key, key_of
from interview.questionnaire.values import Value

GROUP, BY_PERSON, BY_STAFF = "followup", "a_fu_view_person", "a_fu_view_staff"

SCALE = ("crisis", "fragile", "steady", "well")
"""From the worst to the best. That contact is lost says nothing about how it goes: it has no place on the scale."""


@dataclass(frozen=True, slots=True, repr=False)
class Visit:
    """A visit or call that somebody took a view at. `by_person`, `by_staff`: places on the scale from 0, or None.

    `keys`: the answers that this is made of, the person's first.
    """

    entry_id: str
    on: date
    by_person: int | None
    by_staff: int | None
    keys: tuple[Key, Key]


def visits(values: Mapping[Key, Value]) -> tuple[Visit, ...]:
    """The visits at which somebody took a view, oldest first."""
    found = []
    for entry_id, row in rows(values, GROUP):
        day, person, staff = row.get("a_fu_date"), _place(row.get(BY_PERSON)), _place(row.get(BY_STAFF))
        if isinstance(day, date) and (person is not None or staff is not None):
            keys = (key_of(BY_PERSON, GROUP, entry_id), key_of(BY_STAFF, GROUP, entry_id))
            found.append(Visit(entry_id, day, person, staff, keys))
    return tuple(sorted(found, key=lambda visit: visit.on))


def _place(value: Value | None) -> int | None:
    return SCALE.index(value) if isinstance(value, str) and value in SCALE else None
