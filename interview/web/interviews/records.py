"""The record of a case: its contents, its entries, and what an entry said before it was amended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from interview.casework import outcomes, payments
from interview.casework.policy import Permission
from interview.printing import is_installed
from interview.questionnaire.answers import Key, PageKey
from interview.questionnaire.definition import PageKind, Section
from interview.questionnaire.keys import parts_of
from interview.questionnaire.view import SectionProgress
from interview.services import agreements, entries, interviewing, sharing, summaries
from interview.services.entries import Earlier, Fault, Found
from interview.web.answer_words import answer_words
from interview.web.guarding import current_actor, guarded
from interview.web.interviews.blueprint import interviews
from interview.web.interviews.frames import Frame, frame_of
from interview.web.interviews.page_screens import Listed, listed
from interview.web.outcomes import drawing_of
from interview.web.printing import as_pdf
from interview.web.server import current_work

PARTS: tuple[tuple[LazyString, tuple[str, ...]], ...] = (
    (_("Each sitting"), ("a0", "a22")),
    (_("Known already, and agreement"), ("k0", "a1", "a1a")),
    (_("Plan and safety"), ("a14", "a12", "a13", "a13c")),
    (_("Help given"), ("a15", "a16", "a17", "a19p")),
    (_("Return and a new start"), ("a18", "a19", "a20")),
    (_("What happened"), ("a2", "a3", "a3t", "a4", "a5", "a6", "a7", "a8", "a9", "a10", "a11")),
    (_("Closing"), ("a21",)),
)
"""Where a section stands in the contents: what is needed often comes first, the long account later."""

FAULTS: dict[Fault, LazyString] = {
    Fault.MISSING: _("Say why."),
    Fault.TOO_LONG: _("Shorten it: at most 2,000 characters."),
}
FIRST = 3
"""How many answers of an entry stand in the list of entries."""


@dataclass(frozen=True, slots=True)
class Row:
    """A section in the contents. `to`: where it leads; nowhere, if it is closed to whoever looks. `count`: of its
    entries; None outside repeating sections.

    `left`: how many of its pages wait. `begun`: something is noted in it. `unseen`: how much of what is known already
    nobody has looked at here.
    """

    title: Markup
    to: str
    count: int | None
    left: int
    begun: bool
    unseen: int


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in a list: its first answers in words."""

    found: Found
    answers: tuple[Listed, ...]


def contents(frame: Frame) -> str:
    """The record: its sitting, and its sections under a few headings."""
    known = {progress.section.id: _row(frame, progress) for progress in frame.opened.view.sections}
    known |= {section.id: _closed_row(frame, section) for section in frame.opened.closed_sections}
    parts = [(title, [known[one] for one in ids if one in known]) for title, ids in PARTS]
    return render_template(
        "interviews/record.html",
        frame=frame,
        parts=[(title, rows) for title, rows in parts if rows],
        sitting=_open_sitting(frame),
        closing=interviewing.closing_page(frame.opened),
    )


@interviews.get("/<uuid:interview_id>/summary")
@guarded(Permission.SUMMARY_MAKE)
def summary(interview_id: UUID) -> str:
    """The record on paper, with what this reader may see and no more."""
    return _sheet("interviews/summary.html", interview_id, pdf=is_installed(), not_made="not_made" in request.args)


@interviews.get("/<uuid:interview_id>/summary/pdf")
@guarded(Permission.SUMMARY_MAKE)
def summary_as_pdf(interview_id: UUID) -> Response:
    """The same as a PDF to keep; where none can be made, back to the page, which says so."""
    page = _sheet("interviews/pdf.html", interview_id)
    back = url_for("interviews.summary", interview_id=interview_id, not_made=1)
    return as_pdf(page, make_response(redirect(back, 303)))


