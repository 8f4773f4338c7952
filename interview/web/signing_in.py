"""Signing in and out, locking and unlocking, hiding the screen."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from interview.services import own_account
from interview.services import signing_in as service
from interview.web import forgery, guarding, kept
from interview.web.forms import PageForm
from interview.web.guarding import known, public, session_token, visitor, with_session
from interview.web.headers import Forgetting, forget
from interview.web.server import current_work

signing_in = Blueprint("signing_in", __name__)


class SignInForm(PageForm):
    """Name, passphrase and, once there is a second factor, a code."""

    name = StringField(validators=[InputRequired(), Length(max=200)])
    passphrase = PasswordField(validators=[InputRequired(), Length(max=1000)])
    code = StringField(validators=[Length(max=100)])
    back = HiddenField()


class UnlockForm(PageForm):
    """The passphrase alone: the session knows whose it is."""

    passphrase = PasswordField(validators=[InputRequired(), Length(max=1000)])
    back = HiddenField()


class ConfirmForm(UnlockForm):
    """The passphrase, and the code of the second factor if there is one."""

    code = StringField(validators=[Length(max=100)])


@signing_in.get("/sign-in")
@public
def ask() -> str:
    """The page with name, passphrase and code."""
    return render_template("signing_in/sign_in.html", form=SignInForm(data={"back": _back()}), refused=None)


@signing_in.post("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Open a session, or say the one sentence that tells nothing about which part was wrong."""
    form = SignInForm()
    if not form.validate():
        return render_template("signing_in/sign_in.html", form=form, refused=None), 422
    answer = service.sign_in(
        current_work(), form.name.data, form.passphrase.data, form.code.data or "", address=request.remote_addr or ""
    )
    if isinstance(answer, service.Refused):
        return _refusal(render_template("signing_in/sign_in.html", form=form, refused=answer), answer)
    if session_token():
        service.sign_out(current_work(), session_token())
    forgery.begin_visit()
    told = isinstance(answer, service.SignedIn) and own_account.notices(current_work(), answer.actor)
    page = url_for("own_account.show") if told else kept.page_or_home(form.back.data or "")
    return set_session(redirect(page, 303), answer.token)


@signing_in.post("/lock")
@with_session
def lock() -> ResponseReturnValue:
    """Lock at once; what was typed on the page is kept for its author."""
    page = _lock()
    return redirect(url_for("signing_in.ask_again", back=page), 303)


@signing_in.post("/hide")
@with_session
def hide() -> ResponseReturnValue:
    """Lock, and show an ordinary page in place of this one."""
    _lock()
    return redirect(url_for("home.calendar"), 303)


@signing_in.get("/unlock")
@with_session
def ask_again() -> ResponseReturnValue:
    """The page with the passphrase alone; a session that is open goes straight back."""
    there = visitor()
    if there is not None and there.person is not None:
        return redirect(_back(), 303)
    # It may have locked by itself: the browser is told now what else it is told when somebody locks it.
    forget(Forgetting.SHOWN)
    return render_template("signing_in/unlock.html", form=UnlockForm(data={"back": _back()}), refused=None)


@signing_in.post("/unlock")
@with_session
def unlock() -> ResponseReturnValue:
    """Open the session again, on the page where it locked, with what was typed there."""
    form = UnlockForm()
    if not form.validate():
        return render_template("signing_in/unlock.html", form=form, refused=None), 422
    answer = service.unlock(current_work(), session_token(), form.passphrase.data)
    if isinstance(answer, service.Refused):
        return _refusal(render_template("signing_in/unlock.html", form=form, refused=answer), answer)
    back = kept.page_or_home(form.back.data or "")
    return set_session(redirect(kept.address_after_unlock(back), 303), answer.token)


@signing_in.get("/confirm")
@known
def ask_who() -> str:
    """The page that asks again who is there, before something that an open screen alone must not do."""
    return render_template("signing_in/confirm.html", form=ConfirmForm(data={"back": _back()}), refused=None)


@signing_in.post("/confirm")
@known
def confirm() -> ResponseReturnValue:
    """Go on, under another session cookie, on the page that asked."""
    form = ConfirmForm()
    if not form.validate():
        return render_template("signing_in/confirm.html", form=form, refused=None), 422
    answer = service.confirm(current_work(), session_token(), form.passphrase.data, form.code.data or "")
    if isinstance(answer, service.Refused):
        return _refusal(render_template("signing_in/confirm.html", form=form, refused=answer), answer)
    back = kept.page_or_home(form.back.data or "")
    return set_session(redirect(kept.address_after_unlock(back), 303), answer.token)


@signing_in.post("/sign-out")
@with_session
def sign_out() -> ResponseReturnValue:
    """End the session and have the browser forget everything."""
    service.sign_out(current_work(), session_token())
    return without_session()


@signing_in.post("/stay")
@known
def stay() -> ResponseReturnValue:
    """Someone touched the screen without sending anything: the session stays open."""
    return "", 204


def to_sign_in() -> ResponseReturnValue:
    """The door's answer to someone without a session."""
    page = kept.page_of_request() if request.method in forgery.SAFE_METHODS else kept.HOME
    return redirect(url_for("signing_in.ask", back=page if page != kept.HOME else None), 303)


def to_unlock() -> ResponseReturnValue:
    """The door's answer to someone whose session is locked; what they sent is kept."""
    page = kept.page_of_request() if request.method in forgery.SAFE_METHODS else kept.keep_typed()
    forget(Forgetting.SHOWN)
    return redirect(url_for("signing_in.ask_again", back=page), 303)


def to_confirm() -> ResponseReturnValue:
    """The door's answer where a fresh sign-in is asked for; what was sent is kept."""
    page = kept.page_of_request() if request.method in forgery.SAFE_METHODS else kept.keep_typed()
    return redirect(url_for("signing_in.ask_who", back=page), 303)


def to_enrol() -> ResponseReturnValue:
    """The door's answer to somebody who must set up a second factor before anything else."""
    return redirect(url_for("own_account.ask_factor"), 303)


def set_session(response: Response, token: str) -> Response:
    """The answer, with the cookie of a session."""
    response.set_cookie(guarding.COOKIE, token, secure=True, httponly=True, samesite="Strict", path="/")
    return response


def without_session() -> Response:
    """The way out: to the sign-in page, with the cookie gone and the browser told to forget everything."""
    forget(Forgetting.EVERYTHING)
    response = redirect(url_for("signing_in.ask"), 303)
    response.delete_cookie(guarding.COOKIE, path="/", secure=True, httponly=True, samesite="Strict")
    return response


def _lock() -> str:
    page = kept.keep_typed()
    service.lock(current_work(), session_token())
    forget(Forgetting.SHOWN)
    return page


def _back() -> str:
    return kept.page_or_home(request.args.get("back", ""))


def _refusal(page: str, refused: service.Refused) -> ResponseReturnValue:
    if refused.wait_seconds:
        return page, 429, {"Retry-After": str(refused.wait_seconds)}
    return page, 422
