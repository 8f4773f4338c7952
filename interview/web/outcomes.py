"""How it went at each visit, as a small drawing with the same in a table beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from interview.casework.outcomes import SCALE, Visit
from interview.web.interviews.frames import Frame
from interview.web.interviews.page_screens import listed

STEP, RISE, MARGIN = 60, 25, 14
"""Between two visits, between two places on the scale, and around the drawing, in units of the drawing."""

MOST = 12
"""So many visits are drawn: the newest."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the drawing."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Row:
    """A visit in words."""

    on: date
    person: str
    staff: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """`person`, `staff`: marks; `person_path`, `staff_path`: the lines between them, as SVG draws them.

    `levels`: where the places on the scale lie, the best first. `rows`: the same in words, oldest first.
    """

    width: int
    height: int
    levels: tuple[int, ...]
    person: tuple[Mark, ...]
    staff: tuple[Mark, ...]
    person_path: str
    staff_path: str
    rows: tuple[Row, ...]


def drawing_of(frame: Frame, visits: Sequence[Visit]) -> Drawing | None:
    """The drawing of these visits; None where there is nothing to draw."""
    newest = visits[-MOST:]
    if not newest:
        return None
    person = _marks(visit.by_person for visit in newest)
    staff = _marks(visit.by_staff for visit in newest)
    return Drawing(
        width=2 * MARGIN + STEP * (len(newest) - 1),
        height=2 * MARGIN + RISE * (len(SCALE) - 1),
        levels=tuple(_y(place) for place in reversed(range(len(SCALE)))),
        person=tuple(mark for mark in person if mark is not None),
        staff=tuple(mark for mark in staff if mark is not None),
        person_path=_path(person),
        staff_path=_path(staff),
        rows=tuple(_row(frame, visit) for visit in newest),
    )


def _row(frame: Frame, visit: Visit) -> Row:
    person, staff = (listed(frame, key, frame.opened.view.values.get(key)).answer for key in visit.keys)
    return Row(visit.on, person, staff)


def _marks(places: Iterable[int | None]) -> tuple[Mark | None, ...]:
    return tuple(
        None if place is None else Mark(MARGIN + STEP * number, _y(place)) for number, place in enumerate(places)
    )


def _y(place: int) -> int:
    return MARGIN + RISE * (len(SCALE) - 1 - place)


def _path(marks: tuple[Mark | None, ...]) -> str:
    """A line from mark to mark, which stops where one is missing: nobody knows how it went in between."""
    parts, draws = [], False
    for mark in marks:
        if mark is not None:
            parts.append(f"{'L' if draws else 'M'}{mark.x} {mark.y}")
        draws = mark is not None
    return "".join(parts)