@interviews.get("/<uuid:interview_id>/entries/<section_id>")
@guarded(Permission.INTERVIEW_READ)
def list_entries(interview_id: UUID, section_id: str) -> str:
    """The entries of a section, the newest first."""
    opened = interviewing.open_interview(current_work(), current_actor(), interview_id)
    frame, section = frame_of(opened), _repeating(opened.questionnaire.sections, section_id)
    found = entries.of_section(opened, section)
    keys = {one.entry.id: _first_answers(frame, one) for one in found}
    entries.show(current_work(), current_actor(), opened, [key for shown in keys.values() for key in shown])
    lines = [Line(one, _in_words(frame, keys[one.entry.id])) for one in found]
    seen = outcomes.visits(opened.view.values) if section.group == outcomes.GROUP else ()
    entries.show(current_work(), current_actor(), opened, [key for visit in seen for key in visit.keys])
    return render_template(
        "interviews/entries.html",
        frame=frame,
        section=section,
        lines=lines,
        struck=entries.struck(opened, section),
        names=_names(one.entry.author for one in found),
        drawing=drawing_of(frame, seen),
        open=section.id in {progress.section.id for progress in opened.view.sections},
    )


@interviews.get("/<uuid:interview_id>/entries/<section_id>/new")
@guarded(Permission.INTERVIEW_WRITE, Permission.STAY_WRITE)
def new_entry(interview_id: UUID, section_id: str) -> ResponseReturnValue:
    """The first page of an entry that comes to be when that page is saved."""
    opened = interviewing.open_interview(current_work(), current_actor(), interview_id)
    section = _repeating(opened.questionnaire.sections, section_id)
    if not opened.writes(section):
        raise NotFound
    key = f"{section.pages[0].id}-{uuid4().hex}"
    return redirect(url_for("interviews.page", interview_id=interview_id, page_key=key), 303)


@interviews.get("/<uuid:interview_id>/entries/<section_id>/<entry_id>")
@guarded(Permission.INTERVIEW_READ)
def entry(interview_id: UUID, section_id: str, entry_id: str) -> ResponseReturnValue:
    """One entry, and what it said before; one that is not done leads to its page."""
    return _entry_page(interview_id, section_id, entry_id)


@interviews.post("/<uuid:interview_id>/entries/<section_id>/<entry_id>/amend")
@guarded(Permission.INTERVIEW_WRITE, Permission.STAY_WRITE)
def amend_entry(interview_id: UUID, section_id: str, entry_id: str) -> ResponseReturnValue:
    """Open it to be changed, with the reason: at the page that was asked for, or the first."""
    return _with_reason(interview_id, section_id, entry_id, strike=False)


@interviews.post("/<uuid:interview_id>/entries/<section_id>/<entry_id>/strike")
@guarded(Permission.INTERVIEW_WRITE)
def strike_entry(interview_id: UUID, section_id: str, entry_id: str) -> ResponseReturnValue:
    """Strike it out, with the reason."""
    return _with_reason(interview_id, section_id, entry_id, strike=True)


def _sheet(template: str, interview_id: UUID, **more: bool) -> str:
    found = summaries.summary(current_work(), current_actor(), interview_id)
    frame = frame_of(found.opened)
    parts = [
        (frame.wording.section_title(part.section), [(one.number, _in_words(frame, one.keys)) for one in part.blocks])
        for part in found.parts
    ]
    return render_template(template, frame=frame, parts=parts, today=current_work().now, **more)


def _with_reason(interview_id: UUID, section_id: str, entry_id: str, *, strike: bool) -> ResponseReturnValue:
    work, actor = current_work(), current_actor()
    opened = interviewing.open_interview(work, actor, interview_id)
    section = _repeating(opened.questionnaire.sections, section_id)
    change = entries.strike if strike else entries.amend
    reason = request.form.get("reason", "")
    answer = change(work, actor, interview_id, section.group or "", entry_id, reason)
    if isinstance(answer, Fault):
        return _entry_page(interview_id, section_id, entry_id, fault=answer, reason=reason, striking=strike)
    if strike:
        return redirect(url_for("interviews.list_entries", interview_id=interview_id, section_id=section_id), 303)
    wanted = request.form.get("page", "")
    page_id = wanted if wanted in {page.id for page in section.pages} else section.pages[0].id
    return redirect(url_for("interviews.page", interview_id=interview_id, page_key=f"{page_id}-{entry_id}"), 303)


