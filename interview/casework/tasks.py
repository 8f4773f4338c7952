"""What the record of a case asks to be done, and by when. Each task is a clock that follows the answers."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from interview.casework import agreements, sharing
from interview.casework.clocks import ClockKind, Limits, start_of
from interview.casework.rows import Row, Values, rows
from interview.questionnaire.values import Value

__all__ = ["FOLLOW_UP_MONTHS", "Task", "due", "next_follow_up", "rows"]

FOLLOW_UP_MONTHS = (1, 3, 6, 12)
"""When somebody is visited or called after they went home or began anew."""

_COUNTS_FOR = timedelta(days=14)
"""So long before its day a visit counts as the one that was due."""

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_CONFIRMED_WITHIN, _ANSWERED_WITHIN = timedelta(days=3), timedelta(days=14)
_CLAIM_RUNS = frozenset({None, "considered", "filed"})
_UNSAFE = frozenset({"unsafe", "not_tried_unsafe", "other_person_answered"})
_FAILED = frozenset({"not_arrived", "refused_entry", "missing_in_transit"})
_UNANSWERED = frozenset({None, "offered", "referred"})


class Task(NamedTuple):
    """What is to be done, and about which entry of the record; empty where it is about the whole."""

    kind: ClockKind
    entry_id: str = ""


def due(values: Values, now: datetime, limits: Limits) -> Mapping[Task, datetime]:
    """All tasks that these answers make, and when each is due. `now`: what is counted from this moment is."""
    found = _Tasks(values, now, limits)
    return dict((*found.whole(), *found.entries()))


def next_follow_up(values: Values, visited: date | None = None) -> date | None:
    """The day of the next visit that is due, after the last one or after `visited`; None where none is.

    A day that was agreed on at that visit comes before the one that is proposed.
    """
    base = _new_start(values)
    visits = [row for _, row in rows(values, "followup")]
    if any(row.get("a_fu_reach") == "refused" for row in visits):
        return None
    visited = visited or max((day for row in visits if isinstance(day := row.get("a_fu_date"), date)), default=None)
    if agreed := _agreed(visits, visited):
        return agreed
    if base is None:
        return None
    days = (_months_after(base, months) for months in FOLLOW_UP_MONTHS)
    return next((day for day in days if visited is None or visited < day - _COUNTS_FOR), None)


class _Tasks:
    def __init__(self, values: Values, now: datetime, limits: Limits) -> None:
        self._values = values
        self._now = now
        self._limits = limits
        self._agreed = tuple(one for one in agreements.of(values) if one.agreed)

    def whole(self) -> Iterator[tuple[Task, datetime]]:
        """What is about the whole record."""
        withdrawn = self._values.get(agreements.EVERYTHING)
        for key, kind in (("a_law_status_until", ClockKind.PERMIT), ("a_plan_end", ClockKind.PLAN)):
            yield from self._on(Task(kind), self._values.get(key))
        agreed = self._values.get("a_cons_date")
        if isinstance(agreed, date) and self._values.get("a_cons_file") == "yes" and withdrawn is None:
            yield Task(ClockKind.CONSENT), start_of(agreed, self._limits) + self._limits.consent
        yield from self._on(Task(ClockKind.FOLLOW_UP), next_follow_up(self._values))

    def entries(self) -> Iterator[tuple[Task, datetime]]:
        """What is about one entry."""
        for entry_id, row in rows(self._values, "claim"):
            if row.get("a_claim_state") in _CLAIM_RUNS:
                yield from self._on(Task(ClockKind.CLAIM, entry_id), row.get("a_claim_deadline"))
        for entry_id, row in rows(self._values, "payment"):
            if "a_pay_paid" not in row:
                yield from self._on(Task(ClockKind.PAYMENT, entry_id), row.get("a_pay_due"))
        yield from self._contacts()
        yield from self._stays()
        for entry_id, row in rows(self._values, "movement"):
            yield from self._journey(entry_id, row)
        yield from self._agreements()
        for entry_id, row in rows(self._values, sharing.GROUP):
            yield from self._referral(entry_id, row)

    def _contacts(self) -> Iterator[tuple[Task, datetime]]:
        """The newest contact was not safe: another way is planned before anybody tries again."""
        for entry_id, row in rows(self._values, "followup")[-1:]:
            if row.get("a_fu_reach") in _UNSAFE:
                yield Task(ClockKind.CONTACT, entry_id), self._now + _DAY

    def _stays(self) -> Iterator[tuple[Task, datetime]]:
        """Somebody left without a word: a child is looked for within the hour, anybody within the day."""
        for entry_id, row in rows(self._values, "shelter_stay")[-1:]:
            if row.get("a_shel_exit") == "missing":
                within = _HOUR if self._values.get("s_child_now") == "yes" else _DAY
                yield Task(ClockKind.MISSING, entry_id), self._now + within

    def _journey(self, entry_id: str, row: Row) -> Iterator[tuple[Task, datetime]]:
        result = row.get("a_mov_result")
        if result in _FAILED:
            yield Task(ClockKind.JOURNEY, entry_id), self._now + _HOUR
        elif result == "departed":
            yield from self._on(Task(ClockKind.ARRIVAL, entry_id), row.get("a_mov_arrival"), _DAY)
        elif result == "completed" and "a_mov_confirmed" not in row:
            yield Task(ClockKind.ARRIVAL, entry_id), self._now + _CONFIRMED_WITHIN

    def _agreements(self) -> Iterator[tuple[Task, datetime]]:
        """One that ends is asked about again, unless another one goes on; of one taken back they are told."""
        for one in self._agreed:
            if agreements.is_untold(one):
                yield Task(ClockKind.TELL, one.entry_id), self._now + _DAY
            elif one.withdrawn_on is None and not agreements.goes_on(one, self._agreed):
                yield from self._on(Task(ClockKind.AGREEMENT, one.entry_id), one.until)

    def _referral(self, entry_id: str, row: Row) -> Iterator[tuple[Task, datetime]]:
        result, agreed = row.get("a_out_result"), sharing.agreed_with(row, self._agreed)
        if any(one.withdrawn_on is None for one in agreed) or (
            not agreed and agreements.EVERYTHING not in self._values
        ):
            if result in _UNANSWERED:
                yield from self._on(Task(ClockKind.REFERRAL, entry_id), row.get("a_out_date"), _ANSWERED_WITHIN)
        elif result in sharing.WITH_PARTNER:
            # Where an agreement names the partner, they are told about that one.
            yield Task(ClockKind.RESTS if agreed else ClockKind.TELL, entry_id), self._now + _DAY

    def _on(self, task: Task, day: Value | None, later: timedelta = timedelta()) -> Iterator[tuple[Task, datetime]]:
        if isinstance(day, date):
            yield task, start_of(day, self._limits) + later


def _new_start(values: Values) -> date | None:
    """The newest day on which somebody arrived home, or began anew."""
    arrived = [
        row.get("a_mov_arrival") for _, row in rows(values, "movement") if row.get("a_mov_result") == "completed"
    ]
    begun = [row.get("a_rei_start") for _, row in rows(values, "reintegration_item")]
    days = [day for day in (*arrived, *begun) if isinstance(day, date)]
    return max(days, default=None)


def _agreed(visits: Iterable[Row], visited: date | None) -> date | None:
    """The day that was agreed on at the visit of that day, instead of the one that is proposed."""
    days = [row.get("a_fu_next_on") for row in visits if visited is not None and row.get("a_fu_date") == visited]
    return max((day for day in days if isinstance(day, date) and visited is not None and day > visited), default=None)


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of its month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - _DAY).day
    return date(year, month, min(day.day, last))
