"""One page of an interview: show it, save it."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from interview.casework.policy import Permission
from interview.questionnaire.answers import Key, PageKey
from interview.questionnaire.values import Value
from interview.questionnaire.view import ActivePage
from interview.services import interviewing, sharing
from interview.services.interviewing import (
    AskOnceMore,
    Conflict,
    Ended,
    Held,
    NotApproved,
    NothingKept,
    OpenInterview,
    Saved,
    WouldSetAside,
)
from interview.web.guarding import current_actor, guarded
from interview.web.interviews import page_screens
from interview.web.interviews.blueprint import interviews
from interview.web.interviews.frames import Frame, frame_of
from interview.web.interviews.posts import Post, Then, prints_of
from interview.web.kept import given_back
from interview.web.page_forms import AnswersForm, page_form
from interview.web.server import current_work


@interviews.get("/<uuid:interview_id>/pages/<page_key:page_key>")
@guarded(Permission.INTERVIEW_READ)
def page(interview_id: UUID, page_key: PageKey) -> ResponseReturnValue:
    """The page with its saved answers, or with what was typed before the session locked."""
    opened = interviewing.open_interview(current_work(), current_actor(), interview_id, page_key=page_key)
    shown = opened.view.page(page_key)
    frame = frame_of(opened)
    if shown is not None and shown.entry is not None and shown.entry.id in opened.loaded.draft.done:
        section_id, entry_id = shown.page.section_id, shown.entry.id
        return redirect(
            url_for("interviews.entry", interview_id=frame.id, section_id=section_id, entry_id=entry_id), 303
        )
    if shown is None:
        return redirect(frame.overview, 303)
    active = page_screens.seen(frame, shown)
    typed = given_back() if opened.writes(opened.questionnaire.section_of(shown.page.id)) else None
    form = page_form(page_screens.context_of(frame, active), typed)
    doubts = sharing.doubts(opened.view, opened.loaded.draft, page_key)
    form.show(problem for problem in (*opened.view.problems, *doubts) if problem.key in active.keys)
    post = Post.read(typed) if typed is not None else _fresh(opened, active, from_check="check" in request.args)
    return page_screens.show(frame, active, form, post, raised="raised" in request.args)


@interviews.post("/<uuid:interview_id>/pages/<page_key:page_key>")
@guarded(Permission.INTERVIEW_WRITE, Permission.STAY_WRITE)
def save_page(interview_id: UUID, page_key: PageKey) -> ResponseReturnValue:
    """Save what was given, then go on: to the next page, to a pause, to the end, to the list of sections."""
    opened = interviewing.open_interview(current_work(), current_actor(), interview_id, for_page=page_key)
    frame = frame_of(opened)
    # What is hidden from this actor is not on the form, so that it does not count as cleared.
    active = page_screens.seen(frame, _page_even_hidden(opened, page_key))
    form, post = page_form(page_screens.context_of(frame, active), request.form), Post.read(request.form)
    if post.then is Then.EDIT:
        return page_screens.show(frame, active, form, post)
    values = post.chosen(form.values())
    if post.revision != opened.revision and post.shown:
        values = post.touched(values)
    if post.then is not Then.NEXT:
        values = {key: value for key, value in values.items() if value != opened.view.values.get(key)}
    if post.then is not Then.NEXT and not values:
        return _leave(frame, page_key, post)
    result = interviewing.save_page(
        current_work(),
        current_actor(),
        interview_id,
        page_key,
        values,
        revision=post.base,
        language=frame.wording.shown,
        asked_once_more=post.asked_once_more,
        set_aside_confirmed=post.confirm_set_aside,
        opened=opened,
        finishes=post.then is Then.NEXT and not form.faulty(),
    )
    match result:
        case WouldSetAside():
            return page_screens.set_aside(frame, active, result, request.form)
        case Conflict():
            return page_screens.conflict(frame, active, result, request.form)
        case Held(blocks):
            return page_screens.held(frame, active, blocks, request.form), 422
        case NotApproved(known):
            return page_screens.not_approved(frame, active, request.form, known=known), 422
        case NothingKept():
            return redirect(url_for("interviews.closed"), 303)
        case Ended():
            return redirect(url_for("interviews.ended", interview_id=interview_id), 303)
        case Saved() | AskOnceMore():
            return _go_on(frame, active, form, post, values, result)


def _go_on(
    frame: Frame,
    active: ActivePage,
    form: AnswersForm,
    post: Post,
    values: Mapping[Key, Value | None],
    result: Saved | AskOnceMore,
) -> ResponseReturnValue:
    if post.then is not Then.NEXT:
        return _leave(frame, active.key, post)
    if form.faulty() or isinstance(result, AskOnceMore):
        return _show_again(frame, active, values, result, from_check=post.from_check)
    if post.from_check:
        return redirect(url_for("interviews.check", interview_id=frame.id), 303)
    if result.next_page is None:
        return redirect(frame.overview, 303)
    return redirect(_address(frame.id, result.next_page, raised=bool(result.flags_raised)), 303)


def _show_again(
    frame: Frame,
    active: ActivePage,
    values: Mapping[Key, Value | None],
    result: Saved | AskOnceMore,
    *,
    from_check: bool,
) -> ResponseReturnValue:
    """The page as it is after saving what could be read, with the problems beside what was typed."""
    frame = frame.after(values, result.revision, current_work().now)
    now = page_screens.seen(frame, frame.opened.view.page(active.key) or active)
    form = page_form(page_screens.context_of(frame, now), request.form)
    form.show(result.problems if isinstance(result, AskOnceMore) else ())
    post = replace(
        _fresh(frame.opened, now, from_check=from_check),
        revision=result.revision,
        asked_once_more=isinstance(result, AskOnceMore),
    )
    shown = page_screens.show(frame, now, form, post, raised=bool(result.flags_raised))
    return (shown, 422) if form.faulty() else shown


def _fresh(opened: OpenInterview, active: ActivePage, *, from_check: bool) -> Post:
    """What the form of a page carries when nothing was posted yet."""
    shown = prints_of(opened.answers.values, active.keys)
    return Post(revision=opened.revision, from_check=from_check, shown=shown)


def _leave(frame: Frame, page_key: PageKey, post: Post) -> ResponseReturnValue:
    match post.then:
        case Then.PAUSE:
            # 307 has the browser post once more: saving and pausing are two transactions, each with its record.
            return redirect(url_for("interviews.pause", interview_id=frame.id), 307)
        case Then.STOP:
            return redirect(url_for("interviews.stop", interview_id=frame.id, back=page_key), 303)
        case _:
            return redirect(frame.overview, 303)


def _address(interview_id: UUID, page_key: PageKey, *, raised: bool) -> str:
    raised_now = 1 if raised else None
    return url_for("interviews.page", interview_id=interview_id, page_key=page_key, raised=raised_now)


def _page_even_hidden(opened: OpenInterview, page_key: PageKey) -> ActivePage:
    """The page; one that another change hid meanwhile has no question that shows, and is still saved."""
    found = opened.view.page(page_key) or page_screens.hidden_page(opened, page_key)
    if found is None:
        raise NotFound
    return found
