"""Check the answers, hand them in, see the assessment and the proposal."""

from collections.abc import Iterable
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from interview.casework.policy import Permission
from interview.questionnaire.answers import Key, PageKey
from interview.services import pinning, proposing, submitting
from interview.services.proposing import Assessed
from interview.services.submitting import Blocked, ChangedMeanwhile, Check, PinsOpen
from interview.web.guarding import current_actor, guarded
from interview.web.interviews.blueprint import interviews
from interview.web.interviews.frames import Frame, frame_of
from interview.web.interviews.page_screens import Listed, listed
from interview.web.interviews.posts import Post
from interview.web.interviews.previews import preview_of
from interview.web.page_context import PageContext
from interview.web.server import current_work

Row = tuple[Listed, PageKey]


@interviews.get("/<uuid:interview_id>/check")
@guarded(Permission.INTERVIEW_READ)
def check(interview_id: UUID) -> str:
    """Every answer with a link to change it, what still blocks, what will be dropped."""
    return _check(interview_id)


@interviews.post("/<uuid:interview_id>/submit")
@guarded(Permission.INTERVIEW_SUBMIT)
def submit(interview_id: UUID) -> ResponseReturnValue:
    """Hand in; what blocks, or what changed since the check was shown, brings the check back.

    Questions that are still open lead to where they are answered.
    """
    revision = Post.read(request.form).revision
    result = submitting.submit(current_work(), current_actor(), interview_id, revision=revision)
    match result:
        case Blocked():
            return _check(interview_id, refused=True), 422
        case ChangedMeanwhile():
            return _check(interview_id, changed=True), 409
        case PinsOpen():
            return redirect(url_for("reviews.pins", interview_id=interview_id), 303)
        case _:
            return redirect(url_for("interviews.assessment", interview_id=interview_id), 303)


@interviews.get("/<uuid:interview_id>/assessment")
@guarded(Permission.ASSESSMENT_READ)
def assessment(interview_id: UUID) -> str:
    """The system's assessment as it was sealed, with its reasons and the answers behind them."""
    found = _assessed(interview_id)
    frame = frame_of(found.opened)
    preview = preview_of(frame.findings, found.assessment)
    return render_template("interviews/assessment.html", frame=frame, found=found, preview=preview)


@interviews.get("/<uuid:interview_id>/proposal")
@guarded(Permission.ASSESSMENT_READ)
def proposal(interview_id: UUID) -> str:
    """What the caseworker proposes, beside what the system says."""
    found = _assessed(interview_id)
    frame = frame_of(found.opened)
    given = found.proposal.answers if found.proposal else {}
    return render_template(
        "interviews/proposal.html",
        frame=frame,
        found=found,
        preview=preview_of(frame.findings, found.assessment),
        rows=[listed(frame, key, given[key]) for key in frame.opened.view.questionnaire.questions if key in given],
    )


def _assessed(interview_id: UUID) -> Assessed:
    found = proposing.assessed(current_work(), current_actor(), interview_id)
    if found is None:
        raise NotFound
    return found


def _check(interview_id: UUID, *, refused: bool = False, changed: bool = False) -> str:
    found = submitting.check(current_work(), current_actor(), interview_id)
    frame = frame_of(found.opened)
    pages = {key: page.key for page in reversed(found.opened.view.pages) for key in page.keys}
    return render_template(
        "interviews/check.html",
        frame=frame,
        found=found,
        sections=list(_by_section(frame, found)),
        blocking=[(frame.wording.named(found.opened.view.question(key)), pages.get(key)) for key in found.blocking],
        dropped=[listed(frame, key, found.opened.answers.values.get(key)) for key in found.dropped],
        problems=list(_problems(frame, found, pages)),
        pins=len(pinning.open_pins(current_work(), found.opened.loaded)) if found.opened.editable else 0,
        refused=refused,
        changed=changed,
    )


def _by_section(frame: Frame, found: Check) -> Iterable[tuple[Markup, list[Row]]]:
    """The answers of each section in order, each once, with the page to change it on."""
    view, not_asked, seen = found.opened.view, set(found.not_asked), set[Key]()
    for progress in view.sections:
        rows: list[Row] = []
        for page_key in progress.pages:
            page = view.page(page_key)
            for key in (key for key in (page.keys if page else ()) if key not in seen):
                seen.add(key)
                value = view.values.get(key, found.opened.provided.get(key))
                if value is not None or key in view.hidden | not_asked or key in found.blocking:
                    rows.append((listed(frame, key, value), page_key))
        if rows:
            yield frame.wording.section_title(progress.section), rows


def _problems(frame: Frame, found: Check, pages: dict[Key, PageKey]) -> Iterable[tuple[Markup, str, PageKey | None]]:
    view = found.opened.view
    for problem in found.problems:
        page_key = pages.get(problem.key)
        page = view.page(page_key) if page_key else None
        if page is not None:
            context = PageContext(page, view, frame.wording, found.opened.provided)
            yield frame.wording.named(view.question(problem.key)), context.sentence(problem), page_key
