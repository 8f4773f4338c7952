"""What a person agreed that others are told: for what, whom, which facts, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from unicodedata import normalize

from interview.casework.rows import Row, Values, rows
from interview.questionnaire.values import AnyOf, Missing, Value

GROUP, RECIPIENT = "agreement", "a_agr_recipient"

EVERYTHING = "a_cons_withdrawn"
"""The day on which a person took back everything that they had agreed to."""

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


def of(values: Values) -> tuple[Agreement, ...]:
    """Every agreement in the answers of a record, oldest first, whether it still holds or not."""
    return tuple(agreement_of(entry_id, row, values) for entry_id, row in rows(values, GROUP))


def agreement_of(entry_id: str, row: Row, values: Values) -> Agreement:
    """The agreement in an entry. `values`: of the record, which may take back everything, and say that it is a child's.

    What was agreed to after everything was taken back stands.
    """
    given_on, withdrawn_on = _day(row.get("a_agr_date")), _day(row.get("a_agr_withdrawn"))
    everything = _day(values.get(EVERYTHING))
    if everything is not None and (given_on is None or given_on <= everything):
        withdrawn_on = everything if withdrawn_on is None else min(withdrawn_on, everything)
    classes = codes(row.get("a_agr_classes"))
    for_child = values.get("s_child_now") != "yes" or _agreed_for_child(row)
    return Agreement(
        entry_id=entry_id,
        purpose=text(row.get("a_agr_purpose")),
        recipient=text(row.get(RECIPIENT)),
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


def is_untold(agreement: Agreement) -> bool:
    """Whether it was taken back, and whoever it was for has not been told since."""
    if not agreement.agreed or agreement.withdrawn_on is None:
        return False
    return agreement.told_on is None or agreement.told_on < agreement.withdrawn_on


def goes_on(agreement: Agreement, agreements: Iterable[Agreement]) -> bool:
    """Whether another agreement lets the same be told beyond the last day of this one."""
    if agreement.until is None:
        return False
    others = [one for one in agreements if one.entry_id != agreement.entry_id]
    asked = {"recipient": agreement.recipient, "purpose": agreement.purpose}
    return live(others, agreement.until + timedelta(days=1), classes=agreement.classes, **asked) is not None


def folded(name: str) -> str:
    """A name as it is compared: width, case and white space make no difference."""
    return " ".join(normalize("NFKC", normalize("NFKC", name).casefold()).split())


def _agreed_for_child(row: Row) -> bool:
    return row.get("a_agr_guardian") == NOBODY or row.get("a_agr_guardian_agreed") == "yes"


def codes(value: Value | None) -> frozenset[str]:
    """The codes that were ticked."""
    return frozenset(value.ticked) if isinstance(value, AnyOf) else frozenset()


def _day(value: Value | None) -> date | None:
    return value if isinstance(value, date) else None


def text(value: Value | None) -> str:
    """What was written or chosen; empty where nothing was."""
    return value if isinstance(value, str) and not isinstance(value, Missing) else ""
