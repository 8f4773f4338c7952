"""What became of an agreement: given, narrowed, renewed, taken back, as the versions of its entry tell."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from interview.casework.agreements import Agreement, folded


class Change(StrEnum):
    """What became of an agreement with one version of it."""

    GIVEN = "given"
    NARROWED = "narrowed"
    RENEWED = "renewed"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    NOT_GIVEN = "not_given"


class Version(NamedTuple):
    """What an entry said from a day on, until the next version of it."""

    noted_on: date
    agreement: Agreement


class Step(NamedTuple):
    """What became of an agreement, and when."""

    change: Change
    on: date
    agreement: Agreement


def history(versions: Iterable[Version]) -> tuple[Step, ...]:
    """What became of an agreement, oldest first, as its versions tell. `versions`: oldest first."""
    found: list[Step] = []
    before: Agreement | None = None
    for noted_on, now in versions:
        asked_again = now.given_on is not None and (before is None or now.given_on != before.given_on)
        for change in _changes(before, now):
            withdrawn_on = now.withdrawn_on if change is Change.WITHDRAWN else None
            found.append(Step(change, withdrawn_on or (now.given_on if asked_again else None) or noted_on, now))
        before = now
    return tuple(found)


def on_day(versions: Iterable[Version], day: date) -> tuple[Agreement, ...]:
    """What an entry said on a day, to tell later what stood then; on the day of a change, before and after it.

    For what and for whom it is are only ever corrected, so its last version tells. Taken back counts from the day on
    which it was, and not from the day on which that was noted.
    """
    said = tuple(versions)
    found = []
    for place, (noted_on, one) in enumerate(said):
        later = said[place:]
        if (place == 0 or noted_on <= day) and (len(later) == 1 or day <= later[1].noted_on):
            withdrawn_on = next((then.withdrawn_on for _, then in later if then.withdrawn_on is not None), None)
            last = said[-1].agreement
            found.append(replace(one, recipient=last.recipient, purpose=last.purpose, withdrawn_on=withdrawn_on))
    return tuple(found)


def _changes(before: Agreement | None, now: Agreement) -> Iterator[Change]:
    """What became of an agreement from one version to the next."""
    stood, stands = before is not None and _stands(before), _stands(now)
    if before is None or not before.agreed:
        if now.agreed:
            yield Change.GIVEN
        elif before is None:
            yield Change.NOT_GIVEN
    elif stood and now.agreed:
        yield from _between(before, now)
    elif stands and _day_of(now.given_on) >= _day_of(before.withdrawn_on):
        yield Change.RENEWED
    elif not stood and replace(before, told_on=None) != replace(now, told_on=None):
        yield Change.CORRECTED
    if not stands and (stood or (now.agreed and (before is None or not before.agreed))):
        yield Change.WITHDRAWN


def _between(before: Agreement, now: Agreement) -> Iterator[Change]:
    """How one standing version differs from the one before. It may be narrower, and go on for longer."""
    until, given_on = _day_of(now.until), _day_of(now.given_on)
    if before.classes - now.classes or until < _day_of(before.until):
        yield Change.NARROWED
    if now.classes - before.classes or until > _day_of(before.until) or given_on > _day_of(before.given_on):
        yield Change.RENEWED
    if (before.purpose, folded(before.recipient)) != (now.purpose, folded(now.recipient)):
        yield Change.CORRECTED


def _stands(agreement: Agreement) -> bool:
    return agreement.agreed and agreement.withdrawn_on is None


def _day_of(day: date | None) -> date:
    return day or date.min
