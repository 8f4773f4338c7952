"""What a person agreed that others are told: each agreement with what became of it, and what was shared without one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from flask import render_template, url_for
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from interview.casework.policy import Permission
from interview.questionnaire.answers import Key, key_of, parts_of
from interview.services import agreements
from interview.services.agreements import Agreement, Change, Line, Standing, Step
from interview.web.cases.blueprint import cases
from interview.web.guarding import current_actor, guarded
from interview.web.interviews.frames import Frame, frame_of
from interview.web.interviews.page_screens import listed
from interview.web.server import current_work

STANDINGS: dict[Standing, LazyString] = {
    Standing.LIVE: _("Holds"),
    Standing.TO_COME: _("Holds later"),
    Standing.ENDED: _("Its time is over"),
    Standing.WITHDRAWN: _("Taken back"),
    Standing.NOT_GIVEN: _("Not agreed"),
}
CHANGES: dict[Change, LazyString] = {
    Change.GIVEN: _("Agreed"),
    Change.NARROWED: _("Made smaller"),
    Change.RENEWED: _("Agreed again"),
    Change.WITHDRAWN: _("Taken back"),
    Change.CORRECTED: _("Corrected"),
    Change.NOT_GIVEN: _("Did not agree"),
}
_HOLDS = frozenset({Standing.LIVE, Standing.TO_COME})
REFERRALS = "a17"


@dataclass(frozen=True, slots=True)
class Told:
    """An agreement, as far as one version of it goes, in words: whom, what for, what, and until when."""

    recipient: str
    purpose: str
    classes: tuple[str, ...]
    until: date | None
    to: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the ledger in words. `standing`: None while it is only half filled.

    `steps`: what became of it, when, and how it stood then.
    `left_open`: the referrals that rest on it, with where they are. `may_take_back`: that can be noted here and now.
    """

    told: Told
    standing: LazyString | None
    steps: tuple[tuple[LazyString, date, Told], ...]
    withdrawn_on: date | None
    entry_id: str
    done: bool
    untold: bool
    holds: bool
    left_open: tuple[tuple[str, str], ...]
    may_take_back: bool


@cases.get("/<uuid:case_id>/agreements")
@guarded(Permission.INTERVIEW_READ)
def show_agreements(case_id: UUID) -> str:
    """What was agreed, those that hold first, and what was shared without an agreement."""
    found = agreements.ledger(current_work(), current_actor(), case_id)
    frame = frame_of(found.opened)
    rows = [_row(frame, line) for line in found.lines]
    return render_template(
        "cases/agreements.html",
        frame=frame,
        case_id=case_id,
        section_id=agreements.SECTION,
        taking_back=agreements.TAKING_BACK,
        holding=[row for row in rows if row.holds],
        past=[row for row in rows if not row.holds],
        without=_referrals(frame, found.without),
    )


def told(frame: Frame, agreement: Agreement) -> Told:
    """An agreement in words, with the address of its entry."""
    questions, view = frame.opened.questionnaire.questions, frame.opened.view
    other = key_of("a_agr_purpose_other", agreements.GROUP, agreement.entry_id)
    purpose = frame.wording.plain_option(questions["a_agr_purpose"], agreement.purpose) if agreement.purpose else ""
    # As staff say it: the agreement's own words speak to the person.
    classes = questions["a_out_data_shared"]
    return Told(
        recipient=agreement.recipient,
        purpose=listed(frame, other, view.values[other]).answer if other in view.values else purpose,
        classes=tuple(frame.wording.plain_option(classes, code) for code in classes.codes if code in agreement.classes),
        until=agreement.until,
        to=_entry(frame, agreements.SECTION, agreement.entry_id),
    )


def _row(frame: Frame, line: Line) -> Row:
    live = line.standing is Standing.LIVE
    return Row(
        told=told(frame, line.agreement),
        standing=STANDINGS[line.standing] if line.done or line.standing is not Standing.NOT_GIVEN else None,
        steps=tuple(_step(frame, step) for step in line.steps),
        withdrawn_on=line.agreement.withdrawn_on if line.agreement.agreed else None,
        entry_id=line.agreement.entry_id,
        done=line.done,
        untold=line.untold,
        holds=line.standing in _HOLDS,
        left_open=_referrals(frame, line.left_open),
        may_take_back=live and line.done and frame.opened.editable,
    )


def _step(frame: Frame, step: Step) -> tuple[LazyString, date, Told]:
    """What became of an agreement, when, and what it was then about; of its end that is known already."""
    then = told(frame, step.agreement)
    return CHANGES[step.change], step.on, replace(then, classes=()) if step.change is Change.WITHDRAWN else then


def _referrals(frame: Frame, keys: Iterable[Key]) -> tuple[tuple[str, str], ...]:
    """Referrals by the names of their organisations, each with where it is."""
    return tuple(
        (listed(frame, key, frame.opened.view.values.get(key)).answer, _entry(frame, REFERRALS, parts_of(key).entry_id))
        for key in keys
    )


def _entry(frame: Frame, section_id: str, entry_id: str) -> str:
    return url_for("interviews.entry", interview_id=frame.id, section_id=section_id, entry_id=entry_id)
