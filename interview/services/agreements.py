"""What a person agreed that others are told, with what became of each agreement, and what was shared without one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from interview.casework import agreements, sharing
from interview.casework.actors import Actor
from interview.casework.agreement_versions import Change, Step, history
from interview.casework.agreements import Agreement, Standing
from interview.casework.policy import Permission
from interview.casework.refusals import NotPermitted
from interview.casework.rows import rows
from interview.questionnaire.answers import Key, key_of, parts_of
from interview.questionnaire.view import View
from interview.services import UnitOfWork
from interview.services.assistance import record_in
from interview.services.drafting import Draft
from interview.services.opening import load
from interview.services.reading import read
from interview.services.sharing import is_without, versions
from interview.services.showing import OpenInterview, opened

__all__ = [
    "GROUP",
    "SECTION",
    "TAKING_BACK",
    "Agreement",
    "Change",
    "Ledger",
    "Line",
    "Standing",
    "Step",
    "ledger",
    "live_in",
]

GROUP = agreements.GROUP
SECTION, TAKING_BACK = "a1a", "a1a_6"
"""Where agreements are noted, and the page on which they are taken back."""

_ORDER = tuple(Standing)


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """An agreement with what became of it, oldest first. `done`: False while it is half filled, or being changed.

    `untold`: it was taken back, and nobody noted that the recipient heard of it. `left_open`: the referrals that rest
    on it, whose result is to be said, as keys of their organisations.
    """

    agreement: Agreement
    standing: Standing
    steps: tuple[Step, ...]
    done: bool
    untold: bool
    left_open: tuple[Key, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Ledger:
    """The agreements of a case, those that hold first. `without`: referrals that none lets, by their organisations."""

    opened: OpenInterview
    lines: tuple[Line, ...]
    without: tuple[Key, ...]


def ledger(work: UnitOfWork, actor: Actor, case_id: UUID) -> Ledger:
    """What was agreed in a case that has a record. That it was read is recorded. Raises NotPermitted."""
    record = record_in(work.interviews.of_case(case_id))
    if record is None:
        raise NotPermitted
    loaded = load(work, actor, record.id, Permission.INTERVIEW_READ)
    shown = opened(work, actor, loaded)
    lines = _lines(shown.view, loaded.draft, work.now.date())
    without = tuple(_without(shown.view, loaded.draft))
    said = [key for key in shown.view.values if parts_of(key).group == agreements.GROUP]
    named = [key for line in lines for key in line.left_open]
    read(work, actor, loaded, shown.view, (*said, *named, *without))
    return Ledger(shown, lines, without)


def live_in(view: View, on: date) -> tuple[Agreement, ...]:
    """The agreements that hold on a day, the first to end first."""
    found = [one for one in agreements.of(view.values) if one.standing(on) is Standing.LIVE]
    return tuple(sorted(found, key=lambda one: one.until or date.max))


def _lines(view: View, draft: Draft, today: date) -> tuple[Line, ...]:
    found = [
        Line(
            agreement=one,
            standing=one.standing(today),
            steps=history(versions(view.values, draft, one)),
            done=one.entry_id in draft.done,
            untold=agreements.is_untold(one),
            left_open=tuple(_names(sharing.left_open(view.values, one))),
        )
        for one in reversed(agreements.of(view.values))
    ]
    return tuple(sorted(found, key=lambda line: _ORDER.index(line.standing)))


def _without(view: View, draft: Draft) -> Iterable[Key]:
    found = [entry_id for entry_id, _ in rows(view.values, sharing.GROUP)]
    return _names(entry_id for entry_id in reversed(found) if is_without(view.values, draft, entry_id))


def _names(entry_ids: Iterable[str]) -> Iterable[Key]:
    return (key_of(sharing.RECIPIENT, sharing.GROUP, entry_id) for entry_id in entry_ids)
