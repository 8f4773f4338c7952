"""Asking somebody else to help: what they see first, what goes along, taking it back."""

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel.speaklater import LazyString
from werkzeug.datastructures import MultiDict

from interview.casework.policy import Permission
from interview.casework.referrals import ReferralState
from interview.services import referring
from interview.services.referring import Changed, Offer, Refused, Sheet
from interview.web.guarding import current_actor, guarded
from interview.web.interviews.blueprint import interviews
from interview.web.interviews.closing import revision_sent
from interview.web.interviews.frames import Frame, frame_of
from interview.web.interviews.page_screens import Listed, listed
from interview.web.kept import given_back
from interview.web.referral_words import ANSWERS, CLASSES, NEEDS, REASONS, REFUSED, STATES, STEPS, option, shown
from interview.web.server import current_work


@dataclass(frozen=True, slots=True)
class Offered:
    """A class that can be handed over, in words, with what would go along."""

    code: str
    words: str
    offer: Offer
    said: tuple[Listed, ...]


@interviews.get("/<uuid:interview_id>/referrals/<entry_id>")
@guarded(Permission.REFERRAL_READ)
def referral(interview_id: UUID, entry_id: str) -> str:
    """Where a referral stands, and what comes next."""
    return _page(interview_id, entry_id, fields=given_back())


@interviews.post("/<uuid:interview_id>/referrals/<entry_id>/send")
@guarded(Permission.REFERRAL_SEND)
def send_referral(interview_id: UUID, entry_id: str) -> ResponseReturnValue:
    """Ask them."""
    work, actor, needs = current_work(), current_actor(), request.form.getlist("needs")
    to, revision = request.form.get("team", type=UUID), revision_sent()
    answer = referring.send(work, actor, interview_id, entry_id, revision=revision, team_id=to, needs=needs)
    return _answered(interview_id, entry_id, answer)


@interviews.post("/<uuid:interview_id>/referrals/<entry_id>/hand-over")
@guarded(Permission.REFERRAL_SEND)
def hand_over(interview_id: UUID, entry_id: str) -> ResponseReturnValue:
    """Hand over what was chosen."""
    work, actor, classes = current_work(), current_actor(), request.form.getlist("classes")
    answer = referring.hand_over(work, actor, interview_id, entry_id, revision=revision_sent(), classes=classes)
    return _answered(interview_id, entry_id, answer)


@interviews.post("/<uuid:interview_id>/referrals/<entry_id>/paper")
@guarded(Permission.REFERRAL_SEND)
def print_referral(interview_id: UUID, entry_id: str) -> ResponseReturnValue:
    """A sheet of paper for somebody who is not on this server."""
    work, actor, classes = current_work(), current_actor(), request.form.getlist("classes")
    answer = referring.print_sheet(work, actor, interview_id, entry_id, revision=revision_sent(), classes=classes)
    if not isinstance(answer, Sheet):
        return _answered(interview_id, entry_id, answer)
    frame = frame_of(answer.opened)
    said = [listed(frame, key, answer.opened.view.values.get(key)) for key in answer.keys]
    return render_template("interviews/referral_sheet.html", frame=frame, sheet=answer, said=said, entry_id=entry_id)


@interviews.post("/<uuid:interview_id>/referrals/<entry_id>/revoke")
@guarded(Permission.REFERRAL_REVOKE)
def revoke_referral(interview_id: UUID, entry_id: str) -> ResponseReturnValue:
    """Take it back."""
    referring.revoke(current_work(), current_actor(), interview_id, entry_id)
    return _back(interview_id, entry_id)


@interviews.post("/<uuid:interview_id>/referrals/<entry_id>/settle")
@guarded(Permission.REFERRAL_SEND)
def settle_referral(interview_id: UUID, entry_id: str) -> ResponseReturnValue:
    """It was seen how it ended."""
    referring.settle(current_work(), current_actor(), interview_id, entry_id)
    return _back(interview_id, entry_id)


def _answered(interview_id: UUID, entry_id: str, answer: object) -> ResponseReturnValue:
    if isinstance(answer, Refused):
        return _page(interview_id, entry_id, wrong=REFUSED[answer]), 422
    if isinstance(answer, Changed):
        return _page(interview_id, entry_id, changed=True), 409
    return _back(interview_id, entry_id)


def _back(interview_id: UUID, entry_id: str) -> ResponseReturnValue:
    return redirect(url_for("interviews.referral", interview_id=interview_id, entry_id=entry_id), 303)


def _page(
    interview_id: UUID,
    entry_id: str,
    *,
    wrong: LazyString | None = None,
    changed: bool = False,
    fields: MultiDict[str, str] | None = None,
) -> str:
    fields = request.form if fields is None else fields
    found = referring.show(current_work(), current_actor(), interview_id, entry_id)
    frame = frame_of(found.opened)
    return render_template(
        "interviews/referral.html",
        frame=frame,
        found=found,
        state=STATES[found.state],
        drafted=found.state is ReferralState.DRAFT,
        preview=shown(found.preview),
        needs=[(code, option(NEEDS, code)) for code in found.needs],
        offers=[_offered(frame, one) for one in found.offers],
        paper=[_offered(frame, one) for one in found.on_paper if one.basis is not None],
        replies=[(one, ANSWERS[one.answer], REASONS[one.reason] if one.reason else None) for one in found.replies],
        steps=[(one, STEPS[one.kind], [option(CLASSES, code) for code in one.classes]) for one in found.steps],
        wrong=wrong,
        changed=changed,
        chosen=frozenset((*fields.getlist("needs"), *fields.getlist("classes"))),
        team=fields.get("team", ""),
    )


def _offered(frame: Frame, offer: Offer) -> Offered:
    values = frame.opened.view.values
    said = tuple(listed(frame, key, values.get(key)) for key in offer.keys)
    return Offered(offer.code, option(CLASSES, offer.code), offer, said)
