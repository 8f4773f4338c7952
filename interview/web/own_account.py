"""One's own account: second factor, passphrase, sessions."""

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from interview.services import factors
from interview.services import own_account as service
from interview.services.own_account import AccountNoticeKind, PassphraseFault
from interview.web.forms import PageForm
from interview.web.guarding import (
    current_actor,
    current_person,
    known_freshly,
    session_token,
    signed_in,
    signed_in_freshly,
    visitor,
)
from interview.web.server import current_work
from interview.web.signing_in import set_session, without_session
from interview.web.squares import square_of

own_account = Blueprint("own_account", __name__)

FAULTS: dict[PassphraseFault, LazyString] = {
    PassphraseFault.NOT_THE_SAME: _("The two are not the same. Type the new passphrase twice."),
    PassphraseFault.TOO_SHORT: _("That is too short. Use 15 letters or more, or one of the two offered below."),
    PassphraseFault.TOO_LONG: _("That is too long."),
    PassphraseFault.TOO_SIMPLE: _("That is too easy to guess. Use more different letters."),
    PassphraseFault.HOLDS_NAME: _("Leave your sign-in name out of it."),
    PassphraseFault.BUSY: _("Too many sign in at this moment. Try again."),
}
NOTICES: dict[AccountNoticeKind, LazyString] = {
    AccountNoticeKind.RESET: _("An administrator gave this account a new passphrase and an empty key."),
    AccountNoticeKind.FACTOR_TAKEN_AWAY: _("An administrator took away the second factor of this account."),
}


class CodeForm(PageForm):
    """The first code of a new second factor."""

    code = StringField(validators=[InputRequired(), Length(max=100)])


class PassphraseForm(PageForm):
    """A new passphrase, twice."""

    new_passphrase = PasswordField(validators=[Length(max=1000)])
    repeated_passphrase = PasswordField(validators=[Length(max=1000)])


@own_account.get("/")
@signed_in
def show() -> str:
    """One's own account."""
    mine = service.overview(current_work(), current_actor())
    return render_template("own_account/show.html", mine=mine, notices=NOTICES)


@own_account.get("/passphrase")
@signed_in_freshly
def ask_passphrase() -> str:
    """The page for another passphrase, with two that may be taken."""
    return _passphrase_page(None)


@own_account.post("/passphrase")
@signed_in_freshly
def change_passphrase() -> ResponseReturnValue:
    """Another passphrase; other sessions end."""
    form = PassphraseForm()
    typed, repeated = form.new_passphrase.data or "", form.repeated_passphrase.data or ""
    changed = (
        service.change_passphrase(current_work(), current_actor(), session_token(), typed, repeated)
        if form.validate()
        else PassphraseFault.TOO_LONG
    )
    if isinstance(changed, PassphraseFault):
        return _passphrase_page(FAULTS[changed]), 422
    return set_session(redirect(url_for("own_account.show"), 303), changed.token)


@own_account.get("/factor")
@known_freshly
def ask_factor() -> str:
    """The page with the secret for a telephone, to be read or typed in, and a field for its first code."""
    return _factor_page(wrong=False)


@own_account.post("/factor")
@known_freshly
def set_factor_up() -> ResponseReturnValue:
    """Let it count, and show the recovery codes this once."""
    form = CodeForm()
    code = form.code.data or "" if form.validate() else ""
    made = factors.finish(current_work(), current_person(), session_token(), code)
    if made is None:
        return _factor_page(wrong=True), 422
    page = render_template("own_account/codes.html", codes=made.spare_codes, done=True)
    return set_session(make_response(page), made.token)


@own_account.post("/factor/anew")
@known_freshly
def begin_factor() -> ResponseReturnValue:
    """Another secret; the second factor that counts stays until the new one's first code is typed in."""
    factors.begin(current_work(), current_person())
    return redirect(url_for("own_account.ask_factor"), 303)


@own_account.post("/factor/remove")
@signed_in_freshly
def remove_factor() -> ResponseReturnValue:
    """Do without a second factor, where that is allowed."""
    token = factors.remove(current_work(), current_actor(), session_token())
    return set_session(redirect(url_for("own_account.show"), 303), token)


@own_account.post("/codes")
@signed_in_freshly
def renew_codes() -> str:
    """New recovery codes, shown this once; the old ones count no more."""
    made = factors.renew_spare_codes(current_work(), current_actor())
    return render_template("own_account/codes.html", codes=made, done=False)


@own_account.post("/sessions/<uuid:session_id>/end")
@signed_in
def end_session(session_id: UUID) -> ResponseReturnValue:
    """End one of one's own sessions: on a lost tablet, for example."""
    service.end_session(current_work(), current_actor(), session_id)
    if session_id == current_actor().session_id:
        return without_session()
    return redirect(url_for("own_account.show"), 303)


@own_account.post("/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """End all of one's own sessions, and have this browser forget everything."""
    service.sign_out_everywhere(current_work(), current_actor())
    return without_session()


@own_account.post("/notices")
@signed_in
def read_notices() -> ResponseReturnValue:
    """What others did to this account has been read."""
    service.read_notices(current_work(), current_actor())
    return redirect(url_for("own_account.show"), 303)


def _passphrase_page(problem: LazyString | None) -> str:
    offered = service.offered_passphrases(current_work())
    return render_template("own_account/passphrase.html", problem=problem, offered=offered)


def _factor_page(*, wrong: bool) -> str:
    new = factors.shown(current_work(), current_person())
    there = visitor()
    must = there is not None and there.actor is None
    return render_template("own_account/factor.html", new=new, square=square_of(new.address), wrong=wrong, must=must)
