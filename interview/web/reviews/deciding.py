"""What somebody who decides does: take it up, confirm, decide otherwise, send it back, pass it on, judge projects."""

from dataclasses import replace
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, NotFound

from interview.casework.decisions import DecidingOrganisation, Determination, OverrideReason
from interview.casework.policy import Permission
from interview.casework.steps import Pin
from interview.eligibility.missing import ElementName
from interview.eligibility.projects import CriterionStatus, ProjectOutcome, ProjectResult
from interview.services import deciding
from interview.services.decision_results import LONGEST, Fault, Faulty, NobodyElse, NotBound, Overtaken
from interview.web.guarding import current_actor, guarded
from interview.web.kept import given_back
from interview.web.reviews import queues
from interview.web.reviews.blueprint import reviews
from interview.web.reviews.screens import Screen, Wrong, askable, names, open_screen
from interview.web.reviews.words import FAULTS, NEEDED, POINT_MISSING, QUALIFIES
from interview.web.server import current_work

TEXT, CRITERION = "text-", "criterion-"


@reviews.post("/<uuid:decision_id>/take")
@guarded(Permission.DECISION_WRITE)
def take(decision_id: UUID) -> ResponseReturnValue:
    """Take it on one's desk, so that colleagues see who is at it."""
    return _answer(decision_id, deciding.take(current_work(), current_actor(), decision_id, seen=seen()))


@reviews.post("/<uuid:decision_id>/confirm")
@guarded(Permission.DECISION_WRITE)
def confirm(decision_id: UUID) -> ResponseReturnValue:
    """Decide as proposed."""
    result = deciding.confirm(
        current_work(),
        current_actor(),
        decision_id,
        seen=seen(),
        text=request.form.get("note", ""),
        organisation=_organisation(),
    )
    return _answer(decision_id, result, "confirm-text")


@reviews.post("/<uuid:decision_id>/override")
@guarded(Permission.DECISION_WRITE)
def override(decision_id: UUID) -> ResponseReturnValue:
    """Decide otherwise, with a reason."""
    result, reason = request.form.get("result", ""), request.form.get("reason", "")
    element = request.form.get("element", "")
    missing = _missing()
    if missing:
        return _again(decision_id, missing)
    done = deciding.override(
        current_work(),
        current_actor(),
        decision_id,
        seen=seen(),
        result=Determination(result),
        reason=OverrideReason(reason),
        text=request.form.get("text", ""),
        element=ElementName(element),
        organisation=_organisation(),
    )
    return _answer(decision_id, done, "override-text")


@reviews.get("/<uuid:decision_id>/questions")
@guarded(Permission.INTERVIEW_RETURN)
def questions(decision_id: UUID) -> str:
    """The page on which each chosen question gets what one wants to know about it, to come back to."""
    return _questions(open_screen(decision_id, typed=given_back()))


@reviews.post("/<uuid:decision_id>/questions")
@guarded(Permission.INTERVIEW_RETURN)
def ask(decision_id: UUID) -> str:
    """The same page, with the answers that were chosen."""
    return _questions(open_screen(decision_id, typed=request.form))


@reviews.post("/<uuid:decision_id>/send-back")
@guarded(Permission.INTERVIEW_RETURN)
def send_back(decision_id: UUID) -> ResponseReturnValue:
    """Give it back to the caseworker with these questions."""
    about = dict.fromkeys(key for key in request.form.getlist("about") if key)
    pins = tuple(Pin(key, request.form.get(TEXT + key, "")) for key in about)
    result = deciding.send_back(
        current_work(), current_actor(), decision_id, seen=seen(), pins=pins, text=request.form.get("text", "")
    )
    if isinstance(result, Faulty):
        wrong = tuple((anchor, FAULTS[result.fault]) for anchor in _anchors_of_pins(result.fault, pins))
        return _questions(open_screen(decision_id, typed=request.form, wrong=wrong)), 422
    if isinstance(result, Overtaken):
        screen = open_screen(decision_id, overtaken=True, typed=request.form)
        return (_questions(screen) if screen.review.may_send_back else queues.page(screen)), 409
    return _answer(decision_id, result)


@reviews.post("/<uuid:decision_id>/pass-on")
@guarded(Permission.DECISION_WRITE)
def escalate(decision_id: UUID) -> ResponseReturnValue:
    """Pass it on to another supervisor of the team."""
    result = deciding.escalate(
        current_work(), current_actor(), decision_id, seen=seen(), reason=request.form.get("why", "")
    )
    return _answer(decision_id, result, "pass-on")


@reviews.get("/<uuid:decision_id>/projects/<project>")
@guarded(Permission.DECISION_WRITE)
def choose_project(decision_id: UUID, project: str) -> str:
    """One project, criterion by criterion."""
    return _project(open_screen(decision_id, typed=given_back()), project)