def _entry_page(
    interview_id: UUID,
    section_id: str,
    entry_id: str,
    *,
    fault: Fault | None = None,
    reason: str = "",
    striking: bool = False,
) -> ResponseReturnValue:
    work, actor = current_work(), current_actor()
    opened = interviewing.open_interview(work, actor, interview_id)
    frame, section = frame_of(opened), _repeating(opened.questionnaire.sections, section_id)
    found = entries.find(opened, section, entry_id)
    keys = [key for key in opened.view.values if f"-{entry_id}-" in key]
    earlier = [key for one in found.earlier for key in one.values]
    entries.show(work, actor, opened, [*keys, *earlier])
    shown = render_template(
        "interviews/entry.html",
        frame=frame,
        section=section,
        found=found,
        answers=_in_words(frame, keys),
        earlier=[(one, _before(frame, one)) for one in found.earlier],
        names=_names([found.entry.author, *(str(one.by) for one in found.earlier)]),
        approved=payments.approval(opened.view.values, entry_id, opened.loaded.draft.payments),
        waits=payments.awaits(entry_id, opened.loaded.draft.payments),
        first_page=f"{section.pages[0].id}-{entry_id}",
        ledger=section.id == agreements.SECTION,
        without=sharing.is_without(opened.view.values, opened.loaded.draft, entry_id),
        wrong=None if fault is None else FAULTS[fault],
        reason=reason,
        striking=striking,
    )
    return (shown, 422) if fault else shown


def _row(frame: Frame, progress: SectionProgress) -> Row:
    opened, section = frame.opened, progress.section
    unseen = len([key for key in opened.answers.carried if opened.view.question(key).section_id == section.id])
    if section.group is None:
        to = url_for("interviews.page", interview_id=frame.id, page_key=_first_waiting(frame, progress))
        left = progress.total - progress.done if section.id != "k0" else 0
        begun = any(not opened.view.values.keys().isdisjoint(_keys_of(frame, key)) for key in progress.pages)
        return Row(frame.wording.section_title(section), to, None, left, begun, unseen)
    found = entries.of_section(opened, section)
    to = url_for("interviews.list_entries", interview_id=frame.id, section_id=section.id)
    return Row(
        frame.wording.section_title(section),
        to,
        len(found),
        len([one for one in found if not one.done]),
        bool(found),
        0,
    )


def _closed_row(frame: Frame, section: Section) -> Row:
    return Row(frame.wording.section_title(section), "", None, 0, False, 0)


def _keys_of(frame: Frame, key: PageKey) -> tuple[Key, ...]:
    page = frame.opened.view.page(key)
    return () if page is None else page.keys


def _first_waiting(frame: Frame, progress: SectionProgress) -> PageKey:
    view, carried = frame.opened.view, frame.opened.answers.carried
    for key in progress.pages:
        page = view.page(key)
        if page is not None and (page.open or (page.page.kind is PageKind.KNOWN and carried.intersection(page.keys))):
            return key
    return progress.pages[0]


def _open_sitting(frame: Frame) -> Found | None:
    """The newest sitting that has not ended."""
    section = next(one for one in frame.opened.questionnaire.sections if one.id == "a0")
    return next((found for found in entries.of_section(frame.opened, section) if not found.done), None)


def _repeating(sections: Iterable[Section], section_id: str) -> Section:
    for section in sections:
        if section.id == section_id and section.group is not None and section.pages:
            return section
    raise NotFound


def _first_answers(frame: Frame, found: Found) -> list[Key]:
    """The first answers of an entry, what is worked out apart."""
    opened = frame.opened
    keys = [key for key in opened.view.values if f"-{found.entry.id}-" in key]
    return [key for key in keys if opened.view.question(key).computed is None][:FIRST]


def _in_words(frame: Frame, keys: Iterable[Key]) -> tuple[Listed, ...]:
    return tuple(listed(frame, key, frame.opened.view.values.get(key)) for key in keys)


def _before(frame: Frame, one: Earlier) -> Iterator[Listed]:
    """What an entry said before; what says who somebody is only where that is shown."""
    for key, value in one.values.items():
        question = frame.opened.questionnaire.questions[parts_of(key).question_id]
        hidden = frame.opened.hides(key)
        words = str(_("Hidden")) if hidden else answer_words(frame.wording, question, value)
        yield Listed(key, frame.wording.named(question), words)


def _names(account_ids: Iterable[str]) -> dict[str, str]:
    """What the accounts are called, by their ids as text."""
    found = {one: entries.name_of(current_work(), UUID(one)) for one in set(account_ids)}
    return {one: name or "" for one, name in found.items()}
