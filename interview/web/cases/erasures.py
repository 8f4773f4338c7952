"""Erasing a case for good, step by step, and what is left of it: a certificate."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from werkzeug.datastructures import MultiDict

from interview.casework.policy import Permission
from interview.services import erasing
from interview.services.erasing import ErasureReason, Faulty
from interview.web.cases.blueprint import cases
from interview.web.guarding import current_actor, guarded
from interview.web.kept import given_back
from interview.web.server import current_work

REASONS: dict[ErasureReason, LazyString] = {
    ErasureReason.PERSONS_WISH: _("The person wants it"),
    ErasureReason.RETENTION_OVER: _("Its time is over"),
    ErasureReason.OPENED_BY_MISTAKE: _("It was opened by mistake"),
    ErasureReason.ORDERED: _("A court or an authority ordered it"),
}
"""Words for why a case is erased."""

FAULTS: dict[Faulty, tuple[str, LazyString]] = {
    Faulty.REASON_MISSING: ("reasons", _("Choose a reason.")),
    Faulty.TEXT_MISSING: ("text", _("Say more about the reason.")),
}


@cases.get("/<uuid:case_id>/erasure")
@guarded(Permission.CASE_ERASE)
def show_erasure(case_id: UUID) -> str:
    """Whether somebody wants it erased, why, and what comes next."""
    typed = given_back() or MultiDict()
    return _page(case_id, chosen=typed.get("reason", ""), text=typed.get("text", ""))


@cases.post("/<uuid:case_id>/erasure")
@guarded(Permission.CASE_ERASE, fresh=True)
def ask_erasure(case_id: UUID) -> ResponseReturnValue:
    """Ask another supervisor to agree."""
    chosen, text = request.form.get("reason", ""), request.form.get("text", "")
    reason = ErasureReason(chosen) if chosen in set(ErasureReason) else None
    answer = erasing.ask(current_work(), current_actor(), case_id, reason, text)
    if isinstance(answer, Faulty):
        return _page(case_id, fault=answer, chosen=chosen, text=text), 422
    return _back(case_id)


@cases.post("/<uuid:case_id>/erasure/agree")
@guarded(Permission.CASE_ERASE, fresh=True)
def agree_erasure(case_id: UUID) -> ResponseReturnValue:
    """Agree to what another supervisor asked for."""
    erasing.agree(current_work(), current_actor(), case_id)
    return _back(case_id)


@cases.post("/<uuid:case_id>/erasure/call-off")
@guarded(Permission.CASE_ERASE)
def call_off_erasure(case_id: UUID) -> ResponseReturnValue:
    """It is not erased."""
    erasing.call_off(current_work(), current_actor(), case_id)
    return _back(case_id)


@cases.post("/<uuid:case_id>/erasure/erase")
@guarded(Permission.CASE_ERASE, fresh=True)
def erase(case_id: UUID) -> ResponseReturnValue:
    """Erase it, now and for good."""
    certificate = erasing.erase(current_work(), current_actor(), case_id)
    return redirect(url_for("cases.certificate", certificate_id=certificate.id), 303)


@cases.get("/certificates/<uuid:certificate_id>")
@guarded(Permission.CASE_ERASE)
def certificate(certificate_id: UUID) -> str:
    """What was erased, when, by whom, and from when on old backups are unreadable too; to be printed."""
    found = erasing.certificate(current_work(), current_actor(), certificate_id)
    return render_template("cases/certificate.html", found=found)


def _back(case_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("cases.show_erasure", case_id=case_id), 303)


def _page(case_id: UUID, *, fault: Faulty | None = None, chosen: str = "", text: str = "") -> str:
    found = erasing.request_of(current_work(), current_actor(), case_id)
    wrong = None if fault is None else FAULTS[fault]
    return render_template("cases/erasure.html", found=found, reasons=REASONS, wrong=wrong, chosen=chosen, text=text)
