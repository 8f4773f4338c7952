"""The page of a case, the list of cases, and the beginning of a record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from interview.casework.cases import CaseStage
from interview.casework.policy import Permission
from interview.questionnaire.answers import Key
from interview.services import assistance, case_file
from interview.services.case_file import Moment, What
from interview.services.drafting import Kinship
from interview.services.transfers import Line
from interview.web.cases.agreements import told
from interview.web.cases.blueprint import cases
from interview.web.clocks import due_soon
from interview.web.guarding import current_actor, guarded
from interview.web.interviews.frames import Frame, frame_of
from interview.web.interviews.page_screens import Listed, listed
from interview.web.names_of_forms import FORMS, STATES
from interview.web.outcomes import drawing_of
from interview.web.server import current_work
from interview.web.transfers import RECEIVED
from interview.web.transfers import STATES as GIVEN

STAGES: dict[CaseStage, LazyString] = {
    CaseStage.OPEN: _("Open"),
    CaseStage.ASSESSED: _("Assessed"),
    CaseStage.PLANNED: _("Help is planned"),
    CaseStage.ACTIVE: _("Help is given"),
    CaseStage.MOVING: _("On a journey"),
    CaseStage.REINTEGRATING: _("A new start"),
    CaseStage.MONITORING: _("Visited now and then"),
    CaseStage.CLOSURE_REQUESTED: _("Waits to be closed"),
    CaseStage.CLOSED: _("Closed"),
    CaseStage.DECLINED_BY_PERSON: _("Ended at the person's wish"),
    CaseStage.TRANSFERRED: _("With another organisation"),
    CaseStage.LOST_CONTACT: _("Closed: contact lost"),
    CaseStage.DECEASED: _("Closed: the person died"),
    CaseStage.MERGED: _("Joined with another file"),
}
KINSHIPS: dict[Kinship, LazyString] = {
    Kinship.DEPENDANT: _("Somebody who depends on this person"),
    Kinship.DEPENDS_ON: _("The person on whom this one depends"),
    Kinship.SAME_SITUATION: _("Somebody from the same situation"),
    Kinship.SAME_PERSON: _("The same person, at another time"),
}
AGREED: dict[Key, LazyString] = {
    "a_cons_assist": _("To be helped"),
    "a_cons_file": _("That notes are kept"),
    "a_cons_share": _("May be shared with"),
    "a_cons_share_not": _("Must not be shared"),
    "a_cons_research": _("Figures without a name"),
    "a_cons_date": _("Agreed on"),
    "a_cons_withdrawn": _("Taken back on"),
}
"""What was agreed to, at a glance: shorter than the questions."""


@dataclass(frozen=True, slots=True)
class Happened:
    """A moment of the timeline in words. `line`: the answer that stands for an entry; `state`: of an interview."""

    on: date
    title: LazyString | Markup
    to: str
    line: str = ""
    state: LazyString | None = None


@cases.get("/")
@guarded(Permission.CASE_LIST)
def list_cases() -> str:
    """The cases that somebody keeps or supervises: all, those with something due within a week, those that are late."""
    wanted = request.args.get("due", "all")
    lines = case_file.cases(current_work(), current_actor())
    due = due_soon(lines)
    if wanted in ("week", "late"):
        lines = tuple(line for line in lines if line.interview_id in due)
    if wanted == "late":
        lines = tuple(line for line in lines if due[line.interview_id].left.overdue)
    return render_template("cases/list.html", lines=lines, due=due, wanted=wanted, state_names=STATES)


@cases.get("/<uuid:case_id>")
@guarded(Permission.CASE_READ)
def show_case(case_id: UUID) -> str:
    """Where the person stands, and what is next."""
    after = request.args.get("after", 0, int)
    found = case_file.show(current_work(), current_actor(), case_id, after=min(max(after, 0), 10_000))
    frame = None if found.opened is None else frame_of(found.opened)
    return render_template(
        "cases/file.html",
        found=found,
        frame=frame,
        stage=STAGES[found.case.stage],
        contact=_said(frame, found.contact),
        consent=[(AGREED[one.key], one.answer) for one in _said(frame, found.consent)],
        agreements=[] if frame is None else [told(frame, one) for one in found.agreements],
        about={clock_id: said.answer for clock_id, key in found.about.items() for said in _said(frame, (key,))},
        moments=[_happened(frame, one) for one in found.timeline],
        drawing=None if frame is None else drawing_of(frame, found.visits),
        step=case_file.AT_ONCE,
        kinships=KINSHIPS,
        added=assistance.ADDED,
    )


@cases.post("/<uuid:case_id>/others")
@guarded(Permission.CASE_OPEN)
def add_other(case_id: UUID) -> ResponseReturnValue:
    """A case of its own for somebody who hangs together with this person."""
    wanted = request.form.get("kind", "")
    record_id = assistance.beginning(current_work(), current_actor(), case_id).record_id
    if wanted not in assistance.ADDED or record_id is None:
        raise NotFound
    made = assistance.begin_for(current_work(), current_actor(), record_id, Kinship(wanted))
    return redirect(url_for("interviews.sections", interview_id=made), 303)


@cases.post("/<uuid:case_id>/assistance")
@guarded(Permission.INTERVIEW_WRITE)
def begin_assistance(case_id: UUID) -> ResponseReturnValue:
    """Begin the record of a case, or go on with it: a second tap makes no second one."""
    record_id = assistance.begin(current_work(), current_actor(), case_id)
    return redirect(url_for("interviews.sections", interview_id=record_id), 303)


def _said(frame: Frame | None, keys: Iterable[Key]) -> tuple[Listed, ...]:
    if frame is None:
        return ()
    return tuple(listed(frame, key, frame.opened.view.values.get(key)) for key in keys)


def _happened(frame: Frame | None, one: Moment) -> Happened:
    """A moment in words, with where it leads."""
    record = one.about
    if isinstance(record, Line):
        return _went(one.on, record)
    match one.what:
        case What.ENTRY if frame is not None:
            section = next(part for part in frame.opened.questionnaire.sections if part.id == one.section_id)
            place: dict[str, Any] = {"interview_id": record.id, "section_id": section.id, "entry_id": one.entry_id}
            line = _said(frame, () if one.line is None else (one.line,))
            title = frame.wording.section_title(section)
            return Happened(one.on, title, url_for("interviews.entry", **place), line[0].answer if line else "")
        case What.DECISION:
            return Happened(one.on, _("Decision"), url_for("reviews.show", decision_id=one.decision_id))
        case _:
            endpoint = "urgent.review" if record.form == "urgent" else "interviews.sections"
            to = url_for(endpoint, interview_id=record.id)
            return Happened(one.on, FORMS[record.form], to, state=STATES[record.state])


def _went(on: date, line: Line) -> Happened:
    title, states = (_("To another team"), GIVEN) if line.sends else (_("From another team"), RECEIVED)
    to = url_for("transfers.show", transfer_id=line.transfer.id)
    return Happened(on, title, to, line.other, states[line.transfer.state])
