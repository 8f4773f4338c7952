"""Begin an interview, move about in it, choose its languages."""

from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from interview.casework.interviews import InterviewState
from interview.casework.policy import Permission
from interview.questionnaire.answers import PageKey
from interview.questionnaire.definition import Kind
from interview.questionnaire.view import SectionProgress
from interview.services import assistance, interviewing, pinning, reviewing
from interview.services.assistance import Beginning
from interview.services.interviewing import OpenInterview
from interview.web import names
from interview.web.guarding import current_actor, guarded, may
from interview.web.interviews.blueprint import interviews
from interview.web.interviews.frames import TALK, Frame, frame_of
from interview.web.interviews.records import contents
from interview.web.languages import language_of_page, offered_languages, tag
from interview.web.long_lists import options
from interview.web.server import current_work
from interview.web.tongues import SOURCE


@interviews.get("/new")
@guarded(Permission.CASE_OPEN)
def new() -> str:
    """Before a new interview: the language of the talk."""
    return render_template("interviews/new.html", languages=_languages(), chosen=tag(language_of_page()))


@interviews.post("/new")
@guarded(Permission.CASE_OPEN)
def begin() -> ResponseReturnValue:
    """Begin, and go to the first page."""
    work, actor = current_work(), current_actor()
    interviewer = _offered(request.form.get("interviewer_language", ""))
    person = _spoken(request.form.get("person_language", "")) or interviewer
    interview_id = interviewing.begin(
        work,
        actor,
        person_language=person,
        interviewer_language=interviewer,
        modules=current_app.config["MODULES"],
    )
    return redirect(url_for("interviews.go_on", interview_id=interview_id), 303)


@interviews.get("/<uuid:interview_id>/on")
@guarded(Permission.INTERVIEW_READ)
def go_on(interview_id: UUID) -> ResponseReturnValue:
    """On to the page where the interview stands."""
    opened = interviewing.open_interview(current_work(), current_actor(), interview_id)
    if opened.form != TALK:
        return redirect(frame_of(opened).overview, 303)
    key = _next_page(opened)
    if key is None:
        return redirect(url_for("interviews.check", interview_id=interview_id), 303)
    return redirect(url_for("interviews.page", interview_id=interview_id, page_key=key), 303)


@interviews.get("/<uuid:interview_id>")
@guarded(Permission.INTERVIEW_READ)
def sections(interview_id: UUID) -> ResponseReturnValue:
    """The sections with how far they are, to move about freely."""
    opened = interviewing.open_interview(current_work(), current_actor(), interview_id)
    frame = frame_of(opened)
    if frame.is_record:
        return contents(frame)
    if not frame.is_talk:
        return redirect(frame.overview, 303)
    rows = [
        (progress, frame.wording.section_title(progress.section), _pages(frame, progress))
        for progress in opened.view.sections
    ]
    return render_template(
        "interviews/sections.html",
        frame=frame,
        rows=rows,
        next_page=_next_page(opened),
        pins=len(pinning.open_pins(current_work(), opened.loaded)) if opened.editable else 0,
        decided=may(Permission.DECISION_READ) and _has_decision(interview_id),
        beginning=_beginning(opened),
    )


@interviews.get("/<uuid:interview_id>/language")
@guarded(Permission.INTERVIEW_WRITE)
def languages(interview_id: UUID) -> str:
    """The person's language and the interviewer's, to be changed."""
    opened = interviewing.open_interview(current_work(), current_actor(), interview_id)
    return render_template("interviews/languages.html", frame=frame_of(opened), languages=_languages())


@interviews.post("/<uuid:interview_id>/language")
@guarded(Permission.INTERVIEW_WRITE)
def language(interview_id: UUID) -> ResponseReturnValue:
    """Show the questions in other languages from now on."""
    interviewer = _offered(request.form.get("interviewer_language", ""))
    person = _spoken(request.form.get("person_language", "")) or interviewer
    interviewing.change_languages(current_work(), current_actor(), interview_id, person=person, interviewer=interviewer)
    return redirect(url_for("interviews.sections", interview_id=interview_id), 303)


def _beginning(opened: OpenInterview) -> Beginning | None:
    """Whether the record of the case is there, or can be begun; None where there is no decision to rest on."""
    if opened.state is not InterviewState.ACCEPTED:
        return None
    return assistance.beginning(current_work(), current_actor(), opened.case_id)


def _has_decision(interview_id: UUID) -> bool:
    return reviewing.decision_of_interview(current_work(), current_actor(), interview_id) is not None


def _pages(frame: Frame, progress: SectionProgress) -> list[tuple[PageKey, Markup, bool]]:
    """The pages of a section with their headings, and whether each is open."""
    wording, view = frame.wording, frame.opened.view
    found: list[tuple[PageKey, Markup, bool]] = []
    for key in progress.pages:
        page = view.page(key)
        if page is not None:
            title = wording.page_title(page.page) or (
                wording.named(view.question(page.keys[0])) if page.keys else Markup()
            )
            found.append((key, title or wording.section_title(progress.section), page.open))
    return found


def _next_page(opened: OpenInterview) -> PageKey | None:
    """The page to go on with: the one after the last that was saved, or the first that is open; None at the end."""
    at = opened.answers.at
    return (opened.view.after(at) if at else None) or opened.view.first_open


def _languages() -> dict[str, object]:
    return {
        "person": options(Kind.LANGUAGE, language_of_page(), aloud=True),
        "names": names.languages(language_of_page()).by_code,
        "interviewer": offered_languages(),
    }


def _offered(wanted: str) -> str:
    return wanted if wanted in {found.tag for found in offered_languages()} else SOURCE


def _spoken(wanted: str) -> str:
    return wanted if wanted in names.languages(language_of_page()).by_code else ""
