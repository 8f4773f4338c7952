"""Accounts, for administrators: who works here, a new account with a passphrase shown once, an end to one."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from wtforms import SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from interview.casework.actors import Role
from interview.casework.policy import Permission
from interview.services import accounts as service
from interview.services import factors
from interview.services.accounts import AccountFault
from interview.web.forms import PageForm
from interview.web.guarding import current_actor, guarded
from interview.web.server import current_work

accounts = Blueprint("accounts", __name__)

ROLES: dict[Role, LazyString] = {
    Role.CASEWORKER: _("Caseworker"),
    Role.INTERPRETER: _("Interpreter"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.ANALYST: _("Analyst"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.SHELTER_STAFF: _("Shelter staff"),
}
FAULTS: dict[AccountFault, LazyString] = {
    AccountFault.NAME_EMPTY: _("Give the account a name."),
    AccountFault.NAME_TAKEN: _("Another account has this name. Choose a different one."),
    AccountFault.ROLES_CLASH: _("One person cannot hold these roles together."),
    AccountFault.NEEDS_SUPERVISOR: _("Only a supervisor can make someone a supervisor."),
    AccountFault.OFFICE_UNKNOWN: _("There is no such office."),
}
# A supervisor is made by another one, out of an account: no administrator makes a puppet that reads cases.
GIVEN_HERE = {role: label for role, label in ROLES.items() if role is not Role.SUPERVISOR}


class AccountForm(PageForm):
    """Name and roles of a new account."""

    name = StringField(validators=[InputRequired(), Length(max=200)])
    roles = SelectMultipleField(choices=[SelectChoice(role.value, role.value) for role in GIVEN_HERE])


@accounts.get("/")
@guarded(Permission.ACCOUNT_LIST)
def show_all() -> str:
    """Every account of the organisation."""
    work, actor = current_work(), current_actor()
    lines, offices = service.list_accounts(work, actor), service.list_offices(work, actor)
    return render_template("accounts/list.html", accounts=lines, offices=offices, roles=ROLES, me=actor.account_id)


@accounts.get("/new")
@guarded(Permission.ACCOUNT_CREATE)
def ask() -> str:
    """The page for a new account."""
    return _page(AccountForm(), None)


@accounts.post("/new")
@guarded(Permission.ACCOUNT_CREATE)
def create() -> ResponseReturnValue:
    """Make an account, and show its passphrase this once."""
    form = AccountForm()
    if not form.validate():
        return _page(form, FAULTS[AccountFault.NAME_EMPTY]), 422
    roles = frozenset(Role(value) for value in form.roles.data or ())
    created = service.create_account(
        current_work(), current_actor(), name=form.name.data or "", roles=roles, office_id=_posted_office()
    )
    if isinstance(created, service.NotCreated):
        return _page(form, FAULTS[created.fault]), 422
    return render_template("accounts/created.html", created=created)


@accounts.post("/<uuid:account_id>/office")
@guarded(Permission.ACCOUNT_CHANGE, fresh=True)
def set_office(account_id: UUID) -> ResponseReturnValue:
    """Have an account open its cases in another office from now on."""
    service.set_office(current_work(), current_actor(), account_id, _posted_office())
    return redirect(url_for("accounts.show_all"), 303)


@accounts.post("/<uuid:account_id>/disable")
@guarded(Permission.ACCOUNT_CHANGE)
def disable(account_id: UUID) -> ResponseReturnValue:
    """End an account: it can no longer sign in."""
    service.disable_account(current_work(), current_actor(), account_id)
    return redirect(url_for("accounts.show_all"), 303)


@accounts.post("/<uuid:account_id>/enable")
@guarded(Permission.ACCOUNT_CHANGE)
def enable(account_id: UUID) -> ResponseReturnValue:
    """Let a disabled account sign in again."""
    service.enable_account(current_work(), current_actor(), account_id)
    return redirect(url_for("accounts.show_all"), 303)


@accounts.post("/<uuid:account_id>/reset")
@guarded(Permission.ACCOUNT_CHANGE, fresh=True)
def reset(account_id: UUID) -> ResponseReturnValue:
    """Give an account a new passphrase and an empty key: it opens no case until someone grants it anew."""
    created = service.reset_account(current_work(), current_actor(), account_id)
    return render_template("accounts/created.html", created=created, reset=True)


@accounts.post("/<uuid:account_id>/factor/remove")
@guarded(Permission.ACCOUNT_CHANGE, fresh=True)
def take_factor_away(account_id: UUID) -> ResponseReturnValue:
    """Take away a second factor that its owner has lost: they set up another at their next sign-in."""
    factors.take_away(current_work(), current_actor(), account_id)
    return redirect(url_for("accounts.show_all"), 303)


def _page(form: AccountForm, problem: LazyString | None) -> str:
    offices, chosen = service.list_offices(current_work(), current_actor()), request.form.get("office", "")
    return render_template(
        "accounts/new.html", form=form, roles=GIVEN_HERE, offices=offices, chosen=chosen, problem=problem
    )


def _posted_office() -> UUID | None:
    try:
        return UUID(request.form.get("office", ""))
    except ValueError:
        return None
