"""After a decision: what the person is told, a copy for them, and asking that somebody else looks again."""

from datetime import date
from uuid import UUID

from flask import get_template_attribute, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import to_user_timezone

from interview.casework.decisions import ReconsiderationReason
from interview.casework.policy import Permission
from interview.services import reconsidering
from interview.services.decision_results import Decided, Fault, Faulty, Overtaken
from interview.web.guarding import current_actor, guarded
from interview.web.kept import given_back
from interview.web.languages import speaking
from interview.web.reviews.blueprint import reviews
from interview.web.reviews.deciding import seen
from interview.web.reviews.screens import Screen, Wrong, names, open_screen
from interview.web.reviews.speaking import spoken_of
from interview.web.reviews.words import DAY_MISSING, FAULTS, WHAT_MISSING, WHY_AGAIN_MISSING
from interview.web.server import current_work

BY_MISSING = ("by", FAULTS[Fault.TELLER_MISSING])
_ANCHORS = {Fault.IN_THE_FUTURE: "when", Fault.TELLER_MISSING: "by", Fault.TELLER_TOO_LONG: "by"}


@reviews.get("/<uuid:decision_id>/person")
@guarded(Permission.DECISION_TELL)
def person(decision_id: UUID) -> str:
    """Words to tell the person, and what comes after."""
    return _person(open_screen(decision_id, typed=given_back()))


@reviews.post("/<uuid:decision_id>/told")
@guarded(Permission.DECISION_TELL)
def tell(decision_id: UUID) -> ResponseReturnValue:
    """Note that the person was told: in which words, when, by whom."""
    when, what, by = _day(), request.form.get("what", ""), request.form.get("by", "")
    missing = [WHAT_MISSING] * (not what.strip()) + [DAY_MISSING] * (when is None) + [BY_MISSING] * (not by.strip())
    if when is None or missing:
        return _again(decision_id, *missing)
    return _answer(
        decision_id,
        reconsidering.tell(current_work(), current_actor(), decision_id, seen=seen(), what=what, by=by, when=when),
    )


@reviews.post("/<uuid:decision_id>/copy")
@guarded(Permission.DECISION_TELL)
def give_copy(decision_id: UUID) -> ResponseReturnValue:
    """Note that the person has a copy."""
    actor = current_actor()
    result = reconsidering.give_copy(current_work(), actor, decision_id, seen=seen(), when=_today(), by=actor.name)
    return _answer(decision_id, result)


@reviews.post("/<uuid:decision_id>/stands")
@guarded(Permission.DECISION_TELL)
def let_stand(decision_id: UUID) -> ResponseReturnValue:
    """Note that the person lets it stand."""
    return _answer(decision_id, reconsidering.let_stand(current_work(), current_actor(), decision_id, seen=seen()))


@reviews.post("/<uuid:decision_id>/look-again")
@guarded(Permission.DECISION_TELL)
def look_again(decision_id: UUID) -> ResponseReturnValue:
    """Note that the person asks that somebody else looks again."""
    reason = request.form.get("reason", "")
    if reason not in {*ReconsiderationReason}:
        return _again(decision_id, WHY_AGAIN_MISSING)
    result = reconsidering.ask_reconsideration(
        current_work(),
        current_actor(),
        decision_id,
        seen=seen(),
        reason=ReconsiderationReason(reason),
        text=request.form.get("text", ""),
    )
    return _answer(decision_id, result, "again-text")


@reviews.get("/<uuid:decision_id>/sheet")
@guarded(Permission.DECISION_READ)
def sheet(decision_id: UUID) -> str:
    """The decision on a sheet of paper, in plain words and in the language of the person."""
    screen = open_screen(decision_id)
    spoken = spoken_of(screen)
    with speaking(spoken.locale):
        paper = get_template_attribute("reviews/paper.html", "paper")(screen, spoken, names())
    return render_template("reviews/sheet.html", screen=screen, spoken=spoken, paper=paper)


def _person(screen: Screen) -> str:
    today, me, spoken = _today(), current_actor().name, spoken_of(screen)
    return render_template("reviews/person.html", screen=screen, spoken=spoken, today=today, me=me, **names())


def _again(decision_id: UUID, *wrong: Wrong) -> ResponseReturnValue:
    return _person(open_screen(decision_id, typed=request.form, wrong=wrong)), 422


def _answer(decision_id: UUID, result: Decided | Overtaken | Faulty, about_text: str = "what") -> ResponseReturnValue:
    """`about_text`: the field to lead to when its words are missing or too many."""
    match result:
        case Faulty(fault):
            return _again(decision_id, (_ANCHORS.get(fault, about_text), FAULTS[fault]))
        case Overtaken():
            return _person(open_screen(decision_id, overtaken=True, typed=request.form)), 409
        case _:
            return redirect(url_for("reviews.person", decision_id=decision_id), 303)


def _day() -> date | None:
    try:
        return date.fromisoformat(request.form.get("when", ""))
    except ValueError:
        return None


def _today() -> date:
    today: date = to_user_timezone(current_work().now).date()
    return today