@reviews.post("/<uuid:decision_id>/projects/<project>")
@guarded(Permission.DECISION_WRITE)
def decide_project(decision_id: UUID, project: str) -> ResponseReturnValue:
    """Decide whether the person qualifies for it."""
    given = {name.removeprefix(CRITERION): value for name, value in request.form.items() if name.startswith(CRITERION)}
    eligible = request.form.get("eligible", "")
    points = {code for code, value in given.items() if value in {*CriterionStatus}}
    if eligible not in {*ProjectOutcome} or len(points) < len(given):
        return _project_again(decision_id, project, points)
    result = deciding.decide_eligibility(
        current_work(),
        current_actor(),
        decision_id,
        seen=seen(),
        project=project,
        criteria={code: CriterionStatus(value) for code, value in given.items()},
        eligible=ProjectOutcome(eligible),
        text=request.form.get("text", ""),
    )
    if isinstance(result, Faulty):
        return _project_again(decision_id, project, points, result.fault)
    if isinstance(result, Overtaken):
        screen = open_screen(decision_id, overtaken=True, typed=request.form)
        return (_project(screen, project) if screen.review.may_decide_eligibility else queues.page(screen)), 409
    return _answer(decision_id, result)


def seen() -> int:
    """How many steps the screen showed from which this was sent."""
    sent = request.form.get("seen", "")
    if not sent.isascii() or not sent.isdigit() or len(sent) > 6:
        raise BadRequest
    return int(sent)


def _answer(
    decision_id: UUID, result: deciding.Outcome | NobodyElse, about_text: str = "decide"
) -> ResponseReturnValue:
    """`about_text`: the field to lead to when its words are missing or too many."""
    match result:
        case Overtaken():
            return queues.page(open_screen(decision_id, overtaken=True, typed=request.form)), 409
        case NotBound():
            return queues.page(open_screen(decision_id, typed=request.form)), 409
        case NobodyElse():
            return _again(decision_id, (), nobody_else=True)
        case Faulty(fault):
            return _again(
                decision_id, (("override-result" if fault is Fault.SAME_RESULT else about_text, FAULTS[fault]),)
            )
        case _:
            return redirect(url_for("reviews.show", decision_id=decision_id), 303)


def _again(decision_id: UUID, wrong: tuple[Wrong, ...], *, nobody_else: bool = False) -> ResponseReturnValue:
    screen = open_screen(decision_id, nobody_else=nobody_else, typed=request.form, wrong=wrong)
    return queues.page(screen), 422


def _missing() -> tuple[Wrong, ...]:
    """What is missing from what was sent to decide otherwise."""
    known = {"result": {*Determination}, "reason": {*OverrideReason}, "element": {*ElementName}}
    missing = [name for name, codes in known.items() if request.form.get(name, "") not in codes]
    if not request.form.get("text", "").strip():
        missing.append("text")
    return tuple(NEEDED[name] for name in missing)


def _anchors_of_pins(fault: Fault, pins: tuple[Pin, ...]) -> list[str]:
    """Where on the page of questions something is wrong."""
    match fault:
        case Fault.PIN_WITHOUT_TEXT:
            return [TEXT + pin.key for pin in pins if not pin.text.strip()]
        case Fault.PIN_TOO_LONG:
            return [TEXT + pin.key for pin in pins if len(pin.text) > LONGEST]
        case Fault.TEXT_TOO_LONG:
            return ["text"]
        case _:
            return ["about"]


def _questions(screen: Screen) -> str:
    known = screen.frame.opened.view.states
    chosen = [key for key in screen.ticked if key in known]
    texts = {key: screen.typed.get(TEXT + key, "") for key in chosen}
    return render_template(
        "reviews/questions.html",
        screen=screen,
        chosen=screen.shown(chosen),
        texts=texts,
        askable=askable(screen),
        text=screen.typed.get("text", ""),
        **names(),
    )


def _project_again(
    decision_id: UUID, project: str, points: set[str], fault: Fault | None = None
) -> ResponseReturnValue:
    """The page of a project once more. `points`: the criteria about which something was said."""
    screen = open_screen(decision_id, typed=request.form)
    codes = [one.code for one in _result_of(screen, project).criteria]
    wrong: list[Wrong] = [(f"{CRITERION}{code}", POINT_MISSING) for code in codes if code not in points]
    if request.form.get("eligible", "") not in {*ProjectOutcome}:
        wrong.append(("eligible", QUALIFIES))
    if fault in {Fault.TEXT_MISSING, Fault.TEXT_TOO_LONG}:
        wrong.append(("text", FAULTS[fault]))
    return _project(replace(screen, wrong=tuple(wrong or [("main", FAULTS[Fault.CRITERIA_MISSING])])), project), 422


def _project(screen: Screen, code: str) -> str:
    result = _result_of(screen, code)
    name, outcome, criteria = screen.frame.findings.project(result)
    before = next((one for one in screen.decision.eligibility if one.project == code), None)
    return render_template(
        "reviews/project.html",
        screen=screen,
        project=code,
        name=name,
        outcome=outcome,
        result=result,
        criteria=criteria,
        before=before,
        **names(),
    )


def _result_of(screen: Screen, code: str) -> ProjectResult:
    result = next((one for one in screen.review.assessment.project_eligibility if one.project == code), None)
    if result is None:
        raise NotFound
    return result


def _organisation() -> DecidingOrganisation | None:
    sent = request.form.get("organisation", "")
    return DecidingOrganisation(sent) if sent in {*DecidingOrganisation} else None
