"""What a person agreed that others are told: for what, whom, which facts, and until when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from unicodedata import normalize

from interview.casework.rows import Row, Values, rows
from interview.questionnaire.values import AnyOf, Missing, Value

GROUP = "agreement"

CODE_ONLY = "code_only"
"""The number of the case alone: it goes along with whatever else was agreed to."""

NOBODY = "none_available"
"""There is no guardian. Nobody is turned away because of that, and the child's own yes stands."""


class Purpose(StrEnum):
    """What it is for that somebody is told."""

    HELP = "help"
    HEALTH = "health"
    LAW = "law"
    SAFETY = "safety"
    JOURNEY = "journey"
    NEW_START = "new_start"
    FAMILY = "family"
    TRANSFER = "transfer"
    AUTHORITIES = "authorities"
    OTHER = "other"


class Standing(StrEnum):
    """Where an agreement stands on a day. NOT_GIVEN: asked about, and not, or not wholly, agreed to."""

    LIVE = "live"
    TO_COME = "to_come"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    NOT_GIVEN = "not_given"


class Change(StrEnum):
    """What became of an agreement with one version of it."""

    GIVEN = "given"
    NARROWED = "narrowed"
    RENEWED = "renewed"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    NOT_GIVEN = "not_given"


@dataclass(frozen=True, slots=True, repr=False)
class Agreement:
    """One agreement as it was last said. `classes`: codes of what may be told. `until`: the last day on which it holds.

    `agreed`: the person said yes to something; of a child, whoever may agree for them did too. `withdrawn_on`: the
    first day on which it holds no more. `told_on`: when the recipient heard of that.
    """

    entry_id: str
    purpose: str = ""
    recipient: str = ""
    classes: frozenset[str] = frozenset()
    given_on: date | None = None
    until: date | None = None
    agreed: bool = False
    withdrawn_on: date | None = None
    told_on: date | None = None

    def standing(self, on: date) -> Standing:
        """Where it stands on a day."""
        if not self.agreed or self.given_on is None or self.until is None:
            return Standing.NOT_GIVEN
        if self.withdrawn_on is not None and self.withdrawn_on <= on:
            return Standing.WITHDRAWN
        if on > self.until:
            return Standing.ENDED
        return Standing.LIVE if self.given_on <= on else Standing.TO_COME


class Version(NamedTuple):
    """What an entry said from a day on, until the next version of it."""

    noted_on: date
    agreement: Agreement


class Step(NamedTuple):
    """What became of an agreement, and when."""

    change: Change
    on: date
    agreement: Agreement


def of(values: Values) -> tuple[Agreement, ...]:
    """Every agreement in the answers of a record, oldest first, whether it still holds or not."""
    return tuple(agreement_of(entry_id, row, values) for entry_id, row in rows(values, GROUP))


def agreement_of(entry_id: str, row: Row, values: Values) -> Agreement:
    """The agreement in an entry. `values`: of the record, which may take back everything, and say that it is a child's.

    What was agreed to after everything was taken back stands.
    """
    given_on, withdrawn_on = _day(row.get("a_agr_date")), _day(row.get("a_agr_withdrawn"))
    everything = _day(values.get("a_cons_withdrawn"))
    if everything is not None and (given_on is None or given_on <= everything):
        withdrawn_on = everything if withdrawn_on is None else min(withdrawn_on, everything)
    classes = _codes(row.get("a_agr_classes"))
    for_child = values.get("s_child_now") != "yes" or _agreed_for_child(row)
    return Agreement(
        entry_id=entry_id,
        purpose=_text(row.get("a_agr_purpose")),
        recipient=_text(row.get("a_agr_recipient")),
        classes=classes,
        given_on=given_on,
        until=_day(row.get("a_agr_until")),
        agreed=row.get("a_agr_given") == "yes" and bool(classes) and for_child,
        withdrawn_on=withdrawn_on,
        told_on=_day(row.get("a_agr_told")),
    )


def live(
    agreements: Iterable[Agreement], on: date, *, recipient: str, classes: Iterable[str], purpose: str | None = None
) -> Agreement | None:
    """The agreement that lets this recipient be told all of this on that day; of several, the one that holds longest.

    `purpose`: what for; None where anything that was agreed to will do. Only the recipient that was named counts, not
    whoever is like it.
    """
    wanted, who = frozenset(classes) - {CODE_ONLY}, folded(recipient)
    found = [
        one
        for one in agreements
        if one.standing(on) is Standing.LIVE
        and who
        and folded(one.recipient) == who
        and wanted <= one.classes
        and purpose in (None, one.purpose)
    ]
    return max(found, key=lambda one: one.until or date.min, default=None)


def folded(name: str) -> str:
    """A name as it is compared: width, case and white space make no difference."""
    return " ".join(normalize("NFKC", normalize("NFKC", name).casefold()).split())


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
    elif stood and stands:
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


def _agreed_for_child(row: Row) -> bool:
    return row.get("a_agr_guardian") == NOBODY or row.get("a_agr_guardian_agreed") == "yes"


def _codes(value: Value | None) -> frozenset[str]:
    return frozenset(value.ticked) if isinstance(value, AnyOf) else frozenset()


def _day(value: Value | None) -> date | None:
    return value if isinstance(value, date) else None


def _day_of(day: date | None) -> date:
    return day or date.min


def _text(value: Value | None) -> str:
    return value if isinstance(value, str) and not isinstance(value, Missing) else ""
