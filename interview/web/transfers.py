"""Giving a case to another team for good, and taking one."""

from datetime import date
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from werkzeug.datastructures import MultiDict

from interview.casework.policy import Permission
from interview.casework.transfers import Hold, TransferState
from interview.services import transferring
from interview.services import transfers as service
from interview.services.transferring import Fault, Held
from interview.web.guarding import current_actor, guarded
from interview.web.kept import given_back
from interview.web.languages import language_of_page
from interview.web.names import languages, name_of
from interview.web.server import current_work
from interview.web.teams import posted_key_id

transfers = Blueprint("transfers", __name__)

STATES: dict[TransferState, LazyString] = {
    TransferState.PROPOSED: _("Offered"),
    TransferState.ACCEPTED: _("They said yes"),
    TransferState.COMPLETED: _("Handed over"),
    TransferState.DECLINED: _("They said no"),
    TransferState.WITHDRAWN: _("Taken back"),
    TransferState.STOPPED: _("They took their yes back"),
}
"""Where a transfer has come to, as whoever gives the case away sees it."""

RECEIVED: dict[TransferState, LazyString] = {
    TransferState.PROPOSED: _("Offered to you"),
    TransferState.ACCEPTED: _("You said yes"),
    TransferState.COMPLETED: _("Handed over"),
    TransferState.DECLINED: _("You said no"),
    TransferState.WITHDRAWN: _("Taken back by them"),
    TransferState.STOPPED: _("You took your yes back"),
}
"""The same for those who are to get it."""

HOLDS: dict[Hold, LazyString] = {
    Hold.REVIEW: _("A review waits. Decide it first, or have its questions answered."),
    Hold.CLOSURE: _("Somebody asked to close the case. Say yes or no to that first."),
    Hold.ALERT: _("Nobody has answered a call about this person. Answer it first."),
    Hold.AGREEMENT: _("The person took back their yes, or it has ended. Ask them, and note what they say."),
    Hold.REFERRAL: _("Others were asked to help, and it is not over. Let it end, or take it back."),
    Hold.ERASURE: _("Somebody wants this case erased. Settle that first."),
}
"""What has to be done before a case can go."""

FAULTS: dict[Fault, tuple[str, LazyString]] = {
    Fault.PLACE: ("places", _("Choose who is to have it.")),
    Fault.NEED: ("need", _("Say what help is needed.")),
    Fault.WHY: ("why", _("Say why it goes to them.")),
    Fault.AGREED: ("agreed_on", _("Give the day on which the person said yes. It cannot be later than today.")),
    Fault.CASEWORKER: ("people", _("Choose who is to work on it.")),
    Fault.REASON: ("reason", _("Say why, in a few words.")),
    Fault.TOO_LONG: ("errors", _("That is too long. Say it in fewer words.")),
}
"""What is wrong with what was written: the field, and a sentence."""

FIELDS = ("team", "need", "why", "agreed_on")


@transfers.get("/")
@guarded(Permission.CASE_TRANSFER)
def show_all() -> str:
    """The transfers of one's own teams. No names, no answers."""
    lines = service.of_teams(current_work(), current_actor())
    return render_template("transfers/list.html", lines=lines, states=STATES, received=RECEIVED)


@transfers.get("/of/<uuid:case_id>")
@guarded(Permission.CASE_TRANSFER)
def offer(case_id: UUID) -> str:
    """What it would mean to give a case away, and to whom it could go."""
    return _offer(case_id, given_back() or MultiDict())


@transfers.post("/of/<uuid:case_id>")
@guarded(Permission.CASE_TRANSFER, fresh=True)
def propose(case_id: UUID) -> ResponseReturnValue:
    """Offer it to another team."""
    form = request.form
    made = transferring.propose(
        current_work(),
        current_actor(),
        case_id,
        _id(form.get("team", "")),
        need=form.get("need", ""),
        why=form.get("why", ""),
        agreed_on=_day(form.get("agreed_on", "")),
    )
    if isinstance(made, Fault | Held):
        return _offer(case_id, form, fault=made if isinstance(made, Fault) else None), 422
    return _back(made.id)


@transfers.get("/<uuid:transfer_id>")
@guarded(Permission.CASE_TRANSFER)
def show(transfer_id: UUID) -> str:
    """How far it is, and what is to be done next."""
    return _page(transfer_id, given_back() or MultiDict())


@transfers.post("/<uuid:transfer_id>/accept")
@guarded(Permission.TRANSFER_ANSWER, fresh=True)
def accept(transfer_id: UUID) -> ResponseReturnValue:
    """Take the case, for a caseworker."""
    named = _id(request.form.get("caseworker", ""))
    return _answered(transfer_id, transferring.accept(current_work(), current_actor(), transfer_id, named))


@transfers.post("/<uuid:transfer_id>/decline")
@guarded(Permission.TRANSFER_ANSWER)
def decline(transfer_id: UUID) -> ResponseReturnValue:
    """Do not take it, and say why."""
    reason = request.form.get("reason", "")
    return _answered(transfer_id, transferring.decline(current_work(), current_actor(), transfer_id, reason))


@transfers.post("/<uuid:transfer_id>/stop")
@guarded(Permission.TRANSFER_ANSWER)
def stop(transfer_id: UUID) -> ResponseReturnValue:
    """Take the yes back, and say why."""
    reason = request.form.get("reason", "")
    return _answered(transfer_id, transferring.stop(current_work(), current_actor(), transfer_id, reason))


@transfers.post("/<uuid:transfer_id>/withdraw")
@guarded(Permission.CASE_TRANSFER)
def withdraw(transfer_id: UUID) -> ResponseReturnValue:
    """Keep the case."""
    transferring.withdraw(current_work(), current_actor(), transfer_id)
    return _back(transfer_id)


@transfers.post("/<uuid:transfer_id>/complete")
@guarded(Permission.CASE_TRANSFER, fresh=True)
def complete(transfer_id: UUID) -> ResponseReturnValue:
    """Hand it over, now and for good."""
    done = transferring.complete(current_work(), current_actor(), transfer_id, posted_key_id())
    # What holds it stands on the page.
    return (_page(transfer_id, MultiDict()), 422) if isinstance(done, Held) else _back(transfer_id)


def _answered(transfer_id: UUID, answer: object) -> ResponseReturnValue:
    if isinstance(answer, Fault):
        return _page(transfer_id, request.form, fault=answer), 422
    return _back(transfer_id)


def _back(transfer_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("transfers.show", transfer_id=transfer_id), 303)


def _offer(case_id: UUID, typed: MultiDict[str, str], *, fault: Fault | None = None) -> str:
    offered = service.offer(current_work(), current_actor(), case_id)
    return render_template(
        "transfers/offer.html",
        offer=offered,
        wrong=None if fault is None else FAULTS[fault],
        typed={name: typed.get(name, "") for name in FIELDS},
        holds=HOLDS,
    )


def _page(transfer_id: UUID, typed: MultiDict[str, str], *, fault: Fault | None = None) -> str:
    shown = service.show(current_work(), current_actor(), transfer_id)
    notice = shown.notice or (None if shown.proposal is None else shown.proposal.notice)
    return render_template(
        "transfers/show.html",
        shown=shown,
        notice=notice,
        language="" if notice is None else name_of(languages(language_of_page()), notice.language),
        states=STATES if shown.line.sends else RECEIVED,
        wrong=None if fault is None else FAULTS[fault],
        named=typed.get("caseworker", ""),
        reason=typed.get("reason", ""),
        holds=HOLDS,
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
