"""Being asked by others: the queue, yes or no, what was shared, and what came of it."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from werkzeug.exceptions import NotFound

from interview.casework.policy import Permission
from interview.casework.referrals import DeclineReason, ReferralState
from interview.services import receiving, referring
from interview.services.receiving import Fault
from interview.web.answer_words import answer_words
from interview.web.guarding import current_actor, guarded
from interview.web.interviews.closing import FAULTS, WORDS
from interview.web.kept import given_back
from interview.web.referral_words import ANSWERS, CLASSES, OURS, REASONS, option, shown, words_of_form
from interview.web.server import current_work

referrals = Blueprint("referrals", __name__)

TAKER_MISSING = _("Choose who takes the person on.")


@referrals.get("/")
@guarded(Permission.REFERRAL_READ)
def show_all() -> str:
    """What others ask of us, and whether our teams are found."""
    work, actor = current_work(), current_actor()
    asked = receiving.queue(work, actor)
    return render_template("referrals/list.html", asked=asked, states=OURS, teams=receiving.teams(work, actor))


@referrals.post("/teams/<uuid:team_id>")
@guarded(Permission.REFERRAL_ANSWER)
def take_from(team_id: UUID) -> ResponseReturnValue:
    """Let others find a team, or not."""
    receiving.take_referrals(current_work(), current_actor(), team_id, on=request.form.get("on") == "yes")
    return redirect(url_for("referrals.show_all"), 303)


@referrals.get("/sent/<uuid:referral_id>")
@guarded(Permission.REFERRAL_REVOKE)
def go_to_sent(referral_id: UUID) -> ResponseReturnValue:
    """To the entry of the record that it was sent from."""
    record_id, entry_id = referring.entry_of(current_work(), current_actor(), referral_id)
    return redirect(url_for("interviews.referral", interview_id=record_id, entry_id=entry_id), 303)


@referrals.get("/<uuid:referral_id>")
@guarded(Permission.REFERRAL_READ)
def show(referral_id: UUID) -> str:
    """What is asked for, and what was answered."""
    typed = given_back()
    return _page(referral_id, place="text", text=typed.get(WORDS, "")) if typed else _page(referral_id)


@referrals.post("/<uuid:referral_id>/accept")
@guarded(Permission.REFERRAL_ANSWER)
def accept(referral_id: UUID) -> ResponseReturnValue:
    """Say yes."""
    work, actor, text = current_work(), current_actor(), request.form.get(WORDS, "")
    taker_id = request.form.get("taker", type=UUID)
    if taker_id is None:
        return _page(referral_id, wrong=TAKER_MISSING, place="taker", text=text), 422
    return _answered(referral_id, receiving.accept(work, actor, referral_id, taker_id=taker_id, text=text), "text")


@referrals.post("/<uuid:referral_id>/decline")
@guarded(Permission.REFERRAL_ANSWER)
def decline(referral_id: UUID) -> ResponseReturnValue:
    """Say no."""
    reason = request.form.get("reason", "")
    if reason not in {one.value for one in DeclineReason}:
        raise NotFound
    work, actor, text = current_work(), current_actor(), request.form.get(WORDS, "")
    answer = receiving.decline(work, actor, referral_id, reason=DeclineReason(reason), text=text)
    return _answered(referral_id, answer, "decline-text")


@referrals.post("/<uuid:referral_id>/give-on")
@guarded(Permission.REFERRAL_ANSWER)
def give_on(referral_id: UUID) -> ResponseReturnValue:
    """Let somebody else take the person on."""
    receiving.give_on(current_work(), current_actor(), referral_id, taker_id=request.form.get("taker", type=UUID))
    return redirect(url_for("referrals.show", referral_id=referral_id), 303)


@referrals.post("/<uuid:referral_id>/open")
@guarded(Permission.REFERRAL_TAKE)
def open_shared(referral_id: UUID) -> ResponseReturnValue:
    """Come to see what was handed over."""
    receiving.open_package(current_work(), current_actor(), referral_id)
    return redirect(url_for("referrals.show_shared", referral_id=referral_id), 303)


@referrals.get("/<uuid:referral_id>/shared")
@guarded(Permission.REFERRAL_TAKE)
def show_shared(referral_id: UUID) -> str:
    """What was handed over."""
    package, wording = receiving.shared(current_work(), current_actor(), referral_id), words_of_form()
    questions = package.questionnaire.questions
    return render_template(
        "referrals/shared.html",
        package=package,
        classes=[option(CLASSES, code) for code in package.classes],
        said=[
            (wording.named(questions[key]), answer_words(wording, questions[key], value))
            for key, value in package.values.items()
        ],
    )


@referrals.post("/<uuid:referral_id>/take-on")
@guarded(Permission.REFERRAL_TAKE)
def take_on(referral_id: UUID) -> ResponseReturnValue:
    """Open a case of our own for the person."""
    record_id = receiving.take_on(current_work(), current_actor(), referral_id)
    return redirect(url_for("interviews.sections", interview_id=record_id), 303)


@referrals.post("/<uuid:referral_id>/finish")
@guarded(Permission.REFERRAL_TAKE)
def finish(referral_id: UUID) -> ResponseReturnValue:
    """It is done."""
    return _over(referral_id, "done-text", done=True)


@referrals.post("/<uuid:referral_id>/stop")
@guarded(Permission.REFERRAL_TAKE)
def stop(referral_id: UUID) -> ResponseReturnValue:
    """It ends here."""
    return _over(referral_id, "stop-text", done=False)


@referrals.post("/<uuid:referral_id>/settle")
@guarded(Permission.REFERRAL_READ)
def settle(referral_id: UUID) -> ResponseReturnValue:
    """What follows from its being taken back was done."""
    receiving.settle(current_work(), current_actor(), referral_id)
    return redirect(url_for("referrals.show_all"), 303)


def _over(referral_id: UUID, place: str, *, done: bool) -> ResponseReturnValue:
    work, actor, text = current_work(), current_actor(), request.form.get(WORDS, "")
    return _answered(referral_id, receiving.finish(work, actor, referral_id, done=done, text=text), place)


def _answered(referral_id: UUID, answer: object, place: str) -> ResponseReturnValue:
    if isinstance(answer, Fault):
        text = request.form.get(WORDS, "")
        return _page(referral_id, wrong=FAULTS[answer], place=place, text=text), 422
    return redirect(url_for("referrals.show_all"), 303)


def _page(referral_id: UUID, *, wrong: LazyString | None = None, place: str = "", text: str = "") -> str:
    found = receiving.show(current_work(), current_actor(), referral_id)
    if place == "text" and not found.may_answer:
        place = "stop-text"
    return render_template(
        "referrals/show.html",
        found=found,
        state=OURS[found.referral.state],
        preview=shown(found.preview),
        replies=[(one, ANSWERS[one.answer], REASONS[one.reason] if one.reason else None) for one in found.replies],
        reasons=REASONS,
        waits=found.referral.state is ReferralState.ACCEPTED and not found.referral.handed,
        wrong=wrong,
        place=place,
        text=text,
    )
